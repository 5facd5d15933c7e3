#include "rig.h"

#include "base/log.h"
#include "ledger/reader.h"
#include "ledger/reader_own.h"

#define ARENA_BYTES (4u * 1024 * 1024)

/* A filled ledger with a reader on it. */
struct desk {
    char *dir; /* owned by folder.h */
    struct rig rig;
    struct ledger_reader *reader;
    struct arena *arena;
};

static int desk_make(void **state)
{
    struct desk *desk = heap_make(1, sizeof(*desk));
    void *dir = NULL;
    assert_int_equal(folder_make(&dir), 0);
    desk->dir = dir;
    rig_open(&desk->rig, desk->dir);
    assert_int_equal(ledger_reader_open(desk->dir, &desk->reader), OK);
    desk->arena = arena_make(ARENA_BYTES);
    *state = desk;
    return 0;
}

static int desk_drop(void **state)
{
    struct desk *desk = *state;
    void *dir = desk->dir;
    ledger_reader_close(desk->reader);
    rig_close(&desk->rig);
    arena_free(desk->arena);
    free(desk);
    return folder_drop(&dir);
}

static void record(struct rig *rig, size_t count)
{
    enum { TURN = 500 };
    struct visit_deed *clicks = heap_make(TURN, sizeof(*clicks));
    for (size_t done = 0; done < count;) {
        size_t turn = 0;
        for (; turn < TURN && done < count; turn++, done++) {
            click_init(&clicks[turn], 1 + done % 3, done);
            rig_add(rig, &clicks[turn].deed);
        }
        ledger_port_flush(rig->port);
        for (size_t i = 0; i < turn; i++)
            rig_wait(rig, &clicks[i].deed);
    }
    free(clicks);
}

/* Follows the cursor to the end; returns how many rows came, each id smaller than the last. */
static size_t page_through(struct desk *desk, struct reader_query query, size_t *pages)
{
    struct visit *rows = heap_make(query.limit, sizeof(*rows));
    size_t total = 0;
    uint64_t last_id = UINT64_MAX;
    *pages = 0;
    do {
        size_t count = 0;
        arena_reset(desk->arena);
        assert_int_equal(ledger_reader_page(desk->reader, LEDGER_VISIT, &query, desk->arena, rows,
                                            &count, &query.before_id),
                         OK);
        assert_true(count <= query.limit);
        for (size_t i = 0; i < count; i++) {
            assert_true(rows[i].id < last_id);
            last_id = rows[i].id;
        }
        total += count;
        ++*pages;
    } while (query.before_id != 0);
    free(rows);
    return total;
}

static void test_pages_go_from_the_newest_to_the_end(void **state)
{
    struct desk *desk = *state;
    size_t pages = 0;
    record(&desk->rig, 95);
    assert_int_equal(page_through(desk, (struct reader_query){.limit = 10}, &pages), 95);
    assert_int_equal(pages, 10);
    assert_int_equal(page_through(desk, (struct reader_query){.limit = 100}, &pages), 95);
    assert_int_equal(pages, 1);
}

static void test_an_empty_table_is_one_empty_page(void **state)
{
    struct desk *desk = *state;
    size_t pages = 0;
    assert_int_equal(page_through(desk, (struct reader_query){.limit = 10}, &pages), 0);
    assert_int_equal(pages, 1);
}

static void test_filters_keep_what_matches_all_of_them(void **state)
{
    struct desk *desk = *state;
    size_t pages = 0;
    record(&desk->rig, 90);
    struct reader_query query = {
        .limit = 7, .filters = {{.column = "campaign_id", .number = 2}}, .filter_count = 1};
    assert_int_equal(page_through(desk, query, &pages), 30);
    query.filters[1] = (struct reader_filter){.column = "is_bot", .number = 1};
    query.filter_count = 2;
    assert_int_equal(page_through(desk, query, &pages), 6);
    query.filters[0].is_not = true;
    assert_int_equal(page_through(desk, query, &pages), 12);
    query.filters[1] = (struct reader_filter){.column = "tokens", .text = STR("a=1&b=")};
    assert_int_equal(page_through(desk, query, &pages), 60);
    query.filters[1].is_not = true;
    assert_int_equal(page_through(desk, query, &pages), 0);
    query.filters[1] = (struct reader_filter){.column = "external_id", .text = STR("17")};
    assert_int_equal(page_through(desk, query, &pages), 1);
}

static void test_a_range_of_ids_is_kept(void **state)
{
    struct desk *desk = *state;
    size_t pages = 0;
    record(&desk->rig, 30);
    uint64_t tenth = (uint64_t)raw_number(desk->dir, "SELECT id FROM visit ORDER BY id LIMIT 1"
                                                     " OFFSET 9");
    struct reader_query query = {.limit = 4, .from_id = tenth};
    assert_int_equal(page_through(desk, query, &pages), 21);
    query = (struct reader_query){.limit = 4, .before_id = tenth};
    assert_int_equal(page_through(desk, query, &pages), 9);
}

static void test_a_filter_that_matches_little_still_comes_to_the_end(void **state)
{
    struct desk *desk = *state;
    size_t pages = 0;
    struct reader_query query = {
        .limit = 5, .filters = {{.column = "external_id", .text = STR("3")}}, .filter_count = 1};
    record(&desk->rig, READER_SCAN_MAX + 50);
    assert_int_equal(page_through(desk, query, &pages), 1);
    assert_int_equal(pages, 2);
}

/* What SQLite holds at most while one page is read. */
static int64_t bytes_to_read_a_page(struct desk *desk, const struct reader_query *query)
{
    struct visit rows[20];
    size_t count;
    uint64_t next;
    int64_t before = sqlite3_memory_used();
    (void)sqlite3_memory_highwater(1);
    assert_int_equal(
        ledger_reader_page(desk->reader, LEDGER_VISIT, query, desk->arena, rows, &count, &next),
        OK);
    assert_int_equal(count, query->limit);
    return sqlite3_memory_highwater(0) - before;
}

static void test_a_page_of_all_rows_reads_no_more_than_it_shows(void **state)
{
    struct desk *desk = *state;
    struct reader_query query = {.limit = 20};
    record(&desk->rig, READER_SCAN_MAX);
    assert_true(bytes_to_read_a_page(desk, &query) < 512 * 1024);
}

static void test_a_page_that_takes_too_long_is_read_in_smaller_pieces(void **state)
{
    struct desk *desk = *state;
    struct reader_query query = {
        .filters = {{.column = "campaign_id", .number = 99}}, .filter_count = 1, .limit = 50};
    struct visit rows[50];
    size_t count = 1;
    uint64_t next = 0, newest = 0;
    struct reader_query all = {.limit = 1};
    record(&desk->rig, 3000);
    assert_int_equal(
        ledger_reader_page(desk->reader, LEDGER_VISIT, &all, desk->arena, rows, &count, &newest),
        OK);
    desk->reader->ms_max = -1; /* nothing that SQLite looks up from its work for is in time */
    assert_int_equal(
        ledger_reader_page(desk->reader, LEDGER_VISIT, &query, desk->arena, rows, &count, &next),
        OK);
    assert_int_equal(count, 0);
    assert_true(next > 0 && next < newest); /* it goes on */
    size_t pages;
    assert_int_equal(page_through(desk, query, &pages), 0);
    assert_true(pages >= 3000 / READER_SCAN_MIN);
}

static void test_a_row_is_found_by_its_key(void **state)
{
    struct desk *desk = *state;
    rig_fill(&desk->rig);
    uint64_t id = (uint64_t)raw_number(desk->dir, "SELECT min(id) FROM visit");
    struct visit visit = {.id = id};
    assert_int_equal(ledger_reader_find(desk->reader, LEDGER_VISIT, desk->arena, &visit), OK);
    assert_str(visit.tokens, "a=1&b=");
    assert_str(visit.external_id, "0");
    assert_null(visit.cost_currency.ptr);
    struct personal personal = {.id = id};
    assert_int_equal(ledger_reader_find(desk->reader, LEDGER_PERSONAL, desk->arena, &personal), OK);
    assert_str(personal.user_agent, "Mozilla/5.0");
    struct campaign_total total = {.campaign_id = 1, .workspace_id = RIG_WORKSPACE};
    assert_int_equal(ledger_reader_find(desk->reader, LEDGER_CAMPAIGN_TOTAL, desk->arena, &total),
                     OK);
    assert_int_equal(total.visits, 2);
    assert_int_equal(total.bot_visits, 1);
    assert_int_equal(total.revenue_micros, 5000000);
    visit.id = 1;
    assert_int_equal(ledger_reader_find(desk->reader, LEDGER_VISIT, desk->arena, &visit),
                     ERR_NOT_FOUND);
}

static void test_rows_are_selected_by_an_index(void **state)
{
    struct desk *desk = *state;
    struct answer answers[10];
    size_t count = 0;
    rig_fill(&desk->rig);
    uint64_t id = (uint64_t)raw_number(desk->dir, "SELECT min(id) FROM conversion");
    struct reader_query query = {
        .limit = ARRAY_LEN(answers),
        .filters = {{.column = "conversion_id", .number = id}},
        .filter_count = 1,
    };
    assert_int_equal(
        ledger_reader_select(desk->reader, LEDGER_ANSWER, &query, desk->arena, answers, &count),
        OK);
    assert_int_equal(count, 2);
    assert_str(answers[0].outcome, "delivered");
    assert_str(answers[1].outcome, "retrying");
}

static void test_totals_are_added_up(void **state)
{
    struct desk *desk = *state;
    struct goal_total total = {.goal_id = STR(RIG_GOAL)};
    rig_fill(&desk->rig);
    assert_int_equal(ledger_reader_sum(desk->reader, LEDGER_GOAL_TOTAL, 1, &total), OK);
    assert_int_equal(total.conversions, 2);
    assert_int_equal(total.value_micros, 10000000);
    total.goal_id = STR("another");
    assert_int_equal(ledger_reader_sum(desk->reader, LEDGER_GOAL_TOTAL, 1, &total), OK);
    assert_int_equal(total.conversions, 0);
}

static void test_rows_that_do_not_fit_are_told(void **state)
{
    struct desk *desk = *state;
    struct visit rows[50];
    size_t count = 77;
    uint64_t next = 0;
    record(&desk->rig, ARRAY_LEN(rows));
    struct arena *small = arena_make(256);
    const struct reader_query query = {.limit = ARRAY_LEN(rows)};
    assert_int_equal(
        ledger_reader_page(desk->reader, LEDGER_VISIT, &query, small, rows, &count, &next),
        ERR_FULL);
    assert_int_equal(count, 77);
    arena_free(small);
}

static void test_a_reader_sees_what_is_recorded_later(void **state)
{
    struct desk *desk = *state;
    record(&desk->rig, 1);
    size_t pages = 0;
    assert_int_equal(page_through(desk, (struct reader_query){.limit = 10}, &pages), 1);
    record(&desk->rig, 1); /* nor does it keep the writer from going on */
    assert_int_equal(page_through(desk, (struct reader_query){.limit = 10}, &pages), 2);
}

static void test_without_a_ledger_there_is_nothing_to_read(void **state)
{
    struct ledger_reader *reader = NULL;
    (void)state;
    assert_int_equal(ledger_reader_open("/nonexistent", &reader), ERR_NOT_FOUND);
    /* Its writer makes the file first, then the tables. */
    char dir[] = "/tmp/rebond-no-tables-XXXXXX", path[64];
    assert_non_null(mkdtemp(dir));
    (void)snprintf(path, sizeof(path), "%s/ledger.db", dir);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(ledger_reader_open(dir, &reader), ERR_NOT_FOUND);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(dir), 0);
    assert_null(reader);
}

#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, desk_make, desk_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_DESK(test_pages_go_from_the_newest_to_the_end),
        AT_DESK(test_an_empty_table_is_one_empty_page),
        AT_DESK(test_filters_keep_what_matches_all_of_them),
        AT_DESK(test_a_range_of_ids_is_kept),
        AT_DESK(test_a_filter_that_matches_little_still_comes_to_the_end),
        AT_DESK(test_a_page_of_all_rows_reads_no_more_than_it_shows),
        AT_DESK(test_a_page_that_takes_too_long_is_read_in_smaller_pieces),
        AT_DESK(test_a_row_is_found_by_its_key),
        AT_DESK(test_rows_are_selected_by_an_index),
        AT_DESK(test_totals_are_added_up),
        AT_DESK(test_rows_that_do_not_fit_are_told),
        AT_DESK(test_a_reader_sees_what_is_recorded_later),
        cmocka_unit_test(test_without_a_ledger_there_is_nothing_to_read),
    };
    log_set_level(LOG_ERROR);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
