/* reconcile_match - a conversion of the tracker's, what it told the network, and what the network
 * counted of it. A call is known by its Idempotency-Key; one that came without (over a hop that
 * drops it) by goal and ad click, as long as the tracker was not told that it was refused. */
#include "api/reconcile.h"

#include "base/num.h"
#include "ledger/reader_goal_calls.h"

#define FORWARDS_MAX 64
#define ANSWERS_MAX  256
#define CALLS_MAX    64 /* stored of one goal and ad click */
#define SEEN_BEGIN   1024

/* ------------------------------------------------------------------ calls that are matched */

struct reconcile_seen {
    uint64_t *slots; /* 0: free */
    size_t cap, count;
};

struct reconcile_seen *reconcile_seen_make(void)
{
    struct reconcile_seen *seen = heap_make(1, sizeof(*seen));
    seen->cap = SEEN_BEGIN;
    seen->slots = heap_make(seen->cap, sizeof(*seen->slots));
    return seen;
}

void reconcile_seen_free(struct reconcile_seen *seen)
{
    if (seen != NULL)
        free(seen->slots);
    free(seen);
}

static size_t slot_of(const struct reconcile_seen *seen, uint64_t id)
{
    size_t slot = (size_t)((id * UINT64_C(0x9e3779b97f4a7c15)) >> 20) & (seen->cap - 1);
    while (seen->slots[slot] != 0 && seen->slots[slot] != id)
        slot = (slot + 1) & (seen->cap - 1);
    return slot;
}

bool reconcile_seen_has(const struct reconcile_seen *seen, uint64_t id)
{
    return seen->slots[slot_of(seen, id)] == id;
}

static void see(struct reconcile_seen *seen, uint64_t id)
{
    if (2 * (seen->count + 1) > seen->cap) {
        struct reconcile_seen larger = {heap_make(2 * seen->cap, sizeof(uint64_t)), 2 * seen->cap,
                                        0};
        for (size_t i = 0; i < seen->cap; i++)
            if (seen->slots[i] != 0)
                larger.slots[slot_of(&larger, seen->slots[i])] = seen->slots[i];
        larger.count = seen->count;
        free(seen->slots);
        *seen = larger;
    }
    size_t slot = slot_of(seen, id);
    seen->count += seen->slots[slot] == 0;
    seen->slots[slot] = id;
}

/* ------------------------------------------------------------------ what was told */

static void read_url(struct reconcile *reconcile, struct reconcile_sent *told)
{
    struct str url = told->forward->url;
    ptrdiff_t begin = str_find(url, STR("?"));
    struct uri_query query = {0};
    struct uri_fault fault;

    reconcile_goal_of(url, told->goal);
    if (begin < 0 || uri_parse_query(reconcile->scratch, str_slice(url, (size_t)begin + 1, url.len),
                                     &query, &fault) != OK)
        return;
    struct str tag = uri_value(&query, STR("tag"));
    told->is_tag = tag.ptr != NULL &&
                   tag_open(reconcile->call->api->options.keys, tag, &told->tag) == OK &&
                   told->tag.workspace_id == reconcile->workspace_id &&
                   names_find(&reconcile->rows.names, ENTITY_GOAL, str_from_c(told->goal)) != NULL;
    told->fate.is_own_tag = told->is_tag;
}

static const struct answer *last_answer(const struct answer *answers, size_t count,
                                        uint64_t forward_id)
{
    for (size_t i = 0; i < count; i++)
        if (answers[i].forward_id == forward_id)
            return &answers[i];
    return NULL;
}

/* Whether it may be what the network counted, by the answer that the tracker got. */
static bool may_be_counted(const struct reconcile_sent *told, const struct answer *last)
{
    if (last == NULL || !str_is_equal(last->outcome, STR("duplicate")))
        return last == NULL || !str_is_equal(last->outcome, STR("refused"));
    return str_is_equal(last->reason, STR("own_retry")) && told->forward->id != 0;
}

static void find_call(struct reconcile *reconcile, struct reconcile_sent *told,
                      const struct answer *last)
{
    struct rows *rows = &reconcile->rows;
    struct goal_call *calls = ARENA_ARRAY(reconcile->scratch, struct goal_call, CALLS_MAX);
    struct str key = arena_format(reconcile->scratch, "%" PRIu64, told->forward->key_id);
    const struct goal_call *found = NULL;
    size_t count = 0;

    if (!told->is_tag || !rows_open(rows))
        return;
    rows->err = calls == NULL
                    ? ERR_FULL
                    : ledger_reader_stored_calls(rows->reader, str_from_c(told->goal),
                                                 told->tag.ad_click_id, reconcile->scratch, calls,
                                                 CALLS_MAX, &count);
    for (size_t i = count; rows->err == OK && i > 0; i--) {
        const struct goal_call *call = &calls[i - 1];
        bool is_free = !reconcile_seen_has(reconcile->seen, call->id) &&
                       call->workspace_id == reconcile->workspace_id;
        if (is_free && str_is_equal(call->idempotency_key, key))
            found = call;
        else if (is_free && call->idempotency_key.len == 0 && may_be_counted(told, last) &&
                 (found == NULL || found->idempotency_key.len == 0))
            found = call;
    }
    if (found == NULL)
        return;
    see(reconcile->seen, found->id);
    told->has_call = true;
    told->call = *found;
}

static void read_told(struct reconcile *reconcile, const struct answer *answers,
                      size_t answer_count, struct reconcile_sent *told)
{
    struct outbox outbox = {.id = told->forward->id};
    const struct answer *last = last_answer(answers, answer_count, told->forward->id);

    if (rows_find(&reconcile->rows, LEDGER_OUTBOX, &outbox))
        told->fate.state = outbox.state;
    if (last != NULL) {
        told->fate.outcome = last->outcome;
        told->fate.is_own_retry = str_is_equal(last->reason, STR("own_retry"));
        told->fate.answered_ms = id_time_ms(last->id);
        told->fate.body = last->body;
    }
    read_url(reconcile, told);
    find_call(reconcile, told, last);
}

/* ------------------------------------------------------------------ entries */

static bool is_within(struct span_ms span, int64_t wall_ms)
{
    return wall_ms >= span.from_ms && wall_ms < span.to_ms;
}

static int64_t network_day(const struct reconcile *reconcile, const struct goal_call *call)
{
    return zone_day(reconcile->network_zone, id_time_ms(call->id));
}

static enum reconcile_cause cause_of_day(const struct reconcile *reconcile,
                                         const struct goal_call *call, int64_t converted_ms)
{
    const struct zone *zone = reconcile->asked.zone;
    bool is_same_day = zone_day(zone, id_time_ms(call->id)) == zone_day(zone, converted_ms);
    return is_same_day ? RECONCILE_TIME_ZONE : RECONCILE_LATE;
}

void reconcile_append_counted(struct reconcile *reconcile, const struct reconcile_entry *tracker,
                              const struct reconcile_counted *counted)
{
    bool is_counted = tracker->tracker.count != 0, is_one = counted->sums.count == 1;
    struct reconcile_entry own = *tracker, other = *tracker;

    own.goal_call_id = other.goal_call_id = counted->goal_call_id;
    own.statement_id = other.statement_id = counted->statement_id;
    own.statement_line = other.statement_line = counted->statement_line;
    other.day = counted->day;
    other.tracker = (struct reconcile_sums){0, 0};
    other.network = counted->sums;
    other.amount_micros = is_counted && is_one ? counted->sums.micros - tracker->tracker.micros : 0;
    if (is_counted)
        own.cause = counted->sums.count == 0 ? RECONCILE_REFUSED : counted->other_day;
    other.cause = own.cause;
    if (is_counted && counted->is_here && counted->day == tracker->day) {
        other.tracker = tracker->tracker;
        other.cause = is_one                     ? RECONCILE_AGREED
                      : counted->sums.count == 0 ? RECONCILE_REFUSED
                                                 : RECONCILE_DUPLICATE;
        reconcile_append(reconcile, &other);
        return;
    }
    if (is_counted || own.tracker.micros != 0)
        reconcile_append(reconcile, &own);
    if (counted->is_here && (counted->sums.count != 0 || counted->sums.micros != 0))
        reconcile_append(reconcile, &other);
}

static struct reconcile_counted counted_by(const struct reconcile *reconcile,
                                           const struct goal_call *call, int64_t converted_ms)
{
    return (struct reconcile_counted){.day = network_day(reconcile, call),
                                      .is_here =
                                          is_within(reconcile->network_span, id_time_ms(call->id)),
                                      .sums = {1, call->value_micros},
                                      .other_day = cause_of_day(reconcile, call, converted_ms),
                                      .goal_call_id = call->id};
}

/* A call that the tracker counts nothing for. */
static void append_call(struct reconcile *reconcile, const struct reconcile_entry *like,
                        const struct goal_call *call, enum reconcile_cause cause)
{
    struct reconcile_entry entry = *like;
    struct reconcile_counted counted = counted_by(reconcile, call, id_time_ms(call->id));

    entry.tracker = (struct reconcile_sums){0, 0};
    entry.cause = cause;
    reconcile_append_counted(reconcile, &entry, &counted);
}

/* Of those that were told: what the network counted, else the newest. */
static size_t pick(const struct reconcile_sent *told, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (told[i].has_call)
            return i;
    return count - 1;
}

/* More was counted than the tracker counts conversions. */
static void append_more(struct reconcile *reconcile, const struct reconcile_entry *like,
                        const struct reconcile_sent *told)
{
    bool is_same_goal = strcmp(told->goal, like->goal) == 0;
    struct reconcile_entry entry = *like;

    memcpy(entry.goal, told->goal, sizeof(entry.goal));
    entry.forward_id = told->forward->id;
    append_call(reconcile, &entry, &told->call,
                is_same_goal ? RECONCILE_DUPLICATE : RECONCILE_EXTRA);
}

/* The goal that it would have been told to, as the catalogue has it now. */
static void goal_of_skip(struct reconcile *reconcile, const struct conversion *conversion,
                         char goal[RECONCILE_GOAL_MAX + 1])
{
    json_t *postback = json_object_get(reconcile->source, "postback");
    struct str status = arena_copy(reconcile->scratch, conversion->status);
    json_t *url = status.ptr != NULL ? json_object_getn(json_object_get(postback, "status_urls"),
                                                        status.ptr, status.len)
                                     : NULL;
    if (!json_is_string(url))
        url = json_object_get(postback, "url");
    goal[0] = '\0';
    if (json_is_string(url))
        reconcile_goal_of(str_from_c(json_string_value(url)), goal);
}

static void append_all(struct reconcile *reconcile, struct reconcile_entry *entry,
                       const struct reconcile_sent *told, size_t count, size_t main)
{
    if (told[main].has_call) {
        struct reconcile_counted counted =
            counted_by(reconcile, &told[main].call, id_time_ms(entry->conversion_id));
        reconcile_append_counted(reconcile, entry, &counted);
    } else if (entry->tracker.count != 0 || entry->tracker.micros != 0) {
        entry->cause = reconcile_judge(&told[main].fate);
        reconcile_append(reconcile, entry);
    }
    for (size_t i = main + 1; i < count; i++)
        if (told[i].has_call)
            append_more(reconcile, entry, &told[i]);
}

/* Newest first, as the ledger gives them. */
static void match_forwards(struct reconcile *reconcile, struct reconcile_entry *entry,
                           const struct conversion *conversion, const struct forward *forwards,
                           size_t count)
{
    struct reconcile_sent *told =
        ARENA_ARRAY(reconcile->scratch, struct reconcile_sent, FORWARDS_MAX);
    size_t answer_count = 0, told_count = 0;
    const struct answer *answers = rows_select(&reconcile->rows, LEDGER_ANSWER, "conversion_id",
                                               conversion->id, ANSWERS_MAX, &answer_count);

    if (told == NULL)
        reconcile->rows.err = ERR_FULL;
    for (size_t i = count; i > 0 && reconcile->rows.err == OK; i--) {
        if (!str_is_equal(forwards[i - 1].decision, STR("send")))
            continue;
        told[told_count].forward = &forwards[i - 1];
        read_told(reconcile, answers, answer_count, &told[told_count++]);
    }
    if (reconcile->rows.err != OK)
        return;
    size_t main = told_count > 0 ? pick(told, told_count) : 0;
    if (told_count > 0) {
        entry->forward_id = told[main].forward->id;
        memcpy(entry->goal, told[main].goal, sizeof(entry->goal));
    } else {
        entry->forward_id = count > 0 ? forwards[0].id : 0;
        goal_of_skip(reconcile, conversion, entry->goal);
    }
    if (reconcile_statements_take(reconcile, entry, conversion, told, told_count, main))
        return;
    if (told_count > 0) {
        append_all(reconcile, entry, told, told_count, main);
        return;
    }
    entry->cause = RECONCILE_NOT_SENT;
    if (entry->tracker.count != 0 || entry->tracker.micros != 0)
        reconcile_append(reconcile, entry);
}

void reconcile_match(struct reconcile *reconcile, const struct conversion *conversion)
{
    size_t count = 0;
    struct reconcile_entry entry = {
        .day = zone_day(reconcile->asked.zone, id_time_ms(conversion->id)),
        .campaign_id = conversion->campaign_id,
        .conversion_id = conversion->id,
        /* As the report counts: revenue of types that do not count is revenue all the same. */
        .tracker = {conversion->is_counted != 0 && conversion->is_bot == 0,
                    conversion->is_bot == 0 ? conversion->revenue_micros : 0},
        .cause = conversion->is_bot != 0 ? RECONCILE_BOT : RECONCILE_EXTRA,
    };

    if (conversion->is_test != 0)
        return;
    const struct forward *forwards = rows_select(&reconcile->rows, LEDGER_FORWARD, "conversion_id",
                                                 conversion->id, FORWARDS_MAX, &count);
    if (reconcile->rows.err == OK)
        match_forwards(reconcile, &entry, conversion, forwards, count);
}

/* ------------------------------------------------------------------ calls without a conversion */

static bool find_forward(struct reconcile *reconcile, const struct goal_call *call,
                         struct forward *forward)
{
    uint64_t id = 0;

    if (num_parse_u64(call->idempotency_key, INT64_MAX, &id) != OK || id == 0)
        return false;
    *forward = (struct forward){.id = id};
    return rows_find(&reconcile->rows, LEDGER_FORWARD, forward);
}

void reconcile_match_call(struct reconcile *reconcile, const struct goal_call *call)
{
    struct forward forward;
    struct conversion conversion = {0};
    struct reconcile_entry entry = {
        .campaign_id = reconcile_setup_campaign(reconcile->setup, call->variation_id)};
    enum reconcile_cause cause = RECONCILE_ONLY_NETWORK;
    bool has_forward = find_forward(reconcile, call, &forward);
    size_t len = call->goal_id.len < RECONCILE_GOAL_MAX ? call->goal_id.len : RECONCILE_GOAL_MAX;

    if (reconcile_statements_cover(reconcile, id_time_ms(call->id)))
        return; /* that day a statement tells what was counted */
    if (has_forward ? forward.source_id != reconcile->source_id
                    : !reconcile_setup_has_goal(reconcile->setup, call->goal_id))
        return;
    memcpy(entry.goal, call->goal_id.ptr, len);
    if (has_forward) {
        entry.campaign_id = forward.campaign_id;
        entry.forward_id = forward.id;
        entry.conversion_id = conversion.id = forward.conversion_id;
        bool is_there = rows_find(&reconcile->rows, LEDGER_CONVERSION, &conversion);
        bool is_here = is_within(reconcile->span, id_time_ms(conversion.id));
        if (is_there && conversion.is_test == 0)
            cause = is_here ? RECONCILE_DUPLICATE
                            : cause_of_day(reconcile, call, id_time_ms(conversion.id));
    }
    append_call(reconcile, &entry, call, cause);
}
