#include "api/forwards.h"

#include "base/say.h"
#include "api/json_out.h"
#include "api/page.h"

#define FORWARDS_MAX    64  /* of one conversion; a person may have resent it often */
#define ANSWERS_MAX     256 /* of one conversion */
#define FORWARDS_OF_ONE 16  /* looked through for a row of a list: a page holds many */
#define ANSWERS_OF_ONE  32
#define DESTINATIONS    "source campaign"
#define STATES          "due sending held delivered duplicate refused failed dropped resent skipped"

/* ------------------------------------------------------------------ words */

static bool is_campaigns(struct str destination)
{
    return str_is_equal(destination, STR("campaign"));
}

/* The postback of a destination as the catalogue has it now, or NULL; lent until the next name. */
static const json_t *postback_of(struct rows *rows, const struct forward *forward)
{
    const json_t *document =
        is_campaigns(forward->destination)
            ? names_find_number(&rows->names, ENTITY_CAMPAIGN, forward->campaign_id)
            : names_find_number(&rows->names, ENTITY_SOURCE, forward->source_id);
    return json_object_get(document, "postback");
}

/* The statuses that are told: the campaign's word, else the source's. */
static struct str list_statuses(struct rows *rows, const struct forward *forward)
{
    struct buf buf = buf_in_arena(rows->arena, 64);
    const json_t *document = names_find_number(&rows->names, ENTITY_CAMPAIGN, forward->campaign_id);
    const json_t *list = json_object_get(json_object_get(document, "postback"), "statuses");
    size_t i;
    json_t *word;

    if (!json_is_array(list)) {
        document = names_find_number(&rows->names, ENTITY_SOURCE, forward->source_id);
        list = json_object_get(json_object_get(document, "postback"), "statuses");
    }
    json_array_foreach(list, i, word)
        buf_format(&buf, "%s%s", i > 0 ? ", " : "", json_string_value(word));
    return buf_str(&buf);
}

static struct reason_words words_of(struct rows *rows, const struct forward *forward)
{
    return (struct reason_words){
        .where = is_campaigns(forward->destination) ? say_str("the campaign's postback")
                                                    : say_str("the source"),
        .status = forward->status,
        .statuses = list_statuses(rows, forward),
    };
}

void forwards_put_reason(struct rows *rows, json_t *row, enum reason_of of, struct str code,
                         const struct forward *forward)
{
    struct arena *arena = rows->arena;
    struct reason_words words = {0};

    if (code.len > 0 && forward != NULL)
        words = words_of(rows, forward);
    const struct reason_words *said = words.where.ptr != NULL ? &words : NULL;
    json_out_put(row, "reason", json_out_text(code));
    json_out_put(row, "reason_text", json_out_text(reason_text(arena, of, code, said)));
    json_out_put(row, "mend", json_out_text(reason_mend(arena, of, code, said)));
}

/* ------------------------------------------------------------------ what became of it */

/* Why a row that is due is not taken; "" when it is. */
static const char *hold_reason(struct rows *rows, const struct forward *forward)
{
    const json_t *postback = postback_of(rows, forward);
    const json_t *enabled = json_object_get(postback, "enabled");
    bool is_paused = json_is_true(json_object_get(postback, "paused"));

    if (!is_campaigns(forward->destination)) {
        const json_t *source = names_find_number(&rows->names, ENTITY_SOURCE, forward->source_id);
        const char *status = json_string_value(json_object_get(source, "status"));
        is_paused |= status != NULL && strcmp(status, "paused") == 0;
    }
    if (json_is_false(enabled))
        return "postback_off";
    return is_paused ? "paused" : "";
}

/* A conversion's answers, newest first, and the latest of one forward. */
struct answers {
    const struct answer *rows;
    size_t count, max;
};

static struct answers answers_of(struct rows *rows, uint64_t conversion_id, size_t max)
{
    struct answers answers = {.max = max};
    answers.rows =
        rows_select(rows, LEDGER_ANSWER, "conversion_id", conversion_id, max, &answers.count);
    return answers;
}

static const struct answer *last_answer(const struct answers *answers, uint64_t forward_id)
{
    for (size_t i = 0; i < answers->count; i++)
        if (answers->rows[i].forward_id == forward_id)
            return &answers->rows[i];
    return NULL;
}

/* A decision, and where its row stands. */
struct fate {
    struct str state;
    enum reason_of of;
    struct str reason;
    struct outbox outbox;      /* id 0: skipped, or pruned */
    const struct answer *last; /* NULL: none yet */
};

/* The row's last answer. The courier may have settled the row since the answers were read; then
 * they are read again. */
static const struct answer *answer_of(struct rows *rows, const struct forward *forward,
                                      const struct outbox *outbox, struct answers *answers)
{
    const struct answer *last = last_answer(answers, forward->id);
    uint64_t known = last != NULL ? last->number : 0;
    if (known >= outbox->attempts || str_is_equal(outbox->state, STR("sending")))
        return last;
    *answers = answers_of(rows, forward->conversion_id, answers->max);
    return last_answer(answers, forward->id);
}

static struct fate fate_of(struct rows *rows, const struct forward *forward,
                           struct answers *answers)
{
    struct fate fate = {.outbox = {.id = forward->id}, .of = REASON_OF_FORWARD};

    if (str_is_equal(forward->decision, STR("skip"))) {
        fate.outbox.id = 0;
        fate.state = STR("skipped");
        fate.reason = forward->reason;
        return fate;
    }
    if (!rows_find(rows, LEDGER_OUTBOX, &fate.outbox))
        fate.outbox.id = 0;
    fate.state = fate.outbox.state;
    fate.last = answer_of(rows, forward, &fate.outbox, answers);
    if (fate.last != NULL) {
        fate.of = REASON_OF_ATTEMPT;
        fate.reason = fate.last->reason;
    }
    const char *held = str_is_equal(fate.state, STR("due")) ? hold_reason(rows, forward) : "";
    if (held[0] != '\0') {
        fate.state = STR("held");
        fate.of = REASON_OF_FORWARD;
        fate.reason = str_from_c(held);
    }
    return fate;
}

void forwards_explain(struct rows *rows, const struct forward *forward, struct forward_fate *told)
{
    struct answers answers = answers_of(rows, forward->conversion_id, ANSWERS_OF_ONE);
    struct fate fate = fate_of(rows, forward, &answers);
    struct reason_words words = words_of(rows, forward);
    struct arena *arena = rows->arena;

    *told = (struct forward_fate){
        .state = fate.state,
        .reason = fate.reason,
        .text = reason_text(arena, fate.of, fate.reason, &words),
        .mend = reason_mend(arena, fate.of, fate.reason, &words),
        .last = fate.last,
    };
}

/* ------------------------------------------------------------------ the summary */

static const struct shape_field summary_fields[] = {
    {"outcome", SHAPE_TEXT, SHAPE_NULL, "What became of telling the source; null: pruned.", NULL,
     NULL},
    {"destination", SHAPE_WORD, 0, "Whose postback it is.", DESTINATIONS, NULL},
    {"reason", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"reason_text", SHAPE_TEXT, SHAPE_NULL, "The reason in words.", NULL, NULL},
    {"mend", SHAPE_TEXT, SHAPE_NULL, "What to do about it.", NULL, NULL},
};
const struct shape forward_summary_shape = SHAPE("forward_summary", summary_fields);

static const struct forward *pick(const struct forward *forwards, size_t count)
{
    const struct forward *of_source = NULL, *of_campaign = NULL;

    for (size_t i = count; i > 0; i--)
        *(is_campaigns(forwards[i - 1].destination) ? &of_campaign : &of_source) = &forwards[i - 1];
    bool has_none = of_source == NULL || str_is_equal(of_source->reason, STR("no_postback_url"));
    return has_none && of_campaign != NULL ? of_campaign : of_source;
}

json_t *forwards_summary(struct rows *rows, const struct conversion *conversion)
{
    size_t count = 0;
    const struct forward *forwards =
        rows_select(rows, LEDGER_FORWARD, "conversion_id", conversion->id, FORWARDS_OF_ONE, &count);
    const struct forward *forward = pick(forwards, count);

    if (forward == NULL)
        return json_null();
    struct answers answers = answers_of(rows, conversion->id, ANSWERS_OF_ONE);
    struct fate fate = fate_of(rows, forward, &answers);
    bool is_retried = str_is_equal(fate.state, STR("due")) && fate.outbox.attempts > 0;
    json_t *object = json_object();
    json_out_put(object, "outcome",
                 is_retried ? json_string("retrying") : json_out_text(fate.state));
    json_out_put(object, "destination", json_out_text(forward->destination));
    forwards_put_reason(rows, object, fate.of, fate.reason, forward);
    return object;
}

/* ------------------------------------------------------------------ everything */

static const struct shape_field attempt_fields[] = {
    {"id", SHAPE_ENTRY, 0, NULL, NULL, NULL},
    {"attempt", SHAPE_NUMBER, 0, "0: ended by a person before any.", NULL, NULL},
    {"outcome", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"reason", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"reason_text", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"mend", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"status_code", SHAPE_NUMBER, SHAPE_NULL, NULL, NULL, NULL},
    {"body", SHAPE_TEXT, SHAPE_NULL, "The beginning of the answer.", NULL, NULL},
    {"error", SHAPE_TEXT, SHAPE_NULL, "Of the connection.", NULL, NULL},
    {"duration_ms", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"next_at", SHAPE_TIME, SHAPE_NULL, "When it is tried again.", NULL, NULL},
    {"created_at", SHAPE_TIME, 0, NULL, NULL, NULL},
};
static const struct shape attempt_shape = SHAPE("forward_attempt", attempt_fields);

static const struct shape_field forward_fields[] = {
    {"forward_id", SHAPE_ENTRY, 0, NULL, NULL, NULL},
    {"destination", SHAPE_WORD, 0, "Whose postback it is.", DESTINATIONS, NULL},
    {"source", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"campaign", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"status", SHAPE_TEXT, SHAPE_NULL, "Of the conversion, when it was decided.", NULL, NULL},
    {"decision", SHAPE_WORD, 0, NULL, "send skip", NULL},
    {"state", SHAPE_WORD, SHAPE_NULL, "Where it stands; null: pruned.", STATES, NULL},
    {"reason", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"reason_text", SHAPE_TEXT, SHAPE_NULL, "The reason in words.", NULL, NULL},
    {"mend", SHAPE_TEXT, SHAPE_NULL, "What to do about it.", NULL, NULL},
    {"method", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"url", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"resend_of", SHAPE_ENTRY, SHAPE_NULL, "The forward that a person sent again.", NULL, NULL},
    {"next_at", SHAPE_TIME, SHAPE_NULL, "When it is due.", NULL, NULL},
    {"decided_at", SHAPE_TIME, 0, NULL, NULL, NULL},
    {"attempts", SHAPE_OBJECTS, 0, "Each attempt that ended, the first one first.", NULL,
     &attempt_shape},
};
const struct shape forward_shape = SHAPE("forward", forward_fields);

static json_t *attempt_json(struct rows *rows, const struct answer *answer)
{
    json_t *row = json_object();

    json_out_put(row, "id", json_out_id(answer->id));
    json_out_put(row, "attempt", json_out_number(answer->number));
    json_out_put(row, "outcome", json_out_text(answer->outcome));
    forwards_put_reason(rows, row, REASON_OF_ATTEMPT, answer->reason, NULL);
    json_out_put(row, "status_code",
                 answer->status_code != 0 ? json_out_number(answer->status_code) : json_null());
    json_out_put(row, "body", json_out_text(answer->body));
    json_out_put(row, "error", json_out_text(answer->error));
    json_out_put(row, "duration_ms", json_integer(answer->duration_us / 1000));
    json_out_put(row, "next_at",
                 answer->next_ms != 0 ? json_out_time(answer->next_ms) : json_null());
    json_out_put(row, "created_at", json_out_time_of(answer->id));
    return row;
}

static json_t *attempts_json(struct rows *rows, const struct answers *answers, uint64_t forward_id)
{
    json_t *list = json_array();

    for (size_t i = answers->count; i > 0; i--)
        if (answers->rows[i - 1].forward_id == forward_id)
            json_out_append(list, attempt_json(rows, &answers->rows[i - 1]));
    return list;
}

static json_t *forward_json(struct rows *rows, const struct forward *forward,
                            struct answers *answers)
{
    struct fate fate = fate_of(rows, forward, answers);
    bool is_due = str_is_equal(fate.outbox.state, STR("due"));
    json_t *row = json_object();

    json_out_put(row, "forward_id", json_out_id(forward->id));
    json_out_put(row, "destination", json_out_text(forward->destination));
    json_out_put(row, "source", names_of_number(&rows->names, ENTITY_SOURCE, forward->source_id));
    json_out_put(row, "campaign",
                 names_of_number(&rows->names, ENTITY_CAMPAIGN, forward->campaign_id));
    json_out_put(row, "status", json_out_text(forward->status));
    json_out_put(row, "decision", json_out_text(forward->decision));
    json_out_put(row, "state", json_out_text(fate.state));
    forwards_put_reason(rows, row, fate.of, fate.reason, forward);
    json_out_put(row, "method", json_out_text(forward->method));
    json_out_put(row, "url", json_out_text(forward->url));
    json_out_put(row, "resend_of", json_out_id(forward->resend_of));
    json_out_put(row, "next_at", is_due ? json_out_time(fate.outbox.due_ms) : json_null());
    json_out_put(row, "decided_at", json_out_time_of(forward->id));
    json_out_put(row, "attempts", attempts_json(rows, answers, forward->id));
    return row;
}

json_t *forwards_all(struct rows *rows, uint64_t conversion_id)
{
    size_t count = 0;
    const struct forward *forwards =
        rows_select(rows, LEDGER_FORWARD, "conversion_id", conversion_id, FORWARDS_MAX, &count);
    struct answers answers = answers_of(rows, conversion_id, ANSWERS_MAX);
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        json_out_append(list, forward_json(rows, &forwards[i], &answers));
    return list;
}

/* ------------------------------------------------------------------ reversals */

bool forwards_are_reversed(struct rows *rows, const struct conversion *conversion)
{
    size_t count = 0;
    bool is_told = false;

    if (!str_is_equal(conversion->status, STR("rejected")))
        return false;
    const struct forward *forwards =
        rows_select(rows, LEDGER_FORWARD, "conversion_id", conversion->id, FORWARDS_OF_ONE, &count);
    for (size_t i = 0; i < count; i++) {
        struct outbox outbox = {.id = forwards[i].id};
        if (!str_is_equal(forwards[i].decision, STR("send")) ||
            !rows_find(rows, LEDGER_OUTBOX, &outbox))
            continue;
        bool is_taken = str_is_equal(outbox.state, STR("delivered")) ||
                        str_is_equal(outbox.state, STR("duplicate"));
        if (is_taken && str_is_equal(outbox.status, STR("rejected")))
            return false;
        is_told |= is_taken || outbox.uncertain != 0;
    }
    return is_told;
}

/* ------------------------------------------------------------------ the queue */

static const struct shape_field queued_fields[] = {
    {"id", SHAPE_ENTRY, 0, "The forward_id.", NULL, NULL},
    {"conversion_id", SHAPE_ENTRY, 0, NULL, NULL, NULL},
    {"destination", SHAPE_WORD, 0, "Whose postback it is.", DESTINATIONS, NULL},
    {"source", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"campaign", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"status", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"state", SHAPE_WORD, 0, "held: until a person acts.", "due sending held", NULL},
    {"reason", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"reason_text", SHAPE_TEXT, SHAPE_NULL, "The reason in words.", NULL, NULL},
    {"mend", SHAPE_TEXT, SHAPE_NULL, "What to do about it.", NULL, NULL},
    {"attempts", SHAPE_NUMBER, 0, "Made so far.", NULL, NULL},
    {"method", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"url", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"due_at", SHAPE_TIME, 0, NULL, NULL, NULL},
    {"decided_at", SHAPE_TIME, 0, NULL, NULL, NULL},
    {"is_test", SHAPE_BOOL, 0, "Of a conversion test.", NULL, NULL},
};
const struct shape postback_queued_shape = SHAPE("postback_queued", queued_fields);

static json_t *queued_json(struct rows *rows, const struct outbox *row, struct str wanted)
{
    struct forward forward = {.id = row->id};

    if (!rows_find(rows, LEDGER_FORWARD, &forward))
        return NULL;
    struct answers answers = answers_of(rows, row->conversion_id, ANSWERS_OF_ONE);
    struct fate fate = fate_of(rows, &forward, &answers);
    if (wanted.ptr != NULL && !str_is_equal(wanted, fate.state))
        return NULL;
    json_t *object = json_object();
    json_out_put(object, "id", json_out_id(row->id));
    json_out_put(object, "conversion_id", json_out_id(row->conversion_id));
    json_out_put(object, "destination", json_out_text(forward.destination));
    json_out_put(object, "source", names_of_number(&rows->names, ENTITY_SOURCE, row->source_id));
    json_out_put(object, "campaign",
                 names_of_number(&rows->names, ENTITY_CAMPAIGN, row->campaign_id));
    json_out_put(object, "status", json_out_text(row->status));
    json_out_put(object, "state", json_out_text(fate.state));
    forwards_put_reason(rows, object, fate.of, fate.reason, &forward);
    json_out_put(object, "attempts", json_out_number(row->attempts));
    json_out_put(object, "method", json_out_text(row->method));
    json_out_put(object, "url", json_out_text(row->url));
    json_out_put(object, "due_at", json_out_time(row->due_ms));
    json_out_put(object, "decided_at", json_out_time_of(row->id));
    json_out_put(object, "is_test", json_boolean(row->is_test != 0));
    return object;
}

void logs_postbacks_queue(struct call *call)
{
    struct page page;
    json_t *list = json_array();
    size_t count = 0;
    uint64_t next = 0;

    page_init(&page, call);
    page.query.is_waiting = true;
    page_filter_number(&page, "source", "source_id");
    page_filter_number(&page, "campaign", "campaign_id");
    page_filter_test(&page);
    struct str state = call_word(call, "state", "due sending held");
    const struct outbox *rows = page_read(&page, LEDGER_OUTBOX, &count, &next);
    for (size_t i = 0; i < count; i++) {
        json_t *row = queued_json(&page.rows, &rows[i], state);
        if (row != NULL)
            json_out_append(list, row);
    }
    page_answer(&page, list, next);
    page_fini(&page);
}
