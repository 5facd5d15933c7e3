/* trace - POST /api/v1/trace: follows a URL hop by hop and says which parameters come through.
 * Holds a thread of the pool while it runs: at most TRACES_MAX at once, TOTAL_MS each. */
#include "api/internal.h"

#include "base/say.h"
#include "api/json_out.h"
#include "api/trace_judge.h"

#define TRACES_MAX      4
#define HOP_MS          10000
#define TOTAL_MS        30000
#define HOPS_DEFAULT    10
#define NAMES_MAX       32
#define NAME_BYTES_MAX  64
#define AGENT_BYTES_MAX 512

/* signals_of() knows it: what we follow through this tracker is no visit of a person. */
static const char own_agent[] = "Mozilla/5.0 (compatible; Rebond link tester/" REBOND_VERSION ")";

/* ------------------------------------------------------------------ what it takes and gives */

static const struct shape_field trace_body_fields[] = {
    {"url", SHAPE_TEXT, 0, "Where it begins.", NULL, NULL},
    {"params", SHAPE_TEXTS, SHAPE_OPTIONAL | SHAPE_NULL,
     "The parameters that are looked for; null: all of the first URL's.", NULL, NULL},
    {"max_hops", SHAPE_NUMBER, SHAPE_OPTIONAL, "1 to 20, 10 by default.", NULL, NULL},
    {"user_agent", SHAPE_TEXT, SHAPE_OPTIONAL | SHAPE_NULL,
     "What to come as; null: Rebond's link tester.", NULL, NULL},
};
const struct shape trace_body_shape = SHAPE_OF_BODY(
    "trace_url", trace_body_fields, "{\"url\":\"http://127.0.0.1:9/?cid=abc\",\"max_hops\":3}");

#define STATES "kept renamed inside changed lost"

static const struct shape_field param_fields[] = {
    {"name", SHAPE_TEXT, 0, "In the first URL.", NULL, NULL},
    {"state", SHAPE_WORD, 0, "What became of it until here.", STATES, NULL},
    {"as", SHAPE_TEXT, SHAPE_NULL, "What it is called here; null: it stands in no parameter.", NULL,
     NULL},
    {"value", SHAPE_TEXT, SHAPE_NULL, "Of that parameter here.", NULL, NULL},
};
static const struct shape param_shape = SHAPE("trace_param", param_fields);

static const struct shape_field hop_fields[] = {
    {"hop", SHAPE_NUMBER, 0, "From 1.", NULL, NULL},
    {"url", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"status", SHAPE_NUMBER, SHAPE_NULL, "null: there was no answer.", NULL, NULL},
    {"ms", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"how", SHAPE_WORD, SHAPE_NULL, "How it sends on; null: it does not.", "status refresh meta",
     NULL},
    {"location", SHAPE_TEXT, SHAPE_NULL, "Where to, as written.", NULL, NULL},
    {"script", SHAPE_BOOL, 0, "Whether the page may send on by a script, which is not run.", NULL,
     NULL},
    {"error", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"params", SHAPE_OBJECTS, 0, NULL, NULL, &param_shape},
};
static const struct shape hop_shape = SHAPE("trace_hop", hop_fields);

static const struct shape_field trace_finding_fields[] = {
    {"code", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"severity", SHAPE_WORD, 0, NULL, "error warning note", NULL},
    {"message", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"hop", SHAPE_NUMBER, 0, NULL, NULL, NULL},
};
static const struct shape trace_finding_shape = SHAPE("trace_finding", trace_finding_fields);

#define ENDS "arrived loop too_many_hops no_answer left_the_web timed_out"

static const struct shape_field trace_fields[] = {
    {"end", SHAPE_WORD, 0, "How it ended.", ENDS, NULL},
    {"ms", SHAPE_NUMBER, 0, "Of all hops.", NULL, NULL},
    {"hops", SHAPE_OBJECTS, 0, NULL, NULL, &hop_shape},
    {"findings", SHAPE_OBJECTS, 0, "What is wrong, by hop.", NULL, &trace_finding_shape},
};
const struct shape trace_shape = SHAPE("trace", trace_fields);

/* ------------------------------------------------------------------ one request */

struct tracing {
    struct call *call;
    struct trace_request request;
    const json_t *names; /* NULL: all */
    struct trace trace;
    struct trace_pairs first, here;
    struct trace_report report;
};

static json_t *hop_json(struct tracing *tracing, size_t index)
{
    static const char *const hows[] = {NULL, "status", "refresh", "meta"};
    const struct trace_hop *hop = &tracing->trace.hops[index];
    json_t *one = json_object();
    json_t *params = json_array();

    trace_cut(tracing->call->arena, hop->url, &tracing->here);
    for (size_t i = 0; i < tracing->first.count; i++) {
        const struct trace_pair *first = &tracing->first.list[i];
        struct trace_fate fate = trace_fate_of(first, hop->url, &tracing->here);
        json_t *param = json_object();
        json_out_put(param, "name", json_out_text(first->name));
        json_out_put(param, "state", json_string(trace_state_text(fate.state)));
        json_out_put(param, "as", json_out_text(fate.as));
        json_out_put(param, "value", json_out_text(fate.value));
        json_out_append(params, param);
    }
    json_out_put(one, "hop", json_integer((json_int_t)index + 1));
    json_out_put(one, "url", json_out_text(hop->url));
    json_out_put(one, "status", hop->status == 0 ? json_null() : json_integer(hop->status));
    json_out_put(one, "ms", json_integer(hop->duration_us / 1000));
    json_out_put(one, "how", json_out_text(str_from_c(hows[hop->how])));
    json_out_put(one, "location", json_out_text(hop->location));
    json_out_put(one, "script", json_boolean(hop->has_script));
    json_out_put(one, "error", json_out_text(hop->error.len > 0 ? hop->error : STR_NONE));
    json_out_put(one, "params", params);
    return one;
}

static json_t *findings_json(const struct trace_report *report)
{
    json_t *findings = json_array();

    for (size_t i = 0; i < report->count; i++) {
        const struct trace_finding *finding = &report->findings[i];
        json_t *one = json_object();
        json_out_put(one, "code", json_string(finding->code));
        json_out_put(one, "severity", json_string(finding->severity));
        json_out_put(one, "message", json_out_text(str_from_c(finding->message)));
        json_out_put(one, "hop", json_integer((json_int_t)finding->hop));
        json_out_append(findings, one);
    }
    return findings;
}

/* ------------------------------------------------------------------ body */

static struct str read_line(struct call *call, const char *name, size_t max)
{
    const json_t *value = json_object_get(call->body, name);
    struct str text = {json_string_value(value), json_string_length(value)};

    if (!json_is_string(value) || text.len == 0 || text.len > max || str_has_control(text))
        call_refuse(call, 422, name, "%s: expected a line of 1 to %zu bytes.", name, max);
    return text;
}

static unsigned read_hops(struct call *call)
{
    const json_t *value = json_object_get(call->body, "max_hops");
    json_int_t hops = value != NULL ? json_integer_value(value) : HOPS_DEFAULT;

    if ((value != NULL && !json_is_integer(value)) || hops < 1 || hops > TRACE_HOPS_MAX) {
        call_refuse(call, 422, "max_hops", "max_hops: expected an integer from 1 to %d.",
                    TRACE_HOPS_MAX);
        return 1;
    }
    return (unsigned)hops;
}

static const json_t *read_names(struct call *call)
{
    const json_t *names = json_object_get(call->body, "params");
    bool is_list = json_is_array(names) && json_array_size(names) <= NAMES_MAX;

    if (names == NULL || json_is_null(names))
        return NULL;
    for (size_t i = 0; is_list && i < json_array_size(names); i++) {
        size_t len = json_string_length(json_array_get(names, i));
        is_list = json_is_string(json_array_get(names, i)) && len >= 1 && len <= NAME_BYTES_MAX;
    }
    if (!is_list)
        call_refuse(call, 422, "params",
                    "params: expected a list of at most %d names of 1 to %d bytes.", NAMES_MAX,
                    NAME_BYTES_MAX);
    return names;
}

/* Keeps the parameters that were asked for; one that the first URL lacks is refused. */
static void choose_params(struct tracing *tracing)
{
    struct trace_pairs *first = &tracing->first;

    trace_cut(tracing->call->arena, tracing->request.url, &tracing->here);
    if (tracing->names == NULL) {
        *first = tracing->here;
        return;
    }
    for (size_t i = 0; i < json_array_size(tracing->names); i++) {
        const json_t *name = json_array_get(tracing->names, i);
        struct str text = {json_string_value(name), json_string_length(name)};
        const struct trace_pair *found = trace_find_pair(&tracing->here, text);
        if (found == NULL)
            call_refuse(tracing->call, 422, "params", "params: the URL has no parameter %.*s.",
                        STR_FMT(text));
        else
            first->list[first->count++] = *found;
    }
}

static void run(struct tracing *tracing)
{
    struct call *call = tracing->call;
    const struct api_options *options = &call->api->options;
    json_t *hops, *answer;
    static const char *const ends[] = {"arrived",   "loop",         "too_many_hops",
                                       "no_answer", "left_the_web", "timed_out"};

    enum err err = trace_run(call->arena, options->allow_private, options->allow_private_count,
                             &tracing->request, &tracing->trace);
    if (err == ERR_INVALID)
        call_refuse(call, 422, "url",
                    "url: expected http:// or https:// at the beginning, and no space in it.");
    else if (err != OK)
        call_refuse(call, 500, "", "The URL could not be followed: %s.", say_text(err_text(err)));
    if (err != OK)
        return;
    hops = json_array();
    answer = json_object();
    for (size_t i = 0; i < tracing->trace.count; i++)
        json_out_append(hops, hop_json(tracing, i));
    trace_judge(call->arena, &tracing->trace, &tracing->first, tracing->names != NULL,
                &tracing->report);
    json_out_put(answer, "end", json_string(ends[tracing->trace.end]));
    json_out_put(answer, "ms", json_integer(tracing->report.total_ms));
    json_out_put(answer, "hops", hops);
    json_out_put(answer, "findings", findings_json(&tracing->report));
    call_answer(call, 200, answer);
}

void trace_answer(struct call *call)
{
    struct tracing *tracing = ARENA_NEW(call->arena, struct tracing);
    const json_t *agent = json_object_get(call->body, "user_agent");

    CHECK(tracing != NULL); /* the first of a request's memory */
    tracing->call = call;
    call_check_fields(call, &trace_body_shape);
    tracing->request = (struct trace_request){
        .url = read_line(call, "url", FETCH_URL_BYTES_MAX),
        .hops_max = read_hops(call),
        .hop_ms = HOP_MS,
        .total_ms = TOTAL_MS,
        .user_agent = agent == NULL || json_is_null(agent)
                          ? str_from_c(own_agent)
                          : read_line(call, "user_agent", AGENT_BYTES_MAX),
    };
    tracing->names = read_names(call);
    if (!call->is_answered)
        choose_params(tracing);
    if (call->is_answered)
        return;
    if (atomic_fetch_add(&call->api->traces, 1) < TRACES_MAX)
        run(tracing);
    else
        call_refuse(call, 503, "", "%d links are being followed already: try again.", TRACES_MAX);
    atomic_fetch_sub(&call->api->traces, 1);
}
