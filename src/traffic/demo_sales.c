/* demo_sales - postbacks of affiliate networks, registered as everybody's, and what destinations
 * are told, judged as everybody's: only the receivers' answers are made up. */
#include "base/money.h"
#include "convert/register.h"
#include "courier/outbox.h"
#include "traffic/demo_play.h"

#define LEADS_PPM      450000 /* begin as leads */
#define CONFIRMED_PPM  720000 /* of the leads */
#define REVERSED_PPM   50000  /* of the sales */
#define REBILLS_PPM    90000
#define REPEATS_PPM    20000  /* postbacks that come twice */
#define STRAYS_PPM     12000  /* beside so many comes one that names no click of ours */
#define UNKNOWN_PPM    300000 /* say a word that no list has, of late */
#define UNKNOWN_DAYS   3
#define REFUSES_HOURS  30 /* before the end: Adsterra's account is wrong */
#define PLAN_EXOCLICK  0
#define PLAN_PROPELLER 1
#define PLAN_ADSTERRA  2
#define PLAN_OWN       4

/* --- What a network says --- */

static size_t network_number(const struct demo *demo, const struct network *network)
{
    for (size_t i = 0; i < PLAN_NETWORKS; i++)
        if (demo->networks[i] == network)
            return i;
    check_failed("the plan has the network", __FILE__, __LINE__);
}

static bool is_silent(const struct demo *demo, const struct plan_network *planned)
{
    return demo->end_ms - demo->now_ms < planned->silent_hours * HOUR_MS;
}

/* The word for what happens, and whether it is a sale. */
static const char *word_of(struct demo *demo, const struct plan_network *planned,
                           struct demo_event *event)
{
    struct dice *dice = &demo->dice;
    if (event->what == DEMO_REBILL)
        return planned->rebill;
    if (event->what == DEMO_CHANGE && (event->is_sale || !dice_is(dice, CONFIRMED_PPM))) {
        event->is_sale = false;
        return planned->rejected;
    }
    bool is_of_late = demo->end_ms - demo->now_ms < UNKNOWN_DAYS * DAY_MS;
    if (event->what == DEMO_CONVERSION && dice_is(dice, LEADS_PPM))
        return planned->lead;
    event->is_sale = true;
    if (is_of_late && planned->unknown != NULL && dice_is(dice, UNKNOWN_PPM))
        return planned->unknown;
    return planned->sale;
}

static struct str query_of(const struct demo *demo, const struct demo_event *event,
                           const char *word)
{
    const struct offer *offer = demo->offers[event->offer];
    struct arena *arena = demo->tx->arena;
    struct str cid = click_id_text(arena, demo->edge->keys, event->visit_id);
    int64_t payout_micros = /* prices differ a bit */
        offer->payout_micros + offer->payout_micros / 100 * (int64_t)(event->visit_id / 7 % 9);
    payout_micros -= payout_micros % 10000;
    return arena_format(arena, "cid=%.*s&payout=%.*s&txid=%c%09" PRIu64 "&status=%s&nid=%" PRIu64,
                        STR_FMT(cid), STR_FMT(money_text(arena, payout_micros)),
                        event->what == DEMO_REBILL ? 'R' : 'T', event->visit_id / 4096 % 1000000000,
                        word, offer->network->id);
}

/* --- Postbacks --- */

static struct registration *make_registration(struct demo *demo, const struct network *network,
                                              struct str query)
{
    struct registration *reg = ARENA_NEW(demo->tx->arena, struct registration);
    struct person *person = demo_person(demo, 0, 0, true);
    CHECK(reg != NULL);
    *reg = (struct registration){
        .snapshot = demo->snapshot,
        .arena = demo->tx->arena,
        .channel = CHANNEL_S2S,
        .named = network,
        .log = {.workspace_id = demo->workspace->id,
                .method = STR("GET"),
                .query = query,
                .personal_hash = person_hash(person)},
        .personal = person->row,
    };
    return reg;
}

static enum err register_query(struct demo *demo, const struct network *network, uint64_t visit_id,
                               struct str query)
{
    struct postback_fault fault;
    struct registration *reg = make_registration(demo, network, query);
    if (postback_parse(demo->tx->arena, query, STR_NONE, NULL, NULL, &reg->call, &fault) != OK)
        return ERR_IO; /* it is ours: the arena is full */
    reg->visit_id = reg->log.visit_id = visit_id;
    (void)demo_take_ids(demo, REGISTER_IDS_MAX);
    return register_decide(demo->tx, demo->edge, reg);
}

/* One whose click id was never put in, as offers that are linked wrongly send it. */
static enum err write_stray(struct demo *demo, const struct network *network)
{
    struct str query =
        arena_format(demo->tx->arena, "cid={clickid}&payout=2.1&nid=%" PRIu64, network->id);
    struct registration *reg = make_registration(demo, network, query);
    register_answer(reg, 400, STR("ERROR: missing cid"), "refused", "unexpanded_cid");
    (void)demo_take_ids(demo, 1);
    return register_log(demo->tx, reg);
}

/* Those of the forwards just decided that are to be sent: their ids end the block. */
static enum err plan_deliveries(struct demo *demo, const struct demo_event *event)
{
    enum err err = OK;
    uint64_t end = demo->tx->next_id;
    for (uint64_t id = end - TELL_DESTINATIONS; err == OK && id < end; id++) {
        struct outbox row = {.id = id};
        err = ledger_find(demo->tx, LOOKUP_OUTBOX, &row);
        struct demo_event delivery = *event;
        delivery.forward_id = id;
        if (err == OK)
            demo_later(demo, &delivery, DEMO_DELIVERY, 300);
        err = err == ERR_NOT_FOUND ? OK : err;
    }
    return err;
}

static void plan_next(struct demo *demo, const struct demo_event *event)
{
    struct dice *dice = &demo->dice;
    if (event->what == DEMO_CONVERSION && !event->is_sale)
        demo_later(demo, event, DEMO_CHANGE, 20 * 3600e3);
    if (event->is_sale && dice_is(dice, REVERSED_PPM))
        demo_later(demo, event, DEMO_CHANGE, 60 * 3600e3);
    if (event->is_sale && event->what == DEMO_CONVERSION && dice_is(dice, REBILLS_PPM))
        demo_later(demo, event, DEMO_REBILL, 72 * 3600e3);
}

enum err demo_conversion(struct demo *demo, const struct demo_event *given)
{
    struct demo_event event = *given;
    const struct network *network = demo->offers[event.offer]->network;
    const struct plan_network *planned = &plan_networks[network_number(demo, network)];
    if (is_silent(demo, planned))
        return OK;
    struct str query = query_of(demo, &event, word_of(demo, planned, &event));
    enum err err = register_query(demo, network, event.visit_id, query);
    if (err == OK)
        err = plan_deliveries(demo, &event);
    if (err == OK && dice_is(&demo->dice, REPEATS_PPM))
        err = register_query(demo, network, event.visit_id, query);
    if (err == OK && dice_is(&demo->dice, STRAYS_PPM))
        err = write_stray(demo, network);
    plan_next(demo, &event);
    return err;
}

/* --- Forwards --- */

static size_t source_number(const struct demo *demo, uint64_t id)
{
    for (size_t i = 0; i < PLAN_SOURCES; i++)
        if (demo->sources[i]->id == id)
            return i;
    check_failed("the plan has the source", __FILE__, __LINE__);
}

/* What the receiver answers. */
static void answer_of(struct demo *demo, size_t source, struct fetch_result *result)
{
    struct dice *dice = &demo->dice;
    bool is_late = demo->end_ms - demo->now_ms < REFUSES_HOURS * HOUR_MS;
    *result = (struct fetch_result){.reach = FETCH_ANSWERED,
                                    .status = 200,
                                    .error = STR(""),
                                    .duration_us = 40000 + dice_wait(dice, 90000)};
    if (dice_is(dice, 12000)) { /* it is being restarted */
        result->status = 503;
        result->body = STR("upstream unavailable");
    } else if (dice_is(dice, 4000)) {
        result->reach = FETCH_UNCERTAIN;
        result->status = 0;
        result->error = STR("no answer within 10 s");
    } else if (source == PLAN_EXOCLICK)
        result->body =
            dice_is(dice, 25000) ? STR("ERROR: Goal has already been notified") : STR("OK");
    else if (source == PLAN_PROPELLER)
        result->body = STR("1:0");
    else
        result->body =
            source == PLAN_ADSTERRA && is_late ? STR("ERROR: unknown account demo") : STR("OK");
}

/* Our own ad network counts what its tracker is told. */
static enum err answer_as_network(struct demo *demo, const struct demo_event *event,
                                  const struct outbox *row, struct fetch_result *result)
{
    bool is_lead = str_is_equal(row->status, STR("lead"));
    bool is_rebill = str_is_equal(row->status, STR("rebill"));
    const struct goal *goal = demo->goals[is_lead ? 1 : is_rebill ? 2 : 0];
    ptrdiff_t at = str_find(row->url, STR("&value="));
    int64_t value_micros = -1;
    if (at >= 0 &&
        money_parse_plain(str_slice(row->url, (size_t)at + strlen("&value="), row->url.len),
                          &value_micros) != OK)
        value_micros = -1;
    *result = (struct fetch_result){.reach = FETCH_ANSWERED,
                                    .status = 200,
                                    .error = STR(""),
                                    .duration_us = 900 + dice_wait(&demo->dice, 400)};
    return demo_call_goal(demo, event, goal, value_micros, &result->body);
}

static enum err settle(struct demo *demo, const struct demo_event *event, struct outbox *row,
                       const struct fetch_result *result)
{
    static const struct courier_schedule schedule = {
        .waits_ms = {10000, 60000, 600000, HOUR_MS, 6 * HOUR_MS, 12 * HOUR_MS}, .count = 6};
    struct outbox_settlement settlement = {.outbox = *row};
    settlement.verdict =
        delivery_judge(outbox_destination(demo->snapshot, row->lane), row, result, &schedule,
                       demo->now_ms, (unsigned)dice_below(&demo->dice, COURIER_JITTER_END));
    outbox_fill_answer(&settlement);
    settlement.answer.status_code = result->status;
    settlement.answer.body = result->body;
    settlement.answer.error = result->error;
    settlement.answer.duration_us = result->duration_us;
    demo->now_ms += result->duration_us / 1000;
    (void)demo_take_ids(demo, 1);
    enum err err = outbox_settle(demo->tx, &settlement);
    if (settlement.verdict.next_ms == 0)
        return err;
    struct demo_event again = *event;
    again.at_ms = settlement.verdict.next_ms;
    agenda_add(demo->agenda, &again);
    return err;
}

enum err demo_delivery(struct demo *demo, const struct demo_event *event)
{
    struct outbox row = {.id = event->forward_id};
    struct fetch_result result;
    enum err err = ledger_find(demo->tx, LOOKUP_OUTBOX, &row);
    if (err != OK)
        return err == ERR_NOT_FOUND ? ERR_IO : err;
    (void)demo_take_ids(demo, 1);
    err = outbox_mark_sending(demo->tx, &row);
    size_t source = source_number(demo, row.source_id);
    if (err == OK && source == PLAN_OWN)
        err = answer_as_network(demo, event, &row, &result);
    else
        answer_of(demo, source, &result);
    return err == OK ? settle(demo, event, &row, &result) : err;
}
