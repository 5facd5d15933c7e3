/* The API but for its logs: who may ask, what is refused and how, the catalogue over HTTP, health.
 */
#include "world.h"

static int open_world(void **state)
{
    *state = world_open();
    return 0; /* the first test waits for the ledger */
}

static int close_world(void **state)
{
    world_close(*state);
    return 0;
}

/* ------------------------------------------------------------------ health */

static void a_ledger_that_is_not_there_yet_is_said_and_then_found(void **state)
{
    struct world *world = *state;
    REPLY waiting = world_get(world, "/readyz");
    REPLY log = world_get(world, "/api/v1/visits");
    REPLY goal = world_create(world, "goals", "{\"name\":\"Early\"}");
    REPLY goals = world_get(world, "/api/v1/goals");

    assert_status(waiting, 503);
    assert_text(waiting, "not_ready.0", "ledger");
    assert_status(log, 503);
    assert_text(log, "error.code", "unavailable");
    assert_null_at(goals, "rows.0.counts");
    world_open_ledger(world);
    REPLY ready = world_get(world, "/readyz");
    REPLY counted = world_get(world, "/api/v1/goals");
    assert_status(ready, 200);
    assert_number(counted, "rows.0.counts.conversions", 0);
    assert_text(counted, "rows.0.id", json_string_value(at(&goal, "id")));
}

static void health_answers_without_a_key(void **state)
{
    struct world *world = *state;
    static const char request[] =
        "GET /healthz?x=1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    REPLY reply = world_ask_raw(world, request, sizeof(request) - 1);

    assert_status(reply, 200);
    assert_string_equal(reply.body, "ok");
}

static void readiness_names_what_is_not_ready(void **state)
{
    struct world *world = *state;
    REPLY ready = world_get(world, "/readyz");

    assert_status(ready, 200);
    assert_true(json_is_true(at(&ready, "ready")));
    atomic_store(&world->is_edge_up, false);
    REPLY waiting = world_get(world, "/readyz");
    atomic_store(&world->is_edge_up, true);
    assert_status(waiting, 503);
    assert_text(waiting, "not_ready.0", "edge");
    assert_int_equal(json_array_size(at(&waiting, "not_ready")), 1);
}

static void metrics_join_both_parts_and_say_whether_the_edge_answers(void **state)
{
    struct world *world = *state;
    REPLY up = world_get(world, "/metrics");

    assert_status(up, 200);
    assert_non_null(strstr(up.text, "Content-Type: text/plain; version=0.0.4"));
    assert_non_null(strstr(up.body, "rebond_desk_requests_total "));
    assert_non_null(strstr(up.body, "\nrebond_visits_total 7\n"));
    assert_non_null(strstr(up.body, "\nrebond_up{part=\"edge\"} 1\n"));
    atomic_store(&world->is_edge_up, false);
    REPLY down = world_get(world, "/metrics");
    atomic_store(&world->is_edge_up, true);
    assert_status(down, 200);
    assert_null(strstr(down.body, "rebond_visits_total"));
    assert_non_null(strstr(down.body, "rebond_up{part=\"edge\"} 0\n"));
}

/* ------------------------------------------------------------------ who asks, and where */

static struct reply ask_as(const struct world *world, const char *authorization)
{
    char request[512];
    int len = snprintf(request, sizeof(request),
                       "GET /api/v1/sources HTTP/1.1\r\nHost: h\r\nConnection: close\r\n%s\r\n",
                       authorization);

    return world_ask_raw(world, request, (size_t)len);
}

static void a_request_without_a_good_key_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "Authorization: Bearer\r\n",
        "Authorization: Basic dXNlcjpwYXNz\r\n",
        "Authorization: Bearer rbk_0000000000000000000000000000000000000000\r\n",
        "Authorization: Bearer x\r\n",
    };

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        REPLY reply = ask_as(*state, bad[i]);
        assert_status(reply, 401);
        assert_text(reply, "error.code", "unauthorized");
        assert_non_null(strstr(reply.text, "\r\nWWW-Authenticate: Bearer\r\n"));
    }
}

static void the_scheme_of_a_key_is_read_in_any_case(void **state)
{
    struct world *world = *state;
    char header[128];

    (void)snprintf(header, sizeof(header), "Authorization: bEaReR %s\r\n", world->key);
    REPLY reply = ask_as(world, header);
    assert_status(reply, 200);
    assert_non_null(strstr(reply.text, "\r\nContent-Type: application/json\r\n"));
    assert_non_null(strstr(reply.text, "\r\nCache-Control: no-store\r\n"));
    assert_non_null(strstr(reply.text, "\r\nX-Content-Type-Options: nosniff\r\n"));
}

static void unknown_addresses_are_not_found(void **state)
{
    static const char *const targets[] = {"/",
                                          "/nothing",
                                          "/api/v1",
                                          "/api/v1/",
                                          "/api/v1/nothing",
                                          "/api/v1/sources/",
                                          "/api/v1/sources/1/2",
                                          "/api/v1//sources",
                                          "/api/v1/postbacks"};

    for (size_t i = 0; i < ARRAY_LEN(targets); i++) {
        REPLY reply = world_get(*state, targets[i]);
        assert_status(reply, 404);
        assert_text(reply, "error.code", "not_found");
    }
}

static void a_wrong_method_is_told_the_right_ones(void **state)
{
    REPLY list = world_ask(*state, "PATCH", "/api/v1/sources", "{}");
    REPLY one = world_ask(*state, "POST", "/api/v1/sources/1", "{}");
    REPLY log = world_ask(*state, "DELETE", "/api/v1/visits", NULL);

    assert_status(list, 405);
    assert_non_null(strstr(list.text, "\r\nAllow: GET, HEAD, POST\r\n"));
    assert_status(one, 405);
    assert_non_null(strstr(one.text, "\r\nAllow: GET, HEAD, PATCH, DELETE\r\n"));
    assert_status(log, 405);
    assert_non_null(strstr(log.text, "\r\nAllow: GET, HEAD\r\n"));
}

static void unknown_and_repeated_parameters_are_refused_by_name(void **state)
{
    REPLY unknown = world_get(*state, "/api/v1/sources?limit=5&colour=red");
    REPLY other = world_get(*state, "/api/v1/goal-calls?campaign=1");
    REPLY repeated = world_get(*state, "/api/v1/visits?limit=5&limit=6");
    REPLY broken = world_get(*state, "/api/v1/visits?campaign=%zz");
    REPLY none = world_get(*state, "/api/v1/templates?limit=1");
    REPLY empty = world_get(*state, "/api/v1/sources?");

    assert_refused(unknown, 400, "colour");
    assert_refused(other, 400, "campaign");
    assert_refused(repeated, 400, "limit");
    assert_refused(broken, 400, "campaign");
    assert_refused(none, 400, "limit");
    assert_status(empty, 200);
}

static void parameters_that_are_no_such_value_are_refused_by_name(void **state)
{
    static const struct {
        const char *target, *field;
    } cases[] = {
        {"/api/v1/sources?limit=0", "limit"},
        {"/api/v1/sources?limit=1001", "limit"},
        {"/api/v1/sources?limit=ten", "limit"},
        {"/api/v1/sources?status=deleted", "status"},
        {"/api/v1/sources?cursor=abc", "cursor"},
        {"/api/v1/visits?campaign=abc", "campaign"},
        {"/api/v1/visits?campaign=0", "campaign"},
        {"/api/v1/visits?from=yesterday", "from"},
        {"/api/v1/visits?cid=abc", "cid"},
        {"/api/v1/visits?cid=000000000000000000000000", "cid"},
        {"/api/v1/visits?cursor=-1", "cursor"},
        {"/api/v1/visits?cursor=9223372036854775808", "cursor"},
        {"/api/v1/conversions?status=approved", "status"},
        {"/api/v1/postbacks/out?outcome=lost", "outcome"},
        {"/api/v1/postbacks/out?conversion_id=0123456789abcdefghjkmnpq", "conversion_id"},
        {"/api/v1/goal-calls?goal=12", "goal"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        REPLY reply = world_get(*state, cases[i].target);
        assert_refused(reply, 400, cases[i].field);
    }
}

/* ------------------------------------------------------------------ bodies */

static void a_body_that_is_not_json_is_told_where(void **state)
{
    REPLY broken = world_ask(*state, "POST", "/api/v1/sources", "{\"name\":\n  oops}");
    REPLY twice = world_ask(*state, "POST", "/api/v1/sources", "{\"name\":\"a\",\"name\":\"b\"}");
    REPLY array = world_ask(*state, "POST", "/api/v1/sources", "[]");
    REPLY empty = world_ask(*state, "POST", "/api/v1/sources", "");
    REPLY bytes = world_ask(*state, "POST", "/api/v1/sources", "{\"name\":\"\xff\"}");

    assert_status(broken, 400);
    assert_non_null(strstr(json_string_value(at(&broken, "error.message")), "line 2, column"));
    assert_status(twice, 400);
    assert_status(array, 422);
    assert_status(empty, 400);
    assert_status(bytes, 400);
}

static void a_body_that_nests_too_deep_is_refused(void **state)
{
    static const size_t depths[] = {50, 1500, 100000};
    static const unsigned statuses[] = {422, 422, 400};

    for (size_t i = 0; i < ARRAY_LEN(depths); i++) {
        char *body = heap_make(2 * depths[i] + 32, 1);
        struct buf buf = buf_from_memory(body, 2 * depths[i] + 31);
        buf_write_c(&buf, "{\"name\":");
        for (size_t depth = 0; depth < depths[i]; depth++)
            buf_write_char(&buf, '[');
        for (size_t depth = 0; depth < depths[i]; depth++)
            buf_write_char(&buf, ']');
        buf_write_char(&buf, '}');
        REPLY reply = world_ask(*state, "POST", "/api/v1/sources", body);
        free(body);
        assert_status(reply, statuses[i]);
    }
}

static void a_body_of_another_type_is_refused(void **state)
{
    struct world *world = *state;
    char request[512];
    int len = snprintf(request, sizeof(request),
                       "POST /api/v1/sources HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                       "Authorization: Bearer %s\r\n"
                       "Content-Type: application/x-www-form-urlencoded\r\n"
                       "Content-Length: 6\r\n\r\nname=a",
                       world->key);
    REPLY reply = world_ask_raw(world, request, (size_t)len);

    assert_status(reply, 415);
    assert_text(reply, "error.code", "unsupported_media_type");
}

static void a_body_that_is_too_large_is_refused(void **state)
{
    size_t size = API_BODY_BYTES_MAX + 100;
    char *body = heap_make(size + 1, 1);

    memset(body, ' ', size);
    REPLY reply = world_ask(*state, "POST", "/api/v1/sources", body);
    free(body);
    assert_status(reply, 413);
}

static void a_refused_field_is_named(void **state)
{
    static const struct {
        const char *resource, *body, *field;
    } cases[] = {
        {"sources", "{\"name\":\"a\",\"colour\":\"red\"}", "colour"},
        {"sources", "{\"currency\":\"USD\"}", "name"},
        {"sources", "{\"name\":\"a\",\"currency\":\"dollars\"}", "currency"},
        {"offers", "{\"name\":\"a\",\"url\":\"javascript:alert(1)\"}", "url"},
        {"offers", "{\"name\":\"a\",\"url\":\"http://a.example/\",\"network_id\":999}",
         "network_id"},
        {"goals", "{\"name\":\"a\",\"count\":\"twice\"}", "count"},
        {"variations", "{\"name\":\"a\",\"url\":\"http://a.example/\",\"adcampaign_id\":999}",
         "adcampaign_id"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char target[64];
        (void)snprintf(target, sizeof(target), "/api/v1/%s", cases[i].resource);
        REPLY reply = world_ask(*state, "POST", target, cases[i].body);
        assert_refused(reply, 422, cases[i].field);
    }
}

static void an_id_of_another_kind_is_not_found_and_named(void **state)
{
    static const char *const targets[] = {
        "/api/v1/goals/12",    "/api/v1/goals/zz345678901234567890123456789012",
        "/api/v1/sources/abc", "/api/v1/sources/999999",
        "/api/v1/sources/-1",  "/api/v1/campaigns/0123456789abcdefghjkmnpq"};

    for (size_t i = 0; i < ARRAY_LEN(targets); i++) {
        REPLY got = world_get(*state, targets[i]);
        REPLY patched = world_ask(*state, "PATCH", targets[i], "{\"name\":\"a\"}");
        REPLY deleted = world_ask(*state, "DELETE", targets[i], NULL);
        assert_refused(got, 404, "id");
        assert_refused(patched, 404, "id");
        assert_refused(deleted, 404, "id");
    }
}

/* ------------------------------------------------------------------ the catalogue */

static void a_network_goes_round(void **state)
{
    struct world *world = *state;
    char target[64];
    REPLY made = world_create(world, "networks", "{\"name\":\"Round\",\"currency\":\"EUR\"}");
    uint64_t version = 0;

    (void)snprintf(target, sizeof(target), "/api/v1/networks/%" JSON_INTEGER_FORMAT,
                   json_integer_value(at(&made, "id")));
    assert_true(json_is_true(at(&made, "live")));
    assert_true(json_is_array(at(&made, "warnings")));
    assert_true(str_has_prefix(str_from_c(json_string_value(at(&made, "links.postback_url"))),
                               STR(WORLD_TRACKING_URL "/postback?")));
    assert_int_equal(catalog_version(world->catalog, &version), OK);
    assert_int_equal(atomic_load(&world->announced), version);

    REPLY got = world_get(world, target);
    assert_status(got, 200);
    assert_text(got, "name", "Round");
    assert_text(got, "status", "active");
    assert_text(got, "currency", "EUR");
    assert_true(json_equal(at(&got, "links"), at(&made, "links")));

    REPLY changed =
        world_ask(world, "PATCH", target, "{\"name\":\"Turned\",\"status\":\"paused\"}");
    assert_status(changed, 200);
    assert_text(changed, "name", "Turned");
    assert_text(changed, "currency", "EUR");
    REPLY found = world_get(world, "/api/v1/networks?q=tUrN&status=paused");
    assert_status(found, 200);
    assert_rows(found, 1);
    assert_true(json_is_object(at(&found, "rows.0.links")));

    REPLY gone = world_ask(world, "DELETE", target, NULL);
    assert_status(gone, 200);
    assert_true(json_equal(at(&gone, "id"), at(&made, "id")));
    assert_text(gone, "status", "archived");
    assert_true(json_is_true(at(&gone, "live")));
    REPLY listed = world_get(world, "/api/v1/networks?q=Turned");
    assert_rows(listed, 0);
    REPLY archived = world_get(world, "/api/v1/networks?q=Turned&status=archived");
    assert_rows(archived, 1);
}

static void a_campaign_answers_with_its_links_and_counts(void **state)
{
    struct world *world = *state;
    char body[512];
    REPLY source = world_create(world, "sources", "{\"name\":\"Exo\",\"template\":\"exoclick\"}");
    REPLY offer =
        world_create(world, "offers", "{\"name\":\"O\",\"url\":\"http://a.example/?s=\"}");

    (void)snprintf(
        body, sizeof(body),
        "{\"name\":\"C\",\"source_id\":%" JSON_INTEGER_FORMAT
        ",\"paths\":[{\"weight\":100,\"landers\":[],\"offers\":[{\"id\":%" JSON_INTEGER_FORMAT
        ",\"weight\":100}]}]}",
        json_integer_value(at(&source, "id")), json_integer_value(at(&offer, "id")));
    REPLY made = world_create(world, "campaigns", body);
    char link[128], target[64];
    (void)snprintf(link, sizeof(link), WORLD_TRACKING_URL "/%s?",
                   json_string_value(at(&made, "key")));
    assert_true(str_has_prefix(str_from_c(json_string_value(at(&made, "links.campaign_url"))),
                               str_from_c(link)));
    (void)snprintf(target, sizeof(target), "/api/v1/campaigns/%" JSON_INTEGER_FORMAT,
                   json_integer_value(at(&made, "id")));
    REPLY got = world_get(world, target);
    assert_number(got, "counts.visits", 0);
    assert_text(got, "counts.profit", "0");
    (void)snprintf(target, sizeof(target), "/api/v1/offers/%" JSON_INTEGER_FORMAT,
                   json_integer_value(at(&offer, "id")));
    REPLY used = world_ask(world, "DELETE", target, NULL);
    assert_status(used, 409);
    assert_text(used, "error.code", "conflict");
}

static void a_goal_is_named_by_its_hex_id_in_either_case(void **state)
{
    struct world *world = *state;
    char target[128];
    REPLY made = world_create(world, "goals", "{\"name\":\"Postback\"}");
    const char *id = json_string_value(at(&made, "id"));

    assert_int_equal(strlen(id), 32);
    int len = snprintf(target, sizeof(target), "/api/v1/goals/%s", id);
    for (int i = len - 32; i < len; i++)
        if (target[i] >= 'a' && target[i] <= 'f')
            target[i] = (char)(target[i] - 'a' + 'A');
    REPLY got = world_get(world, target);
    assert_status(got, 200);
    assert_text(got, "id", id);
    assert_number(got, "counts.conversions", 0);
    assert_text(got, "counts.value", "0");
    REPLY gone = world_ask(world, "DELETE", target, NULL);
    assert_status(gone, 200);
    assert_text(gone, "id", id);
}

static void lists_page_to_their_end(void **state)
{
    struct world *world = *state;
    char target[256] = "/api/v1/adcampaigns?limit=3&q=paged";
    size_t seen = 0, pages = 0;
    json_int_t last = 0;

    for (int i = 0; i < 7; i++) {
        REPLY made = world_create(world, "adcampaigns",
                                  "{\"name\":\"Paged\",\"pricing\":\"cpc\",\"price\":\"0.05\"}");
        (void)made;
    }
    for (;;) {
        REPLY page = world_get(world, target);
        assert_status(page, 200);
        pages++;
        for (size_t i = 0; i < json_array_size(at(&page, "rows")); i++, seen++) {
            json_t *row = json_array_get(at(&page, "rows"), i);
            assert_true(json_integer_value(json_object_get(row, "id")) > last);
            last = json_integer_value(json_object_get(row, "id"));
        }
        if (json_is_null(at(&page, "next")))
            break;
        (void)snprintf(target, sizeof(target), "/api/v1/adcampaigns?limit=3&q=paged&cursor=%s",
                       json_string_value(at(&page, "next")));
    }
    assert_int_equal(seen, 7);
    assert_int_equal(pages, 3);
}

static void a_write_that_the_edge_did_not_confirm_says_so(void **state)
{
    struct world *world = *state;

    atomic_store(&world->is_edge_up, false);
    REPLY made = world_create(world, "networks", "{\"name\":\"Late\"}");
    atomic_store(&world->is_edge_up, true);
    assert_true(json_is_false(at(&made, "live")));
}

static void templates_are_listed_with_their_kind(void **state)
{
    REPLY reply = world_get(*state, "/api/v1/templates");
    size_t i, sources = 0, networks = 0;
    json_t *row;

    assert_status(reply, 200);
    json_array_foreach(at(&reply, "rows"), i, row)
    {
        const char *kind = json_string_value(json_object_get(row, "kind"));
        assert_non_null(json_string_value(json_object_get(row, "template")));
        assert_non_null(json_string_value(json_object_get(row, "name")));
        assert_non_null(json_object_get(row, "confidence"));
        sources += strcmp(kind, "source") == 0;
        networks += strcmp(kind, "network") == 0;
    }
    assert_true(sources > 0 && networks > 0);
    assert_int_equal(sources + networks, json_array_size(at(&reply, "rows")));
}

static void the_openapi_document_tells_of_every_route_and_field(void **state)
{
    static const char request[] =
        "GET /api/openapi.json HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    REPLY reply = world_ask_raw(*state, request, sizeof(request) - 1);

    assert_status(reply, 200);
    assert_text(reply, "openapi", "3.1.0");
    assert_text(reply, "components.securitySchemes.key.scheme", "bearer");
    assert_text(reply, "paths./api/v1/visits.get.summary", "Visits, newest first");
    assert_text(reply,
                "paths./api/v1/goals/{id}.patch.requestBody.content.application/json.schema.$ref",
                "#/components/schemas/goal_change");
    assert_text(reply, "components.schemas.goal.properties.count.enum.0", "one");
    assert_text(reply, "components.schemas.source.required.0", "name");
    for (int i = 0; i < ENTITY_COUNT; i++) {
        char path[64];
        (void)snprintf(path, sizeof(path), "paths./api/v1/%s/{id}.delete",
                       entity_resource((enum entity)i));
        assert_true(json_is_object(at(&reply, path)));
    }
}

static void a_head_request_is_answered_like_a_get_without_its_body(void **state)
{
    REPLY reply = world_ask(*state, "HEAD", "/api/v1/sources", NULL);

    assert_status(reply, 200);
    assert_string_equal(reply.body, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ledger_that_is_not_there_yet_is_said_and_then_found),
        cmocka_unit_test(health_answers_without_a_key),
        cmocka_unit_test(readiness_names_what_is_not_ready),
        cmocka_unit_test(metrics_join_both_parts_and_say_whether_the_edge_answers),
        cmocka_unit_test(a_request_without_a_good_key_is_refused),
        cmocka_unit_test(the_scheme_of_a_key_is_read_in_any_case),
        cmocka_unit_test(unknown_addresses_are_not_found),
        cmocka_unit_test(a_wrong_method_is_told_the_right_ones),
        cmocka_unit_test(unknown_and_repeated_parameters_are_refused_by_name),
        cmocka_unit_test(parameters_that_are_no_such_value_are_refused_by_name),
        cmocka_unit_test(a_body_that_is_not_json_is_told_where),
        cmocka_unit_test(a_body_that_nests_too_deep_is_refused),
        cmocka_unit_test(a_body_of_another_type_is_refused),
        cmocka_unit_test(a_body_that_is_too_large_is_refused),
        cmocka_unit_test(a_refused_field_is_named),
        cmocka_unit_test(an_id_of_another_kind_is_not_found_and_named),
        cmocka_unit_test(a_network_goes_round),
        cmocka_unit_test(a_campaign_answers_with_its_links_and_counts),
        cmocka_unit_test(a_goal_is_named_by_its_hex_id_in_either_case),
        cmocka_unit_test(lists_page_to_their_end),
        cmocka_unit_test(a_write_that_the_edge_did_not_confirm_says_so),
        cmocka_unit_test(templates_are_listed_with_their_kind),
        cmocka_unit_test(the_openapi_document_tells_of_every_route_and_field),
        cmocka_unit_test(a_head_request_is_answered_like_a_get_without_its_body),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}
