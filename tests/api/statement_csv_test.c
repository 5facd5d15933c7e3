/* Statements as CSV: which column is what, days and figures as networks write them, and every cell
 * that is wrong by its line and column. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/statement_csv.h"

static struct arena *arena;
static struct zone *zone;
static struct statement_csv csv;
static struct csv_table table;
static struct statement_map map;

static int set_up(void **state)
{
    (void)state;
    arena = arena_make(64 * 1024 * 1024);
    return zone_make(STR("Europe/Paris"), &zone) == OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    zone_free(zone);
    arena_free(arena);
    return 0;
}

static void read_as(const char *text, enum statement_dates dates)
{
    struct statement_terms terms = {
        .dates = dates, .zone = zone, .currency = STR("USD"), .wanted = STR("USD")};
    struct str fault = STR_NONE;

    assert_int_equal(csv_table_read(arena, str_from_c(text), STATEMENT_LINES_MAX, &table, &fault),
                     OK);
    statement_map_guess(&table, &map);
    assert_int_equal(statement_csv_read(arena, &table, &map, &terms, &csv), OK);
}

static void assert_column(enum statement_column column, const char *name)
{
    size_t at = map.at[column];

    if (name == NULL)
        assert_true(at == STATEMENT_NO_COLUMN);
    else
        assert_true(at < table.column_count && str_is_equal(table.header[at], str_from_c(name)));
}

static void columns_are_found_by_their_usual_names(void **state)
{
    (void)state;
    read_as("Date;Campaign ID;Goal;Conv.;Payout;Click-ID;Transaction ID;Country\n", STATEMENT_YMD);
    assert_column(STATEMENT_DAY, "Date");
    assert_column(STATEMENT_CAMPAIGN, "Campaign ID");
    assert_column(STATEMENT_GOAL, "Goal");
    assert_column(STATEMENT_CONVERSIONS, "Conv.");
    assert_column(STATEMENT_VALUE, "Payout");
    assert_column(STATEMENT_EXTERNAL_ID, "Click-ID");
    assert_column(STATEMENT_TXID, "Transaction ID");
    read_as("Jour,Statut,Nombre,Montant\n", STATEMENT_YMD);
    assert_column(STATEMENT_DAY, "Jour");
    assert_column(STATEMENT_GOAL, "Statut");
    assert_column(STATEMENT_CONVERSIONS, "Nombre");
    assert_column(STATEMENT_VALUE, "Montant");
    assert_column(STATEMENT_CAMPAIGN, NULL);
}

#define DAY_2026_11_24 20781

static void days_are_read_in_the_order_that_is_said(void **state)
{
    (void)state;
    read_as("day,id,value,tag\n2026-11-24,1,1,a\n2026-11-24 23:59:59,1,1,a\n2026/11/24,1,1,a\n"
            "2026-11-23T23:30:00Z,1,1,a\n",
            STATEMENT_YMD);
    assert_int_equal(csv.fault_count, 0);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(csv.lines[i].day, DAY_2026_11_24);
    read_as("day,value,tag\n24/11/2026,1,a\n24.11.2026 10:00,1,a\n2026-11-24,1,a\n", STATEMENT_DMY);
    assert_int_equal(csv.fault_count, 0);
    assert_int_equal(csv.lines[1].day, DAY_2026_11_24);
    read_as("day,value,tag\n11/24/2026,1,a\n24/11/2026,1,a\n", STATEMENT_MDY);
    assert_int_equal(csv.count, 1);
    assert_int_equal(csv.faults[0].line, 3);
    read_as("day,value,tag\n2026-02-29,1,a\n0000-00-00,1,a\n1969-12-31,1,a\n99999-1-1,1,a\n-,1,a\n"
            ",1,a\n2026-11-24x,1,a\n",
            STATEMENT_YMD);
    assert_int_equal(csv.count, 0);
    assert_int_equal(csv.fault_count, 7);
}

static void figures_are_whole_numbers_and_amounts(void **state)
{
    (void)state;
    read_as("day;conversions;value\n2026-11-24;3;1 234,5\n2026-11-24;2.00;-5\n", STATEMENT_YMD);
    assert_int_equal(csv.fault_count, 0);
    assert_int_equal(csv.conversions, 5);
    assert_int_equal(csv.amount_micros, 1229500000);
    read_as("day;conversions;value\n2026-11-24;1,5;1\n2026-11-24;-1;1\n2026-11-24;nan;1\n"
            "2026-11-24;1;inf\n2026-11-24;1;1e99\n2026-11-24;0x10;1\n2026-11-24;1;--1\n",
            STATEMENT_YMD);
    assert_int_equal(csv.count, 0);
    assert_int_equal(csv.fault_count, 7);
    assert_true(str_is_equal(csv.faults[0].column, STR("conversions")));
    assert_true(str_is_equal(csv.faults[3].column, STR("value")));
}

static void a_formula_is_refused_and_an_export_s_apostrophe_taken_off(void **state)
{
    (void)state;
    read_as("day,campaign,value,tag\n2026-11-24,=cmd|' /C calc'!A0,1,a\n2026-11-24,@SUM(1),1,a\n"
            "2026-11-24,'=plain,1,'-b\n2026-11-24,x,=1+1,a\n",
            STATEMENT_YMD);
    assert_int_equal(csv.fault_count, 3);
    assert_int_equal(csv.count, 1);
    assert_true(str_is_equal(csv.lines[0].campaign, STR("=plain")));
    assert_true(str_is_equal(csv.lines[0].external_id, STR("-b")));
}

static void sums_stay_within_bounds_and_faults_are_counted_beyond_those_told(void **state)
{
    struct buf text = buf_in_arena(arena, 1024 * 1024);

    (void)state;
    buf_write_c(&text, "day,conversions,value\n");
    for (size_t i = 0; i < 1500; i++)
        buf_write_c(&text, "2026-11-24,1000000000,1000000000\n");
    buf_write_char(&text, '\0');
    read_as(text.ptr, STATEMENT_YMD);
    assert_int_equal(csv.count, 1000);
    assert_int_equal(csv.fault_count, 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_found_by_their_usual_names),
        cmocka_unit_test(days_are_read_in_the_order_that_is_said),
        cmocka_unit_test(figures_are_whole_numbers_and_amounts),
        cmocka_unit_test(a_formula_is_refused_and_an_export_s_apostrophe_taken_off),
        cmocka_unit_test(sums_stay_within_bounds_and_faults_are_counted_beyond_those_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
