#include "convert/tell.h"

/* One destination of a conversion. */
struct target {
    const struct destination *destination; /* NULL: its source is gone */
    struct str word;                       /* of the ledger */
    uint64_t lane;
};

static bool has_url(const struct destination *destination)
{
    bool has_any = destination->url != NULL;
    for (size_t i = 0; i < CONVERSION_STATUS_COUNT; i++)
        has_any |= destination->status_urls[i] != NULL;
    return has_any;
}

/* The campaign's conditions hold for its source's postback too, while it is that campaign's source.
 */
static struct target target_source(const struct tell *tell, const struct campaign *campaign)
{
    uint64_t id = tell->conversion->source_id;
    const struct source *source = snapshot_find_source(tell->snapshot, id);
    struct target target = {.word = STR("source"), .lane = outbox_lane_of_source(id)};
    if (source != NULL && source->status != STATUS_ARCHIVED)
        target.destination = campaign != NULL && campaign->source == source
                                 ? &campaign->source_postback
                                 : &source->postback;
    return target;
}

static size_t list_targets(const struct tell *tell, const struct campaign *campaign,
                           struct target targets[TELL_DESTINATIONS])
{
    size_t count = 0;
    targets[count++] = target_source(tell, campaign);
    if (campaign != NULL && has_url(&campaign->own_postback))
        targets[count++] = (struct target){.destination = &campaign->own_postback,
                                           .word = STR("campaign"),
                                           .lane = outbox_lane_of_campaign(campaign->id)};
    return count;
}

static struct outbox outbox_of(const struct forward *forward, uint64_t lane, int64_t due_ms)
{
    return (struct outbox){
        .id = forward->id,
        .workspace_id = forward->workspace_id,
        .conversion_id = forward->conversion_id,
        .source_id = forward->source_id,
        .campaign_id = forward->campaign_id,
        .lane = lane,
        .status = forward->status,
        .state = STR("due"),
        .due_ms = due_ms,
        .dedup_ms = forward->dedup_ms,
        .method = forward->method,
        .url = forward->url,
        .key_id = forward->key_id,
        .is_test = forward->is_test,
    };
}

static enum err append(struct ledger_tx *tx, const struct tell *tell, const struct target *target,
                       const struct forward_verdict *verdict)
{
    const struct conversion *conversion = tell->conversion;
    const struct destination *destination = target->destination;
    struct forward forward = {
        .id = ledger_next_id(tx),
        .workspace_id = conversion->workspace_id,
        .conversion_id = conversion->id,
        .change_id = conversion->change_id,
        .source_id = conversion->source_id,
        .campaign_id = conversion->campaign_id,
        .destination = target->word,
        .status = conversion->status,
        .decision = verdict->is_sent ? STR("send") : STR("skip"),
        .reason = str_from_c(verdict->reason),
        .dedup_ms = destination != NULL ? destination->dedup_hours * 3600 * 1000 : 0,
        .method = destination != NULL && destination->is_post ? STR("POST") : STR("GET"),
        .url = verdict->url,
        .is_test = conversion->is_test,
    };
    forward.key_id = forward.id;
    enum err err = ledger_append(tx, LEDGER_FORWARD, &forward);
    if (err != OK || !verdict->is_sent)
        return err;
    struct outbox outbox = outbox_of(&forward, target->lane, ledger_now_ms(tx));
    return ledger_put(tx, LEDGER_OUTBOX, &outbox);
}

static enum err tell_one(struct ledger_tx *tx, const struct tell *tell, struct forward_case *c,
                         const struct target *target, bool *is_sent)
{
    struct outbox earlier = {.conversion_id = tell->conversion->id,
                             .status = tell->conversion->status,
                             .lane = target->lane};
    enum err err = ledger_find(tx, LOOKUP_FORWARD_OF_STATUS, &earlier);
    if (err != OK && err != ERR_NOT_FOUND)
        return err;
    c->destination = target->destination;
    c->earlier = err == OK ? &earlier : NULL;
    struct forward_verdict verdict;
    forward_decide(c, ledger_arena(tx), &verdict);
    *is_sent |= verdict.is_sent;
    return append(tx, tell, target, &verdict);
}

enum err tell_all(struct ledger_tx *tx, const struct tell *tell)
{
    const struct visit *visit = tell->visit;
    const struct campaign *campaign = snapshot_find_campaign(tell->snapshot, visit->campaign_id);
    const struct source *source = snapshot_find_source(tell->snapshot, tell->conversion->source_id);
    const struct domain *domain = snapshot_find_domain(tell->snapshot, visit->domain_id);
    struct str default_host = str_from_c(tell->edge->default_host);
    struct visit_facts facts = {
        .visit = visit,
        .campaign = campaign,
        .offer = snapshot_find_offer(tell->snapshot, visit->offer_id),
        .clickid = click_id_text(ledger_arena(tx), tell->edge->keys, visit->id),
        .default_host = default_host,
        .host = domain != NULL ? domain->name : default_host,
    };
    struct forward_case c = {
        .conversion = tell->conversion,
        .status = tell->status,
        .facts = &facts,
        .source = source,
        .workspace = snapshot_workspace(tell->snapshot, tell->conversion->workspace_id),
        .rates = snapshot_rates(tell->snapshot),
        .is_first_of_visit = tell->is_first_of_visit,
        .is_disabled = tell->is_disabled,
    };
    struct target targets[TELL_DESTINATIONS];
    size_t count = list_targets(tell, campaign, targets);
    bool is_sent = false;
    enum err err = OK;
    for (size_t i = 0; i < count && err == OK; i++)
        err = tell_one(tx, tell, &c, &targets[i], &is_sent);
    if (err == OK && is_sent && tell->edge->on_forward != NULL)
        tell->edge->on_forward(tell->edge->on_forward_context);
    return err;
}
