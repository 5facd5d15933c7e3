/* Tests of what the catalogue keeps of what happened: the newest, to a bound. */
#include "model.h"
#include "model/bidder_log.h"
#include "model/sync.h"

#define AT_ONCE 500

static uint64_t make_one(const struct scene *scene, enum entity entity, const char *text)
{
    json_auto_t *input = json_of(text);
    json_auto_t *document = NULL, *warnings = NULL;
    struct model_fault fault = {0};
    uint64_t version;
    enum err err = catalog_create(scene->catalog, entity, input, &scene->scope, &document,
                                  &warnings, &version, &fault);
    if (err != OK)
        print_error("%s %s\n", fault.field, fault.message);
    assert_int_equal(err, OK);
    return (uint64_t)json_integer_value(json_object_get(document, "id"));
}

/* Each sets the price of one zone, to what no other one does. */
static void decide(const struct scene *scene, uint64_t bidder_id, int64_t *micros)
{
    static struct bidder_decision decisions[AT_ONCE];
    struct arena *arena = arena_make(1 << 20);
    struct bidder_found found;
    struct model_fault fault = {0};
    struct bidder_run run = {
        .bidder_id = bidder_id, .at_ms = 1, .actor = STR("bidder"), .outcome = STR("done")};
    uint64_t version;
    assert_int_equal(catalog_get_bidder(scene->catalog, arena_format(arena, "%" PRIu64, bidder_id),
                                        NULL, &scene->scope, arena, &found, &fault),
                     OK);
    for (size_t i = 0; i < AT_ONCE; i++)
        decisions[i] = (struct bidder_decision){.bidder_id = bidder_id,
                                                .actor = STR("bidder"),
                                                .dimension = BIDDER_ZONE,
                                                .value = STR("7"),
                                                .reason = STR("price"),
                                                .before_micros = *micros,
                                                .after_micros = ++*micros};
    assert_int_equal(catalog_decide_bids(scene->catalog, &run, decisions, AT_ONCE, found.version,
                                         &scene->scope, &version, &fault),
                     OK);
    arena_free(arena);
}

static size_t count_bids(const struct scene *scene, uint64_t bidder_id, int64_t *oldest_micros)
{
    struct arena *arena = arena_make((size_t)64 << 20);
    struct bidder_decision *rows = NULL;
    size_t count = 0;
    assert_int_equal(catalog_list_bids(scene->catalog, arena_format(arena, "%" PRIu64, bidder_id),
                                       &scene->scope, 0, 2 * BIDDER_KEPT_MAX, arena, &rows, &count),
                     OK);
    *oldest_micros = rows[count - 1].after_micros;
    arena_free(arena);
    return count;
}

static void decisions_of_a_bidder_are_kept_to_a_bound_the_newest_of_each(void **state)
{
    const struct scene *scene = *state;
    (void)make_one(scene, ENTITY_ADCAMPAIGN, "{'name':'One'}");
    (void)make_one(scene, ENTITY_ADCAMPAIGN, "{'name':'Two'}");
    uint64_t many = make_one(scene, ENTITY_BIDDER, "{'name':'Many','adcampaign_id':1}");
    uint64_t few = make_one(scene, ENTITY_BIDDER, "{'name':'Few','adcampaign_id':2}");
    int64_t micros = 100, oldest = 0, of_few = 100;
    decide(scene, few, &of_few);
    for (size_t i = 0; i < BIDDER_KEPT_MAX / AT_ONCE; i++)
        decide(scene, many, &micros);
    assert_int_equal(count_bids(scene, many, &oldest), BIDDER_KEPT_MAX);
    assert_int_equal(oldest, 101);
    decide(scene, many, &micros);
    assert_int_equal(count_bids(scene, many, &oldest), BIDDER_KEPT_MAX);
    assert_int_equal(oldest, 101 + AT_ONCE);
    assert_int_equal(count_bids(scene, few, &oldest), AT_ONCE);
}

static void runs_of_a_source_are_kept_to_a_bound_the_newest_of_each(void **state)
{
    const struct scene *scene = *state;
    uint64_t source = make_one(scene, ENTITY_SOURCE, "{'name':'One'}"), first_id = 0;
    uint64_t other = make_one(scene, ENTITY_SOURCE, "{'name':'Two'}");
    struct arena *arena = arena_make((size_t)16 << 20);
    struct sync_run *rows = NULL;
    size_t count = 0;
    for (size_t i = 0; i <= SYNC_RUNS_MAX; i++) {
        struct sync_run run = {.source_id = i == 0 ? other : source, .workspace_id = 1};
        assert_int_equal(catalog_begin_sync(scene->catalog, &run), OK);
        first_id = i == 1 ? run.id : first_id;
    }
    struct sync_run last = {.source_id = source, .workspace_id = 1};
    assert_int_equal(catalog_begin_sync(scene->catalog, &last), OK);
    assert_int_equal(catalog_list_syncs(scene->catalog, arena_format(arena, "%" PRIu64, source),
                                        &scene->scope, 0, 2 * SYNC_RUNS_MAX, arena, &rows, &count),
                     OK);
    assert_int_equal(count, SYNC_RUNS_MAX);
    assert_int_equal(rows[0].id, last.id);
    assert_int_equal(rows[count - 1].id, first_id + 1);
    assert_int_equal(catalog_list_syncs(scene->catalog, arena_format(arena, "%" PRIu64, other),
                                        &scene->scope, 0, 10, arena, &rows, &count),
                     OK);
    assert_int_equal(count, 1);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            decisions_of_a_bidder_are_kept_to_a_bound_the_newest_of_each, scene_make, scene_drop),
        cmocka_unit_test_setup_teardown(runs_of_a_source_are_kept_to_a_bound_the_newest_of_each,
                                        scene_make, scene_drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
