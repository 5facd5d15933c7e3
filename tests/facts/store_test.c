/* Tests of facts/duckdb*.c: what is loaded is there once and exactly, and statements keep their
 * bounds. */
#include <dirent.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>
#include "../base/check.h"
#include "base/id.h"
#include "facts/metric.h"
#include "facts/statement.h"

struct rig {
    char dir[64];
    struct facts_options options;
    struct facts *facts;
};

static int open_rig(void **state)
{
    struct rig *rig = heap_make(1, sizeof(*rig));
    (void)snprintf(rig->dir, sizeof(rig->dir), "/tmp/rebond-facts-XXXXXX");
    assert_non_null(mkdtemp(rig->dir));
    rig->options = facts_options_default(rig->dir);
    assert_int_equal(facts_open(&rig->options, &rig->facts), OK);
    *state = rig;
    return 0;
}

static int close_rig(void **state)
{
    struct rig *rig = *state;
    char command[96];
    facts_close(rig->facts);
    (void)snprintf(command, sizeof(command), "rm -rf '%s'", rig->dir);
    assert_int_equal(system(command), 0);
    free(rig);
    return 0;
}

static void reopen(struct rig *rig)
{
    facts_close(rig->facts);
    assert_int_equal(facts_open(&rig->options, &rig->facts), OK);
}

/* --- Asking --- */

static enum err take_number(void *context, const struct statement_row *row)
{
    *(int64_t *)context = statement_i64(row, 0);
    return OK;
}

static int64_t ask(struct rig *rig, const char *sql)
{
    int64_t number = INT64_MIN;
    assert_int_equal(statement_run(rig->facts, NULL, sql, NULL, 0, take_number, &number), OK);
    return number;
}

struct text {
    char bytes[256];
    size_t len;
};

static enum err take_text(void *context, const struct statement_row *row)
{
    struct text *text = context;
    struct str s = statement_text(row, 0);
    text->len = s.len;
    memcpy(text->bytes, s.ptr, s.len < sizeof(text->bytes) ? s.len : sizeof(text->bytes));
    return OK;
}

/* --- Loading --- */

static uint64_t id_of(unsigned i)
{
    return id_from_ms(1700000000000 + i) + 1;
}

static struct fact visit_of(unsigned i)
{
    return (struct fact){.entry_id = id_of(i),
                         .visit_id = id_of(i),
                         .kind = FACT_VISIT,
                         .workspace_id = 1,
                         .campaign_id = 1 + i % 3,
                         .country = i % 2 == 0 ? STR("FR") : STR("DE"),
                         .token1 = STR("zone"),
                         .visits = 1,
                         .cost = 1000 + i};
}

static void load_visits(struct rig *rig, unsigned first, unsigned count)
{
    struct facts_load *load;
    struct facts_position position = {.node = 1, .id = id_of(first + count - 1), .hash = {7}};
    assert_int_equal(facts_load_begin(rig->facts, &load), OK);
    for (unsigned i = first; i < first + count; i++) {
        struct fact fact = visit_of(i);
        assert_int_equal(facts_load_add(load, FACT_TABLE, &fact), OK);
    }
    assert_int_equal(facts_load_commit(load, &position), OK);
}

static void what_was_committed_is_there_after_opening_anew(void **state)
{
    struct rig *rig = *state;
    struct facts_position position;
    load_visits(rig, 0, 5000); /* more than two chunks */
    load_visits(rig, 5000, 1);
    reopen(rig);
    assert_int_equal(ask(rig, "SELECT sum(visits)::BIGINT FROM fact"), 5001);
    assert_int_equal(ask(rig, "SELECT sum(cost)::BIGINT FROM fact"), 5001 * 1000 + 5000 * 5001 / 2);
    assert_int_equal(ask(rig, "SELECT count(*) FROM fact WHERE country = 'FR'"), 2501);
    assert_int_equal(ask(rig, "SELECT count(*) FROM fact WHERE token2 <> '' OR is_bot <> 0"), 0);
    assert_int_equal(facts_position(rig->facts, 1, &position), OK);
    assert_true(position.id == id_of(5000) && position.hash[0] == 7 && position.hash[1] == 0);
    assert_int_equal(facts_position(rig->facts, 2, &position), OK);
    assert_true(position.id == 0);
}

/* What every other thread of this process has had of the processor. */
static uint64_t others_cpu_ns(void)
{
    uint64_t sum = 0;
    struct dirent *entry;
    DIR *tasks = opendir("/proc/self/task");
    assert_non_null(tasks);
    while ((entry = readdir(tasks)) != NULL) {
        char path[300];
        unsigned long long ns = 0;
        if (entry->d_name[0] == '.' || strtol(entry->d_name, NULL, 10) == gettid())
            continue;
        (void)snprintf(path, sizeof(path), "/proc/self/task/%s/schedstat", entry->d_name);
        FILE *file = fopen(path, "r");
        assert_non_null(file);
        assert_int_equal(fscanf(file, "%llu", &ns), 1);
        (void)fclose(file);
        sum += ns;
    }
    (void)closedir(tasks);
    return sum;
}

static void a_load_keeps_to_its_thread_and_a_statement_has_the_stores(void **state)
{
    enum { ENOUGH_NS = 20 * 1000 * 1000 };
    struct rig *rig = *state;
    rig->options.threads = 4;
    reopen(rig);
    load_visits(rig, 0, 10);
    uint64_t before_ns = others_cpu_ns();
    load_visits(rig, 10, 150000); /* some 500 ms of one thread */
    assert_true(others_cpu_ns() - before_ns < ENOUGH_NS);
    (void)ask(rig, "SELECT count(DISTINCT hash(entry_id, n)) FROM fact, range(20) AS more(n)");
    assert_true(others_cpu_ns() - before_ns > ENOUGH_NS);
    assert_int_equal(ask(rig, "SELECT sum(visits)::BIGINT FROM fact"), 150010);
}

/* Each wakes at the end of a statement, whoever of them took the others' call. */
static void a_store_closes_right_behind_a_statement_with_many_workers(void **state)
{
    struct rig *rig = *state;
    rig->options.threads = 16;
    for (int i = 0; i < 40; i++) {
        reopen(rig);
        (void)ask(rig, "SELECT 1");
    }
    assert_int_equal(ask(rig, "SELECT count(*) FROM fact"), 0);
}

static void load_one(struct rig *rig, const struct fact *fact)
{
    struct facts_load *load;
    struct facts_position position = {.node = 1, .id = fact->entry_id, .hash = {7}};
    assert_int_equal(facts_load_begin(rig->facts, &load), OK);
    assert_int_equal(facts_load_add(load, FACT_TABLE, fact), OK);
    assert_int_equal(facts_load_commit(load, &position), OK);
}

#define BIT(sum) (UINT64_C(1) << SUM_##sum)

static void which_measures_rows_tell_is_known_and_kept(void **state)
{
    struct rig *rig = *state;
    assert_true(facts_told(rig->facts, FACT_TABLE).by_visits == 0);
    load_visits(rig, 0, 3);
    load_one(rig, &(struct fact){.entry_id = id_of(9),
                                 .visit_id = id_of(1),
                                 .kind = FACT_CONVERSION,
                                 .conversion_id = id_of(9),
                                 .conversions = 1,
                                 .event30 = -1});
    for (int i = 0; i < 2; i++) {
        struct facts_told told = facts_told(rig->facts, FACT_TABLE);
        assert_true(told.by_visits == (BIT(visits) | BIT(cost)));
        assert_true(told.by_others == (BIT(conversions) | BIT(event30)));
        assert_true(facts_told(rig->facts, AD_FACT_TABLE).by_visits == 0);
        assert_true(facts_told(rig->facts, AD_FACT_TABLE).by_others == 0);
        reopen(rig);
    }
}

static void a_measure_of_an_aborted_load_is_kept_when_it_is_told_again(void **state)
{
    struct rig *rig = *state;
    struct facts_load *load;
    struct fact visit = visit_of(0);
    visit.event7 = 2;
    assert_int_equal(facts_load_begin(rig->facts, &load), OK);
    assert_int_equal(facts_load_add(load, FACT_TABLE, &visit), OK);
    facts_load_abort(load);
    load_one(rig, &visit);
    reopen(rig);
    assert_true((facts_told(rig->facts, FACT_TABLE).by_visits & BIT(event7)) != 0);
}

static void a_load_that_is_aborted_leaves_nothing(void **state)
{
    struct rig *rig = *state;
    struct facts_load *load;
    struct facts_position position;
    load_visits(rig, 0, 10);
    assert_int_equal(facts_load_begin(rig->facts, &load), OK);
    for (unsigned i = 0; i < 5000; i++) {
        struct fact fact = visit_of(i);
        assert_int_equal(facts_load_add(load, FACT_TABLE, &fact), OK);
    }
    facts_load_abort(load);
    assert_int_equal(ask(rig, "SELECT count(*) FROM fact"), 10);
    assert_int_equal(facts_position(rig->facts, 1, &position), OK);
    assert_true(position.id == id_of(9));
    load_visits(rig, 10, 1);
    assert_int_equal(ask(rig, "SELECT count(*) FROM fact"), 11);
}

static void a_store_is_opened_once_and_one_of_another_kind_is_refused(void **state)
{
    struct rig *rig = *state;
    char path[96];
    facts_close(TAKE(rig->facts));
    (void)snprintf(path, sizeof(path), "%s/" FACTS_FILE, rig->dir);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < 20000; i++)
        (void)fputs("this is no store", file);
    (void)fclose(file);
    struct facts *facts = NULL;
    assert_int_equal(facts_open(&rig->options, &facts), ERR_INVALID);
    assert_int_equal(facts_remove(rig->dir), OK);
    assert_int_equal(facts_open(&rig->options, &rig->facts), OK);
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
}

static void texts_of_any_bytes_are_kept_as_text(void **state)
{
    struct rig *rig = *state;
    struct facts_load *load;
    struct text text;
    char long_text[6000];
    struct fact fact = visit_of(0);
    memset(long_text, 'x', sizeof(long_text));
    fact.token1 = (struct str){"a\0'b\";--", 8};
    fact.token2 = STR("\xff\xfe caf\xc3\xa9");
    fact.token3 = (struct str){long_text, sizeof(long_text)};
    fact.token4 = STR("\xe2\x80\xae ok");
    memcpy(long_text + 4095, "\xc3\xa9", 2); /* cut within a character: it goes, the rest stays */
    memcpy(long_text, "\xc3\xa9", 2);
    assert_int_equal(facts_load_begin(rig->facts, &load), OK);
    assert_int_equal(facts_load_add(load, FACT_TABLE, &fact), OK);
    assert_int_equal(facts_load_commit(load, &(struct facts_position){.node = 1, .id = 1}), OK);
    assert_int_equal(
        statement_run(rig->facts, NULL, "SELECT token1 FROM fact", NULL, 0, take_text, &text), OK);
    assert_int_equal(text.len, 8);
    assert_memory_equal(text.bytes, "a\0'b\";--", 8);
    assert_int_equal(ask(rig, "SELECT length(token2) FROM fact"), 8); /* 4 bytes replaced */
    assert_int_equal(ask(rig, "SELECT length(token3) FROM fact"), 4094);
    assert_int_equal(ask(rig, "SELECT (token3 LIKE '\xc3\xa9%x')::INTEGER FROM fact"), 1);
    assert_int_equal(ask(rig, "SELECT (token4 = '\xe2\x80\xae ok')::INTEGER FROM fact"), 1);
}

/* --- What changes for visits that are there --- */

static void a_cost_told_afterwards_has_the_dimensions_of_its_visits(void **state)
{
    struct rig *rig = *state;
    struct facts_load *load;
    load_visits(rig, 0, 3000);
    assert_int_equal(facts_load_begin(rig->facts, &load), OK);
    struct fact late = visit_of(3000); /* of the same load */
    assert_int_equal(facts_load_add(load, FACT_TABLE, &late), OK);
    assert_int_equal(facts_load_costs_begin(load), OK);
    for (unsigned i = 2000; i <= 3000; i++) {
        struct facts_cost cost = {.visit_id = id_of(i), .cost = -1000, .manual_cost_visits = 1};
        assert_int_equal(facts_load_cost(load, &cost), OK);
    }
    assert_int_equal(facts_load_costs_end(load, id_of(4000)), OK);
    assert_int_equal(
        facts_load_commit(load, &(struct facts_position){.node = 1, .id = id_of(4000)}), OK);
    assert_int_equal(ask(rig, "SELECT sum(cost)::BIGINT FROM fact WHERE kind = 4"), -1001000);
    assert_int_equal(ask(rig, "SELECT sum(visits)::BIGINT FROM fact"), 3001);
    assert_int_equal(ask(rig, "SELECT sum(manual_cost_visits)::BIGINT FROM fact"), 1001);
    assert_int_equal(ask(rig, "SELECT count(*) FROM fact WHERE kind = 4 AND country = 'FR'"), 501);
}

/* As a process leaves it that is killed while a statement spills. */
static void what_was_put_aside_by_a_killed_process_is_removed(void **state)
{
    struct rig *rig = *state;
    char folder[1100], file[1200];
    (void)snprintf(folder, sizeof(folder), "%s/" FACTS_FILE ".spill", rig->dir);
    (void)snprintf(file, sizeof(file), "%s/duckdb_temp_storage_DEFAULT-0.tmp", folder);
    load_visits(rig, 0, 10);
    assert_int_equal(mkdir(folder, 0700), 0);
    FILE *left = fopen(file, "w");
    assert_non_null(left);
    (void)fclose(left);
    reopen(rig);
    assert_int_not_equal(access(file, F_OK), 0);
    assert_int_equal(ask(rig, "SELECT sum(visits)::BIGINT FROM fact"), 10);
}

static void tokens_move_of_visits_far_apart_in_one_load(void **state)
{
    enum { DAY = 24 * 3600 * 1000 };
    struct rig *rig = *state;
    struct facts_load *load;
    struct str token = STR("moved");
    load_visits(rig, 0, 10);
    assert_int_equal(facts_load_begin(rig->facts, &load), OK);
    for (unsigned i = 1; i <= 20; i++) {
        struct fact fact = visit_of(i * DAY);
        assert_int_equal(facts_load_add(load, FACT_TABLE, &fact), OK);
    }
    for (unsigned i = 20; i > 0; i -= 2)
        assert_int_equal(facts_load_retoken(load, id_of(21 * DAY), id_of(i * DAY), &token, 1), OK);
    assert_int_equal(facts_load_retoken(load, id_of(21 * DAY), id_of(4), &token, 1), OK);
    assert_int_equal(
        facts_load_commit(load, &(struct facts_position){.node = 1, .id = id_of(21 * DAY)}), OK);
    assert_int_equal(ask(rig, "SELECT sum(visits)::BIGINT FROM fact WHERE token1 = 'moved'"), 11);
    assert_int_equal(ask(rig, "SELECT sum(visits)::BIGINT FROM fact"), 30);
    assert_int_equal(ask(rig, "SELECT count(*) FROM fact"), 30 + 2 * 11);
}

static void new_tokens_move_all_rows_of_a_visit(void **state)
{
    struct rig *rig = *state;
    struct facts_load *load;
    struct str tokens[] = {STR("other"), STR("second")};
    struct facts_position position = {.node = 1, .id = id_of(100)};
    load_visits(rig, 0, 10);
    for (unsigned round = 0; round < 3; round++) {
        assert_int_equal(facts_load_begin(rig->facts, &load), OK);
        tokens[1] = round == 2 ? STR("third") : STR("second");
        assert_int_equal(facts_load_retoken(load, id_of(50 + round), id_of(4), tokens, 2), OK);
        struct fact click = {.entry_id = id_of(60 + round),
                             .visit_id = id_of(4),
                             .kind = FACT_CLICK,
                             .workspace_id = 1,
                             .campaign_id = 2,
                             .country = STR("FR"),
                             .token1 = round == 0 ? STR("zone") : STR("other"),
                             .token2 = round == 0 ? STR("") : STR("second"),
                             .clicks = 1};
        assert_int_equal(facts_load_add(load, FACT_TABLE, &click), OK);
        assert_int_equal(facts_load_commit(load, &position), OK);
    }
    assert_int_equal(ask(rig, "SELECT sum(visits)::BIGINT FROM fact"), 10);
    assert_int_equal(ask(rig, "SELECT sum(visits)::BIGINT FROM fact WHERE token1 = 'zone'"), 9);
    assert_int_equal(ask(rig, "SELECT sum(visits)::BIGINT FROM fact WHERE token2 = 'third'"), 1);
    assert_int_equal(ask(rig, "SELECT sum(clicks)::BIGINT FROM fact WHERE token2 = 'third'"), 3);
    assert_int_equal(ask(rig, "SELECT sum(clicks)::BIGINT FROM fact WHERE token2 <> 'third'"), 0);
    assert_int_equal(ask(rig, "SELECT sum(cost)::BIGINT FROM fact WHERE visit_id = (SELECT "
                              "visit_id FROM fact WHERE token2 = 'third' LIMIT 1)"),
                     1004);

    /* A cost told after that goes where the visit is now. */
    assert_int_equal(facts_load_begin(rig->facts, &load), OK);
    assert_int_equal(facts_load_costs_begin(load), OK);
    assert_int_equal(facts_load_cost(load, &(struct facts_cost){.visit_id = id_of(4), .cost = 5}),
                     OK);
    assert_int_equal(facts_load_costs_end(load, id_of(90)), OK);
    assert_int_equal(facts_load_commit(load, &position), OK);
    assert_int_equal(ask(rig, "SELECT sum(cost)::BIGINT FROM fact WHERE token2 = 'third'"), 1009);
    assert_int_equal(ask(rig, "SELECT sum(cost)::BIGINT FROM fact WHERE token2 = 'second'"), 0);
}

/* More rows than the store keeps together, some of which move and cost more within the same load:
 * it reads what it has begun to write in its place. */
static void a_load_may_be_larger_than_what_the_store_keeps_together(void **state)
{
    enum { VISITS = 200000, ROUNDS = 40, RANGE = 3000 };
    struct rig *rig = *state;
    struct facts_load *load;
    struct str token = STR("moved");
    assert_int_equal(facts_load_begin(rig->facts, &load), OK);
    for (unsigned i = 0; i < VISITS; i++) {
        struct fact fact = visit_of(i);
        char text[32];
        (void)snprintf(text, sizeof(text), "a text of its own %u", i * 2654435761u);
        fact.token2 = fact.token3 = fact.region = str_from_c(text);
        fact.path = i % 77;
        assert_int_equal(facts_load_add(load, FACT_TABLE, &fact), OK);
        struct ad_fact ad = {.entry_id = fact.entry_id, .kind = AD_FACT_CLICK, .workspace_id = 1};
        ad.sub = fact.token2;
        ad.clicks = 1;
        if (i % 3 == 0)
            assert_int_equal(facts_load_add(load, AD_FACT_TABLE, &ad), OK);
    }
    for (unsigned round = 0; round < ROUNDS; round++) {
        assert_int_equal(facts_load_costs_begin(load), OK);
        for (unsigned i = round * RANGE; i < (round + 1) * RANGE; i++) {
            struct facts_cost cost = {.visit_id = id_of(i), .cost = 1};
            assert_int_equal(facts_load_cost(load, &cost), OK);
        }
        assert_int_equal(facts_load_costs_end(load, id_of(VISITS + round)), OK);
    }
    for (unsigned i = 0; i < VISITS; i += 4)
        assert_int_equal(facts_load_retoken(load, id_of(VISITS + ROUNDS), id_of(i), &token, 1), OK);
    assert_int_equal(
        facts_load_commit(load, &(struct facts_position){.node = 1, .id = id_of(VISITS + ROUNDS)}),
        OK);
    assert_int_equal(ask(rig, "SELECT sum(visits)::BIGINT FROM fact"), VISITS);
    assert_int_equal(ask(rig, "SELECT sum(visits)::BIGINT FROM fact WHERE token1 = 'moved'"),
                     VISITS / 4);
    assert_int_equal(ask(rig, "SELECT sum(cost)::BIGINT FROM fact"),
                     (int64_t)VISITS * 1000 + (int64_t)VISITS * (VISITS - 1) / 2 +
                         (int64_t)ROUNDS * RANGE);
    reopen(rig);
    assert_int_equal(ask(rig, "SELECT sum(visits)::BIGINT FROM fact"), VISITS);
}

/* --- The bounds of statements --- */

static const char endless[] = "SELECT count(*) FROM range(100000000000) a(i) WHERE i % 7 = 11";

static void a_statement_that_takes_too_long_is_stopped(void **state)
{
    struct rig *rig = *state;
    int64_t number = 0;
    rig->options.statement_ms = 100;
    reopen(rig);
    assert_int_equal(statement_run(rig->facts, NULL, endless, NULL, 0, take_number, &number),
                     ERR_TIMEOUT);
    assert_int_equal(facts_counters(rig->facts).late, 1);
    assert_int_equal(ask(rig, "SELECT 7"), 7);
}

static bool is_set(void *context)
{
    return *(atomic_bool *)context;
}

struct asking {
    struct rig *rig;
    struct statement_client client;
    enum err err;
    pthread_t thread;
};

static void *ask_endlessly(void *context)
{
    struct asking *asking = context;
    int64_t number = 0;
    asking->err =
        statement_run(asking->rig->facts, &asking->client, endless, NULL, 0, take_number, &number);
    return NULL;
}

static void start(struct asking *asking, struct rig *rig, atomic_bool *is_gone)
{
    *asking = (struct asking){.rig = rig, .client = {is_set, is_gone, false}};
    assert_int_equal(pthread_create(&asking->thread, NULL, ask_endlessly, asking), 0);
}

/* Bounded by the test's own timeout. */
static void wait_for(struct rig *rig, uint64_t running, uint64_t waiting)
{
    struct facts_counters counters;
    do {
        (void)usleep(1000);
        counters = facts_counters(rig->facts);
    } while (counters.running != running || counters.waiting != waiting);
}

static void two_run_at_once_the_rest_wait_and_too_many_are_refused(void **state)
{
    struct rig *rig = *state;
    struct asking asking[5];
    atomic_bool is_gone = false;
    int64_t number = 0;
    rig->options.queue_max = 3;
    reopen(rig);
    for (size_t i = 0; i < ARRAY_LEN(asking); i++)
        start(&asking[i], rig, &is_gone);
    wait_for(rig, 2, 3);
    assert_int_equal(statement_run(rig->facts, NULL, "SELECT 1", NULL, 0, take_number, &number),
                     ERR_BUSY);
    struct statement_client client = {NULL, NULL, true}; /* exports have places of their own */
    assert_int_equal(statement_run(rig->facts, &client, "SELECT 1", NULL, 0, take_number, &number),
                     OK);
    is_gone = true; /* all clients leave */
    for (size_t i = 0; i < ARRAY_LEN(asking); i++) {
        assert_int_equal(pthread_join(asking[i].thread, NULL), 0);
        assert_int_equal(asking[i].err, ERR_CLOSED);
    }
    assert_int_equal(facts_counters(rig->facts).refused, 1);
    assert_int_equal(ask(rig, "SELECT 8"), 8);
}

/* Its client leaves before it has begun: what stops it is not forgotten. */
static void a_statement_whose_client_leaves_at_once_is_stopped(void **state)
{
    struct rig *rig = *state;
    for (unsigned i = 0; i < 20; i++) {
        struct asking asking;
        atomic_bool is_gone = false;
        start(&asking, rig, &is_gone);
        while (facts_counters(rig->facts).statements <= i)
            ;
        is_gone = true;
        assert_int_equal(pthread_join(asking.thread, NULL), 0);
        assert_int_equal(asking.err, ERR_CLOSED);
    }
}

static void a_statement_that_wants_too_much_memory_fails_alone(void **state)
{
    struct rig *rig = *state;
    int64_t number = 0;
    rig->options.memory_mib = 64;
    rig->options.spill_mib = 1;
    reopen(rig);
    assert_int_equal(
        statement_run(
            rig->facts, NULL,
            "SELECT count(*) FROM (SELECT i, count(*) FROM range(50000000) a(i) GROUP BY i)", NULL,
            0, take_number, &number),
        ERR_FULL);
    assert_int_equal(ask(rig, "SELECT 9"), 9);
}

static void values_of_every_kind_are_bound(void **state)
{
    struct rig *rig = *state;
    struct str texts[] = {STR("a'); DROP TABLE fact; --"), STR("b")};
    uint64_t numbers[] = {UINT64_C(9223372036854775807), 2};
    int64_t number = 0;
    struct value values[] = {
        {.type = VALUE_TEXTS, .texts = texts, .count = 2},
        {.type = VALUE_TEXT, .text = texts[0]},
        {.type = VALUE_U64S, .u64s = numbers, .count = 2},
        {.type = VALUE_U64, .u64 = numbers[0]},
        {.type = VALUE_I64, .i64 = -5},
        {.type = VALUE_NULL},
        {.type = VALUE_U64S, .u64s = numbers, .count = 0},
    };
    load_visits(rig, 0, 3);
    assert_int_equal(statement_run(rig->facts, NULL,
                                   "SELECT list_contains(?, ?)::INTEGER + list_contains(?, "
                                   "?)::INTEGER * 10 + (? = -5)::INTEGER * 100 + (? IS "
                                   "NULL)::INTEGER * 1000 + len(?) * 10000",
                                   values, ARRAY_LEN(values), take_number, &number),
                     OK);
    assert_int_equal(number, 1111);
    texts[1] = values[1].text = STR("\xff no text"); /* is asked for as U+FFFD */
    assert_int_equal(statement_run(rig->facts, NULL,
                                   "SELECT (len(?::VARCHAR[]) + length(?))::INTEGER", values, 2,
                                   take_number, &number),
                     OK);
    assert_int_equal(number, 3);
    assert_int_equal(ask(rig, "SELECT count(*) FROM fact"), 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_rig, close_rig)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_committed_is_there_after_opening_anew),
        TEST(a_load_keeps_to_its_thread_and_a_statement_has_the_stores),
        TEST(a_store_closes_right_behind_a_statement_with_many_workers),
        TEST(which_measures_rows_tell_is_known_and_kept),
        TEST(a_measure_of_an_aborted_load_is_kept_when_it_is_told_again),
        TEST(a_load_that_is_aborted_leaves_nothing),
        TEST(a_store_is_opened_once_and_one_of_another_kind_is_refused),
        TEST(texts_of_any_bytes_are_kept_as_text),
        TEST(a_cost_told_afterwards_has_the_dimensions_of_its_visits),
        TEST(what_was_put_aside_by_a_killed_process_is_removed),
        TEST(tokens_move_of_visits_far_apart_in_one_load),
        TEST(new_tokens_move_all_rows_of_a_visit),
        TEST(a_load_may_be_larger_than_what_the_store_keeps_together),
        TEST(a_statement_that_takes_too_long_is_stopped),
        TEST(two_run_at_once_the_rest_wait_and_too_many_are_refused),
        TEST(a_statement_whose_client_leaves_at_once_is_stopped),
        TEST(a_statement_that_wants_too_much_memory_fails_alone),
        TEST(values_of_every_kind_are_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
