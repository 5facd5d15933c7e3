#include "convert/match.h"

#include <sodium.h>

#define DAY_MS (INT64_C(24) * 3600 * 1000)

void register_answer(struct registration *reg, unsigned status, struct str body,
                     const char *outcome, const char *reason)
{
    reg->log.http_status = reg->channel == CHANNEL_PIXEL ? 200 : status; /* it shows no more */
    reg->log.outcome = str_from_c(outcome);
    reg->log.reason = str_from_c(reason);
    reg->answer = body;
}

struct str register_channel_text(enum register_channel channel)
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

bool register_is_secret(struct str secret, struct str key)
{
    return secret.ptr != NULL && key.len == secret.len &&
           sodium_memcmp(key.ptr, secret.ptr, secret.len) == 0;
}

/* "" when the network takes postbacks from this sender. */
static const char *reason_to_forbid(const struct network *network, const struct registration *reg,
                                    const struct visit *visit)
{
    if (network == NULL || reg->is_trusted)
        return "";
    bool is_allowed = network->ip_allow_count == 0 || (reg->is_own_test && visit->is_test);
    for (size_t i = 0; i < network->ip_allow_count && !is_allowed; i++)
        is_allowed = net_is_in_range(&reg->sender, &network->ip_allow[i]);
    if (!is_allowed)
        return "address_not_allowed";
    if (network->secret.ptr != NULL && !register_is_secret(network->secret, reg->call.key))
        return "wrong_key";
    return "";
}

/* --- What is there -------------------------------------------------------- */

/* Whose a conversion of the visit is: of the last lander click's offer; where several networks were
 * clicked, of the last one of the network that speaks (DESIGN.md §6). Without a click it stays the
 * visit's: nobody's behind a lander. */
static enum err attribute(const struct register_book *book, const struct registration *reg,
                          struct visit *visit)
{
    struct click_state state = {.visit_id = visit->id};
    enum err err = book->find(book->context, LOOKUP_CLICK_STATE, &state);
    if (err != OK)
        return err == ERR_NOT_FOUND ? OK : err;
    visit->offer_id = state.offer_id;
    visit->network_id = state.network_id;
    if (reg->named == NULL || reg->named->id == state.network_id)
        return OK;
    struct click click = {.visit_id = visit->id, .network_id = reg->named->id};
    err = book->find(book->context, LOOKUP_CLICK_OF_NETWORK, &click);
    if (err == OK) {
        visit->offer_id = click.offer_id;
        visit->network_id = click.network_id;
    }
    return err == ERR_NOT_FOUND ? OK : err;
}

/* The conversions of the visit. */
static enum err find_conversions(const struct register_book *book, const struct registration *reg,
                                 struct register_match *match)
{
    match->first.visit_id = reg->visit_id;
    enum err err = book->find(book->context, LOOKUP_CONVERSION_OF_VISIT, &match->first);
    if (err == ERR_NOT_FOUND) {
        match->first.id = 0;
        return OK;
    }
    if (err != OK)
        return err;
    match->existing.visit_id = reg->visit_id;
    match->existing.txid = reg->call.txid.ptr != NULL ? reg->call.txid : STR("");
    err = book->find(book->context, LOOKUP_CONVERSION_BY_TXID, &match->existing);
    match->has_existing = err == OK;
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err register_fill_rate(const struct register_book *book, struct visit *visit)
{
    struct cost_correction correction = {.visit_id = visit->id};
    if (visit->cost_rate_den != 0 || visit->cpa_amount_micros == 0)
        return OK;
    enum err err = book->find(book->context, LOOKUP_COST_CORRECTION, &correction);
    if (err != OK)
        return err == ERR_NOT_FOUND ? OK : err;
    visit->cost_rate_num = correction.cost_rate_num;
    visit->cost_rate_den = correction.cost_rate_den;
    visit->cost_rate_date = correction.cost_rate_date;
    return OK;
}

/* The visit, its conversions and whose they are. OK without a visit found: match->visit.id is 0.
 */
static enum err find_all(const struct register_book *book, const struct registration *reg,
                         struct register_match *match)
{
    struct visit *visit = &match->visit;
    visit->id = reg->visit_id;
    enum err err = book->find(book->context, LOOKUP_VISIT, visit);
    if (err != OK && err != ERR_NOT_FOUND)
        return err;
    if (err == ERR_NOT_FOUND || (reg->is_trusted && visit->workspace_id != reg->workspace_id)) {
        *visit = (struct visit){0};
        return OK;
    }
    err = register_fill_rate(book, visit);
    if (err == OK)
        err = find_conversions(book, reg, match);
    if (err == OK)
        err = attribute(book, reg, visit);
    if (err != OK)
        return err;
    if (match->has_existing && match->existing.offer_id != 0) { /* as it was registered */
        visit->offer_id = match->existing.offer_id;
        visit->network_id = match->existing.network_id;
    }
    match->offer = snapshot_find_offer(reg->snapshot, visit->offer_id);
    /* The offer's network when it was clicked: a link that was given out stays good. */
    match->network = snapshot_find_network(reg->snapshot, visit->network_id);
    return OK;
}

/* How long the visit's first conversion may take: as its offer says, else the workspace, else the
 * process (spec/tracker.md §3.4). */
static int64_t window_ms(const struct registration *reg, const struct register_match *match)
{
    if (reg->is_trusted)
        return INT64_MAX;
    const struct workspace *workspace =
        snapshot_workspace(reg->snapshot, match->visit.workspace_id);
    int64_t days = match->offer != NULL ? match->offer->window_days : 0;
    if (days == 0)
        days = workspace->settings.window_days;
    return days != 0 ? days * DAY_MS : reg->window_ms;
}

/* --- What becomes of it --------------------------------------------------- */

static void decide(const struct register_match *match, int64_t now_ms, struct arena *arena,
                   struct registration *reg)
{
    struct conversion_case c = {
        .call = &reg->call,
        .visit = &match->visit,
        .offer = match->offer,
        .network = reg->named != NULL ? reg->named : match->network,
        .workspace = snapshot_workspace(reg->snapshot, match->visit.workspace_id),
        .rates = snapshot_rates(reg->snapshot),
        .existing = match->has_existing ? &match->existing : NULL,
        .is_first_of_visit = match->first.id == 0,
        .now_ms = now_ms,
        .arena = arena,
        .channel = register_channel_text(reg->channel),
        .window_ms = window_ms(reg, match),
        .is_payout_firm = reg->is_trusted,
        .has_mode = reg->has_mode,
        .mode = reg->mode,
    };
    conversion_decide(&c, &reg->verdict);
    set_verdict_answer(reg, &reg->verdict);
}

enum err register_match(const struct register_book *book, int64_t now_ms, struct arena *arena,
                        struct registration *reg, struct register_match *match)
{
    memset(match, 0, sizeof(*match));
    enum err err = find_all(book, reg, match);
    if (err != OK)
        return err;
    const struct network *network = reg->named != NULL ? reg->named : match->network;
    const char *forbidden = reason_to_forbid(network, reg, &match->visit);
    /* A visit without a known offer is whoever's link it was, in its own workspace. */
    if (forbidden[0] == '\0' && match->visit.id != 0 && reg->named != NULL &&
        (match->visit.offer_id != 0 ? match->network != reg->named
                                    : match->visit.workspace_id != reg->named->workspace_id))
        forbidden = "other_network";
    reg->log.network_id = network != NULL ? network->id : 0;
    reg->log.is_test = match->visit.is_test;
    if (match->visit.id != 0)
        reg->log.workspace_id = match->visit.workspace_id;
    if (forbidden[0] != '\0')
        register_answer(reg, 403, STR("ERROR: forbidden"), "refused", forbidden);
    else if (match->visit.id == 0)
        register_answer(reg, network != NULL && network->unknown_click_ok ? 200 : 404,
                        STR("ERROR: click not found"), "unrecorded_click", "");
    else
        decide(match, now_ms, arena, reg);
    return OK;
}
