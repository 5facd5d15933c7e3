#include "convert/register.h"

#include <sodium.h>
#include "visit/visit.h"

#define DAY_MS (INT64_C(24) * 3600 * 1000)

/* What the ledger knows about the click that is named. */
struct postback_context {
    struct visit visit;
    const struct offer *offer;
    const struct network *network;
    struct conversion first; /* of the visit; id 0: none */
    struct conversion existing;
    bool has_existing;
};

void register_answer(struct registration *reg, unsigned status, struct str body,
                     const char *outcome, const char *reason)
{
    reg->log.http_status = reg->channel == CHANNEL_PIXEL ? 200 : status; /* it shows no more */
    reg->log.outcome = str_from_c(outcome);
    reg->log.reason = str_from_c(reason);
    reg->answer = body;
}

static struct str channel_text(enum register_channel channel)
{
    static const char *const words[] = {[CHANNEL_S2S] = "s2s",
                                        [CHANNEL_PIXEL] = "pixel",
                                        [CHANNEL_MANUAL] = "manual",
                                        [CHANNEL_CSV] = "csv"};
    return str_from_c(words[channel]);
}

static void set_verdict_answer(struct registration *reg, const struct conversion_verdict *verdict)
{
    struct str body = reg->call.answer.ptr != NULL ? reg->call.answer : STR("OK");
    if (str_is_equal(str_from_c(verdict->outcome), STR("duplicate")))
        body = STR("DUPLICATE");
    else if (str_is_equal(str_from_c(verdict->outcome), STR("ignored")))
        body = arena_format(reg->arena, "IGNORED: %s", verdict->reason);
    register_answer(reg, 200, body, verdict->outcome, verdict->reason);
}

/* --- Who may speak (spec/tracker.md §1.2) --------------------------------- */

static bool is_secret_right(struct str secret, struct str key)
{
    return key.len == secret.len && sodium_memcmp(key.ptr, secret.ptr, secret.len) == 0;
}

/* "" when the network takes postbacks from this sender. */
static const char *reason_to_forbid(const struct network *network, const struct registration *reg)
{
    if (network == NULL)
        return "";
    bool is_allowed = network->ip_allow_count == 0;
    for (size_t i = 0; i < network->ip_allow_count && !is_allowed; i++)
        is_allowed = net_is_in_range(&reg->sender, &network->ip_allow[i]);
    if (!is_allowed)
        return "address_not_allowed";
    if (network->secret.ptr != NULL && !is_secret_right(network->secret, reg->call.key))
        return "wrong_key";
    return "";
}

/* --- Decide, on the ledger's thread --------------------------------------- */

/* The click, its conversions and whose they are. OK without a visit found: context->visit.id is 0.
 */
static enum err match(struct ledger_tx *tx, const struct registration *reg,
                      struct postback_context *context)
{
    context->visit.id = reg->visit_id;
    enum err err = ledger_find(tx, LOOKUP_VISIT, &context->visit);
    if (err != OK) {
        context->visit.id = 0;
        return err == ERR_NOT_FOUND ? OK : err;
    }
    context->offer = snapshot_find_offer(reg->snapshot, context->visit.offer_id);
    /* The offer's network when it was clicked: a link that was given out stays good. */
    context->network = snapshot_find_network(reg->snapshot, context->visit.network_id);
    context->first.visit_id = reg->visit_id;
    err = ledger_find(tx, LOOKUP_CONVERSION_OF_VISIT, &context->first);
    if (err == ERR_NOT_FOUND) {
        context->first.id = 0;
        return OK;
    }
    if (err != OK)
        return err;
    context->existing.visit_id = reg->visit_id;
    context->existing.txid = reg->call.txid.ptr != NULL ? reg->call.txid : STR("");
    err = ledger_find(tx, LOOKUP_CONVERSION_BY_TXID, &context->existing);
    context->has_existing = err == OK;
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err append_change(struct ledger_tx *tx, const struct registration *reg,
                              const struct postback_context *context,
                              struct conversion_verdict *verdict)
{
    struct conversion *conversion = &verdict->conversion;
    struct conversion_change change = {
        .id = ledger_next_id(tx),
        .workspace_id = conversion->workspace_id,
        .catalog_version = snapshot_version(reg->snapshot),
        .postback_id = reg->log.id,
        .action = conversion_action_text(verdict->action),
    };
#define COPY(type, name) change.name = conversion->name;
    CONVERSION_VALUES(COPY)
#undef COPY
    if (conversion->id == 0)
        conversion->id = change.id;
    conversion->change_id = change.id;
    change.conversion_id = conversion->id;
    bool is_new = verdict->action == ACTION_CREATED;
    struct campaign_total total = conversion_total(is_new ? NULL : &context->existing, conversion);
    enum err err = ledger_append(tx, LEDGER_CONVERSION_CHANGE, &change);
    if (err == OK)
        err = ledger_put(tx, LEDGER_CONVERSION, conversion);
    return err == OK ? ledger_add(tx, LEDGER_CAMPAIGN_TOTAL, &total) : err;
}

static enum err tell(struct ledger_tx *tx, const struct registration *reg,
                     const struct postback_context *context,
                     const struct conversion_verdict *verdict)
{
    const struct conversion *conversion = &verdict->conversion;
    return tell_all(
        tx, &(struct tell){
                .edge = reg->edge,
                .snapshot = reg->snapshot,
                .visit = &context->visit,
                .conversion = conversion,
                .status = verdict->status,
                .is_first_of_visit = context->first.id == 0 || context->first.id == conversion->id,
                .is_disabled = reg->call.is_postback_disabled,
            });
}

/* The log's row goes first: ids rise in the order in which things came about. A created conversion
 * is named after its change, which has the id behind the log's. */
static enum err append_log(struct ledger_tx *tx, struct registration *reg, bool is_created,
                           uint64_t conversion_id)
{
    reg->log.id = ledger_next_id(tx);
    reg->log.conversion_id = is_created ? reg->log.id + 1 : conversion_id;
    reg->log.channel = channel_text(reg->channel);
    reg->log.catalog_version = snapshot_version(reg->snapshot);
    enum err err = ledger_append(tx, LEDGER_POSTBACK, &reg->log);
    if (err != OK || reg->log.personal_hash.ptr == NULL)
        return err;
    reg->personal.id = reg->log.id;
    return ledger_put(tx, LEDGER_PERSONAL, &reg->personal);
}

enum err register_log(struct ledger_tx *tx, struct registration *reg)
{
    return append_log(tx, reg, false, 0);
}

static enum err record(struct ledger_tx *tx, struct registration *reg,
                       const struct postback_context *context)
{
    struct conversion_verdict *verdict = &reg->verdict;
    set_verdict_answer(reg, verdict);
    enum err err = append_log(tx, reg, verdict->action == ACTION_CREATED,
                              context->has_existing ? context->existing.id : 0);
    if (err != OK || verdict->action == ACTION_NONE)
        return err;
    err = append_change(tx, reg, context, verdict);
    return err == OK ? tell(tx, reg, context, verdict) : err;
}

static enum err refuse_on_log(struct ledger_tx *tx, struct registration *reg, unsigned status,
                              struct str body, const char *outcome, const char *reason)
{
    register_answer(reg, status, body, outcome, reason);
    return register_log(tx, reg);
}

/* How long the visit's first conversion may take: as its offer says, else the workspace, else the
 * process (spec/tracker.md §3.4). */
static int64_t window_ms(const struct registration *reg, const struct postback_context *context)
{
    const struct workspace *workspace =
        snapshot_workspace(reg->snapshot, context->visit.workspace_id);
    int64_t days = context->offer != NULL ? context->offer->window_days : 0;
    if (days == 0)
        days = workspace->settings.window_days;
    return days != 0 ? days * DAY_MS : reg->edge->conversion_window_ms;
}

enum err register_decide(struct ledger_tx *tx, struct registration *reg)
{
    struct postback_context context = {0};
    enum err err = match(tx, reg, &context);
    if (err != OK)
        return err;
    const struct network *network = reg->named != NULL ? reg->named : context.network;
    const char *forbidden = reason_to_forbid(network, reg);
    if (forbidden[0] == '\0' && context.visit.id != 0 && reg->named != NULL &&
        context.network != reg->named)
        forbidden = "other_network";
    reg->log.network_id = network != NULL ? network->id : 0;
    reg->log.is_test = context.visit.is_test;
    if (forbidden[0] != '\0')
        return refuse_on_log(tx, reg, 403, STR("ERROR: forbidden"), "refused", forbidden);
    if (context.visit.id == 0) {
        bool is_ok = network != NULL && network->unknown_click_ok;
        return refuse_on_log(tx, reg, is_ok ? 200 : 404, STR("ERROR: click not found"),
                             "unrecorded_click", "");
    }
    struct conversion_case c = {
        .call = &reg->call,
        .visit = &context.visit,
        .offer = context.offer,
        .network = network,
        .workspace = snapshot_workspace(reg->snapshot, context.visit.workspace_id),
        .rates = snapshot_rates(reg->snapshot),
        .existing = context.has_existing ? &context.existing : NULL,
        .is_first_of_visit = context.first.id == 0,
        .now_ms = ledger_now_ms(tx),
        .arena = ledger_arena(tx),
        .channel = channel_text(reg->channel),
        .window_ms = window_ms(reg, &context),
    };
    conversion_decide(&c, &reg->verdict);
    return record(tx, reg, &context);
}
