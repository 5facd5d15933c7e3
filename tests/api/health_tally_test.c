/* Tests of api/health_tally: what rows come to, by what they are about. */
#include "../base/folder.h"
#include "../base/check.h"

#include "api/health_tally.h"
#include "base/say.h"
#include "ledger/row.h"

#define NOW_MS INT64_C(1800000000000)

struct rig {
    void *folder;
    struct catalog *catalog;
    struct snapshot *snapshot;
    struct tallies *tallies;
};

static void create(struct rig *rig, const char *body)
{
    struct scope scope = scope_of_all("test");
    struct model_fault fault;
    json_auto_t *input = json_loads(body, 0, NULL);
    json_auto_t *document = NULL, *warnings = NULL;
    uint64_t version;
    assert_int_equal(catalog_create(rig->catalog, ENTITY_SOURCE, input, &scope, &document,
                                    &warnings, &version, &fault),
                     OK);
}

static int open_rig(void **state)
{
    struct rig *rig = heap_make(1, sizeof(*rig));
    assert_int_equal(folder_make(&rig->folder), 0);
    assert_int_equal(catalog_open(rig->folder, &rig->catalog), OK);
    create(rig, "{\"name\":\"one\",\"postback\":{\"url\":\"http://h/?t={external_id}\"}}");
    create(rig, "{\"name\":\"two\",\"postback\":{\"url\":\"http://h/?t={external_id}\","
                "\"paused\":true}}");
    assert_int_equal(snapshot_load(rig->folder, &rig->snapshot), OK);
    rig->tallies = heap_make(1, sizeof(*rig->tallies));
    rig->tallies->snapshot = rig->snapshot;
    rig->tallies->now_ms = NOW_MS;
    *state = rig;
    return 0;
}

static int close_rig(void **state)
{
    struct rig *rig = *state;
    free(rig->tallies);
    snapshot_drop(rig->snapshot);
    catalog_close(rig->catalog);
    assert_int_equal(folder_drop(&rig->folder), 0);
    free(rig);
    return 0;
}

static const struct tally *find(const struct rig *rig, enum health_code code)
{
    for (size_t i = 0; i < rig->tallies->count; i++)
        if (rig->tallies->list[i].code == code)
            return &rig->tallies->list[i];
    return NULL;
}

static void add_waiting(struct rig *rig, uint64_t source_id, const char *state, int64_t due_ms)
{
    struct sign sign = {.id = 7,
                        .workspace_id = 1,
                        .lane = outbox_lane_of_source(source_id),
                        .word = str_from_c(state),
                        .due_ms = due_ms};
    tally_add(rig->tallies, SIGNS_WAITING, &sign);
}

static void a_queue_is_stuck_when_rows_are_overdue_and_nobody_paused_it(void **state)
{
    struct rig *rig = *state;
    add_waiting(rig, 1, "due", NOW_MS + 1000);              /* to be tried again */
    add_waiting(rig, 1, "due", NOW_MS - TALLY_OVERDUE_MS);  /* in a moment */
    add_waiting(rig, 1, "sending", NOW_MS - 9 * 3600000LL); /* on its way */
    assert_int_equal(rig->tallies->count, 0);
    add_waiting(rig, 1, "due", NOW_MS - 2 * 3600000LL);
    add_waiting(rig, 1, "due", NOW_MS - 5 * 3600000LL);
    add_waiting(rig, 1, "due", NOW_MS - 3 * 3600000LL);
    const struct tally *tally = find(rig, HEALTH_QUEUE_STUCK);
    assert_non_null(tally);
    assert_int_equal(tally->count, 3);
    assert_int_equal(tally->due_ms, NOW_MS - 5 * 3600000LL);
    assert_true(tally->entity == ENTITY_SOURCE && tally->entity_id == 1);
    add_waiting(rig, 2, "due", NOW_MS - 2 * 3600000LL);
    tally = find(rig, HEALTH_PAUSED_BACKLOG);
    assert_non_null(tally);
    assert_true(tally->count == 1 && tally->entity_id == 2);
    add_waiting(rig, 1, "held", NOW_MS);
    assert_int_equal(find(rig, HEALTH_FORWARD_HELD)->count, 1);
}

static void add_postback(struct rig *rig, uint64_t id, const char *outcome, const char *reason)
{
    struct sign sign = {.id = id,
                        .workspace_id = 1,
                        .network_id = 4,
                        .word = str_from_c(outcome),
                        .reason = str_from_c(reason)};
    tally_add(rig->tallies, SIGNS_POSTBACKS, &sign);
}

static void what_went_well_since_is_counted(void **state)
{
    struct rig *rig = *state;
    add_postback(rig, 90, "recorded", "");
    add_postback(rig, 80, "duplicate", "");
    add_postback(rig, 70, "refused", "wrong_key");
    add_postback(rig, 60, "recorded", "");
    add_postback(rig, 50, "refused", "wrong_key");
    add_postback(rig, 40, "refused", "other_network");
    const struct tally *tally = find(rig, HEALTH_POSTBACK_REFUSED);
    assert_non_null(tally);
    assert_string_equal(tally->detail, "wrong_key");
    assert_int_equal(tally->count, 2);
    assert_int_equal(tally->since, 2);
    assert_int_equal(tally->last_id, 70);
    assert_int_equal(tally_all(rig->tallies, tally), 6);
    assert_int_equal(rig->tallies->count, 2);
    assert_int_equal(rig->tallies->list[1].since, 3);
}

static void what_is_of_no_network_is_counted_by_workspace(void **state)
{
    struct rig *rig = *state;
    for (uint64_t i = 0; i < 50; i++) {
        struct sign good = {
            .id = 100 + i, .workspace_id = 2, .word = STR("approved"), .reason = STR("")};
        tally_add(rig->tallies, SIGNS_CONVERSIONS, &good);
    }
    struct sign bad = {.id = 90,
                       .workspace_id = 1,
                       .word = STR("approved"),
                       .reason = STR(""),
                       .is_currency_assumed = true};
    tally_add(rig->tallies, SIGNS_CONVERSIONS, &bad);
    rig->tallies->day_id = 0;
    const struct tally *tally = find(rig, HEALTH_CURRENCY_ASSUMED);
    assert_non_null(tally);
    assert_int_equal(tally->since, 0);
    assert_int_equal(tally_all(rig->tallies, tally), 1);
}

static void a_text_is_shown_as_far_as_it_may_be(void **state)
{
    struct rig *rig = *state;
    char text[HEALTH_DETAIL_BYTES + 20];
    memset(text, 'x', sizeof(text));
    memcpy(text, "a\nb", 3);
    memcpy(text + HEALTH_DETAIL_BYTES - 2, "\xC3\xA4", 2); /* does not fit as a whole */
    struct sign sign = {.id = 7,
                        .workspace_id = 1,
                        .network_id = 4,
                        .word = STR("unmapped"),
                        .reason = {text, sizeof(text)}};
    tally_add(rig->tallies, SIGNS_CONVERSIONS, &sign);
    const char *detail = find(rig, HEALTH_UNMAPPED_STATUS)->detail;
    assert_int_equal(strlen(detail), HEALTH_DETAIL_BYTES - 2);
    assert_memory_equal(detail, "a?b", 3);
    sign.reason = STR("b\xFF");
    tally_add(rig->tallies, SIGNS_CONVERSIONS, &sign);
    assert_string_equal(rig->tallies->list[1].detail, "b?");
}

static void what_has_no_place_is_left_out(void **state)
{
    struct rig *rig = *state;
    char word[16];
    for (int i = 0; i < TALLIES_MAX + 10; i++) {
        (void)snprintf(word, sizeof(word), "w%d", i);
        add_postback(rig, 1, "refused", word);
    }
    assert_int_equal(rig->tallies->count, TALLIES_MAX);
}

/* Every code has its line, and its sentence and mend are whole. */
static void every_code_has_a_sentence_and_a_mend(void **state)
{
    (void)state;
    struct arena *arena = arena_make(1u << 20);
    for (int code = 0; code < HEALTH_CODE_COUNT; code++) {
        struct health_finding finding = {.code = (enum health_code)code,
                                         .entity = ENTITY_SOURCE,
                                         .entity_id = 3,
                                         .name = "Name",
                                         .detail = "no_rate",
                                         .near = "approved",
                                         .count = 5,
                                         .all = 9,
                                         .hours = 2,
                                         .expected = 14,
                                         .usual_per_hour = 0.5};
        if (code == HEALTH_POSTBACK_REFUSED)
            (void)snprintf(finding.detail, sizeof(finding.detail), "wrong_key");
        json_auto_t *json = health_json(arena, &finding);
        const char *sentence = json_string_value(json_object_get(json, "sentence"));
        const char *mend =
            json_string_value(json_object_get(json_object_get(json, "mend"), "text"));
        assert_non_null(sentence);
        assert_non_null(mend);
        assert_true(sentence[strlen(sentence) - 1] == '.' && mend[strlen(mend) - 1] == '.');
        assert_null(strstr(sentence, "%n"));
        assert_null(strstr(mend, "%m"));
        assert_true(json_is_object(json_object_get(json, "numbers")));
    }
    arena_free(arena);
}

/* One case, and two: in both languages. */
static void a_sentence_goes_by_how_many_there_are(void **state)
{
    static const struct {
        enum health_code code;
        enum say_language language;
        int64_t count, all;
        const char *sentence;
    } of[] = {
        {HEALTH_FORWARD_REFUSED, SAY_ENGLISH, 1, 0, "N: 1 postback was refused by the receiver."},
        {HEALTH_FORWARD_REFUSED, SAY_ENGLISH, 2, 0, "N: 2 postbacks were refused by the receiver."},
        {HEALTH_FORWARD_REFUSED, SAY_FRENCH, 1, 0,
         "N : 1 postback a été refusé par le destinataire."},
        {HEALTH_FORWARD_REFUSED, SAY_FRENCH, 2, 0,
         "N : 2 postbacks ont été refusés par le destinataire."},
        {HEALTH_COST_MISSING, SAY_ENGLISH, 1, 8,
         "N: 1 of 8 visits (12 %) came without a usable cost."},
        {HEALTH_COST_MISSING, SAY_ENGLISH, 1, 1,
         "N: 1 of 1 visit (100 %) came without a usable cost."},
        {HEALTH_COST_MISSING, SAY_FRENCH, 1, 8,
         "N : 1 visite sur 8 (12 %) est venue sans coût utilisable."},
        {HEALTH_RATE_FELL, SAY_ENGLISH, 0, 0,
         "N: 0 conversions in 24 h, where its visits usually bring 14."},
        {HEALTH_RATE_FELL, SAY_FRENCH, 0, 0,
         "N : 0 conversion en 24 h, alors que ses visites en apportent d’habitude 14."},
        {HEALTH_NO_RATE, SAY_ENGLISH, 1, 0,
         "N: 1 amount in USD counts 0, for no exchange rate of its day is known."},
    };
    struct arena *arena = arena_make(1u << 20);
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(of); i++) {
        struct health_finding finding = {.code = of[i].code,
                                         .entity = ENTITY_SOURCE,
                                         .name = "N",
                                         .detail = "USD",
                                         .count = of[i].count,
                                         .all = of[i].all,
                                         .expected = 14};
        say_set_language(of[i].language);
        struct str sentence = health_sentence(arena, &finding);
        say_set_language(SAY_ENGLISH);
        if (!str_is_equal(sentence, str_from_c(of[i].sentence)))
            fail_msg("%.*s is not %s", STR_FMT(sentence), of[i].sentence);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_queue_is_stuck_when_rows_are_overdue_and_nobody_paused_it,
                                        open_rig, close_rig),
        cmocka_unit_test_setup_teardown(what_is_of_no_network_is_counted_by_workspace, open_rig,
                                        close_rig),
        cmocka_unit_test_setup_teardown(what_went_well_since_is_counted, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(a_text_is_shown_as_far_as_it_may_be, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(what_has_no_place_is_left_out, open_rig, close_rig),
        cmocka_unit_test(every_code_has_a_sentence_and_a_mend),
        cmocka_unit_test(a_sentence_goes_by_how_many_there_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
