/* Versions, copies, many at once, the history and the catalogue as one document, over HTTP: also
 * what the black-box tests cannot see, that nothing is left behind. */
#include "world.h"

static int open_world(void **state)
{
    *state = world_open();
    world_open_ledger(*state);
    return 0;
}

static int close_world(void **state)
{
    world_close(*state);
    return 0;
}

#define AD "{\"name\":\"Ad\",\"price\":\"0.05\"}"

/* A new ad campaign; its address. */
static void make_one(const struct world *world, char target[64])
{
    REPLY made = world_create(world, "adcampaigns", AD);

    assert_number(made, "version", 1);
    (void)snprintf(target, 64, "/api/v1/adcampaigns/%" JSON_INTEGER_FORMAT,
                   json_integer_value(at(&made, "id")));
}

static struct reply ask_if_match(const struct world *world, const char *method, const char *target,
                                 const char *tag, const char *body)
{
    char request[1024];
    int len = snprintf(request, sizeof(request),
                       "%s %s HTTP/1.1\r\nHost: h\r\nConnection: close\r\nAuthorization: Bearer "
                       "%s\r\nIf-Match: %s\r\nContent-Type: application/json\r\nContent-Length: "
                       "%zu\r\n\r\n%s",
                       method, target, world->key, tag, strlen(body), body);

    return world_ask_raw(world, request, (size_t)len);
}

static void a_write_from_an_older_version_is_refused_and_told_what_is_there(void **state)
{
    const struct world *world = *state;
    char target[64];

    make_one(world, target);
    REPLY first = world_ask(world, "PATCH", target, "{\"price\":\"1\",\"version\":1}");
    assert_status(first, 200);
    assert_non_null(strstr(first.text, "\r\nETag: \"2\"\r\n"));
    REPLY second = world_ask(world, "PATCH", target, "{\"price\":\"2\",\"version\":1}");
    assert_refused(second, 409, "version");
    assert_number(second, "error.current.version", 2);
    assert_text(second, "error.current.changed_by", "key 1");
    REPLY third = ask_if_match(world, "PATCH", target, "\"1\"", "{\"price\":\"3\"}");
    assert_refused(third, 412, "version");
    REPLY broken = ask_if_match(world, "PATCH", target, "1", "{\"price\":\"3\"}");
    assert_refused(broken, 400, "If-Match");
    REPLY both = ask_if_match(world, "PATCH", target, "\"2\"", "{\"price\":\"3\",\"version\":1}");
    assert_refused(both, 400, "version");
    REPLY word = world_ask(world, "PATCH", target, "{\"version\":\"2\"}");
    assert_refused(word, 422, "version");
    REPLY fourth = ask_if_match(world, "PATCH", target, "\"2\"", "{\"price\":\"3\"}");
    assert_status(fourth, 200);
}

static void archived_and_brought_back_it_is_what_it_was(void **state)
{
    const struct world *world = *state;
    char target[64], restore[96];

    make_one(world, target);
    (void)snprintf(restore, sizeof(restore), "%s/restore", target);
    REPLY paused = world_ask(world, "PATCH", target, "{\"status\":\"paused\"}");
    assert_status(paused, 200);
    REPLY stale = world_ask(world, "DELETE", target, "{\"version\":1}");
    assert_refused(stale, 409, "version");
    REPLY unknown = world_ask(world, "DELETE", target, "{\"colour\":1}");
    assert_refused(unknown, 422, "colour");
    REPLY gone = world_ask(world, "DELETE", target, NULL);
    assert_status(gone, 200);
    assert_number(gone, "version", 3);
    REPLY again = world_ask(world, "DELETE", target, NULL);
    assert_number(again, "version", 3);
    REPLY back = world_ask(world, "POST", restore, "{}");
    assert_status(back, 200);
    assert_text(back, "status", "paused");
    REPLY none = world_ask(world, "POST", "/api/v1/adcampaigns/999999/restore", "{}");
    assert_refused(none, 404, "id");
}

static void a_copy_is_new_and_takes_what_differs(void **state)
{
    const struct world *world = *state;
    char target[64], clone[96];

    make_one(world, target);
    (void)snprintf(clone, sizeof(clone), "%s/clone", target);
    REPLY copy = world_ask(world, "POST", clone, "{}");
    assert_status(copy, 201);
    assert_text(copy, "name", "Ad (copy)");
    assert_number(copy, "version", 1);
    REPLY other = world_ask(world, "POST", clone, "{\"name\":\"Other\",\"price\":\"9\"}");
    assert_text(other, "name", "Other");
    assert_text(other, "price", "9");
    REPLY refused = world_ask(world, "POST", clone, "{\"price\":\"much\"}");
    assert_refused(refused, 422, "price");
    REPLY none = world_ask(world, "POST", "/api/v1/adcampaigns/999999/clone", "{}");
    assert_refused(none, 404, "id");
}

static void a_status_is_given_to_all_or_to_none(void **state)
{
    const struct world *world = *state;
    static const char path[] = "/api/v1/adcampaigns/status";
    REPLY one = world_create(world, "adcampaigns", AD);
    REPLY two = world_create(world, "adcampaigns", AD);
    json_int_t ids[] = {json_integer_value(at(&one, "id")), json_integer_value(at(&two, "id"))};
    char body[128];

    (void)snprintf(body, sizeof(body),
                   "{\"ids\":[%" JSON_INTEGER_FORMAT ",%" JSON_INTEGER_FORMAT
                   "],\"status\":\"paused\"}",
                   ids[0], ids[1]);
    REPLY done = world_ask(world, "POST", path, body);
    assert_status(done, 200);
    assert_rows(done, 2);
    assert_text(done, "rows.1.status", "paused");
    (void)snprintf(body, sizeof(body),
                   "{\"ids\":[%" JSON_INTEGER_FORMAT ",999999],\"status\":\"active\"}", ids[0]);
    REPLY refused = world_ask(world, "POST", path, body);
    assert_refused(refused, 422, "ids[1]");
    REPLY empty = world_ask(world, "POST", path, "{\"ids\":[],\"status\":\"active\"}");
    assert_refused(empty, 422, "ids");
    REPLY odd = world_ask(world, "POST", path, "{\"ids\":[true],\"status\":\"active\"}");
    assert_refused(odd, 422, "ids[0]");
    REPLY word = world_ask(world, "POST", path, "{\"ids\":[1],\"status\":\"gone\"}");
    assert_refused(word, 422, "status");
}

static void the_history_has_documents_before_and_after(void **state)
{
    const struct world *world = *state;
    char target[64], history[96];

    make_one(world, target);
    (void)snprintf(history, sizeof(history), "%s/history", target);
    REPLY changed = world_ask(world, "PATCH", target, "{\"price\":\"7\"}");
    assert_status(changed, 200);
    REPLY same = world_ask(world, "PATCH", target, "{\"price\":\"7.0\"}");
    assert_number(same, "version", 2);
    REPLY rows = world_get(world, history);
    assert_rows(rows, 2);
    assert_text(rows, "rows.0.action", "changed");
    assert_text(rows, "rows.0.changed.0", "price");
    assert_text(rows, "rows.0.before.price", "0.05");
    assert_text(rows, "rows.0.after.price", "7");
    assert_null_at(rows, "rows.1.before");
    REPLY all = world_get(world, "/api/v1/changes?resource=adcampaigns&limit=1");
    assert_rows(all, 1);
    assert_false(json_is_null(at(&all, "next")));
    REPLY none = world_get(world, "/api/v1/changes?resource=adcampaigns&id=999999");
    assert_status(none, 404);
}

static void the_catalogue_goes_out_and_in_as_one_document(void **state)
{
    const struct world *world = *state;
    REPLY network = world_create(world, "networks", "{\"name\":\"N\",\"secret\":\"abcdefgh1234\"}");
    REPLY config = world_get(world, "/api/v1/export");
    assert_status(config, 200);
    assert_text(config, "networks.0.secret", "(not shown)");
    REPLY nothing = world_ask(world, "POST", "/api/v1/import", config.body);
    assert_status(nothing, 200);
    assert_int_equal(json_array_size(at(&nothing, "differences")), 0);
    json_t *first = at(&config, "networks.0");
    assert_int_equal(json_object_set_new(first, "name", json_string("Renamed")), 0);
    char *text = json_dumps(config.json, JSON_COMPACT);
    REPLY plan = world_ask(world, "POST", "/api/v1/import", text);
    assert_text(plan, "differences.0.action", "change");
    assert_text(plan, "differences.0.fields.0.field", "name");
    assert_true(json_is_false(at(&plan, "applied")));
    REPLY made = world_ask(world, "POST", "/api/v1/import?plan=false", text);
    free(text);
    assert_true(json_is_true(at(&made, "applied")));
    REPLY renamed = world_get(world, "/api/v1/networks/1");
    assert_text(renamed, "name", "Renamed");
    assert_int_equal(json_object_set_new(first, "currency", json_string("much")), 0);
    text = json_dumps(config.json, JSON_COMPACT);
    REPLY refused = world_ask(world, "POST", "/api/v1/import", text);
    free(text);
    assert_refused(refused, 422, "networks[0].currency");
    REPLY outline = world_ask(world, "POST", "/api/v1/import", "{\"rebond\":2}");
    assert_refused(outline, 422, "rebond");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_write_from_an_older_version_is_refused_and_told_what_is_there),
        cmocka_unit_test(archived_and_brought_back_it_is_what_it_was),
        cmocka_unit_test(a_copy_is_new_and_takes_what_differs),
        cmocka_unit_test(a_status_is_given_to_all_or_to_none),
        cmocka_unit_test(the_history_has_documents_before_and_after),
        cmocka_unit_test(the_catalogue_goes_out_and_in_as_one_document),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
