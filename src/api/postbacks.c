/* postbacks - the logs of what networks told us and of what we told the sources. */
#include "api/log.h"

#include "api/forwards.h"
#include "api/json_out.h"
#include "base/say.h"
#include "convert/postback.h"

#define CHANNELS       "s2s pixel manual csv"
#define LEFT_SHOWN_MAX 60 /* bytes of what was sent */
#define OUT_OUTCOMES   "delivered duplicate refused retrying failed skipped dropped resent"

static json_t *address_json(struct rows *rows, uint64_t id)
{
    struct personal personal = {.id = id};

    (void)rows_find(rows, LEDGER_PERSONAL, &personal); /* forgotten: absent, so null */
    return json_out_text(personal.address);
}

/* ------------------------------------------------------------------ in */

static const struct shape_field in_fields[] = {
    {"id", SHAPE_ENTRY, 0, NULL, NULL, NULL},
    {"received_at", SHAPE_TIME, 0, NULL, NULL, NULL},
    {"channel", SHAPE_WORD, 0, "How it came.", CHANNELS, NULL},
    {"method", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"query", SHAPE_TEXT, SHAPE_NULL, "As received; secrets are cut out.", NULL, NULL},
    {"params", SHAPE_MAP, SHAPE_NULL,
     "What was understood of it, by the tracker's own names; null: nothing.", NULL, NULL},
    {"status_code", SHAPE_NUMBER, 0, "What it was answered.", NULL, NULL},
    {"outcome", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"reason", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"reason_text", SHAPE_TEXT, SHAPE_NULL, "The reason in words.", NULL, NULL},
    {"mend", SHAPE_TEXT, SHAPE_NULL, "What to do about it.", NULL, NULL},
    {"is_test", SHAPE_BOOL, 0, "Of a conversion test.", NULL, NULL},
    {"cid", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"conversion_id", SHAPE_ENTRY, SHAPE_NULL, NULL, NULL, NULL},
    {"network", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"address", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
};
const struct shape postback_in_shape = SHAPE("postback_in", in_fields);

/* What the tracker understood of what was logged: aliases, repairs and values that are none are
 * seen to. False when it could not be read. */
static bool read_logged(struct rows *rows, struct str logged, struct postback_call *said)
{
    struct postback_fault fault;
    struct str query = STR_NONE;

    memset(said, 0, sizeof(*said));
    (void)str_take_piece(&logged, ' ', &query); /* absent: nothing is parsed */
    return postback_parse(rows->arena, query, logged, NULL, NULL, said, &fault) == OK;
}

/* spec/tracker.md §5, rows 1 and 2: what stood where the click id should is named. */
static json_t *mend_json(struct rows *rows, const struct postback *postback,
                         const struct postback_call *said)
{
    struct arena *arena = rows->arena;
    struct str left = str_slice(said->cid_left, 0, LEFT_SHOWN_MAX);

    if (!str_is_equal(postback->reason, STR("unexpanded_cid")) || left.ptr == NULL)
        return json_out_text(reason_mend(arena, REASON_OF_POSTBACK, postback->reason, NULL));
    return json_out_text(arena_format(
        arena,
        say_text("The network sent %.*s and not the click id: it replaces only its own macro, "
                 "written as it "
                 "writes it (case, braces that are not %%7B). Paste the link into the linter."),
        STR_FMT(left)));
}

/* Under the tracker's own names. */
static json_t *params_json(struct rows *rows, struct postback_call said)
{
    const struct {
        const char *name;
        struct str value;
    } values[] = {{"cid", said.cid},           {"payout", said.payout},
                  {"status", said.status},     {"txid", said.txid},
                  {"currency", said.currency}, {"conversion_id", said.reference},
                  {"nid", said.nid},           {"return", said.answer}};
    json_t *object = rows_params_json(rows, said.params);
    for (size_t i = 0; i < ARRAY_LEN(values); i++)
        if (values[i].value.ptr != NULL)
            json_out_put(object, values[i].name, json_out_text(values[i].value));
    return object;
}

json_t *rows_postback_in_json(struct rows *rows, const struct postback *postback)
{
    const struct keys *keys = rows->api->options.keys;
    struct str cid = STR_NONE;
    struct postback_call said;
    bool is_read = read_logged(rows, postback->query, &said);
    json_t *row = json_object();

    if (postback->visit_id != 0)
        cid = click_id_text(rows->arena, keys, postback->visit_id);
    json_out_put(row, "id", json_out_id(postback->id));
    json_out_put(row, "received_at", json_out_time_of(postback->id));
    json_out_put(row, "channel", json_out_text(postback->channel));
    json_out_put(row, "method", json_out_text(postback->method));
    json_out_put(row, "query", json_out_text(postback->query));
    json_out_put(row, "params", is_read ? params_json(rows, said) : json_null());
    json_out_put(row, "status_code", json_out_number(postback->http_status));
    json_out_put(row, "outcome", json_out_text(postback->outcome));
    json_out_put(row, "reason", json_out_text(postback->reason));
    json_out_put(
        row, "reason_text",
        json_out_text(reason_text(rows->arena, REASON_OF_POSTBACK, postback->reason, NULL)));
    json_out_put(row, "mend", mend_json(rows, postback, &said));
    json_out_put(row, "is_test", json_boolean(postback->is_test != 0));
    json_out_put(row, "cid", json_out_text(cid));
    json_out_put(row, "conversion_id", json_out_id(postback->conversion_id));
    json_out_put(row, "network",
                 names_of_number(&rows->names, ENTITY_NETWORK, postback->network_id));
    json_out_put(row, "address", address_json(rows, postback->id));
    return row;
}

static void filter_in(struct page *page)
{
    page_filter_text(page, "outcome", "outcome");
    page_filter_number(page, "network", "network_id");
    page_filter_visit(page);
    page_filter_test(page);
}

static void read_in(struct page *page, json_t *list, uint64_t *next)
{
    size_t count = 0;
    const struct postback *postbacks = page_read(page, LEDGER_POSTBACK, &count, next);

    for (size_t i = 0; i < count; i++)
        json_out_append(list, rows_postback_in_json(&page->rows, &postbacks[i]));
}

void logs_postbacks_in(struct call *call)
{
    log_answer(call, &(struct log){filter_in, read_in, FACT_TABLE});
}

/* ------------------------------------------------------------------ out */

static const struct shape_field out_fields[] = {
    {"id", SHAPE_ENTRY, 0, NULL, NULL, NULL},
    {"conversion_id", SHAPE_ENTRY, SHAPE_NULL, NULL, NULL, NULL},
    {"forward_id", SHAPE_ENTRY, SHAPE_NULL, NULL, NULL, NULL},
    {"destination", SHAPE_WORD, SHAPE_NULL, "Whose postback it is.", "source campaign", NULL},
    {"source", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"campaign", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"status", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"method", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"url", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"status_code", SHAPE_NUMBER, SHAPE_NULL, NULL, NULL, NULL},
    {"body", SHAPE_TEXT, SHAPE_NULL, "The beginning of the answer.", NULL, NULL},
    {"attempt", SHAPE_NUMBER, SHAPE_NULL, NULL, NULL, NULL},
    {"outcome", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"reason", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"reason_text", SHAPE_TEXT, SHAPE_NULL, "The reason in words.", NULL, NULL},
    {"mend", SHAPE_TEXT, SHAPE_NULL, "What to do about it.", NULL, NULL},
    {"error", SHAPE_TEXT, SHAPE_NULL, "Of the connection.", NULL, NULL},
    {"address", SHAPE_TEXT, SHAPE_NULL, "That was asked.", NULL, NULL},
    {"duration_ms", SHAPE_NUMBER, SHAPE_NULL, NULL, NULL, NULL},
    {"sent_at", SHAPE_TIME, SHAPE_NULL, NULL, NULL, NULL},
    {"next_at", SHAPE_TIME, SHAPE_NULL, "When it is tried again.", NULL, NULL},
    {"is_test", SHAPE_BOOL, 0, "Of a conversion test.", NULL, NULL},
    {"created_at", SHAPE_TIME, 0, NULL, NULL, NULL},
};
const struct shape postback_out_shape = SHAPE("postback_out", out_fields);

/* Where it goes. */
static void put_where(struct rows *rows, json_t *row, const struct forward *forward)
{
    json_out_put(row, "destination", json_out_text(forward->destination));
    json_out_put(row, "source", names_of_number(&rows->names, ENTITY_SOURCE, forward->source_id));
    json_out_put(row, "campaign",
                 names_of_number(&rows->names, ENTITY_CAMPAIGN, forward->campaign_id));
    json_out_put(row, "status", json_out_text(forward->status));
    json_out_put(row, "method", json_out_text(forward->method));
    json_out_put(row, "url", json_out_text(forward->url));
}

json_t *rows_answer_json(struct rows *rows, const struct answer *answer)
{
    struct forward forward = {.id = answer->forward_id,
                              .source_id = answer->source_id,
                              .campaign_id = answer->campaign_id,
                              .destination = answer->destination};
    int64_t answered_ms = id_time_ms(answer->id);
    json_t *row = json_object();

    (void)rows_find(rows, LEDGER_FORWARD, &forward); /* pruned: the URL is unknown */
    json_out_put(row, "id", json_out_id(answer->id));
    json_out_put(row, "conversion_id", json_out_id(answer->conversion_id));
    json_out_put(row, "forward_id", json_out_id(answer->forward_id));
    put_where(rows, row, &forward);
    json_out_put(row, "status_code",
                 answer->status_code != 0 ? json_out_number(answer->status_code) : json_null());
    json_out_put(row, "body", json_out_text(answer->body));
    json_out_put(row, "attempt", json_out_number(answer->number));
    json_out_put(row, "outcome", json_out_text(answer->outcome));
    forwards_put_reason(rows, row, REASON_OF_ATTEMPT, answer->reason, NULL);
    json_out_put(row, "error", json_out_text(answer->error));
    json_out_put(row, "address", json_out_text(answer->address));
    json_out_put(row, "duration_ms", json_integer(answer->duration_us / 1000));
    json_out_put(row, "sent_at", json_out_time(answered_ms - answer->duration_us / 1000));
    json_out_put(row, "next_at",
                 answer->next_ms != 0 ? json_out_time(answer->next_ms) : json_null());
    json_out_put(row, "is_test", json_boolean(answer->is_test != 0));
    json_out_put(row, "created_at", json_out_time_of(answer->id));
    return row;
}

json_t *rows_skip_json(struct rows *rows, const struct forward *forward)
{
    static const char *const none[] = {"status_code", "body",        "attempt", "error",
                                       "address",     "duration_ms", "sent_at", "next_at"};
    json_t *row = json_object();

    json_out_put(row, "id", json_out_id(forward->id));
    json_out_put(row, "conversion_id", json_out_id(forward->conversion_id));
    json_out_put(row, "forward_id", json_out_id(forward->id));
    put_where(rows, row, forward);
    json_out_put(row, "outcome", json_string("skipped"));
    forwards_put_reason(rows, row, REASON_OF_FORWARD, forward->reason, forward);
    for (size_t i = 0; i < ARRAY_LEN(none); i++)
        json_out_put(row, none[i], json_null());
    json_out_put(row, "is_test", json_boolean(forward->is_test != 0));
    json_out_put(row, "created_at", json_out_time_of(forward->id));
    return row;
}

/* Two logs as one: attempts that were answered, and decisions not to tell. */
struct out_rows {
    const struct answer *answers;
    size_t answer_count;
    uint64_t answers_next;
    const struct forward *skips;
    size_t skip_count;
    uint64_t skips_next;
};

/* Merges them newest first, as far as both are known. */
static void merge(struct page *page, const struct out_rows *rows, json_t *list, uint64_t *next)
{
    uint64_t known_from =
        rows->answers_next > rows->skips_next ? rows->answers_next : rows->skips_next;
    size_t answer = 0, skip = 0;

    *next = 0;
    for (;;) {
        uint64_t answer_id = answer < rows->answer_count ? rows->answers[answer].id : 0;
        uint64_t skip_id = skip < rows->skip_count ? rows->skips[skip].id : 0;
        uint64_t id = answer_id > skip_id ? answer_id : skip_id;
        if (id == 0 || id < known_from) {
            *next = known_from;
            return;
        }
        if (json_array_size(list) == page->query.limit)
            return; /* *next is the last one taken */
        json_out_append(list, id == answer_id
                                  ? rows_answer_json(&page->rows, &rows->answers[answer++])
                                  : rows_skip_json(&page->rows, &rows->skips[skip++]));
        *next = id;
    }
}

static void filter_out(struct page *page)
{
    page_filter_number(page, "source", "source_id");
    page_filter_number(page, "campaign", "campaign_id");
    page_filter_number(page, "conversion_id", "conversion_id");
    page_filter_test(page);
    page->is_indexed = call_param(page->call, "conversion_id").ptr != NULL;
}

static void read_out(struct page *page, json_t *list, uint64_t *next)
{
    struct str outcome = call_word(page->call, "outcome", OUT_OUTCOMES);
    bool only_skips = str_is_equal(outcome, STR("skipped"));
    size_t shared = page->query.filter_count;
    struct out_rows rows = {0};

    if (!only_skips) {
        if (outcome.ptr != NULL)
            page_add(page, "outcome", outcome, 0);
        rows.answers = page_read(page, LEDGER_ANSWER, &rows.answer_count, &rows.answers_next);
        page->query.filter_count = shared;
    }
    if (only_skips || outcome.ptr == NULL) {
        page_add(page, "decision", STR("skip"), 0);
        rows.skips = page_read(page, LEDGER_FORWARD, &rows.skip_count, &rows.skips_next);
        page->query.filter_count = shared;
    }
    merge(page, &rows, list, next);
}

void logs_postbacks_out(struct call *call)
{
    log_answer(call, &(struct log){filter_out, read_out, FACT_TABLE});
}
