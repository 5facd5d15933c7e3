#include "courier/resend.h"

#include "base/num.h"
#include "convert/tell.h"
#include "courier/outbox.h"

static uint64_t id_of(const json_t *args, const char *name)
{
    const json_t *value = json_object_get(args, name);
    uint64_t id = 0;
    if (json_is_string(value) &&
        num_parse_u64((struct str){json_string_value(value), json_string_length(value)}, INT64_MAX,
                      &id) == OK)
        return id;
    return 0;
}

static bool is_forced(const struct operation *operation)
{
    return json_is_true(json_object_get(operation->args, "force"));
}

static bool has_state(const struct outbox *row, const char *state)
{
    return str_is_equal(row->state, str_from_c(state));
}

static bool is_waiting(const struct outbox *row)
{
    return has_state(row, "due") || has_state(row, "held");
}

static void put(json_t *object, const char *name, json_t *value)
{
    CHECK(value != NULL && json_object_set_new(object, name, value) == 0);
}

static json_t *text_json(struct str text)
{
    return json_stringn(text.ptr != NULL ? text.ptr : "", text.len);
}

static json_t *id_json(struct arena *arena, uint64_t id)
{
    return text_json(arena_format(arena, "%" PRIu64, id));
}

/* The row that is named; NULL: refused, or *err. */
static struct outbox *find_row(struct operation *operation, struct ledger_tx *tx, enum err *err)
{
    struct outbox *row = ARENA_NEW(operation->arena, struct outbox);
    CHECK(row != NULL);
    row->id = id_of(operation->args, "forward_id");
    *err = row->id != 0 ? ledger_find(tx, LOOKUP_OUTBOX, row) : ERR_NOT_FOUND;
    if (*err == OK && row->workspace_id != operation->workspace_id)
        *err = ERR_NOT_FOUND;
    if (*err == OK)
        return row;
    if (*err == ERR_NOT_FOUND) {
        operation_refuse(operation, 404, "",
                         "no postback was sent under this id; to decide again what was skipped,"
                         " resend its conversion");
        *err = OK;
    }
    return NULL;
}

/* --- The same URL again --------------------------------------------------- */

/* False: refused. */
static bool may_repeat(struct operation *operation, const struct outbox *row, int64_t now_ms)
{
    bool is_counted = has_state(row, "delivered") || has_state(row, "duplicate");
    bool is_noticed = now_ms < row->first_attempt_ms + row->dedup_ms;
    if (snapshot_is_demo(operation->snapshot, row->workspace_id))
        operation_refuse(operation, 409, "", "these are demo data: nothing of them is sent");
    else if (has_state(row, "sending"))
        operation_refuse(operation, 409, "", "it is being sent this very moment");
    else if (is_counted && !is_forced(operation))
        operation_refuse(operation, 409, "force",
                         "the receiver took it: once more may count twice; send \"force\": true to"
                         " do it all the same");
    else if (row->uncertain != 0 && !is_noticed && !is_forced(operation))
        operation_refuse(operation, 409, "force",
                         "an attempt may have arrived, and the receiver would not notice a"
                         " repetition: it may count twice; send \"force\": true to do it all the"
                         " same");
    return operation->status < 400;
}

/* What was sent again already is repeated from its last one, whose state tells whether that may
 * count twice. OK also when that refuses. */
static enum err check_last(struct operation *operation, struct ledger_tx *tx,
                           const struct outbox *row)
{
    struct outbox last = {
        .conversion_id = row->conversion_id, .status = row->status, .lane = row->lane};
    enum err err = ledger_find(tx, LOOKUP_FORWARD_OF_STATUS, &last);
    if (err == OK && last.id != row->id)
        operation_refuse(operation, 409, "", "it was sent again already: resend the later one");
    return err == ERR_NOT_FOUND ? ERR_IO : err;
}

/* How long the receiver still notices a repetition. An attempt that may have arrived has begun its
 * window: sending again begins no new one. */
static int64_t window_left_ms(const struct outbox *row, int64_t now_ms)
{
    if (row->uncertain == 0)
        return row->dedup_ms;
    int64_t end_ms = row->first_attempt_ms + row->dedup_ms;
    return end_ms > now_ms ? end_ms - now_ms : 0;
}

static struct forward forward_again(const struct outbox *row, uint64_t id, uint64_t change_id,
                                    int64_t now_ms)
{
    bool is_counted = has_state(row, "delivered") || has_state(row, "duplicate");
    return (struct forward){
        .id = id,
        .workspace_id = row->workspace_id,
        .conversion_id = row->conversion_id,
        .change_id = change_id,
        .source_id = row->source_id,
        .campaign_id = row->campaign_id,
        .destination = outbox_destination_word(row->lane),
        .status = row->status,
        .decision = STR("send"),
        .reason = STR(""),
        .dedup_ms = window_left_ms(row, now_ms),
        .method = row->method,
        .url = row->url,
        .key_id = is_counted ? id : row->key_id,
        .resend_of = row->id,
        .is_test = row->is_test,
    };
}

static enum err append_again(struct operation *operation, struct ledger_tx *tx,
                             const struct outbox *earlier)
{
    struct conversion conversion = {.id = earlier->conversion_id};
    enum err err = ledger_find(tx, LOOKUP_CONVERSION, &conversion);
    if (err != OK)
        return err == ERR_NOT_FOUND ? ERR_IO : err;
    struct forward forward =
        forward_again(earlier, ledger_next_id(tx), conversion.change_id, ledger_now_ms(tx));
    struct outbox row = *earlier;
    row.id = forward.id;
    row.key_id = forward.key_id;
    row.dedup_ms = forward.dedup_ms;
    row.state = STR("due");
    row.due_ms = ledger_now_ms(tx);
    row.attempts = 0;
    row.first_attempt_ms = 0;
    row.uncertain = 0;
    put(operation->answer, "forward_id", id_json(operation->arena, forward.id));
    err = ledger_append(tx, LEDGER_FORWARD, &forward);
    return err == OK ? ledger_put(tx, LEDGER_OUTBOX, &row) : err;
}

static void wake_courier(const struct operation *operation)
{
    if (operation->edge->on_forward != NULL)
        operation->edge->on_forward(operation->edge->on_forward_context);
}

enum err resend_forward(struct operation *operation, struct ledger_tx *tx)
{
    enum err err;
    struct outbox *row = find_row(operation, tx, &err);
    if (row != NULL)
        err = check_last(operation, tx, row);
    if (row == NULL || err != OK || operation->status >= 400 ||
        !may_repeat(operation, row, ledger_now_ms(tx)))
        return err;
    struct outbox earlier = *row;
    if (is_waiting(row))
        err = outbox_end(tx, row, "resent");
    if (err == OK)
        err = append_again(operation, tx, &earlier);
    if (err == OK)
        wake_courier(operation);
    return err;
}

/* --- Drop ----------------------------------------------------------------- */

enum err resend_drop(struct operation *operation, struct ledger_tx *tx)
{
    enum err err;
    struct outbox *row = find_row(operation, tx, &err);
    if (row == NULL)
        return err;
    if (!is_waiting(row)) {
        operation_refuse(operation, 409, "", "it does not wait: it is %.*s", STR_FMT(row->state));
        return OK;
    }
    put(operation->answer, "forward_id", id_json(operation->arena, row->id));
    return outbox_end(tx, row, "dropped");
}

/* --- A conversion's destinations anew ------------------------------------- */

/* What the decision stands on; OK with the operation refused when it is not there. */
static enum err find_conversion(struct operation *operation, struct ledger_tx *tx,
                                struct conversion *conversion, struct visit *visit,
                                struct conversion *first)
{
    conversion->id = id_of(operation->args, "conversion_id");
    enum err err =
        conversion->id != 0 ? ledger_find(tx, LOOKUP_CONVERSION, conversion) : ERR_NOT_FOUND;
    if (err == OK && conversion->workspace_id != operation->workspace_id)
        err = ERR_NOT_FOUND;
    if (err == ERR_NOT_FOUND) {
        operation_refuse(operation, 404, "", "there is no such conversion");
        return OK;
    }
    if (err != OK)
        return err;
    visit->id = conversion->visit_id;
    err = ledger_find(tx, LOOKUP_VISIT, visit);
    if (err == ERR_NOT_FOUND) {
        operation_refuse(operation, 409, "", "its click is no longer kept");
        return OK;
    }
    if (err == OK && conversion->offer_id != 0) { /* as it was registered */
        visit->offer_id = conversion->offer_id;
        visit->network_id = conversion->network_id;
    }
    first->visit_id = conversion->visit_id;
    return err == OK ? ledger_find(tx, LOOKUP_CONVERSION_OF_VISIT, first) : err;
}

static void answer_tellings(struct operation *operation, const struct telling *tellings,
                            size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        const struct telling *telling = &tellings[i];
        json_t *item = json_object();
        put(item, "destination", text_json(telling->word));
        put(item, "forward_id", id_json(operation->arena, telling->forward_id));
        put(item, "decision", json_string(telling->verdict.is_sent ? "send" : "skip"));
        put(item, "reason", json_string(telling->verdict.reason));
        CHECK(list != NULL && json_array_append_new(list, item) == 0);
    }
    put(operation->answer, "forwards", list);
}

/* Says the reasons of all; nothing is written then. */
static void refuse_tellings(struct operation *operation, const struct telling *tellings,
                            size_t count)
{
    struct buf buf = buf_in_arena(operation->arena, 256);
    for (size_t i = 0; i < count; i++)
        buf_format(&buf, "%s%.*s: %s", i == 0 ? "" : ", ", STR_FMT(tellings[i].word),
                   tellings[i].verdict.reason);
    operation_refuse(operation, 409, "", "it would not be sent: %.*s", STR_FMT(buf_str(&buf)));
}

static enum err write_tellings(struct ledger_tx *tx, const struct tell *tell,
                               struct telling *tellings, size_t count)
{
    enum err err = OK;
    for (size_t i = 0; i < count && err == OK; i++) {
        struct outbox earlier = tellings[i].earlier; /* told of as it was */
        if (tellings[i].verdict.is_sent && earlier.id != 0 && is_waiting(&earlier))
            err = outbox_end(tx, &earlier, "resent");
    }
    return err == OK ? tell_write(tx, tell, tellings, count) : err;
}

enum err resend_conversion(struct operation *operation, struct ledger_tx *tx)
{
    struct conversion conversion = {0}, first = {0};
    struct visit visit = {0};
    enum err err = find_conversion(operation, tx, &conversion, &visit, &first);
    if (err != OK || operation->status >= 400)
        return err == ERR_NOT_FOUND ? ERR_IO : err;
    enum conversion_status status = CONVERSION_UNMAPPED;
    if (conversion_status_parse(conversion.status, &status) != OK)
        status = CONVERSION_UNMAPPED;
    const struct tell tell = {
        .edge = operation->edge,
        .snapshot = operation->snapshot,
        .visit = &visit,
        .conversion = &conversion,
        .status = status,
        .is_first_of_visit = first.id == conversion.id,
        .is_resend = true,
        .is_forced = is_forced(operation),
    };
    struct telling tellings[TELL_DESTINATIONS];
    size_t count = 0;
    err = tell_decide(tx, &tell, tellings, &count);
    if (err != OK)
        return err;
    bool is_sent = false;
    for (size_t i = 0; i < count; i++)
        is_sent |= tellings[i].verdict.is_sent;
    if (!is_sent) {
        refuse_tellings(operation, tellings, count);
        return OK;
    }
    err = write_tellings(tx, &tell, tellings, count);
    answer_tellings(operation, tellings, count);
    return err;
}
