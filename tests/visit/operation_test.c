/* Tests of visit/operation, on a real ledger and a real catalogue. The kind writes a cost that is
 * easy to see: a row of campaign_total is added to, behind an entry. */
#include "../base/folder.h"

#include <unistd.h>

#include "ledger/verify.h"
#include "model/catalog.h"
#include "visit/operation.h"

struct stage {
    void *dir;
    struct edge edge;
    struct arena *arena;
};

static int stage_make(void **state)
{
    struct stage *stage = heap_make(1, sizeof *stage);
    struct catalog *catalog;
    struct snapshot *snapshot;
    *state = stage;
    if (folder_make(&stage->dir) != 0 || catalog_open(stage->dir, &catalog) != OK)
        return -1;
    catalog_close(catalog);
    assert_int_equal(snapshot_load(stage->dir, &snapshot), OK);
    assert_int_equal(pthread_mutex_init(&stage->edge.lock, NULL), 0);
    edge_publish(&stage->edge, snapshot);
    stage->arena = arena_make(1 << 20);
    return ledger_open(stage->dir, &(struct ledger_options){.node = 1}, &stage->edge.ledger) == OK
               ? 0
               : -1;
}

static int stage_drop(void **state)
{
    struct stage *stage = *state;
    ledger_close(stage->edge.ledger);
    snapshot_drop(stage->edge.snapshot);
    arena_free(stage->arena);
    pthread_mutex_destroy(&stage->edge.lock);
    int status = folder_drop(&stage->dir);
    free(stage);
    return status;
}

/* A kind that refuses what is not above 0, fails on 13, and else logs a postback. */
static enum err decide_note(struct operation *operation, struct ledger_tx *tx)
{
    json_int_t number = json_integer_value(json_object_get(operation->args, "number"));
    if (number == 13)
        return ERR_IO;
    if (number <= 0) {
        operation_refuse(operation, 422, "number", "expected a number above %d", 0);
        return OK;
    }
    struct postback note = {.id = ledger_next_id(tx),
                            .workspace_id = operation->workspace_id,
                            .query = arena_format(operation->arena, "n=%d", (int)number),
                            .outcome = STR("noted")};
    json_object_set_new(operation->answer, "noted", json_integer(number));
    return ledger_append(tx, LEDGER_POSTBACK, &note);
}

static const struct operation_kind kinds[] = {{"note", 1, decide_note}};

static unsigned ask(struct stage *stage, const char *request, const char *expected)
{
    unsigned status = 0;
    struct str answer = operation_run(&stage->edge, kinds, ARRAY_LEN(kinds), str_from_c(request),
                                      stage->arena, &status);
    assert_str_equal_to(answer, str_from_c(expected), __FILE__, __LINE__);
    return status;
}

static void tell(void *context, const char *sentence)
{
    (void)context;
    print_error("%s\n", sentence);
}

/* Proves the ledger and gives the number of its entries. */
static uint64_t entries_of(struct stage *stage)
{
    struct verify_report report = {0};
    ledger_close(TAKE(stage->edge.ledger));
    assert_int_equal(ledger_verify(stage->dir, &(struct verify_options){.on_fault = tell}, &report),
                     OK);
    assert_int_equal(report.faults, 0);
    return report.entries;
}

#define REQUEST(kind, key, number)                                                                 \
    "{\"kind\":\"" kind "\",\"key\":\"" key                                                        \
    "\",\"workspace_id\":1,\"actor\":\"key 1\",\"args\":{\"number\":" number "}}"

static void an_operation_is_written_once_however_often_it_is_asked_for(void **state)
{
    struct stage *stage = *state;
    for (int i = 0; i < 3; i++)
        assert_int_equal(ask(stage, REQUEST("note", "a", "7"), "{\"noted\":7}"), 200);
    assert_int_equal(ask(stage, REQUEST("note", "b", "7"), "{\"noted\":7}"), 200);
    assert_int_equal(entries_of(stage), 4); /* two notes, two operations */
}

static void a_key_that_was_used_for_something_else_is_refused(void **state)
{
    struct stage *stage = *state;
    assert_int_equal(ask(stage, REQUEST("note", "a", "7"), "{\"noted\":7}"), 200);
    assert_int_equal(
        ask(stage, REQUEST("note", "a", "8"),
            "{\"error\":{\"field\":\"key\",\"message\":\"this key was used for another "
            "operation\"}}"),
        409);
    assert_int_equal(entries_of(stage), 2);
}

static void a_refusal_writes_nothing_and_leaves_the_key_free(void **state)
{
    struct stage *stage = *state;
    assert_int_equal(
        ask(stage, REQUEST("note", "a", "-1"),
            "{\"error\":{\"field\":\"number\",\"message\":\"expected a number above 0\"}}"),
        422);
    assert_int_equal(ask(stage, REQUEST("note", "a", "1"), "{\"noted\":1}"), 200);
    assert_int_equal(entries_of(stage), 2);
}

static void a_batch_that_does_not_commit_is_told_and_may_be_asked_again(void **state)
{
    struct stage *stage = *state;
    assert_int_equal(ask(stage, REQUEST("note", "a", "13"),
                         "{\"error\":{\"field\":\"\",\"message\":\"the ledger could not write it: "
                         "try again\"}}"),
                     503);
    unsigned status = 503;
    for (int i = 0; i < 200 && status == 503; i++) { /* the store reopens before the next batch */
        struct str answer = operation_run(&stage->edge, kinds, ARRAY_LEN(kinds),
                                          STR(REQUEST("note", "a", "14")), stage->arena, &status);
        (void)answer;
        (void)usleep(10000);
    }
    assert_int_equal(status, 200);
    assert_int_equal(entries_of(stage), 2);
}

static void a_broken_request_names_its_field(void **state)
{
    static const struct {
        const char *request;
        const char *field;
        unsigned status;
    } cases[] = {
        {"{", "", 400},
        {"[]", "kind", 404},
        {REQUEST("none", "a", "1"), "kind", 404},
        {REQUEST("note", "", "1"), "key", 400},
        {"{\"kind\":\"note\",\"key\":\"a\",\"workspace_id\":1,\"args\":{}}", "actor", 400},
        {"{\"kind\":\"note\",\"key\":\"a\",\"workspace_id\":1,\"actor\":\"x\",\"args\":[]}", "args",
         400},
        {"{\"kind\":\"note\",\"key\":\"a\",\"workspace_id\":9,\"actor\":\"x\",\"args\":{}}",
         "workspace_id", 400},
    };
    struct stage *stage = *state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        unsigned status = 0;
        struct str answer = operation_run(&stage->edge, kinds, ARRAY_LEN(kinds),
                                          str_from_c(cases[i].request), stage->arena, &status);
        struct str field =
            arena_format(stage->arena, "{\"error\":{\"field\":\"%s\",", cases[i].field);
        assert_int_equal(status, cases[i].status);
        assert_true(str_has_prefix(answer, field));
    }
    assert_int_equal(entries_of(stage), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_operation_is_written_once_however_often_it_is_asked_for,
                                        stage_make, stage_drop),
        cmocka_unit_test_setup_teardown(a_key_that_was_used_for_something_else_is_refused,
                                        stage_make, stage_drop),
        cmocka_unit_test_setup_teardown(a_refusal_writes_nothing_and_leaves_the_key_free,
                                        stage_make, stage_drop),
        cmocka_unit_test_setup_teardown(a_batch_that_does_not_commit_is_told_and_may_be_asked_again,
                                        stage_make, stage_drop),
        cmocka_unit_test_setup_teardown(a_broken_request_names_its_field, stage_make, stage_drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
