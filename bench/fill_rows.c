#include "fill_rows.h"

#include "base/money.h"
#include "convert/decide.h"
#include "ledger/ad_totals.h"
#include "ledger/click.h"
#include "network/tag.h"
#include "visit/update.h"

#define DAY_MS     (INT64_C(24) * 3600 * 1000)
#define TOKENS_MAX 256

/* That it happens so much later, on average; what is never is left out. */
static void later(struct filler *filler, const struct due *due, enum due_kind kind, double mean_ms)
{
    struct due next = *due;
    next.kind = kind;
    next.at_ms = filler->now_ms + 1 + dice_wait(&filler->dice, mean_ms);
    agenda_add(filler->agenda, &next);
}

/* --- What rows share ------------------------------------------------------ */

static uint64_t next_id(struct filler *filler)
{
    return id_next(&filler->ids, filler->now_ms);
}

static void fill_person(struct filler *filler, uint64_t visitor, uint32_t site,
                        struct person *person)
{
    person_fill(filler->world->crowd, &filler->dice, WORLD_WORKSPACE, visitor, site, person);
}

/* The tokens of the ExoClick template, by slot. */
static struct str tokens_of(const struct due *due, const struct filler *filler,
                            char text[TOKENS_MAX])
{
    int len = snprintf(text, TOKENS_MAX, "%u&%u&site%u.example&%u&%u&%u&%s&%s", due->site % 40 + 1,
                       due->campaign + 1000, due->site, due->site + 7000, due->zone + 100000,
                       due->category + 1, filler->world->crowd->countries[due->country],
                       crowd_formats[due->format]);
    return (struct str){text, (size_t)len};
}

static void draw_place(struct filler *filler, struct due *due)
{
    struct dice *dice = &filler->dice;
    const struct world *world = filler->world;
    due->site = (uint32_t)wheel_draw(world->site, dice);
    due->zone = (uint32_t)wheel_draw(world->zone, dice);
    due->category = (uint32_t)wheel_draw(world->category, dice);
    due->country = (uint32_t)wheel_draw(world->crowd->country, dice);
    due->format = (uint32_t)dice_below(dice, CROWD_FORMATS);
}

/* --- Visits --------------------------------------------------------------- */

static void add_totals(struct campaign_total *to, const struct campaign_total *from)
{
    const struct table *table = table_of(LEDGER_CAMPAIGN_TOTAL);
    for (size_t i = table->key_count; i < table->column_count; i++)
        *row_u64(to, &table->columns[i]) += row_get_u64(from, &table->columns[i]);
}

static void count_visit(struct filler *filler, const struct visit *visit, uint32_t campaign)
{
    struct campaign_total *total = &filler->campaigns[campaign];
    if (visit->is_test)
        return;
    total->visits += visit->is_bot ? 0 : 1;
    total->bot_visits += visit->is_bot ? 1 : 0;
    total->unique_visits += visit->is_unique ? 1 : 0;
    total->cost_micros += visit->is_bot ? 0 : visit->cost_micros;
    total->cost_missing += visit->is_bot ? 0 : (int64_t)visit->cost_missing;
}

static void plan_visit(struct filler *filler, const struct due *due, bool has_lander)
{
    struct dice *dice = &filler->dice;
    if (has_lander && dice_is(dice, 220000))
        later(filler, due, DUE_CLICK, 25e3);
    if (!due->is_bot && dice_is(dice, 15000 + due->campaign % 7 * 2000))
        later(filler, due, DUE_CONVERSION, 3600e3);
    if (!due->is_bot && dice_is(dice, 5000))
        later(filler, due, DUE_UPDATE, 120e3);
}

/* What the visit's campaign says it costs, as the visit keeps it. */
static void fill_cost(struct filler *filler, const struct world_campaign *campaign,
                      struct visit *visit)
{
    struct dice *dice = &filler->dice;
    visit->cost_currency = STR("USD");
    visit->cost_rate_num = visit->cost_rate_den = 1;
    visit->cpa_amount_micros = campaign->cpa_micros;
    visit->revshare_micros = campaign->revshare_micros;
    if (campaign->cost_micros == 0)
        return;
    visit->cost_missing = dice_is(dice, 10000);
    if (!visit->cost_missing)
        visit->cost_micros =
            campaign->cost_micros / 2 + (int64_t)dice_below(dice, (uint64_t)campaign->cost_micros);
    visit->cost_amount_micros = visit->cost_micros;
}

enum err rows_visit(struct filler *filler)
{
    struct dice *dice = &filler->dice;
    const struct world *world = filler->world;
    struct due due = {.campaign = (uint32_t)wheel_draw(world->campaign, dice)};
    const struct world_campaign *campaign = &world->campaigns[due.campaign];
    due.offer = (uint32_t)campaign->offers[dice_below(dice, ARRAY_LEN(campaign->offers))];
    due.is_bot = dice_is(dice, 40000);
    due.is_test = dice_is(dice, 300);
    draw_place(filler, &due);
    bool has_lander = campaign->lander_id != 0;
    char tokens[TOKENS_MAX], external_id[17];
    snprintf(external_id, sizeof(external_id), "%016" PRIx64, dice_next(dice));
    struct person person;
    fill_person(filler, due.is_bot || due.is_test ? 0 : dice_next(dice) >> 1, due.site, &person);
    struct visit visit = {
        .id = due.visit_id = next_id(filler),
        .workspace_id = WORLD_WORKSPACE,
        .catalog_version = world->catalog_version,
        .campaign_id = campaign->id,
        .source_id = campaign->source_id,
        .via = STR("redirect"),
        .path = 1,
        .lander_id = campaign->lander_id,
        .offer_id = has_lander ? 0 : world->offers[due.offer].id,
        .network_id = has_lander ? 0 : world->offers[due.offer].network_id,
        .draw = dice_next(dice) >> 1,
        .signals = due.is_bot ? 2 : 0,
        .is_bot = due.is_bot,
        .is_test = due.is_test,
        .is_unique = !due.is_bot && !due.is_test && dice_is(dice, 850000),
        .country = str_from_c(world->crowd->countries[due.country]),
        .language = str_from_c(world->crowd->languages[wheel_draw(world->crowd->language, dice)]),
        .tokens = tokens_of(&due, filler, tokens),
        .external_id = str_from_c(external_id),
        .personal_hash = person_hash(&person),
    };
    person_fill_visit(&person, &visit);
    fill_cost(filler, campaign, &visit);
    enum err err = ledger_append(&filler->tx, LEDGER_VISIT, &visit);
    if (err == OK)
        err = person_put(&filler->tx, &person, visit.id);
    count_visit(filler, &visit, due.campaign);
    plan_visit(filler, &due, has_lander);
    return err;
}

static enum err write_click(struct filler *filler, const struct due *due)
{
    const struct world *world = filler->world;
    const struct world_campaign *campaign = &world->campaigns[due->campaign];
    struct click click = {
        .id = next_id(filler),
        .workspace_id = WORLD_WORKSPACE,
        .catalog_version = world->catalog_version,
        .visit_id = due->visit_id,
        .campaign_id = campaign->id,
        .lander_id = campaign->lander_id,
        .offer_id = world->offers[due->offer].id,
        .network_id = world->offers[due->offer].network_id,
        .draw = dice_next(&filler->dice) >> 1,
        .is_bot = due->is_bot,
        .is_test = due->is_test,
    };
    enum err err = ledger_write_click(&filler->tx, &click);
    if (dice_is(&filler->dice, 60000)) /* and once more */
        later(filler, due, DUE_CLICK, 40e3);
    return err;
}

/* An event or two are told of the visit, now and then another zone too. */
static enum err write_update(struct filler *filler, const struct due *due)
{
    struct dice *dice = &filler->dice;
    struct due now = *due;
    char events[64], tokens[TOKENS_MAX];
    if (dice_is(dice, 300000))
        now.zone = (uint32_t)wheel_draw(filler->world->zone, dice);
    int len = snprintf(events, sizeof(events), "event1=%u&event2=%u.5",
                       (unsigned)dice_below(dice, 9) + 1, (unsigned)dice_below(dice, 300));
    struct visit_update update = {
        .id = next_id(filler),
        .workspace_id = WORLD_WORKSPACE,
        .catalog_version = filler->world->catalog_version,
        .visit_id = due->visit_id,
        .events = {events, (size_t)len},
        .tokens = tokens_of(&now, filler, tokens),
    };
    return update_append(&filler->tx, &update);
}

/* --- Conversions ---------------------------------------------------------- */

/* What conversion_settle() asks of the visit. */
static struct visit terms_of(const struct filler *filler, const struct due *due)
{
    const struct world_campaign *campaign = &filler->world->campaigns[due->campaign];
    return (struct visit){.id = due->visit_id,
                          .cost_rate_num = 1,
                          .cost_rate_den = 1,
                          .cpa_amount_micros = campaign->cpa_micros,
                          .revshare_micros = campaign->revshare_micros};
}

struct said {
    char txid[32];
    char query[160];
};

/* The conversion with that status. All of it follows from what is due, so that it need not be read
 * back when it changes. */
static struct conversion conversion_of(const struct filler *filler, const struct due *due,
                                       const char *status, struct said *said)
{
    const struct world_campaign *campaign = &filler->world->campaigns[due->campaign];
    const struct world_offer *offer = &filler->world->offers[due->offer];
    static const char *const params[] = {"param1=gold", "param1=silver&event3=2", "param1=basic"};
    bool is_first = due->kind != DUE_REBILL;
    bool is_pixel = due->visit_id % 50 == 0;
    snprintf(said->txid, sizeof(said->txid), "%c%" PRIx64, is_first ? 't' : 'r',
             due->visit_id & 0xffffffffffff);
    struct conversion conversion = {
        .id = due->conversion_id,
        .workspace_id = WORLD_WORKSPACE,
        .visit_id = due->visit_id,
        .txid = str_from_c(said->txid),
        .nth = 1,
        .status = str_from_c(status),
        .status_raw = str_from_c(status),
        .type = STR(""),
        .is_counted = 1,
        .has_revenue = 1,
        .is_first = is_first,
        .day = due->created_ms / DAY_MS,
        .channel = is_pixel ? STR("pixel") : STR("s2s"),
        .payout_amount_micros =
            offer->payout_micros + (int64_t)(due->visit_id % 9) * 10000, /* prices differ a bit */
        .payout_currency = STR("USD"),
        .payout_rate_num = 1,
        .payout_rate_den = 1,
        .network_id = offer->network_id,
        .offer_id = offer->id,
        .campaign_id = campaign->id,
        .source_id = campaign->source_id,
        .is_bot = due->is_bot,
        .is_test = due->is_test,
        .params =
            due->zone % 10 < ARRAY_LEN(params) ? str_from_c(params[due->zone % 10]) : STR_NONE,
    };
    struct visit terms = terms_of(filler, due);
    conversion_settle(&terms, &conversion);
    return conversion;
}

static enum err write_postback(struct filler *filler, const struct conversion *conversion,
                               bool is_new, struct said *said, uint64_t *id)
{
    char clickid[CLICK_ID_LEN];
    struct person person;
    fill_person(filler, 0, 0, &person);
    click_id_write(filler->keys, conversion->visit_id, clickid);
    int len = snprintf(said->query, sizeof(said->query),
                       "cid=%.*s&payout=%" PRId64 ".%02" PRId64 "&txid=%s&status=%.*s&nid=%" PRIu64,
                       CLICK_ID_LEN, clickid, conversion->payout_amount_micros / MONEY_MICROS,
                       conversion->payout_amount_micros % MONEY_MICROS / 10000, said->txid,
                       STR_FMT(conversion->status), conversion->network_id);
    struct postback postback = {
        .id = *id = next_id(filler),
        .workspace_id = WORLD_WORKSPACE,
        .catalog_version = filler->world->catalog_version,
        .visit_id = conversion->visit_id,
        .network_id = conversion->network_id,
        .channel = conversion->channel,
        .method = STR("GET"),
        .query = {said->query, (size_t)len},
        .http_status = 200,
        .outcome = is_new ? STR("recorded") : STR("updated"),
        .reason = STR(""),
        .is_test = conversion->is_test,
        .personal_hash = person_hash(&person),
    };
    /* A created conversion is named after its change, which has the id behind the log's. */
    postback.conversion_id = is_new ? next_id(filler) : conversion->id;
    enum err err = ledger_append(&filler->tx, LEDGER_POSTBACK, &postback);
    return err == OK ? person_put(&filler->tx, &person, postback.id) : err;
}

static void count_change(struct filler *filler, const struct due *due,
                         const struct conversion *before, const struct conversion *after)
{
    struct campaign_total total = conversion_total(before, after);
    struct offer_day day = conversion_offer_day(before, after);
    add_totals(&filler->campaigns[due->campaign], &total);
    if (day.conversions == 0)
        return;
    struct offer_day *kept =
        &filler->offer_days[due->offer][day.day == filler->now_ms / DAY_MS ? 0 : 1];
    if (kept->conversions != 0 && kept->day != day.day) { /* another day: written at once */
        CHECK(ledger_add(&filler->tx, LEDGER_OFFER_DAY, kept) == OK);
        kept->conversions = 0;
    }
    day.conversions += kept->conversions;
    *kept = day;
}

static enum err write_conversion(struct filler *filler, const struct due *due,
                                 const struct conversion *before, struct conversion *after,
                                 struct said *said)
{
    uint64_t postback_id = 0;
    enum err err = write_postback(filler, after, before == NULL, said, &postback_id);
    struct conversion_change change = {
        .id = before == NULL ? filler->ids.last : next_id(filler),
        .workspace_id = WORLD_WORKSPACE,
        .catalog_version = filler->world->catalog_version,
        .postback_id = postback_id,
        .action = before == NULL ? STR("created") : STR("updated"),
    };
#define COPY(type, name) change.name = after->name;
    CONVERSION_VALUES(COPY)
#undef COPY
    if (before == NULL)
        after->id = change.id;
    after->change_id = change.id;
    change.conversion_id = after->id;
    struct forward forward = {
        .id = next_id(filler),
        .workspace_id = WORLD_WORKSPACE,
        .conversion_id = after->id,
        .change_id = change.id,
        .source_id = after->source_id,
        .campaign_id = after->campaign_id,
        .destination = STR("source"),
        .status = after->status,
        .decision = STR("skip"),
        .reason = STR("no_postback_url"),
        .method = STR("GET"),
        .is_test = after->is_test,
    };
    forward.key_id = forward.id;
    if (err == OK)
        err = ledger_append(&filler->tx, LEDGER_CONVERSION_CHANGE, &change);
    if (err == OK)
        err = ledger_put(&filler->tx, LEDGER_CONVERSION, after);
    if (err == OK)
        err = ledger_append(&filler->tx, LEDGER_FORWARD, &forward);
    count_change(filler, due, before, after);
    return err;
}

static enum err write_new_conversion(struct filler *filler, const struct due *due)
{
    struct dice *dice = &filler->dice;
    struct due now = *due;
    struct said said;
    now.created_ms = filler->now_ms;
    now.conversion_id = 0;
    if (due->kind == DUE_REBILL)
        now.status = "rebill";
    else if (dice_is(dice, 450000))
        now.status = "lead";
    else
        now.status = dice_is(dice, 15000) ? "unmapped" : "sale";
    struct conversion conversion = conversion_of(filler, &now, now.status, &said);
    enum err err = write_conversion(filler, &now, NULL, &conversion, &said);
    now.conversion_id = conversion.id;
    bool is_lead = strcmp(now.status, "lead") == 0;
    if (dice_is(dice, is_lead ? 550000 : 40000))
        later(filler, &now, DUE_CHANGE, 24 * 3600e3);
    else if (due->kind == DUE_CONVERSION && dice_is(dice, 60000))
        later(filler, &now, DUE_REBILL, 72 * 3600e3);
    return err;
}

/* A lead is sold or rejected, what was sold is rejected. The kind of its first registration is
 * not known any more: a rebill is told by its status. */
static enum err write_change(struct filler *filler, const struct due *due)
{
    bool is_rebill = strcmp(due->status, "rebill") == 0;
    bool is_lead = strcmp(due->status, "lead") == 0;
    struct due now = *due;
    struct said said;
    now.kind = is_rebill ? DUE_REBILL : DUE_CONVERSION;
    const char *status = is_lead && dice_is(&filler->dice, 700000) ? "sale" : "rejected";
    struct conversion before = conversion_of(filler, &now, due->status, &said);
    struct conversion after = conversion_of(filler, &now, status, &said);
    return write_conversion(filler, &now, &before, &after, &said);
}

/* --- The ad network's side ------------------------------------------------ */

enum err rows_ad_click(struct filler *filler)
{
    struct dice *dice = &filler->dice;
    const struct world *world = filler->world;
    struct due due = {.campaign = (uint32_t)wheel_draw(world->variation, dice)};
    const struct world_variation *variation = &world->variations[due.campaign];
    char host[32], sub[16];
    struct person person;
    draw_place(filler, &due);
    due.is_bot = dice_is(dice, 30000);
    fill_person(filler, 0, due.site, &person);
    snprintf(host, sizeof(host), "site%u.example", due.site);
    snprintf(sub, sizeof(sub), "%u", due.site % 40 + 1);
    struct ad_click click = {
        .id = due.visit_id = next_id(filler),
        .workspace_id = WORLD_WORKSPACE,
        .catalog_version = world->catalog_version,
        .variation_id = variation->id,
        .adcampaign_id = variation->adcampaign_id,
        .site_id = due.site + 7000,
        .zone_id = due.zone + 100000,
        .category_id = due.category + 1,
        .clicks = 1,
        .day = filler->now_ms / DAY_MS, /* the workspace is on UTC */
        .country = str_from_c(world->crowd->countries[due.country]),
        .format = str_from_c(crowd_formats[due.format]),
        .src_hostname = str_from_c(host),
        .sub = str_from_c(sub),
        .signals = due.is_bot ? 2 : 0,
        .is_bot = due.is_bot,
        .cost_micros = variation->cost_micros,
        .currency = STR("USD"),
        .personal_hash = person_hash(&person),
    };
    person_fill_ad_click(&person, &click);
    enum err err = ledger_append(&filler->tx, LEDGER_AD_CLICK, &click);
    if (err == OK)
        err = person_put(&filler->tx, &person, click.id);
    struct variation_total *total = &filler->variations[due.campaign];
    struct variation_total more = ad_click_variation_total(&click);
    struct adcampaign_day day = ad_click_day(&click);
    total->clicks += more.clicks;
    total->bot_clicks += more.bot_clicks;
    total->cost_micros += more.cost_micros;
    if (err == OK && !due.is_bot)
        err = ledger_add(&filler->tx, LEDGER_ADCAMPAIGN_DAY, &day);
    if (!due.is_bot && dice_is(dice, 170000))
        later(filler, &due, DUE_GOAL, 1800e3);
    return err;
}

static enum err write_goal_call(struct filler *filler, const struct due *due)
{
    const struct world *world = filler->world;
    const struct world_variation *variation = &world->variations[due->campaign];
    struct dice *dice = &filler->dice;
    size_t which = (size_t)dice_below(dice, WORLD_GOALS);
    struct str goal_id = str_from_c(world->goals[which]);
    char text[TAG_TEXT_LEN], query[TAG_TEXT_LEN + 96];
    struct person person;
    struct tag tag = {.ad_click_id = due->visit_id,
                      .workspace_id = WORLD_WORKSPACE,
                      .adcampaign_id = (uint32_t)variation->adcampaign_id,
                      .variation_id = (uint32_t)variation->id,
                      .site_id = due->site + 7000,
                      .zone_id = due->zone + 100000,
                      .category_id = (uint16_t)(due->category + 1),
                      .format = ad_format_find(str_from_c(crowd_formats[due->format])),
                      .cost_micros = variation->cost_micros};
    memcpy(tag.country, world->crowd->countries[due->country], sizeof(world->crowd->countries[0]));
    tag_seal(filler->keys, &tag, text);
    int64_t value_micros = (int64_t)(1 + dice_below(dice, 40)) * 500000;
    int len = snprintf(query, sizeof(query), "goal=%.*s&tag=%.*s&value=%" PRId64 ".%" PRId64,
                       STR_FMT(goal_id), TAG_TEXT_LEN, text, value_micros / MONEY_MICROS,
                       value_micros % MONEY_MICROS / 100000);
    fill_person(filler, 0, 0, &person);
    struct goal_call call = {
        .id = next_id(filler),
        .workspace_id = WORLD_WORKSPACE,
        .catalog_version = world->catalog_version,
        .goal_id = goal_id,
        .ad_click_id = due->visit_id,
        .adcampaign_id = variation->adcampaign_id,
        .variation_id = variation->id,
        .site_id = tag.site_id,
        .zone_id = tag.zone_id,
        .category_id = tag.category_id,
        .country = str_from_c(world->crowd->countries[due->country]),
        .format = ad_format_text(tag.format),
        .value_micros = value_micros,
        .outcome = STR("stored"),
        .reason = STR(""),
        .query = {query, (size_t)len},
        .personal_hash = person_hash(&person),
    };
    struct goal_state state = {.goal_id = goal_id, /* each ad click calls once */
                               .ad_click_id = due->visit_id,
                               .workspace_id = WORLD_WORKSPACE,
                               .last_call_id = call.id,
                               .stored = 1};
    enum err err = ledger_append(&filler->tx, LEDGER_GOAL_CALL, &call);
    if (err == OK)
        err = person_put(&filler->tx, &person, call.id);
    if (err == OK)
        err = ledger_put(&filler->tx, LEDGER_GOAL_STATE, &state);
    filler->goals[which][due->campaign].conversions++;
    filler->goals[which][due->campaign].value_micros += value_micros;
    return err;
}

/* --- What is due, and the totals ------------------------------------------ */

enum err rows_due(struct filler *filler, const struct due *due)
{
    switch (due->kind) {
    case DUE_CLICK:
        return write_click(filler, due);
    case DUE_CONVERSION:
    case DUE_REBILL:
        return write_new_conversion(filler, due);
    case DUE_CHANGE:
        return write_change(filler, due);
    case DUE_UPDATE:
        return write_update(filler, due);
    case DUE_GOAL:
        return write_goal_call(filler, due);
    }
    return OK;
}

/* Adds a total to the ledger's, if there is something in it, and empties it. */
static enum err add_total(struct filler *filler, enum ledger_table table, void *row)
{
    const struct table *t = table_of(table);
    bool is_empty = true;
    for (size_t i = t->key_count; i < t->column_count; i++)
        is_empty &= row_get_u64(row, &t->columns[i]) == 0;
    enum err err = is_empty ? OK : ledger_add(&filler->tx, table, row);
    for (size_t i = t->key_count; i < t->column_count; i++)
        *row_u64(row, &t->columns[i]) = 0;
    return err;
}

enum err rows_totals(struct filler *filler)
{
    enum err err = OK;
    for (size_t i = 0; i < WORLD_CAMPAIGNS && err == OK; i++) {
        filler->campaigns[i].campaign_id = filler->world->campaigns[i].id;
        filler->campaigns[i].workspace_id = WORLD_WORKSPACE;
        err = add_total(filler, LEDGER_CAMPAIGN_TOTAL, &filler->campaigns[i]);
    }
    for (size_t i = 0; i < WORLD_VARIATIONS && err == OK; i++) {
        filler->variations[i].variation_id = filler->world->variations[i].id;
        filler->variations[i].workspace_id = WORLD_WORKSPACE;
        err = add_total(filler, LEDGER_VARIATION_TOTAL, &filler->variations[i]);
        for (size_t g = 0; g < WORLD_GOALS && err == OK; g++) {
            struct goal_total *total = &filler->goals[g][i];
            total->goal_id = str_from_c(filler->world->goals[g]);
            total->variation_id = filler->variations[i].variation_id;
            total->workspace_id = WORLD_WORKSPACE;
            err = add_total(filler, LEDGER_GOAL_TOTAL, total);
        }
    }
    for (size_t i = 0; i < WORLD_OFFERS && err == OK; i++) {
        for (size_t k = 0; k < ARRAY_LEN(filler->offer_days[i]) && err == OK; k++)
            err = add_total(filler, LEDGER_OFFER_DAY, &filler->offer_days[i][k]);
    }
    return err;
}
