/* Tests of ranges and ranges_make. */
#include "visitor/ranges.h"
#include "visitor/ranges_make.h"
#include "../base/folder.h"

static char out[2 * FOLDER_PATH_MAX];
static char fault[RANGES_FAULT_MAX];

static void join(char *path, void **state, const char *name)
{
    (void)snprintf(path, sizeof(out), "%s/%s", (const char *)*state, name);
}

/* Makes ranges.bin from this text. */
static enum err make(void **state, const char *text, struct ranges_made *made)
{
    static char csv[2 * FOLDER_PATH_MAX];
    const char *const paths[] = {csv};
    struct ranges_make order = {.csv = paths,
                                .csv_count = 1,
                                .out = out,
                                .built_at_ms = 1781654400000,
                                .source = STR("Somebody, CC BY 4.0")};

    folder_write(*state, "a.csv", text);
    join(csv, state, "a.csv");
    join(out, state, "ranges.bin");
    return ranges_make(&order, made, fault);
}

static struct ranges *open_made(void **state, const char *text)
{
    struct ranges_made made;
    struct ranges *ranges = NULL;
    const char *reason = NULL;

    assert_int_equal(make(state, text, &made), OK);
    assert_int_equal(ranges_open(out, &ranges, &reason), OK);
    return ranges;
}

/* "AS NAME" of an address, "" when no range holds it. */
static void assert_network(const struct ranges *ranges, const char *address, const char *expected)
{
    struct net_address parsed;
    struct visitor_facts facts = {0};
    char text[256] = "";

    assert_int_equal(net_parse_address(str_from_c(address), &parsed), OK);
    if (ranges_fill(ranges, &parsed, &facts))
        (void)snprintf(text, sizeof(text), "%" PRIu64 " %.*s", facts.asn, STR_FMT(facts.isp));
    assert_string_equal(text, expected);
}

static const char two_families[] = "1.0.4.0,1.0.7.255,38803,Gtelecom Pty Ltd\n"
                                   "1.0.0.0,1.0.0.255,13335,\"Cloudflare, Inc.\"\r\n"
                                   "1.0.16.0,1.0.16.255,201907,\"LLC \"\"SPUTNIK\"\"\"\n"
                                   "2001:200::,2001:200:1b9:ffff:ffff:ffff:ffff:ffff,2500,WIDE\n"
                                   "2001:4:112::,2001:4:112:ffff:ffff:ffff:ffff:ffff,112,DNS-OARC\n"
                                   "255.255.255.255,255.255.255.255,7,Last\n"
                                   "0.0.0.0,0.0.0.0,7,Last\n";

static void every_address_finds_its_range_and_no_other(void **state)
{
    struct ranges *ranges = open_made(state, two_families);

    assert_network(ranges, "1.0.0.0", "13335 Cloudflare, Inc.");
    assert_network(ranges, "1.0.0.255", "13335 Cloudflare, Inc.");
    assert_network(ranges, "1.0.1.0", "");
    assert_network(ranges, "1.0.3.255", "");
    assert_network(ranges, "1.0.4.0", "38803 Gtelecom Pty Ltd");
    assert_network(ranges, "1.0.16.7", "201907 LLC \"SPUTNIK\"");
    assert_network(ranges, "::ffff:1.0.0.9", "13335 Cloudflare, Inc.");
    assert_network(ranges, "2001:200:1b9:ffff:ffff:ffff:ffff:ffff", "2500 WIDE");
    assert_network(ranges, "2001:200:1ba::", "");
    assert_network(ranges, "2001:4:112::1", "112 DNS-OARC");
    assert_network(ranges, "::1", "");
    assert_network(ranges, "ffff::", "");
    assert_network(ranges, "0.0.0.0", "7 Last");
    assert_network(ranges, "0.0.0.1", "");
    assert_network(ranges, "255.255.255.255", "7 Last");
    assert_int_equal(ranges_network_count(ranges), 6); /* "7 Last" once */
    assert_str(ranges_source(ranges), "Somebody, CC BY 4.0");
    assert_int_equal(ranges_built_at_ms(ranges), INT64_C(1781654400000));
    ranges_close(ranges);
}

static void a_range_that_begins_within_another_cuts_it(void **state)
{
    struct ranges_made made;
    struct ranges *ranges = open_made(state, "10.0.0.0,10.0.0.255,1,Wide\n"
                                             "10.0.0.128,10.0.1.255,2,Late\n"
                                             "10.0.0.128,10.0.1.255,3,Same\n"
                                             "2001:db8::,2001:db8::ffff,4,Wide six\n"
                                             "2001:db8::1:0,2001:db8::1:ff,5,Next six\n"
                                             "2001:db8::ff00,2001:db8::ffff,6,Late six\n");

    assert_network(ranges, "10.0.0.127", "1 Wide");
    assert_network(ranges, "10.0.1.1", "3 Same");
    assert_network(ranges, "2001:db8::feff", "4 Wide six");
    assert_network(ranges, "2001:db8::ff01", "6 Late six");
    assert_network(ranges, "2001:db8::1:1", "5 Next six");
    ranges_close(ranges);
    assert_int_equal(make(state, "10.0.0.0,10.0.0.255,1,A\n10.0.0.9,10.0.0.9,2,B\n", &made), OK);
    assert_int_equal(made.overlaps, 1);
    assert_int_equal(made.v4_count, 2);
}

static void a_line_that_is_none_refuses_all_and_leaves_what_was_there(void **state)
{
    static const struct {
        const char *line, *expected;
    } lines[] = {
        {"1.0.0.0,1.0.0.255,13335\n", "four columns"},
        {"1.0.0.0,1.0.0.255,1,A,B\n", "four columns"},
        {"1.0.0.0,2001:db8::,13335,X\n", "the first and the last address"},
        {"1.0.0,1.0.0.255,13335,X\n", "the first and the last address"},
        {"1.0.0.255,1.0.0.0,13335,X\n", "not before its first"},
        {"1.0.0.0,1.0.0.255,AS1,X\n", "number of an autonomous system"},
        {"1.0.0.0,1.0.0.255,4294967296,X\n", "number of an autonomous system"},
        {"1.0.0.0,1.0.0.255,1,\xff\n", "UTF-8"},
        {"1.0.0.0,1.0.0.255,1,\"X\n", "CSV"},
        {"", "no range"},
    };
    struct ranges *ranges = open_made(state, two_families);
    struct ranges_made made;

    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        char text[512];
        (void)snprintf(text, sizeof(text), "%s%s",
                       lines[i].line[0] != '\0' ? "1.0.0.0,1.0.0.255,13335,Good\n" : "",
                       lines[i].line);
        assert_int_equal(make(state, text, &made), ERR_INVALID);
        if (strstr(fault, lines[i].expected) == NULL)
            fail_msg("\"%s\" does not say \"%s\"", fault, lines[i].expected);
    }
    assert_network(ranges, "1.0.4.0", "38803 Gtelecom Pty Ltd");
    ranges_close(ranges);
    const char *reason;
    assert_int_equal(ranges_open(out, &ranges, &reason), OK);
    ranges_close(ranges);
    assert_int_equal(folder_each(*state, NULL), 2); /* a.csv and ranges.bin: no part is left */
}

/* Everything that is no file as it was made. */
static void a_damaged_file_is_refused(void **state)
{
    struct dice dice = dice_make("damaged ranges");
    struct ranges_made made;
    struct ranges *ranges = NULL;
    const char *reason;
    static uint8_t bytes[8192];

    assert_int_equal(make(state, two_families, &made), OK);
    FILE *file = fopen(out, "re");
    size_t count = fread(bytes, 1, sizeof(bytes), file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(count, made.bytes);
    for (int round = 0; round < 1000; round++) {
        size_t at = dice_roll(&dice, count);
        size_t kept = round % 4 == 0 ? dice_roll(&dice, count) : count;
        uint8_t before = bytes[at];
        bytes[at] ^= (uint8_t)(1 + dice_roll(&dice, 255));
        file = fopen(out, "we");
        assert_int_equal(fwrite(bytes, 1, kept, file), kept);
        assert_int_equal(fclose(file), 0);
        assert_true(ranges_open(out, &ranges, &reason) != OK);
        bytes[at] = before;
    }
    assert_int_equal(ranges_open("/nonexistent/ranges", &ranges, &reason), ERR_IO);
    assert_string_equal(reason, "No such file or directory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_address_finds_its_range_and_no_other, folder_make,
                                        folder_drop),
        cmocka_unit_test_setup_teardown(a_range_that_begins_within_another_cuts_it, folder_make,
                                        folder_drop),
        cmocka_unit_test_setup_teardown(a_line_that_is_none_refuses_all_and_leaves_what_was_there,
                                        folder_make, folder_drop),
        cmocka_unit_test_setup_teardown(a_damaged_file_is_refused, folder_make, folder_drop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
