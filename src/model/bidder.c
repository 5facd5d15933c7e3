#include "model/bidder.h"

#include <stdlib.h>
#include "base/money.h"
#include "base/num.h"
#include "base/say.h"
#include "model/fault.h"
#include "model/kind.h"

#define RULES_MAX       20
#define CONDITIONS_MAX  4
#define VALUE_CHARS_MAX 200
#define EVERY_HOURS_MAX 720
#define CONDITION_MAX   (MONEY_MICROS * 1000000000)

static const char *const dimension_words[] = {
    "browser", "country", "device_type", "language", "carrier", "os", "site", "zone", NULL};
static const char *const metric_words[] = {"impressions", "clicks", "cost", "ctr",
                                           "conversions", "value",  "cvr",  "ecpa",
                                           "profit",      "roi",    NULL};
static const char *const op_words[] = {"greater", "greater_or_equal", "less", "less_or_equal",
                                       NULL};
static const char *const worth_words[] = {"goal", "target", NULL};

_Static_assert(ARRAY_LEN(dimension_words) == BIDDER_DIMENSION_COUNT + 1, "a word for each");
_Static_assert(ARRAY_LEN(metric_words) == BIDDER_METRIC_COUNT + 1, "a word for each");
_Static_assert(ARRAY_LEN(op_words) == BIDDER_OP_COUNT + 1, "a word for each");

const char *bidder_dimension_text(enum bidder_dimension dimension)
{
    CHECK(dimension < BIDDER_DIMENSION_COUNT);
    return dimension_words[dimension];
}

int bidder_dimension_find(struct str name)
{
    for (int i = 0; i < BIDDER_DIMENSION_COUNT; i++)
        if (str_is_equal(name, str_from_c(dimension_words[i])))
            return i;
    return -1;
}

const char *bidder_metric_text(enum bidder_metric metric)
{
    CHECK(metric < BIDDER_METRIC_COUNT);
    return metric_words[metric];
}

/* ------------------------------------------------------------------ fields */

static const struct field worth_fields[] = {
    {.name = "from",
     .type = FIELD_WORD,
     .offset = offsetof(struct bidder_worth_body, from),
     .fallback = "\"goal\"",
     .words = worth_words,
     .help = "What a conversion is worth: its goal's value, or the amount here."},
    {.name = "amount",
     .type = FIELD_MONEY,
     .offset = offsetof(struct bidder_worth_body, amount_micros),
     .fallback = "\"0\"",
     .max = MONEY_MICROS_MAX,
     .help = "Of a target."},
};
static const struct schema worth_schema = SCHEMA(worth_fields, struct bidder_worth_body);

static const struct field condition_fields[] = {
    {.name = "metric",
     .type = FIELD_WORD,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct bidder_condition_body, metric),
     .words = metric_words,
     .help = "What is looked at. A cost per conversion without conversions is higher than any."},
    {.name = "op",
     .type = FIELD_WORD,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct bidder_condition_body, op),
     .words = op_words,
     .help = "How it must compare."},
    {.name = "value",
     .type = FIELD_MONEY,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct bidder_condition_body, micros),
     .min = -CONDITION_MAX,
     .max = CONDITION_MAX,
     .help = "A count, an amount or a percentage."},
};
static const struct schema condition_schema =
    SCHEMA(condition_fields, struct bidder_condition_body);

#define PERIOD_HELP "The days that count, today included: 1, 2, 3, 7, 30, 90 or 180"

static const struct field rule_fields[] = {
    {.name = "name",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED | FIELD_TRIMMED,
     .offset = offsetof(struct bidder_rule_body, name),
     .min = 1,
     .max = KIND_NAME_CHARS_MAX,
     .help = "What the history calls it."},
    {.name = "dimension",
     .type = FIELD_WORD,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct bidder_rule_body, dimension),
     .words = dimension_words,
     .help = "Whose values it blocks."},
    {.name = "period_days",
     .type = FIELD_INTEGER,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct bidder_rule_body, period_days),
     .min = 1,
     .max = 180,
     .help = PERIOD_HELP "; null: the bidder's."},
    {.name = "conditions",
     .type = FIELD_OBJECTS,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct bidder_rule_body, conditions),
     .min = 1,
     .max = CONDITIONS_MAX,
     .schema = &condition_schema,
     .help = "All of them must hold."},
};
const struct schema bidder_rule_schema = SCHEMA(rule_fields, struct bidder_rule_body);

static const struct field value_fields[] = {
    {.name = "dimension",
     .type = FIELD_WORD,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct bidder_value_body, dimension),
     .words = dimension_words,
     .help = "What kind of value it is."},
    {.name = "value",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct bidder_value_body, value),
     .min = 1,
     .max = VALUE_CHARS_MAX,
     .help = "As the statistics tell it; of sites and zones the id."},
};
static const struct schema value_schema = SCHEMA(value_fields, struct bidder_value_body);

static const struct field price_fields[] = {
    {.name = "zone_id",
     .type = FIELD_ID,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct bidder_price_body, zone_id),
     .help = "The zone."},
    {.name = "price",
     .type = FIELD_MONEY,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct bidder_price_body, price_micros),
     .max = MONEY_MICROS_MAX,
     .help = "In place of the ad campaign's."},
};
static const struct schema price_schema = SCHEMA(price_fields, struct bidder_price_body);

static const struct field fields[] = {
    KIND_NAME_FIELD(struct bidder_body),
    {.name = "adcampaign_id",
     .type = FIELD_ID,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct bidder_body, adcampaign_id),
     .help = "The ad campaign that it optimises; each has one at most."},
    {.name = "goal_id",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL,
     .offset = offsetof(struct bidder_body, goal_id),
     .max = GOAL_ID_LEN,
     .help = "Whose conversions count; null: those of all goals."},
    {.name = "automatic",
     .type = FIELD_BOOL,
     .offset = offsetof(struct bidder_body, is_automatic),
     .fallback = "false",
     .help = "Whether it sets each zone's price by what conversions are worth, and blocks zones "
             "that do not convert."},
    {.name = "worth",
     .type = FIELD_OBJECT,
     .offset = offsetof(struct bidder_body, worth),
     .fallback = "{}",
     .schema = &worth_schema,
     .help = "What a conversion is worth to the automatic optimisation."},
    {.name = "test_budget",
     .type = FIELD_MONEY,
     .offset = offsetof(struct bidder_body, test_budget_micros),
     .fallback = "\"5\"",
     .max = MONEY_MICROS_MAX,
     .help = "What a zone may cost before the automatic optimisation acts."},
    {.name = "price_min",
     .type = FIELD_MONEY,
     .offset = offsetof(struct bidder_body, price_min_micros),
     .fallback = "\"0.0001\"",
     .min = 1,
     .max = MONEY_MICROS_MAX,
     .help = "The lowest price that it sets."},
    {.name = "price_max",
     .type = FIELD_MONEY,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct bidder_body, price_max_micros),
     .min = 1,
     .max = MONEY_MICROS_MAX,
     .help = "The highest; null: the ad campaign's own price."},
    {.name = "period_days",
     .type = FIELD_INTEGER,
     .offset = offsetof(struct bidder_body, period_days),
     .fallback = "30",
     .min = 1,
     .max = 180,
     .help = PERIOD_HELP "."},
    {.name = "every_hours",
     .type = FIELD_INTEGER,
     .offset = offsetof(struct bidder_body, every_hours),
     .fallback = "6",
     .max = EVERY_HOURS_MAX,
     .help = "How often it decides by itself; 0: only when asked."},
    {.name = "rules",
     .type = FIELD_OBJECTS,
     .offset = offsetof(struct bidder_body, rules),
     .fallback = "[]",
     .max = RULES_MAX,
     .schema = &bidder_rule_schema,
     .help = "Each blocks the values for which its conditions hold."},
    {.name = "blocked",
     .type = FIELD_OBJECTS,
     .offset = offsetof(struct bidder_body, blocked),
     .fallback = "[]",
     .max = BIDDER_VALUES_MAX,
     .schema = &value_schema,
     .help = "What gets no traffic: it adds to this, and takes nothing out by itself."},
    {.name = "zone_prices",
     .type = FIELD_OBJECTS,
     .offset = offsetof(struct bidder_body, zone_prices),
     .fallback = "[]",
     .max = BIDDER_VALUES_MAX,
     .schema = &price_schema,
     .help = "The prices that it has set."},
    {.name = "held",
     .type = FIELD_OBJECTS,
     .offset = offsetof(struct bidder_body, held),
     .fallback = "[]",
     .max = BIDDER_VALUES_MAX,
     .schema = &value_schema,
     .help = "What it leaves alone; a decision that was undone stands here."},
};
const struct schema bidder_schema = SCHEMA(fields, struct bidder_body);

/* ------------------------------------------------------------------ check */

static enum err check_period(struct check *check, const char *field, int64_t days)
{
    static const int64_t periods[] = {1, 2, 3, 7, 30, 90, 180};
    for (size_t i = 0; i < ARRAY_LEN(periods); i++)
        if (days == periods[i])
            return OK;
    return fault_refuse(check->fault, field, "expected one of 1, 2, 3, 7, 30, 90, 180");
}

static enum err check_rules(struct check *check, const struct bidder_body *body)
{
    char field[KIND_FIELD_MAX];
    for (size_t i = 0; i < body->rules.count; i++) {
        int64_t days = LIST_AT(body->rules, struct bidder_rule_body, i)->period_days;
        (void)snprintf(field, sizeof field, "rules[%zu].period_days", i);
        enum err err = days < 0 ? OK : check_period(check, field, days);
        if (err != OK)
            return err;
    }
    return OK;
}

/* Ids of sites and zones are numbers: any other text would block nothing. */
static enum err check_values(struct check *check, const char *name, const struct list *values)
{
    char field[KIND_FIELD_MAX];
    for (size_t i = 0; i < values->count; i++) {
        const struct bidder_value_body *value = LIST_AT(*values, struct bidder_value_body, i);
        bool is_number = value->dimension == BIDDER_SITE || value->dimension == BIDDER_ZONE;
        uint64_t id = 0;
        (void)snprintf(field, sizeof field, "%s[%zu].value", name, i);
        if (is_number && (num_parse_u64(value->value, UINT32_MAX, &id) != OK || id == 0))
            return fault_refuse(check->fault, field, "expected the id of a site or a zone");
    }
    return OK;
}

static enum err check_goal(struct check *check, const struct bidder_body *body)
{
    struct db_row row;
    if (body->goal_id.ptr == NULL)
        return OK;
    enum err err = db_find_by_key(check->db, ENTITY_GOAL, body->goal_id, check->arena, &row);
    if (err == ERR_NOT_FOUND || (err == OK && row.workspace_id != check->workspace_id))
        return fault_refuse(check->fault, "goal_id", "there is no such goal");
    if (err == OK && row.status == STATUS_ARCHIVED && check->is_active)
        return fault_refuse(check->fault, "goal_id", "this goal is archived");
    return err;
}

static enum err check_alone(struct check *check, const struct bidder_body *body)
{
    struct db_row other;
    enum err err = db_find_bidder(check->db, body->adcampaign_id, check->id, check->arena, &other);
    if (err == ERR_NOT_FOUND)
        return OK;
    return err == OK ? fault_conflict(check->fault, "adcampaign_id",
                                      "ad campaign %" PRIu64 " has bidder %" PRIu64 " already",
                                      body->adcampaign_id, other.id)
                     : err;
}

static void warn(struct check *check, const struct bidder_body *body)
{
    if (!body->is_automatic && body->rules.count == 0)
        check_warn(check, "automatic",
                   "without rules and automatic optimisation nothing is decided");
    if (body->is_automatic && body->test_budget_micros == 0)
        check_warn(check, "test_budget",
                   "without a test budget a zone is blocked by its first click");
}

static enum err check_bidder(struct check *check, void *read)
{
    const struct bidder_body *body = read;
    struct db_row row;
    enum err err = check_find(check, "adcampaign_id", ENTITY_ADCAMPAIGN, body->adcampaign_id, &row);
    if (err == OK)
        err = check_goal(check, body);
    if (err == OK)
        err = check_alone(check, body);
    if (err == OK)
        err = check_period(check, "period_days", body->period_days);
    if (err == OK)
        err = check_rules(check, body);
    if (err == OK)
        err = check_values(check, "blocked", &body->blocked);
    if (err == OK)
        err = check_values(check, "held", &body->held);
    if (err != OK)
        return err;
    if (body->is_automatic && body->worth->from == BIDDER_WORTH_TARGET &&
        body->worth->amount_micros == 0)
        return fault_refuse(check->fault, "worth.amount",
                            "expected what a conversion is worth: more than 0");
    if (body->price_max_micros != SCHEMA_MONEY_NONE &&
        body->price_max_micros < body->price_min_micros)
        return fault_refuse(check->fault, "price_max", "expected at least the lowest price");
    warn(check, body);
    return OK;
}

/* ------------------------------------------------------------------ in the snapshot */

struct bidder {
    const struct bidder_body *body;
    const struct bidder_value_body *blocked, *held; /* sorted */
    const struct bidder_price_body *prices;         /* by zone */
};

static int compare_values(const void *a, const void *b)
{
    const struct bidder_value_body *left = a, *right = b;
    if (left->dimension != right->dimension)
        return left->dimension - right->dimension;
    size_t len = left->value.len < right->value.len ? left->value.len : right->value.len;
    int order = memcmp(left->value.ptr, right->value.ptr, len);
    if (order != 0)
        return order;
    return left->value.len < right->value.len ? -1 : left->value.len > right->value.len;
}

static int compare_prices(const void *a, const void *b)
{
    const struct bidder_price_body *left = a, *right = b;
    return left->zone_id < right->zone_id ? -1 : left->zone_id > right->zone_id;
}

static const void *sorted(struct arena *arena, const struct list *list, size_t bytes,
                          int (*compare)(const void *a, const void *b))
{
    void *copy = arena_alloc(arena, (list->count + 1) * bytes);
    if (copy == NULL)
        return NULL;
    if (list->count > 0)
        memcpy(copy, list->items, list->count * bytes);
    qsort(copy, list->count, bytes, compare);
    return copy;
}

static bool fill(struct arena *arena, const struct bidder_body *body, struct bidder *bidder)
{
    const size_t bytes = sizeof(struct bidder_value_body);
    bidder->body = body;
    bidder->blocked = sorted(arena, &body->blocked, bytes, compare_values);
    bidder->held = sorted(arena, &body->held, bytes, compare_values);
    bidder->prices =
        sorted(arena, &body->zone_prices, sizeof(struct bidder_price_body), compare_prices);
    return bidder->blocked != NULL && bidder->held != NULL && bidder->prices != NULL;
}

struct bidder *bidder_make(struct arena *arena, const struct bidder_body *body)
{
    struct bidder *bidder = ARENA_NEW(arena, struct bidder);
    return bidder != NULL && fill(arena, body, bidder) ? bidder : NULL;
}

static enum err build_bidder(const struct build *build, const void *read, void *item)
{
    const struct bidder_body *body = read;
    struct bidder *bidder = item;
    if (!fill(build->arena, body, bidder))
        return ERR_FULL;
    /* While it loads, the snapshot's items are still its own to change. */
    struct adcampaign *adcampaign = (struct adcampaign *)(uintptr_t)snapshot_find_adcampaign(
        build->snapshot, body->adcampaign_id);
    if (adcampaign == NULL)
        return fault_refuse(build->fault, "adcampaign_id", "there is no such ad campaign");
    if (build->row->status != STATUS_ARCHIVED)
        adcampaign->bidder = bidder;
    return OK;
}

static bool has_value(const struct bidder_value_body *values, size_t count,
                      enum bidder_dimension dimension, struct str value)
{
    const struct bidder_value_body wanted = {(int)dimension, value};
    return value.len > 0 && bsearch(&wanted, values, count, sizeof wanted, compare_values) != NULL;
}

bool bidder_has_blocked(const struct bidder *bidder, enum bidder_dimension dimension,
                        struct str value)
{
    return has_value(bidder->blocked, bidder->body->blocked.count, dimension, value);
}

bool bidder_holds(const struct bidder *bidder, enum bidder_dimension dimension, struct str value)
{
    return has_value(bidder->held, bidder->body->held.count, dimension, value);
}

bool bidder_blocks(const struct bidder *bidder, const struct bidder_click *click,
                   enum bidder_dimension *by)
{
    char site[24], zone[24];
    if (bidder == NULL || bidder->body->blocked.count == 0)
        return false;
    (void)snprintf(site, sizeof site, "%" PRIu64, click->site_id);
    (void)snprintf(zone, sizeof zone, "%" PRIu64, click->zone_id);
    const struct str values[BIDDER_DIMENSION_COUNT] = {
        [BIDDER_BROWSER] = click->browser,    [BIDDER_COUNTRY] = click->country,
        [BIDDER_DEVICE] = click->device_type, [BIDDER_LANGUAGE] = click->language,
        [BIDDER_CARRIER] = click->carrier,    [BIDDER_OS] = click->os,
        [BIDDER_SITE] = str_from_c(site),     [BIDDER_ZONE] = str_from_c(zone),
    };
    for (int i = 0; i < BIDDER_DIMENSION_COUNT; i++)
        if (bidder_has_blocked(bidder, (enum bidder_dimension)i, values[i])) {
            *by = (enum bidder_dimension)i;
            return true;
        }
    return false;
}

bool bidder_find_price(const struct bidder *bidder, uint64_t zone_id, int64_t *price_micros)
{
    const struct bidder_price_body wanted = {.zone_id = zone_id};
    if (bidder == NULL || zone_id == 0)
        return false;
    const struct bidder_price_body *found = bsearch(
        &wanted, bidder->prices, bidder->body->zone_prices.count, sizeof wanted, compare_prices);
    if (found != NULL)
        *price_micros = found->price_micros;
    return found != NULL;
}

const struct kind bidder_kind = {
    .resource = "bidders",
    .word = SAY("bidder"),
    .example = "{\"name\":\"Bidder\",\"adcampaign_id\":1,\"rules\":[{\"name\":\"Costly zones\","
               "\"dimension\":\"zone\",\"conditions\":[{\"metric\":\"cost\",\"op\":\"greater\","
               "\"value\":\"10\"},{\"metric\":\"conversions\",\"op\":\"less\",\"value\":\"1\"}]}]}",
    .schema = &bidder_schema,
    .item_bytes = sizeof(struct bidder),
    .check = check_bidder,
    .build = build_bidder,
};
