/* splits - GET campaigns/ID/splits: which of a campaign's offers, landers or paths is the best, how
 * sure that is, and what is still needed (docs/statistics.md). */
#include "api/internal.h"

#include <math.h>
#include "api/json_out.h"
#include "api/names.h"
#include "api/ask.h"
#include "base/money.h"
#include "base/num.h"
#include "base/say.h"
#include "facts/split_query.h"

#define BY_WORDS "offer lander path"

/* ------------------------------------------------------------------ shapes */

static const struct shape_field rule_fields[] = {
    {"number", SHAPE_NUMBER, 0, "From 1.", NULL, NULL},
    {"name", SHAPE_TEXT, SHAPE_NULL, "As it is called now.", NULL, NULL},
};
static const struct shape rule_shape = SHAPE("split_rule", rule_fields);

static const struct shape_field path_fields[] = {
    {"flow", SHAPE_NAMED, 0, "Null: the campaign's own.", NULL, NULL},
    {"rule", SHAPE_OBJECT, SHAPE_NULL, "Null: a default path.", NULL, &rule_shape},
    {"number", SHAPE_NUMBER, 0, "Its place among the rule's paths or the default ones, from 1.",
     NULL, NULL},
    {"name", SHAPE_TEXT, SHAPE_NULL, "As it is called now.", NULL, NULL},
};
static const struct shape path_shape = SHAPE("split_path", path_fields);

#define MEASURE_FIELDS(type)                                                                       \
    {"value", type, SHAPE_NULL, NULL, NULL, NULL},                                                 \
        {"low", type, SHAPE_NULL, "With 95 % confidence; null: too few for an interval.",          \
         NULL,  NULL},                                                                             \
        {"high", type, SHAPE_NULL, NULL, NULL, NULL},                                              \
        {"chance", SHAPE_REAL, SHAPE_NULL, "To be the best, in percent.", NULL, NULL},             \
        {"needed",                                                                                 \
         SHAPE_NUMBER,                                                                             \
         SHAPE_NULL,                                                                               \
         "Trials still to come, to decide at the difference as it is now; null: there is none.",   \
         NULL,                                                                                     \
         NULL},                                                                                    \
    {                                                                                              \
        "word", SHAPE_WORD, 0, NULL, "alone too_early undecided leads trails", NULL                \
    }

static const struct shape_field rate_fields[] = {MEASURE_FIELDS(SHAPE_REAL)};
static const struct shape rate_shape = SHAPE("split_rate", rate_fields);
static const struct shape_field earned_fields[] = {MEASURE_FIELDS(SHAPE_MONEY)};
static const struct shape earned_shape = SHAPE("split_earned", earned_fields);

static const struct shape_field arm_fields[] = {
    {"offer", SHAPE_NAMED, SHAPE_OPTIONAL, "Of by=offer.", NULL, NULL},
    {"lander", SHAPE_NAMED, SHAPE_OPTIONAL, "Of by=lander; null: visits that went straight on.",
     NULL, NULL},
    {"path", SHAPE_OBJECT, SHAPE_OPTIONAL, "Of by=path.", NULL, &path_shape},
    {"trials", SHAPE_NUMBER, 0,
     "What divides: visits; of an offer, clicks of landers to it and visits sent straight to it.",
     NULL, NULL},
    {"converted", SHAPE_NUMBER, 0, "Visits with a lead, a sale or a rebill.", NULL, NULL},
    {"visits", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"clicks", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"conversions", SHAPE_NUMBER, 0, "Of all statuses.", NULL, NULL},
    {"cost", SHAPE_MONEY, 0, NULL, NULL, NULL},
    {"revenue", SHAPE_MONEY, 0, NULL, NULL, NULL},
    {"profit", SHAPE_MONEY, 0, NULL, NULL, NULL},
    {"cr", SHAPE_OBJECT, 0, "converted / trials, in percent.", NULL, &rate_shape},
    {"epv", SHAPE_OBJECT, 0, "revenue / trials.", NULL, &earned_shape},
};
static const struct shape arm_shape = SHAPE("split_arm", arm_fields);

static const struct shape_field verdict_fields[] = {
    {"word", SHAPE_WORD, 0, NULL, "alone too_early undecided leads", NULL},
    {"arm", SHAPE_ANY, SHAPE_NULL, "What names the arm that is ahead, as in its row.", NULL, NULL},
    {"text", SHAPE_TEXT, 0, "The same as a sentence.", NULL, NULL},
};
static const struct shape verdict_shape = SHAPE("split_verdict", verdict_fields);

static const struct shape_field verdicts_fields[] = {
    {"cr", SHAPE_OBJECT, 0, NULL, NULL, &verdict_shape},
    {"epv", SHAPE_OBJECT, 0, "For money, this one counts.", NULL, &verdict_shape},
};
static const struct shape verdicts_shape = SHAPE("split_verdicts", verdicts_fields);

static const struct shape_field splits_fields[] = {
    {"campaign", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"by", SHAPE_WORD, 0, NULL, BY_WORDS, NULL},
    {"arms", SHAPE_OBJECTS, 0, NULL, NULL, &arm_shape},
    {"verdicts", SHAPE_OBJECT, 0, NULL, NULL, &verdicts_shape},
    {"behind_ms", SHAPE_NUMBER, 0, "How old the oldest entry is that is not counted yet.", NULL,
     NULL},
};
const struct shape splits_shape = SHAPE("splits", splits_fields);

/* ------------------------------------------------------------------ the name of an arm */

static json_t *name_of(const json_t *object)
{
    json_t *name = json_object_get(object, "name");
    return json_is_string(name) ? json_incref(name) : json_null();
}

/* The place of a list that counts from 1; NULL: there is none any more. */
static const json_t *item_of(const json_t *object, const char *list, uint64_t number)
{
    return json_array_get(json_object_get(object, list), (size_t)number - 1);
}

static json_t *path_json(struct names *names, uint64_t campaign_id, const struct split_sums *arm)
{
    json_t *object = json_object(), *rule = json_null();
    const json_t *holder = arm->flow_id != 0
                               ? names_find_number(names, ENTITY_FLOW, arm->flow_id)
                               : names_find_number(names, ENTITY_CAMPAIGN, campaign_id);

    if (arm->rule != 0) {
        holder = item_of(holder, "rules", arm->rule);
        rule = json_object();
        json_out_put(rule, "number", json_out_number(arm->rule));
        json_out_put(rule, "name", name_of(holder));
    }
    json_out_put(object, "flow", names_of_number(names, ENTITY_FLOW, arm->flow_id));
    json_out_put(object, "rule", rule);
    json_out_put(object, "number", json_out_number(arm->path));
    json_out_put(object, "name", name_of(item_of(holder, "paths", arm->path)));
    return object;
}

/* One request's arms. */
struct splits {
    struct call *call;
    struct names names;
    uint64_t campaign_id;
    enum split_by by;
    struct split_sums sums[SPLIT_ARMS_MAX];
    struct split_figures figures[SPLIT_ARMS_MAX];
    struct split_arm arms[SPLIT_ARMS_MAX];
    size_t count;
    struct split_verdicts verdicts;
};

/* What names the arm, as a new reference. */
static json_t *named(struct splits *splits, size_t arm)
{
    const struct split_sums *sums = &splits->sums[arm];

    if (splits->by == SPLIT_BY_PATH)
        return path_json(&splits->names, splits->campaign_id, sums);
    return names_of_number(&splits->names,
                           splits->by == SPLIT_BY_OFFER ? ENTITY_OFFER : ENTITY_LANDER, sums->id);
}

/* What a sentence calls it. */
static struct str title_of(struct splits *splits, size_t arm)
{
    struct arena *arena = splits->call->arena;
    const struct split_sums *sums = &splits->sums[arm];
    json_auto_t *object = named(splits, arm);
    const char *name = json_string_value(json_object_get(object, "name"));

    if (name != NULL)
        return arena_copy(arena, str_from_c(name));
    if (splits->by == SPLIT_BY_PATH && sums->rule != 0)
        return arena_format(arena, say_text("Path %" PRIu64 " of rule %" PRIu64), sums->path,
                            sums->rule);
    if (splits->by == SPLIT_BY_PATH)
        return arena_format(arena, say_text("Path %" PRIu64), sums->path);
    if (sums->id == 0)
        return say_str("Traffic without a lander");
    return arena_format(arena, "%s %" PRIu64, splits->by == SPLIT_BY_OFFER ? "Offer" : "Lander",
                        sums->id);
}

/* ------------------------------------------------------------------ verdicts */

static struct str sentence_of(struct splits *splits, bool is_earned, struct split_verdict verdict)
{
    struct arena *arena = splits->call->arena;
    const struct split_arm *arm = &splits->arms[verdict.arm];
    const struct split_measure *measure = is_earned ? &arm->earned : &arm->rate;

    if (verdict.word == SPLIT_ALONE)
        return say_str("There is nothing to compare: fewer than two have traffic.");
    if (verdict.word == SPLIT_TOO_EARLY)
        return is_earned
                   ? arena_format(
                         arena,
                         say_text("Too early to tell: two need at least %d trials and %d that "
                                  "converted each."),
                         SPLIT_TRIALS_MIN, SPLIT_CONVERTED_MIN)
                   : arena_format(
                         arena,
                         say_text("Too early to tell: two need at least %d trials, and all "
                                  "together %d that converted."),
                         SPLIT_TRIALS_MIN, SPLIT_CONVERTED_MIN);
    struct str title = title_of(splits, verdict.arm);
    struct str is_best =
        arena_format(arena, say_text("%.*s %s with a probability of %.1f %%"), STR_FMT(title),
                     is_earned ? say_text("earns most a visit") : say_text("converts best"),
                     100 * measure->chance);
    if (verdict.word == SPLIT_LEADS)
        return arena_format(arena, "%.*s.", STR_FMT(is_best));
    if (!measure->has_needed || measure->needed == 0)
        return arena_format(arena, say_text("Undecided: %.*s."), STR_FMT(is_best));
    return arena_format(arena,
                        say_text(say_is_one((int64_t)measure->needed)
                                     ? "Undecided: %.*s; if the difference stays as it is, %" PRIu64
                                       " more trial would decide it."
                                     : "Undecided: %.*s; if the difference stays as it is, %" PRIu64
                                       " more trials would decide it."),
                        STR_FMT(is_best), measure->needed);
}

static json_t *verdict_json(struct splits *splits, bool is_earned, struct split_verdict verdict)
{
    json_t *object = json_object();
    bool has_arm = verdict.word == SPLIT_LEADS || verdict.word == SPLIT_UNDECIDED;

    json_out_put(object, "word", json_string(split_word_text(verdict.word)));
    json_out_put(object, "arm", has_arm ? named(splits, verdict.arm) : json_null());
    json_out_put(object, "text", json_out_text(sentence_of(splits, is_earned, verdict)));
    return object;
}

/* ------------------------------------------------------------------ rows */

/* In percent, to four decimals. */
static json_t *percent_json(bool is_known, double part)
{
    return is_known ? json_real(round(part * 1e6) / 1e4) : json_null();
}

static json_t *micros_json(bool is_known, double micros)
{
    return is_known ? json_out_money((int64_t)micros) : json_null();
}

static void put_common(json_t *object, const struct split_measure *measure)
{
    json_out_put(object, "chance", percent_json(measure->has_chance, measure->chance));
    json_out_put(object, "needed",
                 measure->has_needed ? json_out_number(measure->needed) : json_null());
    json_out_put(object, "word", json_string(split_word_text(measure->word)));
}

static json_t *rate_json(const struct split_figures *figures, const struct split_measure *measure)
{
    json_t *object = json_object();
    bool is_known = measure->interval.is_known;
    double rate = is_known ? (double)figures->converted / (double)figures->trials : 0;

    json_out_put(object, "value", percent_json(is_known, rate));
    json_out_put(object, "low", percent_json(is_known, measure->interval.low));
    json_out_put(object, "high", percent_json(is_known, measure->interval.high));
    put_common(object, measure);
    return object;
}

static json_t *earned_json(const struct split_figures *figures, const struct split_measure *measure)
{
    json_t *object = json_object();
    bool is_known = measure->interval.is_known;
    int64_t epv;
    bool has_value = figures->trials > 0 &&
                     money_scale(figures->revenue, 1, (int64_t)figures->trials, &epv) == OK;

    json_out_put(object, "value", has_value ? json_out_money(epv) : json_null());
    json_out_put(object, "low", micros_json(is_known, measure->interval.low));
    json_out_put(object, "high", micros_json(is_known, measure->interval.high));
    put_common(object, measure);
    return object;
}

static json_t *arm_json(struct splits *splits, size_t arm)
{
    static const char *const names[] = {
        [SPLIT_BY_OFFER] = "offer", [SPLIT_BY_LANDER] = "lander", [SPLIT_BY_PATH] = "path"};
    const struct split_sums *sums = &splits->sums[arm];
    json_t *object = json_object();

    json_out_put(object, names[splits->by], named(splits, arm));
    json_out_put(object, "trials", json_out_number(sums->figures.trials));
    json_out_put(object, "converted", json_out_number(sums->figures.converted));
    json_out_put(object, "visits", json_integer(sums->visits));
    json_out_put(object, "clicks", json_integer(sums->clicks));
    json_out_put(object, "conversions", json_integer(sums->conversions));
    json_out_put(object, "cost", json_out_money(sums->cost));
    json_out_put(object, "revenue", json_out_money(sums->figures.revenue));
    json_out_put(object, "profit", json_out_money(sums->figures.revenue - sums->cost));
    json_out_put(object, "cr", rate_json(&sums->figures, &splits->arms[arm].rate));
    json_out_put(object, "epv", earned_json(&sums->figures, &splits->arms[arm].earned));
    return object;
}

/* ------------------------------------------------------------------ the route */

static enum split_by by_of(struct str word)
{
    if (str_is_equal(word, STR("lander")))
        return SPLIT_BY_LANDER;
    return str_is_equal(word, STR("path")) ? SPLIT_BY_PATH : SPLIT_BY_OFFER;
}

/* Only this campaign's rows. */
static void add_campaign(struct ask *ask, uint64_t id)
{
    struct str text = arena_format(ask->call->arena, "%" PRIu64, id);
    struct str *values = ARENA_NEW(ask->call->arena, struct str);
    const struct dimension *campaign = dimension_find(FACT_TABLE, STR("campaign"));

    CHECK(values != NULL);
    if (ask->question->filter_count == QUESTION_FILTERS_MAX) {
        call_refuse(ask->call, 400, "filter", "There may be at most %d filters here.",
                    QUESTION_FILTERS_MAX - 1);
        return;
    }
    *values = text;
    ask->question->filters[ask->question->filter_count++] =
        (struct filter){.dimension = campaign, .op = FILTER_IN, .values = values, .count = 1};
}

static enum err ask_and_judge(struct splits *splits, struct ask *ask)
{
    enum err err = split_query(ask->facts, &ask->client, ask->question, splits->by, splits->sums,
                               SPLIT_ARMS_MAX, &splits->count);

    if (err != OK)
        return err;
    for (size_t i = 0; i < splits->count; i++)
        splits->figures[i] = splits->sums[i].figures;
    return split_judge(splits->call->arena, splits->figures, splits->count, splits->arms,
                       &splits->verdicts);
}

static json_t *answer_json(struct splits *splits, struct str by, int64_t behind_ms)
{
    json_t *answer = json_object(), *arms = json_array(), *verdicts = json_object();

    for (size_t i = 0; i < splits->count; i++)
        json_out_append(arms, arm_json(splits, i));
    json_out_put(verdicts, "cr", verdict_json(splits, false, splits->verdicts.rate));
    json_out_put(verdicts, "epv", verdict_json(splits, true, splits->verdicts.earned));
    json_out_put(answer, "campaign",
                 names_of_number(&splits->names, ENTITY_CAMPAIGN, splits->campaign_id));
    json_out_put(answer, "by", json_out_text(by));
    json_out_put(answer, "arms", arms);
    json_out_put(answer, "verdicts", verdicts);
    json_out_put(answer, "behind_ms", json_integer(behind_ms));
    return answer;
}

static void answer_of(struct splits *splits, struct str by)
{
    struct call *call = splits->call;
    struct ask ask;

    ask_open(&ask, call, FACT_TABLE);
    if (!call->is_answered)
        add_campaign(&ask, splits->campaign_id);
    enum err err = call->is_answered ? OK : ask_and_judge(splits, &ask);
    if (err == ERR_RANGE)
        call_refuse(call, 422, "filter", "There are more than %d to compare: narrow it by filter.",
                    SPLIT_ARMS_MAX);
    else if (err != OK)
        ask_refuse(call, err);
    else if (!call->is_answered)
        call_answer(call, 200, answer_json(splits, by, ask.behind_ms));
    ask_close(&ask);
}

void splits_answer(struct call *call)
{
    struct splits *splits = ARENA_NEW(call->arena, struct splits);
    struct str by = call_word(call, "by", BY_WORDS);

    CHECK(splits != NULL);
    if (num_parse_u64(call->id, UINT32_MAX, &splits->campaign_id) != OK)
        call_refuse(call, 404, "id", "There is no such campaign: its id is a number.");
    if (call->is_answered)
        return;
    if (by.ptr == NULL)
        by = STR("offer");
    splits->call = call;
    splits->by = by_of(by);
    names_init(&splits->names, call->api->options.catalog, &call->scope);
    const json_t *campaign =
        names_find_number(&splits->names, ENTITY_CAMPAIGN, splits->campaign_id);
    if (campaign == NULL)
        call_refuse(call, 404, "id", "There is no campaign of that id.");
    else
        answer_of(splits, by);
    names_fini(&splits->names);
}
