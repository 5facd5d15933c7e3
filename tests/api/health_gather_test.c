/* Tests of api/health_hours and facts/baseline: weeks of facts, and what is found in them. */
#include "../base/folder.h"
#include "../base/check.h"

#include "api/health_gather.h"
#include "base/id.h"

#define HOUR_MS INT64_C(3600000)
#define NOW_MS  (INT64_C(1800000000000) / HOUR_MS * HOUR_MS + 20 * 60000)
#define HOURS   400 /* of history */

struct rig {
    void *folder;
    char *dir;
    struct catalog *catalog;
    struct facts *facts;
    struct snapshot *snapshot;
    struct facts_load *load;
    uint64_t last_id;
    struct health_result result;
};

static uint64_t create(struct rig *rig, enum entity entity, const char *body)
{
    struct scope scope = scope_of_all("test");
    struct model_fault fault;
    json_auto_t *input = json_loads(body, 0, NULL);
    json_auto_t *document = NULL, *warnings = NULL;
    uint64_t version;
    enum err err =
        catalog_create(rig->catalog, entity, input, &scope, &document, &warnings, &version, &fault);
    if (err != OK)
        print_error("%s: %s\n", fault.field, fault.message);
    assert_int_equal(err, OK);
    return (uint64_t)json_integer_value(json_object_get(document, "id"));
}

static int open_rig(void **state)
{
    struct rig *rig = heap_make(1, sizeof(*rig));
    assert_int_equal(folder_make(&rig->folder), 0);
    rig->dir = rig->folder;
    assert_int_equal(catalog_open(rig->dir, &rig->catalog), OK);
    assert_int_equal(create(rig, ENTITY_NETWORK, "{\"name\":\"N\"}"), 1);
    assert_int_equal(
        create(rig, ENTITY_OFFER, "{\"name\":\"O\",\"url\":\"http://h/\",\"network_id\":1}"), 1);
    assert_int_equal(snapshot_load(rig->dir, &rig->snapshot), OK);
    struct facts_options options = facts_options_default(rig->dir);
    assert_int_equal(facts_open(&options, &rig->facts), OK);
    assert_int_equal(facts_load_begin(rig->facts, &rig->load), OK);
    *state = rig;
    return 0;
}

static int close_rig(void **state)
{
    struct rig *rig = *state;
    facts_close(rig->facts);
    snapshot_drop(rig->snapshot);
    catalog_close(rig->catalog);
    assert_int_equal(folder_drop(&rig->folder), 0);
    free(rig);
    return 0;
}

/* --- Facts --- */

struct thing {
    uint32_t campaign, source, network, offer;
};

static uint64_t id_of(struct rig *rig, int64_t hours_ago)
{
    uint64_t id = id_from_ms(NOW_MS - hours_ago * HOUR_MS);
    rig->last_id = rig->last_id >= id && rig->last_id - id < 100000 ? rig->last_id + 1 : id;
    return rig->last_id;
}

static uint64_t add_visit(struct rig *rig, struct thing of, int64_t hours_ago)
{
    uint64_t id = id_of(rig, hours_ago);
    struct fact fact = {.entry_id = id,
                        .visit_id = id,
                        .kind = FACT_VISIT,
                        .workspace_id = 1,
                        .campaign_id = of.campaign,
                        .source_id = of.source,
                        .network_id = of.network,
                        .offer_id = of.offer,
                        .visits = 1,
                        .direct_visits = 1};
    assert_int_equal(facts_load_add(rig->load, FACT_TABLE, &fact), OK);
    return id;
}

static void add_conversion(struct rig *rig, struct thing of, int64_t hours_ago, bool is_test)
{
    uint64_t id = id_of(rig, hours_ago);
    struct fact fact = {.entry_id = id,
                        .visit_id = 1,
                        .conversion_id = id,
                        .kind = FACT_CONVERSION,
                        .workspace_id = 1,
                        .campaign_id = of.campaign,
                        .source_id = of.source,
                        .network_id = of.network,
                        .offer_id = of.offer,
                        .channel = STR("s2s"),
                        .is_test = is_test,
                        .conversions = 1};
    assert_int_equal(facts_load_add(rig->load, FACT_TABLE, &fact), OK);
    fact.entry_id = id_of(rig, hours_ago); /* an update of it counts for nothing here */
    fact.conversions = 0;
    assert_int_equal(facts_load_add(rig->load, FACT_TABLE, &fact), OK);
}

/* So many of each an hour, from `oldest` hours ago to `newest`. */
static void add_hours(struct rig *rig, struct thing of, int64_t oldest, int64_t newest,
                      unsigned visits, unsigned conversions)
{
    for (int64_t ago = oldest; ago >= newest; ago--) {
        for (unsigned i = 0; i < visits; i++)
            (void)add_visit(rig, of, ago);
        for (unsigned i = 0; i < conversions; i++)
            add_conversion(rig, of, ago, false);
    }
}

static void gather(struct rig *rig)
{
    struct facts_position position = {.node = 0, .id = rig->last_id};
    struct health_gathering gathering = {.snapshot = rig->snapshot, .now_ms = NOW_MS};
    assert_int_equal(facts_load_commit(TAKE(rig->load), &position), OK);
    assert_int_equal(health_gather_facts(&gathering, rig->facts, 0, &rig->result), OK);
}

static const struct health_finding *find(const struct rig *rig, enum health_code code,
                                         enum entity entity, uint64_t id)
{
    for (size_t i = 0; i < rig->result.count; i++) {
        const struct health_finding *finding = &rig->result.list[i];
        if (finding->code == code && finding->entity == entity && finding->entity_id == id)
            return finding;
    }
    return NULL;
}

/* --- What is found --- */

static const struct thing one = {1, 1, 1, 1}, other = {2, 2, 2, 2};

static void a_silent_network_is_told_once_and_its_neighbour_is_not(void **state)
{
    struct rig *rig = *state;
    for (int64_t ago = HOURS; ago >= 0; ago--) { /* in the order of time */
        add_hours(rig, one, ago, ago, 5, ago >= 10 ? 4 : 0);
        add_hours(rig, other, ago, ago, 5, 4);
        if (ago < 10)
            add_conversion(rig, one, ago, true); /* a test ends no silence */
    }
    gather(rig);
    const struct health_finding *finding = find(rig, HEALTH_POSTBACK_SILENT, ENTITY_NETWORK, 1);
    assert_non_null(finding);
    assert_int_equal(finding->hours, 9);
    assert_int_equal(finding->workspace_id, 1);
    assert_int_equal(finding->last_ms / HOUR_MS, NOW_MS / HOUR_MS - 10);
    assert_true(finding->usual_per_hour > 3.9 && finding->usual_per_hour < 4.1);
    assert_int_equal(rig->result.count, 1); /* not of its offer and source once more */
    assert_int_equal(rig->result.seen_count, 2);
}

static void traffic_that_stopped_is_the_campaigns(void **state)
{
    struct rig *rig = *state;
    add_hours(rig, one, HOURS, 12, 5, 4);
    gather(rig);
    assert_null(find(rig, HEALTH_POSTBACK_SILENT, ENTITY_NETWORK, 1));
    const struct health_finding *finding = find(rig, HEALTH_TRAFFIC_STOPPED, ENTITY_CAMPAIGN, 1);
    assert_non_null(finding);
    assert_int_equal(finding->hours, 11);
    assert_int_equal(rig->result.count, 1);
}

static void a_rate_that_jumps_is_told_of_its_network(void **state)
{
    struct rig *rig = *state;
    add_hours(rig, one, HOURS, 25, 5, 2);
    add_hours(rig, one, 24, 0, 5, 4);
    gather(rig);
    const struct health_finding *finding = find(rig, HEALTH_RATE_ROSE, ENTITY_NETWORK, 1);
    assert_non_null(finding);
    assert_int_equal(finding->count, 96);
    assert_true(finding->expected > 47 && finding->expected < 49);
    assert_int_equal(rig->result.count, 1);
}

static void what_is_as_usual_is_not_told(void **state)
{
    struct rig *rig = *state;
    add_hours(rig, one, HOURS, 0, 3, 2);
    gather(rig);
    assert_int_equal(rig->result.count, 0);
}

static void a_token_is_told_as_it_came(void **state)
{
    struct rig *rig = *state;
    uint64_t id = id_of(rig, 2);
    struct fact fact = {.entry_id = id,
                        .visit_id = id,
                        .kind = FACT_VISIT,
                        .workspace_id = 1,
                        .source_id = 3,
                        .campaign_id = 3,
                        .token1 = STR("fine"),
                        .token30 = STR("{zone_id}"),
                        .visits = 1,
                        .cost_missing = 1};
    assert_int_equal(facts_load_add(rig->load, FACT_TABLE, &fact), OK);
    gather(rig);
    const struct health_finding *finding = find(rig, HEALTH_UNEXPANDED_TOKEN, ENTITY_SOURCE, 3);
    assert_non_null(finding);
    assert_string_equal(finding->detail, "{zone_id}");
    assert_non_null(find(rig, HEALTH_COST_MISSING, ENTITY_SOURCE, 3));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_silent_network_is_told_once_and_its_neighbour_is_not,
                                        open_rig, close_rig),
        cmocka_unit_test_setup_teardown(traffic_that_stopped_is_the_campaigns, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(a_rate_that_jumps_is_told_of_its_network, open_rig,
                                        close_rig),
        cmocka_unit_test_setup_teardown(what_is_as_usual_is_not_told, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(a_token_is_told_as_it_came, open_rig, close_rig),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
