#include "convert/tell.h"

#include "visit/update.h"

static bool has_url(const struct destination *destination)
{
    bool has_any = destination->url != NULL;
    for (size_t i = 0; i < CONVERSION_STATUS_COUNT; i++)
        has_any |= destination->status_urls[i] != NULL;
    return has_any;
}

/* The campaign's conditions hold for its source's postback too, while it is that campaign's source.
 */
static struct telling of_source(const struct tell *tell, const struct campaign *campaign)
{
    uint64_t id = tell->conversion->source_id;
    const struct source *source = snapshot_find_source(tell->snapshot, id);
    struct telling telling = {.word = STR("source"), .lane = outbox_lane_of_source(id)};
    if (source != NULL && source->status != STATUS_ARCHIVED)
        telling.destination = campaign != NULL && campaign->source == source
                                  ? &campaign->source_postback
                                  : &source->postback;
    return telling;
}

static size_t list_destinations(const struct tell *tell, const struct campaign *campaign,
                                struct telling tellings[TELL_DESTINATIONS])
{
    size_t count = 0;
    tellings[count++] = of_source(tell, campaign);
    if (campaign != NULL && has_url(&campaign->own_postback))
        tellings[count++] = (struct telling){.destination = &campaign->own_postback,
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

/* What the receiver counted already. */
static bool is_counted(const struct outbox *row)
{
    return str_is_equal(row->state, STR("delivered")) || str_is_equal(row->state, STR("duplicate"));
}

static enum err write_one(struct ledger_tx *tx, const struct tell *tell, struct telling *telling)
{
    const struct conversion *conversion = tell->conversion;
    const struct destination *destination = telling->destination;
    const struct outbox *earlier = &telling->earlier;
    bool is_again = telling->verdict.is_sent && earlier->id != 0;
    struct forward forward = {
        .id = ledger_next_id(tx),
        .workspace_id = conversion->workspace_id,
        .conversion_id = conversion->id,
        .change_id = conversion->change_id,
        .source_id = conversion->source_id,
        .campaign_id = conversion->campaign_id,
        .destination = telling->word,
        .status = conversion->status,
        .decision = telling->verdict.is_sent ? STR("send") : STR("skip"),
        .reason = str_from_c(telling->verdict.reason),
        .dedup_ms = destination != NULL ? destination->dedup_hours * 3600 * 1000 : 0,
        .method = destination != NULL && destination->is_post ? STR("POST") : STR("GET"),
        .url = telling->verdict.url,
        .resend_of = is_again && tell->is_resend ? earlier->id : 0,
        .is_test = conversion->is_test,
    };
    forward.key_id = is_again && !is_counted(earlier) ? earlier->key_id : forward.id;
    telling->forward_id = forward.id;
    enum err err = ledger_append(tx, LEDGER_FORWARD, &forward);
    if (err != OK || !telling->verdict.is_sent)
        return err;
    struct outbox outbox = outbox_of(&forward, telling->lane, ledger_now_ms(tx));
    return ledger_put(tx, LEDGER_OUTBOX, &outbox);
}

enum err tell_write(struct ledger_tx *tx, const struct tell *tell, struct telling *tellings,
                    size_t count)
{
    bool is_sent = false;
    enum err err = OK;
    for (size_t i = 0; i < count && err == OK; i++) {
        err = write_one(tx, tell, &tellings[i]);
        is_sent |= tellings[i].verdict.is_sent;
    }
    if (err == OK && is_sent && tell->edge->on_forward != NULL)
        tell->edge->on_forward(tell->edge->on_forward_context);
    return err;
}

/* The earlier forward as far as it matters. What a person asks for may repeat what they dropped,
 * and, forced, what may count twice; what is being sent this very moment never. */
static const struct outbox *earlier_of(const struct tell *tell, const struct telling *telling)
{
    const struct outbox *earlier = &telling->earlier;
    bool is_dropped = str_is_equal(earlier->state, STR("dropped")) && earlier->uncertain == 0;
    if (earlier->id == 0 || (tell->is_resend && (tell->is_forced || is_dropped)))
        return NULL;
    return earlier;
}

static enum err decide_one(struct ledger_tx *tx, const struct tell *tell, struct forward_case *c,
                           struct telling *telling)
{
    struct outbox *earlier = &telling->earlier;
    *earlier = (struct outbox){.conversion_id = tell->conversion->id,
                               .status = tell->conversion->status,
                               .lane = telling->lane};
    enum err err = ledger_find(tx, LOOKUP_FORWARD_OF_STATUS, earlier);
    if (err != OK && err != ERR_NOT_FOUND)
        return err;
    if (err == ERR_NOT_FOUND)
        earlier->id = 0;
    c->destination = telling->destination;
    c->earlier = earlier_of(tell, telling);
    forward_decide(c, ledger_arena(tx), &telling->verdict);
    bool is_out = str_is_equal(earlier->state, STR("sending")) ||
                  (str_is_equal(earlier->state, STR("due")) && !tell->is_forced);
    if (tell->is_resend && earlier->id != 0 && is_out && telling->destination != NULL)
        telling->verdict = (struct forward_verdict){.reason = "on_its_way"};
    return OK;
}

enum err tell_decide(struct ledger_tx *tx, const struct tell *tell,
                     struct telling tellings[TELL_DESTINATIONS], size_t *count)
{
    struct visit updated = *tell->visit;
    const struct visit *visit = &updated;
    struct str events = STR_NONE;
    enum err err = update_find(tx, &updated, &events);
    const struct campaign *campaign = snapshot_find_campaign(tell->snapshot, visit->campaign_id);
    const struct domain *domain = snapshot_find_domain(tell->snapshot, visit->domain_id);
    struct str default_host = str_from_c(tell->edge->default_host);
    struct visit_facts facts = {
        .visit = visit,
        .campaign = campaign,
        .offer = snapshot_find_offer(tell->snapshot, visit->offer_id),
        .clickid = click_id_text(ledger_arena(tx), tell->edge->keys, visit->id),
        .events = events,
        .default_host = default_host,
        .host = domain != NULL ? domain->name : default_host,
    };
    struct forward_case c = {
        .conversion = tell->conversion,
        .status = tell->status,
        .facts = &facts,
        .source = snapshot_find_source(tell->snapshot, tell->conversion->source_id),
        .workspace = snapshot_workspace(tell->snapshot, tell->conversion->workspace_id),
        .rates = snapshot_rates(tell->snapshot),
        .is_first_of_visit = tell->is_first_of_visit,
        .is_disabled = tell->is_disabled,
        .is_forced = tell->is_forced,
    };
    *count = list_destinations(tell, campaign, tellings);
    for (size_t i = 0; i < *count && err == OK; i++)
        err = decide_one(tx, tell, &c, &tellings[i]);
    c.destination = tellings[0].destination; /* the source's */
    if (err == OK && tell->pixel_url != NULL && forward_is_by_pixel(&c)) {
        *tell->pixel_url = c.source->pixel_url;
        tellings[0].verdict.reason = "told_by_pixel";
    }
    return err;
}

enum err tell_all(struct ledger_tx *tx, const struct tell *tell)
{
    struct telling tellings[TELL_DESTINATIONS];
    size_t count = 0;
    enum err err = tell_decide(tx, tell, tellings, &count);
    return err == OK ? tell_write(tx, tell, tellings, count) : err;
}
