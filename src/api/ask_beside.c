/* What stands beside the figures of a row: those of the compared span, or those with bots (raw) and
 * how much more they are. */
#include "api/ask.h"

#include "api/json_out.h"
#include "api/openapi.h"

static const char *const all_names[] = {"compare", "raw", "difference"};
_Static_assert(ARRAY_LEN(all_names) <= ASK_BESIDE_MAX + 1, "compare stands alone");

size_t ask_beside_names(const struct question *question, const char *names[ASK_BESIDE_MAX])
{
    if (question->compared.to_ms != 0) {
        names[0] = all_names[0];
        return 1;
    }
    if (question->bots != BOTS_BOTH)
        return 0;
    names[0] = all_names[1];
    names[1] = all_names[2];
    return 2;
}

/* ------------------------------------------------------------------ figures */

enum err ask_put_difference(const struct metric *metric, const struct sums *raw,
                            const struct sums *clean, struct rate rate, bool is_smart,
                            json_t *object)
{
    struct metric_value more, less;
    enum err err = metric_reckon(metric, raw, rate, is_smart, &more);
    if (err == OK)
        err = metric_reckon(metric, clean, rate, is_smart, &less);
    if (err != OK)
        return err;
    struct metric_value difference = {.is_blank = more.is_blank || less.is_blank};
    if (!difference.is_blank && __builtin_sub_overflow(more.value, less.value, &difference.value))
        return ERR_RANGE;
    json_out_put(object, metric->name, ask_value_json(metric, difference));
    return OK;
}

static enum err put_raw(const struct ask *ask, json_t *row, const struct report_row *of)
{
    const struct question *question = ask->question;
    json_t *raw = json_object(), *difference = json_object();
    json_out_put(row, "raw", raw);
    json_out_put(row, "difference", difference);
    enum err err = ask_put_metrics(ask, raw, &of->beside);
    for (size_t i = 0; i < question->metric_count && err == OK; i++)
        err = ask_put_difference(ask->metrics[i], &of->beside, &of->sums, question->rate,
                                 question->is_smart, difference);
    return err;
}

enum err ask_put_figures(const struct ask *ask, json_t *row, const struct report_row *of)
{
    enum err err = ask_put_metrics(ask, row, &of->sums);
    if (err == OK && ask->question->bots == BOTS_BOTH)
        err = put_raw(ask, row, of);
    if (err != OK || ask->question->compared.to_ms == 0)
        return err;
    json_t *compare = json_object();
    json_out_put(row, "compare", compare);
    return ask_put_metrics(ask, compare, &of->beside);
}

/* ------------------------------------------------------------------ schemas */

/* A difference is blank where one of its sides is. */
void ask_put_beside_schemas(const struct ask *ask, json_t *properties)
{
    const struct question *question = ask->question;
    const char *names[ASK_BESIDE_MAX];
    size_t count = ask_beside_names(question, names);
    for (size_t i = 0; i < count; i++) {
        json_t *beside = json_object();
        for (size_t j = 0; j < question->metric_count; j++)
            json_out_put(beside, question->metrics[j]->name,
                         ask_metric_schema(question->metrics[j]));
        json_out_put(properties, names[i], ask_object_schema(beside));
    }
}

void ask_put_all_beside_schemas(enum fact_table_id table, json_t *properties)
{
    size_t count;
    const struct metric *metrics = metric_all(table, &count);
    for (size_t i = 0; i < ARRAY_LEN(all_names); i++) {
        json_t *beside = json_object();
        for (size_t j = 0; j < count; j++)
            json_out_put(beside, metrics[j].name, ask_metric_schema(&metrics[j]));
        json_out_put(properties, all_names[i], ask_object_schema(beside));
    }
}
