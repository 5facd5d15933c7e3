#include "api/conversion_test.h"

#include <stdatomic.h>
#include "api/json_out.h"
#include "base/money.h"
#include "model/links.h"

#define TESTS_MAX      4    /* at once: each holds a thread of the pool */
#define REQUEST_MS     5000 /* of one request to the listener */
#define TEXT_BYTES_MAX 256
#define TOKENS_MAX     64
#define STEPS          "visit hop lander click offer postback conversion source_postback campaign_postback"

/* ------------------------------------------------------------------ what it takes and gives */

static const struct shape_field body_fields[] = {
    {"payout", SHAPE_MONEY, SHAPE_OPTIONAL | SHAPE_NULL, "That the postback names.", NULL, NULL},
    {"status", SHAPE_TEXT, SHAPE_OPTIONAL | SHAPE_NULL,
     "The network's word for it; null: it says none.", NULL, NULL},
    {"txid", SHAPE_TEXT, SHAPE_OPTIONAL | SHAPE_NULL, "Of the transaction.", NULL, NULL},
    {"tokens", SHAPE_MAP, SHAPE_OPTIONAL | SHAPE_NULL,
     "Values of the campaign URL's parameters; others get samples.", NULL, NULL},
    {"forward", SHAPE_BOOL, SHAPE_OPTIONAL, "Whether the sources are really told; true by default.",
     NULL, NULL},
};
const struct shape conversion_test_body_shape =
    SHAPE_OF_BODY("conversion_test_new", body_fields,
                  "{\"payout\":\"1.5\",\"status\":\"sale\",\"forward\":true}");

static const struct shape_field step_fields[] = {
    {"step", SHAPE_WORD, 0, NULL, STEPS, NULL},
    {"ok", SHAPE_BOOL, 0, NULL, NULL, NULL},
    {"url", SHAPE_TEXT, SHAPE_NULL, "That was asked, or led to.", NULL, NULL},
    {"status", SHAPE_NUMBER, SHAPE_NULL, "Of the answer; null: nothing was asked.", NULL, NULL},
    {"ms", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"answer", SHAPE_TEXT, SHAPE_NULL, "Its beginning, or what was found.", NULL, NULL},
    {"what_to_change", SHAPE_TEXT, SHAPE_NULL, "null: it is well.", NULL, NULL},
};
static const struct shape step_shape = SHAPE("conversion_test_step", step_fields);

static const struct shape_field test_fields[] = {
    {"ok", SHAPE_BOOL, 0, "Whether every step is well.", NULL, NULL},
    {"cid", SHAPE_TEXT, SHAPE_NULL, "The click id that was given.", NULL, NULL},
    {"conversion_id", SHAPE_ENTRY, SHAPE_NULL, NULL, NULL, NULL},
    {"steps", SHAPE_OBJECTS, 0, "In order; the first that is not ok ends the play.", NULL,
     &step_shape},
};
const struct shape conversion_test_shape = SHAPE("conversion_test", test_fields);

void test_add_step(struct conversion_test *test, const struct test_step *step)
{
    json_t *row = json_object();
    bool is_ok = step->mend.ptr == NULL;

    json_out_put(row, "step", json_string(step->name));
    json_out_put(row, "ok", json_boolean(is_ok));
    json_out_put(row, "url", json_out_text(step->url));
    json_out_put(row, "status", step->status != 0 ? json_integer(step->status) : json_null());
    json_out_put(row, "ms", json_integer(step->ms));
    json_out_put(row, "answer", json_out_text(str_slice(step->answer, 0, 512)));
    json_out_put(row, "what_to_change", json_out_text(step->mend));
    json_out_append(test->steps, row);
    test->is_failed |= !is_ok;
}

/* ------------------------------------------------------------------ body */

static struct str read_text(struct call *call, const char *name)
{
    const json_t *value = json_object_get(call->body, name);
    struct str text = {json_string_value(value), json_string_length(value)};

    if (value == NULL || json_is_null(value))
        return STR_NONE;
    if (!json_is_string(value) || text.len > TEXT_BYTES_MAX || str_has_control(text))
        call_refuse(call, 422, name, "%s: expected a text of at most %d bytes.", name,
                    TEXT_BYTES_MAX);
    return text.len > 0 ? text : STR_NONE;
}

static struct str read_payout(struct call *call)
{
    struct str payout = read_text(call, "payout");
    int64_t micros;

    if (!call->is_answered && payout.ptr != NULL && money_parse_plain(payout, &micros) != OK)
        call_refuse(call, 422, "payout",
                    "payout: expected a decimal string such as \"1.50\", six decimals at most.");
    return payout;
}

static const json_t *read_tokens(struct call *call)
{
    const json_t *tokens = json_object_get(call->body, "tokens");
    const char *name;
    json_t *value;

    if (tokens == NULL || json_is_null(tokens))
        return NULL;
    if (!json_is_object(tokens) || json_object_size(tokens) > TOKENS_MAX)
        call_refuse(call, 422, "tokens", "tokens: expected an object of at most %d texts.",
                    TOKENS_MAX);
    json_object_foreach((json_t *)(uintptr_t)tokens, name, value)
    {
        if (!json_is_string(value) || json_string_length(value) > TEXT_BYTES_MAX)
            call_refuse(call, 422, "tokens", "tokens.%s: expected a text of at most %d bytes.",
                        name, TEXT_BYTES_MAX);
    }
    return tokens;
}

static void refuse_unknown(struct call *call)
{
    const char *name;
    json_t *value;

    json_object_foreach(call->body, name, value)
    {
        bool is_known = false;
        for (size_t i = 0; i < ARRAY_LEN(body_fields); i++)
            is_known |= strcmp(body_fields[i].name, name) == 0;
        if (!is_known)
            call_refuse(call, 422, name, "%s: unknown field.", name);
    }
}

static struct test_input read_input(struct call *call)
{
    const json_t *forward = json_object_get(call->body, "forward");

    refuse_unknown(call);
    if (forward != NULL && !json_is_boolean(forward))
        call_refuse(call, 422, "forward", "forward: expected true or false.");
    return (struct test_input){
        .payout = read_payout(call),
        .status = read_text(call, "status"),
        .txid = read_text(call, "txid"),
        .tokens = read_tokens(call),
        .is_forwarded = !json_is_false(forward),
    };
}

/* ------------------------------------------------------------------ one test */

static enum err open_fetcher(struct conversion_test *test)
{
    struct fetch_policy policy = {
        .allow_private = {test->call->api->options.own_tracking},
        .allow_private_count = 1,
        .timeout_ms = REQUEST_MS,
        .connect_timeout_ms = REQUEST_MS,
        .transfers_max = 1,
    };
    return fetcher_open(&policy, &test->fetcher);
}

static void answer(struct conversion_test *test)
{
    json_t *answer = json_object();

    json_out_put(answer, "ok", json_boolean(!test->is_failed));
    json_out_put(answer, "cid", json_out_text(test->cid));
    json_out_put(answer, "conversion_id", json_out_id(test->conversion_id));
    json_out_put(answer, "steps", TAKE(test->steps));
    call_answer(test->call, 200, answer);
}

static void run(struct conversion_test *test)
{
    if (open_fetcher(test) != OK) {
        call_refuse(test->call, 503, "", "No connection could be made ready.");
        return;
    }
    test_play_visit(test);
    if (!test->is_failed)
        test_play_postback(test);
    if (!test->is_failed)
        test_look_at_conversion(test);
    fetcher_close(test->fetcher);
    if (test->page.rows.err != OK)
        call_refuse_read(test->call, test->page.rows.err);
    else
        answer(test);
}

static struct str text_of(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    return (struct str){json_string_value(value), json_string_length(value)};
}

/* A campaign of type direct has no campaign URL; a test plays its page by one all the same. */
static struct str url_of_direct(struct arena *arena, const json_t *links, struct str key)
{
    struct str click = text_of(links, "click_url");
    return arena_format(arena, "%.*s/%.*s%.*s",
                        STR_FMT(str_slice(click, 0, click.len - strlen("/click"))), STR_FMT(key),
                        STR_FMT(text_of(links, "page_query")));
}

/* The campaign's key and URL; false: refused. */
static bool read_campaign(struct conversion_test *test)
{
    struct call *call = test->call;
    const struct api_options *options = &call->api->options;
    struct links_base base = {options->tracking_url, options->network_url, options->network_hosts};

    call->entity = ENTITY_CAMPAIGN;
    resources_read_id(call);
    const json_t *campaign =
        call->is_answered ? NULL : names_find(&test->page.rows.names, ENTITY_CAMPAIGN, call->id);
    if (campaign == NULL) {
        call_refuse(call, 404, "", "There is no such campaign.");
        return false;
    }
    uint64_t workspace_id = (uint64_t)json_integer_value(json_object_get(campaign, "workspace_id"));
    if (!workspace_set_has(&call->scope.writes, workspace_id)) { /* it makes entries there */
        call_refuse(call, 403, "", "You may read workspace %" PRIu64 ", not change it.",
                    workspace_id);
        return false;
    }
    json_t *links = links_make(options->catalog, ENTITY_CAMPAIGN, campaign, base);
    test->campaign_key = arena_copy(call->arena, text_of(campaign, "key"));
    test->campaign_url = arena_copy(call->arena, text_of(links, "campaign_url"));
    if (test->campaign_url.ptr == NULL)
        test->campaign_url = url_of_direct(call->arena, links, test->campaign_key);
    json_decref(links);
    return true;
}

static void play(struct call *call, const struct test_input *input)
{
    struct conversion_test *test = ARENA_NEW(call->arena, struct conversion_test);

    CHECK(test != NULL); /* the first of a request's memory */
    test->call = call;
    test->input = *input;
    test->steps = json_array();
    page_init(&test->page, call);
    if (read_campaign(test))
        run(test);
    page_fini(&test->page);
    json_decref(test->steps);
}

void conversion_test_answer(struct call *call)
{
    static atomic_uint running;
    struct test_input input = read_input(call);

    if (call->is_answered)
        return;
    if (atomic_fetch_add(&running, 1) >= TESTS_MAX)
        call_refuse(call, 503, "", "%d tests are running: try again in a moment.", TESTS_MAX);
    else
        play(call, &input);
    atomic_fetch_sub(&running, 1);
}
