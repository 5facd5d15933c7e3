/* conversion_test_play - the requests of a test: what a visitor and a network would send, over the
 * real listener, with the mark of a test. */
#include "api/conversion_test.h"

#include "api/json_out.h"
#include "base/clock.h"
#include "base/say.h"
#include "fetch/redirect.h"
#include "visit/cookie.h"
#include "visit/test_mark.h"

static const char browser[] =
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/140.0.0.0 Safari/537.36";

/* ------------------------------------------------------------------ asking */

/* One request to the tracking listener; false: it did not answer. */
static bool ask(struct conversion_test *test, struct str target, struct str mark_subject,
                struct fetch_result *result)
{
    struct call *call = test->call;
    const struct api_options *options = &call->api->options;
    struct str mark = test_mark_make(call->arena, options->keys, mark_subject, clock_wall_ms());
    struct str headers[] = {
        arena_format(call->arena, "Host: %.*s", STR_FMT(test->host)),
        arena_format(call->arena, TEST_MARK_HEADER ": %.*s", STR_FMT(mark)),
        STR("Accept-Language: en"),
        str_from_c(browser),
    };
    struct fetch_request request = {
        .url = arena_format(call->arena, "%.*s%.*s", STR_FMT(options->own_tracking_url),
                            STR_FMT(target)),
        .headers = headers,
        .header_count = ARRAY_LEN(headers),
    };
    *result = (struct fetch_result){.error = say_str("the URL is too long")};
    enum err err = fetch_once(test->fetcher, call->arena, &request, result);
    return err == OK && result->reach == FETCH_ANSWERED;
}

static struct test_step step_of(const char *name, struct str url, const struct fetch_result *result)
{
    return (struct test_step){
        .name = name,
        .url = url,
        .status = result->status,
        .ms = result->duration_us / 1000,
        .answer = result->body.len > 0 ? result->body : result->error,
    };
}

/* The part of a URL behind scheme and host. */
static struct str target_of(struct str url)
{
    ptrdiff_t scheme = str_find(url, STR("://"));
    size_t at = scheme < 0 ? 0 : (size_t)scheme + 3;
    while (at < url.len && url.ptr[at] != '/' && url.ptr[at] != '?')
        at++;
    return str_slice(url, at, url.len);
}

/* The URL as visitors see it: with the public scheme and host. */
static struct str public_url(struct conversion_test *test, struct str target)
{
    size_t base = test->campaign_url.len - target_of(test->campaign_url).len;
    return arena_format(test->call->arena, "%.*s%.*s",
                        STR_FMT(str_slice(test->campaign_url, 0, base)), STR_FMT(target));
}

/* ------------------------------------------------------------------ the campaign URL */

/* What stands for a parameter: the caller's value, or a sample. */
static struct str sample_of(struct conversion_test *test, const json_t *source, struct str param)
{
    struct arena *arena = test->call->arena;
    struct str name = arena_copy(arena, param);
    struct str given = json_text_at(test->input.tokens, name.ptr);
    const json_t *cost = json_object_get(source, "cost");

    if (given.ptr != NULL)
        return given;
    if (str_is_equal(param, json_text_at(json_object_get(source, "external_id"), "param"))) {
        test->is_sample = true;
        return arena_format(arena, "test-%" PRId64, clock_wall_ms());
    }
    if (str_is_equal(param, json_text_at(cost, "param")))
        return STR("0.01");
    if (str_is_equal(param, json_text_at(json_object_get(cost, "currency_param"), "param")))
        return json_text_at(source, "currency");
    return STR("test");
}

static void write_param(struct conversion_test *test, struct buf *buf, char separator,
                        const json_t *source, struct str param)
{
    buf_write_char(buf, separator);
    buf_write(buf, param);
    buf_write_char(buf, '=');
    uri_write_encoded(buf, sample_of(test, source, param));
}

/* Whether the campaign URL names that parameter. */
static bool has_param(struct str query, struct str param)
{
    struct str piece;

    while (str_take_piece(&query, '&', &piece))
        if (str_has_prefix(piece, param) && piece.len > param.len && piece.ptr[param.len] == '=')
            return true;
    return false;
}

/* "/KEY?..." with values in the place of the source's macros. */
static struct str fill_campaign_url(struct conversion_test *test)
{
    const json_t *campaign = names_find(&test->page.rows.names, ENTITY_CAMPAIGN, test->call->id);
    uint64_t source_id = (uint64_t)json_integer_value(json_object_get(campaign, "source_id"));
    const json_t *source = names_find_number(&test->page.rows.names, ENTITY_SOURCE, source_id);
    struct str target = target_of(test->campaign_url);
    ptrdiff_t mark = str_find_char(target, '?');
    struct str query = mark < 0 ? STR("") : str_slice(target, (size_t)mark + 1, target.len);
    struct str external = json_text_at(json_object_get(source, "external_id"), "param");
    struct buf buf = buf_in_arena(test->call->arena, 16384);
    struct str rest = query, piece;
    char separator = '?';
    const char *name;
    json_t *value;

    buf_write(&buf, mark < 0 ? target : str_slice(target, 0, (size_t)mark));
    while (query.len > 0 && str_take_piece(&rest, '&', &piece)) {
        ptrdiff_t equals = str_find_char(piece, '=');
        write_param(test, &buf, separator, source,
                    equals < 0 ? piece : str_slice(piece, 0, (size_t)equals));
        separator = '&';
    }
    if (external.ptr != NULL && !has_param(query, external)) {
        write_param(test, &buf, separator, source, external); /* which the source adds by itself */
        separator = '&';
    }
    json_object_foreach((json_t *)(uintptr_t)test->input.tokens, name, value)
    {
        struct str param = str_from_c(name);
        if (has_param(query, param) || str_is_equal(param, external))
            continue;
        write_param(test, &buf, separator, source, param);
        separator = '&';
    }
    return buf_is_full(&buf) ? STR_NONE : buf_str(&buf);
}

/* ------------------------------------------------------------------ the visit */

static struct str mend_of_status(struct conversion_test *test, unsigned status)
{
    const json_t *campaign = names_find(&test->page.rows.names, ENTITY_CAMPAIGN, test->call->id);
    const char *state = json_string_value(json_object_get(campaign, "status"));

    if (status == 404 && state != NULL && strcmp(state, "active") != 0)
        return arena_format(test->call->arena,
                            say_text("The campaign is %s: set its status to active."), state);
    if (status == 404)
        return say_str(
            "No path leads anywhere: give the campaign a path with an active offer, and look"
            " at its rules and caps.");
    if (status == 400)
        return say_str(
            "The listener refuses the query: correct the parameter that the answer names.");
    return say_str("The listener sent the visitor nowhere: look at the answer.");
}

/* Where an answer to that URL leads. False: nowhere. */
static bool lead_on(struct conversion_test *test, struct str url, const struct fetch_result *result)
{
    struct redirect redirect = {0};

    if (redirect_find(test->call->arena, url, result, &redirect) != OK ||
        redirect.how == REDIRECT_NONE)
        return false;
    test->location = redirect.target.ptr != NULL ? redirect.target : redirect.location;
    return true;
}

/* Our own page on the way, of a double meta refresh. */
static void follow_hop(struct conversion_test *test)
{
    struct fetch_result result;
    struct str url = test->location;

    if (test->is_failed || !str_has_prefix(url, public_url(test, STR("/hop?"))))
        return;
    bool is_answered = ask(test, target_of(url), test->campaign_key, &result);
    struct test_step step = step_of("hop", url, &result);
    if (!is_answered || !lead_on(test, url, &result))
        step.mend = say_str("The page on the way leads nowhere: look at the answer.");
    else
        step.answer = test->location;
    test_add_step(test, &step);
}

/* The click id that the cookie brought, and the visit under it. */
static bool find_visit(struct conversion_test *test, struct str set_cookie)
{
    const struct api_options *options = &test->call->api->options;
    ptrdiff_t end = str_find_char(set_cookie, ';');
    struct str pair = end < 0 ? set_cookie : str_slice(set_cookie, 0, (size_t)end);

    test->cid = cookie_find(pair, test->campaign_key);
    return click_id_parse(options->keys, test->cid, &test->visit.id) == OK &&
           rows_find(&test->page.rows, LEDGER_VISIT, &test->visit);
}

static void add_offer_step(struct conversion_test *test)
{
    struct test_step step = {.name = "offer", .url = test->location};
    struct arena *arena = test->call->arena;

    if (str_find(test->location, test->cid) < 0)
        step.mend =
            say_str("The offer's URL does not carry the click id, so that the network cannot"
                    " name the click: add {clickid} to the offer's URL, or set click_param in"
                    " its network.");
    else if (str_find(test->location, STR("REPLACE")) >= 0)
        step.mend = say_str("REPLACE is left in the offer's URL: put your own id in its place.");
    else
        step.answer =
            arena_format(arena, say_text("The click id %.*s is in it."), STR_FMT(test->cid));
    test_add_step(test, &step);
}

static void play_lander(struct conversion_test *test)
{
    struct arena *arena = test->call->arena;
    struct fetch_result result;
    bool has_cid = str_find(test->location, test->cid) >= 0;

    test_add_step(test,
                  &(struct test_step){
                      .name = "lander",
                      .url = test->location,
                      .answer = has_cid ? say_str("The click id is in it.")
                                        : say_str("The click id is not in it: the lander's link"
                                                  " relies on the cookie."),
                  });
    struct str target = arena_format(arena, "/click?cid=%.*s", STR_FMT(test->cid));
    bool is_answered = ask(test, target, test->campaign_key, &result);
    struct test_step step = step_of("click", public_url(test, target), &result);
    if (!is_answered || !lead_on(test, step.url, &result))
        step.mend = say_str("The lander's click leads to no offer: give the path an active offer.");
    else
        step.answer = test->location;
    test_add_step(test, &step);
    follow_hop(test);
}

void test_play_visit(struct conversion_test *test)
{
    struct fetch_result result = {.error = say_str("the URL is too long")};
    struct str target = fill_campaign_url(test);
    struct str url = test->campaign_url;

    test->host =
        str_slice(url, (size_t)str_find(url, STR("://")) + 3, url.len - target_of(url).len);
    bool is_answered = target.ptr != NULL && ask(test, target, test->campaign_key, &result);
    struct str shown = target.ptr != NULL ? public_url(test, target) : url;
    struct test_step step = step_of("visit", shown, &result);
    if (!is_answered)
        step.mend = say_str("The tracking listener does not answer: is the edge running?");
    else if (!lead_on(test, shown, &result))
        step.mend = mend_of_status(test, result.status);
    else if (result.set_cookie.ptr == NULL) /* sent to the domain's fallback */
        step.mend = mend_of_status(test, 404);
    else if (!find_visit(test, result.set_cookie))
        step.mend = say_str("The visit is not on disk: look at the disk and at /metrics.");
    else
        step.answer = test->location;
    test_add_step(test, &step);
    follow_hop(test);
    if (!test->is_failed && test->visit.lander_id != 0)
        play_lander(test);
    if (!test->is_failed)
        add_offer_step(test);
}

/* ------------------------------------------------------------------ the postback */

/* Whose postback it will be: the offer's that was clicked last. */
static uint64_t network_of(struct conversion_test *test)
{
    struct click_state state = {.visit_id = test->visit.id};

    return rows_find(&test->page.rows, LEDGER_CLICK_STATE, &state) ? state.network_id
                                                                   : test->visit.network_id;
}

static void write_value(struct buf *buf, const char *name, struct str value)
{
    if (value.ptr == NULL)
        return;
    buf_format(buf, "&%s=", name);
    uri_write_encoded(buf, value);
}

/* What the network would call; hidden: without its secret, to be shown. */
static struct str postback_target(struct conversion_test *test, bool is_hidden)
{
    uint64_t id = network_of(test);
    const json_t *network = names_find_number(&test->page.rows.names, ENTITY_NETWORK, id);
    struct str secret = json_text_at(network, "secret");
    struct buf buf = buf_in_arena(test->call->arena, 8192);

    buf_format(&buf, "/postback?cid=%.*s", STR_FMT(test->cid));
    write_value(&buf, "payout", test->input.payout);
    write_value(&buf, "status", test->input.status);
    write_value(&buf, "txid", test->input.txid);
    if (id != 0)
        buf_format(&buf, "&nid=%" PRIu64, id);
    if (secret.ptr != NULL)
        write_value(&buf, "key", is_hidden ? STR("...") : secret);
    if (!test->input.is_forwarded)
        buf_write_c(&buf, "&disable_postback=1");
    return buf_str(&buf);
}

/* The log's reason in words, and what to change. */
static struct str mend_of_postback(struct conversion_test *test)
{
    size_t count = 0;
    const struct postback *rows =
        rows_select(&test->page.rows, LEDGER_POSTBACK, "visit_id", test->visit.id, 1, &count);
    struct arena *arena = test->call->arena;

    if (count == 0)
        return say_str("The postback was refused: look at the answer.");
    struct str text = reason_text(arena, REASON_OF_POSTBACK, rows[0].reason, NULL);
    struct str mend = reason_mend(arena, REASON_OF_POSTBACK, rows[0].reason, NULL);
    if (text.ptr == NULL)
        return say_str("The postback was refused: look at the answer.");
    return mend.ptr != NULL ? arena_format(arena, "%.*s %.*s", STR_FMT(text), STR_FMT(mend)) : text;
}

void test_play_postback(struct conversion_test *test)
{
    struct fetch_result result;
    bool is_answered = ask(test, postback_target(test, false), STR(TEST_MARK_POSTBACK), &result);
    struct test_step step =
        step_of("postback", public_url(test, postback_target(test, true)), &result);

    if (!is_answered)
        step.mend = say_str("The tracking listener does not answer: is the edge running?");
    else if (result.status != 200 || !str_is_equal(result.body, STR("OK")))
        step.mend = mend_of_postback(test);
    test_add_step(test, &step);
}
