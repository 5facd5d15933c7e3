/* Tests of model/rates_read: tables of rates as text. */
#include "../base/check.h"

#include "model/rates_read.h"

#define TODAY 20781 /* 2026-11-24 */
#define ECB(cubes)                                                                                 \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                                 \
    "<gesmes:Envelope xmlns:gesmes=\"http://www.gesmes.org/xml/2002-08-01\""                       \
    " xmlns=\"http://www.ecb.int/vocabulary/2002-08-01/eurofxref\">\n"                             \
    "\t<gesmes:subject>Reference rates</gesmes:subject>\n"                                         \
    "\t<gesmes:Sender>\n\t\t<gesmes:name>European Central Bank</gesmes:name>\n"                    \
    "\t</gesmes:Sender>\n\t<Cube>\n" cubes "\t</Cube>\n</gesmes:Envelope>"

struct desk {
    struct arena *arena;
    struct rates_list list;
    struct model_fault fault;
};

static int desk_make(void **state)
{
    struct desk *desk = heap_make(1, sizeof(*desk));
    desk->arena = arena_make(64 * 1024 * 1024);
    *state = desk;
    return 0;
}

static int desk_drop(void **state)
{
    struct desk *desk = *state;
    arena_free(desk->arena);
    free(desk);
    return 0;
}

static enum err read_xml(struct desk *desk, const char *text)
{
    memset(&desk->fault, 0, sizeof(desk->fault));
    return rates_read_xml(str_from_c(text), TODAY, desk->arena, &desk->list, &desk->fault);
}

static enum err read_json(struct desk *desk, const char *text)
{
    json_t *document = json_loads(text, 0, NULL);
    assert_non_null(document);
    memset(&desk->fault, 0, sizeof(desk->fault));
    enum err err = rates_read_json(document, TODAY, desk->arena, &desk->list, &desk->fault);
    json_decref(document);
    return err;
}

static void assert_rate_at(const struct desk *desk, size_t i, int64_t day, const char *currency,
                           const char *rate)
{
    char memory[RATE_TEXT_MAX];
    struct buf text = buf_from_memory(memory, sizeof(memory));

    assert_true(i < desk->list.count);
    rate_write_quote(&text, desk->list.items[i].quote);
    assert_int_equal(desk->list.items[i].day, day);
    assert_true(str_is_equal(desk->list.items[i].currency, str_from_c(currency)));
    assert_true(str_is_equal(buf_str(&text), str_from_c(rate)));
}

static void the_banks_daily_table_is_read(void **state)
{
    struct desk *desk = *state;

    assert_int_equal(read_xml(desk, ECB("<Cube time='2026-11-24'>\n"
                                        "<Cube currency='USD' rate='1.0823'/>\n"
                                        "<Cube currency='JPY' rate='160.17'/>\n"
                                        "<Cube currency='IDR' rate='17123.45'/>\n</Cube>\n")),
                     OK);
    assert_int_equal(desk->list.count, 3);
    assert_rate_at(desk, 0, 20781, "USD", "1.0823");
    assert_rate_at(desk, 1, 20781, "JPY", "160.17");
    assert_rate_at(desk, 2, 20781, "IDR", "17123.45");
}

static void a_history_of_days_is_read(void **state)
{
    struct desk *desk = *state;

    assert_int_equal(
        read_xml(desk, ECB("<Cube time=\"2026-11-24\"><Cube currency=\"USD\" rate=\"1.1\"/></Cube>"
                           "<Cube time=\"1999-01-04\"><Cube currency=\"USD\" rate=\"1.1789\"/>"
                           "</Cube>")),
        OK);
    assert_rate_at(desk, 0, 20781, "USD", "1.1");
    assert_rate_at(desk, 1, 10595, "USD", "1.1789");
}

static void assert_fault(const struct desk *desk, enum err err, const char *field,
                         const char *piece)
{
    assert_int_equal(err, ERR_INVALID);
    assert_string_equal(desk->fault.field, field);
    if (strstr(desk->fault.message, piece) == NULL)
        fail_msg("\"%s\" is not in: %s", piece, desk->fault.message);
}

static void a_fault_of_xml_names_line_and_field(void **state)
{
    struct desk *desk = *state;

    assert_fault(desk,
                 read_xml(desk, ECB("<Cube time='2026-11-24'>\n<Cube currency='USD' rate='1.08'/>\n"
                                    "<Cube currency='JPY' rate='N/A'/></Cube>\n")),
                 "rate", "line 10: expected a decimal above 0");
    assert_fault(desk,
                 read_xml(desk, ECB("<Cube time='2026-11-24'>\n<Cube currency='DOLLAR' rate='1'/>"
                                    "</Cube>\n")),
                 "currency", "line 9: expected three letters, not \"DOLLAR\"");
    assert_fault(desk, read_xml(desk, ECB("<Cube time='24.11.2026'></Cube>\n")), "time",
                 "line 8: expected a day such as 2026-11-24");
    assert_fault(desk, read_xml(desk, ECB("<Cube time='2026-11-26'></Cube>\n")), "time",
                 "not behind tomorrow");
    assert_fault(desk, read_xml(desk, ECB("<Cube currency='USD' rate='1'/>\n")), "time",
                 "expected <Cube time=");
    assert_fault(desk, read_xml(desk, ECB("")), "", "there is no rate in it");
    assert_fault(desk, read_xml(desk, "<Cube time='2026-11-24'>\n<Cube"), "", "line 2: this is no");
    assert_fault(desk, read_xml(desk, ""), "", "this is no XML");
    assert_fault(desk,
                 read_xml(desk, ECB("<Cube time='2026-11-24'><Cube currency='EUR' rate='2'/>"
                                    "</Cube>")),
                 "rate", "expected 1 for EUR");
}

static void a_small_text_that_would_become_a_large_one_is_refused(void **state)
{
    struct desk *desk = *state;

    assert_fault(desk,
                 read_xml(desk,
                          "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;\">]>"
                          "<Cube time='2026-11-24'>&lol2;</Cube>"),
                 "", "without a document type");
}

static void a_day_as_json_is_read(void **state)
{
    struct desk *desk = *state;

    assert_int_equal(read_json(desk, "{\"date\":\"2026-11-24\",\"base\":\"EUR\",\"rates\":"
                                     "{\"usd\":\"1.0823\",\"EUR\":\"1\",\"BTC\":\"0.0000101\"}}"),
                     OK);
    assert_int_equal(desk->list.count, 2);
    assert_rate_at(desk, 0, 20781, "USD", "1.0823");
    assert_rate_at(desk, 1, 20781, "BTC", "0.0000101");
}

static void a_fault_of_json_names_the_field(void **state)
{
    static const struct {
        const char *text, *field, *piece;
    } cases[] = {
        {"{}", "base", "expected \"EUR\""},
        {"{\"base\":\"USD\",\"date\":\"2026-11-24\",\"rates\":{\"EUR\":\"1\"}}", "base", "EUR"},
        {"{\"base\":\"EUR\",\"rates\":{\"USD\":\"1\"}}", "date", "expected a day"},
        {"{\"base\":\"EUR\",\"date\":\"2026-02-30\",\"rates\":{\"USD\":\"1\"}}", "date", "a day"},
        {"{\"base\":\"EUR\",\"date\":\"2026-11-24\"}", "rates", "expected an object"},
        {"{\"base\":\"EUR\",\"date\":\"2026-11-24\",\"rates\":{}}", "rates", "expected an object"},
        {"{\"base\":\"EUR\",\"date\":\"2026-11-24\",\"rates\":{\"USD\":1.08}}", "rates.USD",
         "in quotes"},
        {"{\"base\":\"EUR\",\"date\":\"2026-11-24\",\"rates\":{\"USD\":\"0\"}}", "rates.USD",
         "above 0"},
        {"{\"base\":\"EUR\",\"date\":\"2026-11-24\",\"rates\":{\"U\":\"1\"}}", "rates.U",
         "three letters"},
        {"{\"base\":\"EUR\",\"date\":\"2026-11-24\",\"x\":1,\"rates\":{\"USD\":\"1\"}}", "x",
         "no such field"},
    };
    struct desk *desk = *state;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_fault(desk, read_json(desk, cases[i].text), cases[i].field, cases[i].piece);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_make, desk_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_banks_daily_table_is_read),
        TEST(a_history_of_days_is_read),
        TEST(a_fault_of_xml_names_line_and_field),
        TEST(a_small_text_that_would_become_a_large_one_is_refused),
        TEST(a_day_as_json_is_read),
        TEST(a_fault_of_json_names_the_field),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
