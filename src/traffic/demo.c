#include "traffic/demo.h"

#include "traffic/demo_play.h"

#define ADS_PPM      300000 /* of the events are clicks on our own ads */
#define SEED         20261127
#define TRIES_MAX    64
#define END_AHEAD_MS 30000 /* what follows from the last events has ids before the operation's */

/* --- The plan's entities, as the snapshot has them ------------------------ */

static const json_t *list_of(const struct operation *operation, enum entity entity)
{
    return json_object_get(json_object_get(operation->args, "ids"), entity_resource(entity));
}

static uint64_t number_at(const json_t *list, size_t i)
{
    return (uint64_t)json_integer_value(json_array_get(list, i));
}

static bool find_goals(struct demo *demo, const json_t *list)
{
    bool is_whole = true;
    for (size_t i = 0; i < PLAN_GOALS; i++) {
        const json_t *id = json_array_get(list, i);
        demo->goals[i] = json_is_string(id)
                             ? snapshot_find_goal(demo->snapshot, str_from_c(json_string_value(id)))
                             : NULL;
        is_whole &= demo->goals[i] != NULL;
    }
    return is_whole;
}

/* False: one is not there. */
static bool find_entities(struct demo *demo, const struct operation *operation)
{
    bool is_whole = find_goals(demo, list_of(operation, ENTITY_GOAL));
#define FIND(array, ENTITY, find)                                                                  \
    for (size_t i = 0; i < ARRAY_LEN(demo->array); i++) {                                          \
        demo->array[i] = find(demo->snapshot, number_at(list_of(operation, ENTITY), i));           \
        is_whole &= demo->array[i] != NULL;                                                        \
    }
    FIND(sources, ENTITY_SOURCE, snapshot_find_source)
    FIND(networks, ENTITY_NETWORK, snapshot_find_network)
    FIND(offers, ENTITY_OFFER, snapshot_find_offer)
    FIND(landers, ENTITY_LANDER, snapshot_find_lander)
    FIND(campaigns, ENTITY_CAMPAIGN, snapshot_find_campaign)
    FIND(variations, ENTITY_VARIATION, snapshot_find_variation)
#undef FIND
    return is_whole;
}

/* --- What happens --------------------------------------------------------- */

static bool runs(const struct demo *demo, const struct plan_campaign *planned)
{
    int64_t before_end_ms = demo->end_ms - demo->now_ms;
    return before_end_ms <= planned->from_day * DAY_MS && before_end_ms >= planned->to_day * DAY_MS;
}

static size_t source_of(const struct demo *demo, size_t campaign)
{
    size_t i = 0;
    while (demo->sources[i] != demo->campaigns[campaign]->source)
        i++; /* the plan has it */
    return i;
}

static enum err visit_from_elsewhere(struct demo *demo)
{
    size_t which = 0;
    for (int i = 0; i < TRIES_MAX; i++) {
        which = demo_draw(&demo->dice, &plan_campaigns[0].share, sizeof(plan_campaigns[0]),
                          PLAN_CAMPAIGNS);
        if (runs(demo, &plan_campaigns[which]))
            break;
    }
    const struct plan_campaign *planned = &plan_campaigns[which];
    struct demo_place place = demo_draw_place(demo, planned->countries, source_of(demo, which));
    int64_t cost_micros =
        planned->cost_micros > 0 ? demo_around(&demo->dice, planned->cost_micros) : 0;
    return demo_visit(demo, which, &place, 0, 0, cost_micros);
}

static enum err happen(struct demo *demo, const struct demo_event *event)
{
    switch (event->what) {
    case DEMO_VISIT:
        return demo_ad_visit(demo, event);
    case DEMO_CLICK:
        return demo_click(demo, event);
    case DEMO_CONVERSION:
    case DEMO_CHANGE:
    case DEMO_REBILL:
        return demo_conversion(demo, event);
    case DEMO_DELIVERY:
        return demo_delivery(demo, event);
    case DEMO_GOAL:
        return demo_goal(demo, event);
    }
    return OK;
}

/* What is due by then. */
static enum err catch_up(struct demo *demo, int64_t by_ms)
{
    struct demo_event event;
    enum err err = OK;
    while (err == OK && agenda_take(demo->agenda, by_ms, &event)) {
        demo->now_ms = event.at_ms;
        err = happen(demo, &event);
        arena_reset(demo->tx->arena);
    }
    return err;
}

/* Nothing of demo data is sent later, so what still waits for an answer gets it now. */
static enum err end_deliveries(struct demo *demo)
{
    struct demo_event event;
    enum err err = OK;
    while (err == OK && agenda_take(demo->agenda, INT64_MAX, &event)) {
        demo->now_ms = demo->end_ms;
        if (event.what == DEMO_DELIVERY)
            err = happen(demo, &event);
        arena_reset(demo->tx->arena);
    }
    return err;
}

static enum err play(struct demo *demo, struct hours *hours, _Atomic uint64_t *written)
{
    enum err err = OK;
    for (size_t i = 0; err == OK && i < PLAN_EVENTS; i++) {
        int64_t at_ms = hours_time(hours, (double)i / PLAN_EVENTS);
        err = catch_up(demo, at_ms);
        demo->now_ms = at_ms;
        if (err == OK)
            err = dice_is(&demo->dice, ADS_PPM) ? demo_ad_click(demo) : visit_from_elsewhere(demo);
        arena_reset(demo->tx->arena);
        *written = demo->tx->entries;
    }
    if (err == OK)
        err = catch_up(demo, demo->end_ms);
    return err == OK ? end_deliveries(demo) : err;
}

/* --- The operation -------------------------------------------------------- */

/* Addresses of all countries of the plan, and what is known of machines. */
static void open_places(struct demo *demo)
{
    const char *countries[PLAN_CAMPAIGNS + PLAN_VARIATIONS];
    for (size_t i = 0; i < PLAN_CAMPAIGNS; i++)
        countries[i] = plan_campaigns[i].countries;
    for (size_t i = 0; i < PLAN_VARIATIONS; i++)
        countries[PLAN_CAMPAIGNS + i] = plan_variations[i].countries;
    demo->place_set = demo->edge->places != NULL ? places_hold(demo->edge->places) : NULL;
    demo->places = demo_places_make(demo->place_set, countries, ARRAY_LEN(countries));
    demo->bots = demo_bots_make(demo->edge->devices, demo->crowd->arena);
}

static enum err play_all(struct demo *demo, struct operation *operation)
{
    struct ledger_tx *tx = demo->tx;
    const struct ledger_tx job = *tx; /* its ids and its time, for the operation's own entry */
    struct hours *hours = hours_make(demo->end_ms, PLAN_DAYS);
    demo->dice.state = SEED;
    demo->crowd = crowd_make(&demo->dice, demo->edge->devices);
    open_places(demo);
    demo->agenda = agenda_make(sizeof(struct demo_event));
    enum err err = play(demo, hours, &operation->edge->loading_entries);
    operation->edge->loading_entries = 0;
    agenda_free(demo->agenda);
    demo_places_free(demo->places);
    place_set_drop(demo->place_set);
    crowd_free(demo->crowd);
    hours_free(hours);
    tx->next_id = job.next_id;
    tx->end_id = job.end_id;
    tx->now_ms = job.now_ms;
    return err;
}

enum err demo_load(struct operation *operation, struct ledger_tx *tx)
{
    struct demo *demo = ARENA_NEW(operation->arena, struct demo);
    CHECK(demo != NULL);
    *demo = (struct demo){
        .edge = operation->edge,
        .snapshot = operation->snapshot,
        .workspace = snapshot_workspace(operation->snapshot, operation->workspace_id),
        .tx = tx,
        .ids = {.node = (unsigned)(operation->job.id >> ID_SEQUENCE_BITS & ID_NODE_MAX)},
        .end_ms = json_integer_value(json_object_get(operation->args, "end_ms")),
    };
    if (tx->last_id != 0)
        operation_refuse(operation, 409, "", "the ledger is not empty");
    else if (demo->workspace->demo != WORKSPACE_DEMO_LOADING || !find_entities(demo, operation))
        operation_refuse(operation, 409, "workspace_id", "expected one that is made for demo data");
    else if (demo->end_ms <= PLAN_DAYS * DAY_MS ||
             demo->end_ms + END_AHEAD_MS > id_time_ms(operation->job.id))
        operation_refuse(operation, 409, "end_ms", "expected a time %d s ago at least",
                         END_AHEAD_MS / 1000);
    if (operation->status >= 400)
        return OK;
    enum err err = play_all(demo, operation);
    CHECK(json_object_set_new(operation->answer, "entries",
                              json_integer((json_int_t)tx->entries)) == 0);
    return err;
}
