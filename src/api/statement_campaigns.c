/* statement_campaigns - whose campaigns a statement speaks of: it names them as the network does,
 * by the value that came to the tracker in a token, or by name. */
#include "api/statements.h"

#include "model/catalog.h"

#define BEFORE_DAYS 31 /* visits that its conversions may come from */
#define GROUPS_MAX  20000

/* ------------------------------------------------------------------ which there are */

static int by_text(const void *left, const void *right)
{
    const struct statement_text *a = left, *b = right;
    size_t len = a->text.len < b->text.len ? a->text.len : b->text.len;
    int order = len > 0 ? memcmp(a->text.ptr, b->text.ptr, len) : 0;

    return order != 0 ? order : (a->text.len > b->text.len) - (a->text.len < b->text.len);
}

enum err statement_texts(struct arena *arena, const struct statement_csv *csv, bool is_goal,
                         size_t max, struct statement_text **texts, size_t *count)
{
    struct statement_text *all = ARENA_ARRAY(arena, struct statement_text, csv->count + 1);
    size_t kept = 0;

    if (all == NULL)
        return ERR_FULL;
    for (size_t i = 0; i < csv->count; i++) {
        const struct statement_line *line = &csv->lines[i];
        all[i] = (struct statement_text){is_goal ? line->goal : line->campaign, 0, 1,
                                         line->conversions, line->value_micros};
    }
    qsort(all, csv->count, sizeof(*all), by_text);
    for (size_t i = 0; i < csv->count; i++) {
        struct statement_text *last = kept > 0 ? &all[kept - 1] : NULL;
        if (last == NULL || by_text(last, &all[i]) != 0) {
            all[kept++] = all[i];
            continue;
        }
        last->lines++;
        last->conversions += all[i].conversions;
        last->value_micros += all[i].value_micros;
    }
    *count = kept;
    *texts = kept <= max ? all : NULL;
    return OK;
}

/* ------------------------------------------------------------------ by a token */

struct finding {
    struct statement_text *texts;
    size_t count;
};

static struct statement_text *find_text(const struct finding *finding, struct str text)
{
    struct statement_text key = {.text = text};

    return bsearch(&key, finding->texts, finding->count, sizeof(key), by_text);
}

/* The campaign with the most visits comes first. */
static enum err take_group(void *context, const struct report_row *row)
{
    struct statement_text *text = find_text(context, row->keys[0].text);

    if (text != NULL && text->campaign_id == 0)
        text->campaign_id = (uint64_t)row->keys[1].number;
    return OK;
}

static void ask_tokens(struct call *call, uint64_t source_id, uint64_t slot, struct span_ms span,
                       struct finding *finding)
{
    struct ask ask;
    struct report_row totals;
    uint64_t row_count;
    struct str id = arena_format(call->arena, "%" PRIu64, source_id);
    struct str token = arena_format(call->arena, "token%" PRIu64, slot);

    ask_open(&ask, call, FACT_TABLE);
    if (!call->is_answered) {
        struct question *question = ask.question;
        const struct metric *visits = metric_find(FACT_TABLE, STR("visits"));
        const struct dimension *of_token = dimension_find(FACT_TABLE, token);
        const struct dimension *campaign = dimension_find(FACT_TABLE, STR("campaign"));
        const struct dimension *source = dimension_find(FACT_TABLE, STR("source"));
        CHECK(visits != NULL && of_token != NULL && campaign != NULL && source != NULL);
        question->metrics = &visits;
        question->metric_count = 1;
        question->time = TIME_VISIT;
        question->span = span;
        question->bots = BOTS_IN;
        question->groups[0] = of_token;
        question->groups[1] = campaign;
        question->group_count = 2;
        question->sorts[0] = (struct sort){.metric = visits, .is_descending = true};
        question->sort_count = 1;
        question->limit = GROUPS_MAX;
        question->filters[question->filter_count++] =
            (struct filter){.dimension = source, .op = FILTER_IN, .values = &id, .count = 1};
        (void)ask_run(&ask, take_group, finding, &totals, NULL, &row_count); /* or is refused */
    }
    ask_close(&ask);
}

/* ------------------------------------------------------------------ by name */

static void find_named(struct call *call, uint64_t source_id, struct statement_text *text)
{
    json_t *campaign = NULL;

    if (text->text.len == 0 || catalog_find_named(call->api->options.catalog, ENTITY_CAMPAIGN,
                                                  text->text, &call->scope, &campaign) != OK)
        return;
    if ((uint64_t)json_integer_value(json_object_get(campaign, "source_id")) == source_id)
        text->campaign_id = (uint64_t)json_integer_value(json_object_get(campaign, "id"));
    json_decref(campaign);
}

/* ------------------------------------------------------------------ the whole */

void statement_find_campaigns(struct call *call, const json_t *source, uint64_t slot,
                              const struct zone *zone, struct statement_csv *csv,
                              struct statement_text *texts, size_t count)
{
    uint64_t source_id = (uint64_t)json_integer_value(json_object_get(source, "id"));
    struct span_ms span = {zone_day_start_ms(zone, csv->from_day - BEFORE_DAYS),
                           zone_day_start_ms(zone, csv->to_day + 2)};
    struct finding finding = {texts, count};

    if (slot != 0)
        ask_tokens(call, source_id, slot, span, &finding);
    if (call->is_answered)
        return;
    for (size_t i = 0; i < count; i++)
        if (texts[i].campaign_id == 0)
            find_named(call, source_id, &texts[i]);
    for (size_t i = 0; i < csv->count; i++)
        csv->lines[i].campaign_id = find_text(&finding, csv->lines[i].campaign)->campaign_id;
}
