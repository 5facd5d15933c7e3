/* The list of goals with figures (spec/network.md §4.1): conversions and value are a goal's own,
 * clicks and cost those of all rows, as in the goals' columns of adreport. The facts give a row for
 * each goal that counted; filters of figures, order and page are made here, where all goals are at
 * hand: as groups of the facts goals have no clicks. */
#include "api/figures_own.h"

#include <stdlib.h>
#include <strings.h>
#include "api/json_out.h"

#define LIST_PAGE 1000

/* What counted for one goal. */
struct counted {
    struct str id;
    int64_t conversions, value, compared_conversions, compared_value;
};

/* A goal with what it is sorted by. */
struct ranked {
    json_t *document;
    size_t place; /* in the list's own order */
    size_t key_count;
    struct sort_key {
        bool is_name, is_descending;
        struct metric_value value; /* unless it is the name */
    } keys[QUESTION_SORTS_MAX];
};

struct goals {
    struct figures *figures;
    struct counted *counted;
    size_t count, max;
    struct report_row totals;
    struct filter conditions[QUESTION_FILTERS_MAX]; /* on figures */
    size_t condition_count;
};

static enum err take_row(void *context, const struct report_row *row)
{
    struct goals *goals = context;
    struct arena *arena = goals->figures->ask.call->arena;

    if (row->keys[0].is_empty)
        return OK; /* ad clicks: of no goal */
    if (goals->count == goals->max) {
        size_t max = goals->max * 2 + 64;
        struct counted *more = ARENA_ARRAY(arena, struct counted, max);
        if (more == NULL)
            return ERR_FULL;
        for (size_t i = 0; i < goals->count; i++)
            more[i] = goals->counted[i];
        goals->counted = more;
        goals->max = max;
    }
    goals->counted[goals->count++] = (struct counted){
        .id = arena_copy(arena, row->keys[0].text),
        .conversions = row->sums.at[AD_SUM_conversions],
        .value = row->sums.at[AD_SUM_value],
        .compared_conversions = row->beside.at[AD_SUM_conversions],
        .compared_value = row->beside.at[AD_SUM_value],
    };
    return OK;
}

static struct str id_of(const json_t *document)
{
    return str_from_c(json_string_value(json_object_get(document, "id")));
}

/* The totals, with the goal's conversions for its own. */
static struct report_row row_of(const struct goals *goals, const json_t *document)
{
    struct report_row row = goals->totals;
    struct counted none = {0};
    const struct counted *own = &none;

    for (size_t i = 0; i < goals->count; i++)
        if (str_is_equal(goals->counted[i].id, id_of(document)))
            own = &goals->counted[i];
    row.sums.at[AD_SUM_conversions] = own->conversions;
    row.sums.at[AD_SUM_value] = own->value;
    row.beside.at[AD_SUM_conversions] = own->compared_conversions;
    row.beside.at[AD_SUM_value] = own->compared_value;
    return row;
}

static enum err put_figures(const struct goals *goals, const json_t *rows)
{
    size_t i;
    json_t *document;
    enum err err = OK;

    json_array_foreach(rows, i, document)
    {
        struct report_row row = row_of(goals, document);
        json_t *object = json_object();
        if (err == OK)
            err = ask_put_figures(&goals->figures->ask, object, &row);
        json_out_put(goals->figures->by_id, id_of(document).ptr, object);
    }
    return err;
}

/* ------------------------------------------------------------------ by figures */

/* Blanks are last either way. */
static int compare_values(const struct sort_key *a, const struct sort_key *b)
{
    if (a->value.is_blank || b->value.is_blank)
        return (a->value.is_blank - b->value.is_blank) * (a->is_descending ? -1 : 1);
    return (a->value.value > b->value.value) - (a->value.value < b->value.value);
}

static const char *name_of(const json_t *document)
{
    const char *name = json_string_value(json_object_get(document, "name"));
    return name != NULL ? name : "";
}

static int by_keys(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;

    for (size_t i = 0; i < a->key_count; i++) {
        int order = a->keys[i].is_name ? strcasecmp(name_of(a->document), name_of(b->document))
                                       : compare_values(&a->keys[i], &b->keys[i]);
        if (order != 0)
            return a->keys[i].is_descending ? -order : order;
    }
    return (a->place > b->place) - (a->place < b->place);
}

static bool is_left(const struct goals *goals, const json_t *document)
{
    const struct question *question = goals->figures->ask.question;
    struct report_row row = row_of(goals, document);

    for (size_t i = 0; i < goals->condition_count; i++)
        if (!filter_takes_sums(&goals->conditions[i], &row.sums, question->rate,
                               question->is_smart))
            return false;
    return true;
}

static enum err rank(const struct goals *goals, json_t *document, size_t place,
                     struct ranked *ranked)
{
    const struct question *question = goals->figures->ask.question;
    struct report_row row = row_of(goals, document);
    enum err err = OK;

    *ranked =
        (struct ranked){.document = document, .place = place, .key_count = question->sort_count};
    for (size_t i = 0; i < question->sort_count && err == OK; i++) {
        const struct metric *metric = question->sorts[i].metric;
        ranked->keys[i] = (struct sort_key){.is_name = metric == NULL,
                                            .is_descending = question->sorts[i].is_descending};
        if (metric != NULL)
            err = metric_reckon(metric, &row.sums, question->rate, question->is_smart,
                                &ranked->keys[i].value);
    }
    return err;
}

/* The documents that the conditions leave, in the order of the question's sorts, else the list's
 * own. NULL: refused. */
static json_t *rank_all(const struct goals *goals, const json_t *all)
{
    struct call *call = goals->figures->ask.call;
    size_t max = json_array_size(all), count = 0;
    struct ranked *ranked = ARENA_ARRAY(call->arena, struct ranked, max + 1);
    enum err err = ranked != NULL ? OK : ERR_FULL;

    for (size_t i = 0; i < max && err == OK; i++)
        if (is_left(goals, json_array_get(all, i)))
            err = rank(goals, json_array_get(all, i), i, &ranked[count++]);
    if (err != OK) {
        ask_refuse(call, err);
        return NULL;
    }
    qsort(ranked, count, sizeof(*ranked), by_keys);
    json_t *left = json_array();
    for (size_t i = 0; i < count; i++)
        json_out_append(left, json_incref(ranked[i].document));
    return left;
}

/* Of what the conditions leave: clicks and cost are all goals' in any case. */
static enum err add_up_totals(struct goals *goals, const json_t *left)
{
    static const unsigned own[] = {AD_SUM_conversions, AD_SUM_value};
    struct report_row totals = goals->totals;
    size_t i;
    json_t *document;

    for (size_t j = 0; j < ARRAY_LEN(own); j++)
        totals.sums.at[own[j]] = totals.beside.at[own[j]] = 0;
    json_array_foreach(left, i, document)
    {
        struct report_row row = row_of(goals, document);
        for (size_t j = 0; j < ARRAY_LEN(own); j++) {
            int64_t *now = &totals.sums.at[own[j]], *before = &totals.beside.at[own[j]];
            if (__builtin_add_overflow(*now, row.sums.at[own[j]], now) ||
                __builtin_add_overflow(*before, row.beside.at[own[j]], before))
                return ERR_RANGE;
        }
    }
    goals->totals = totals;
    return OK;
}

/* The list's pages after one another; false: refused. */
static bool read_all(struct call *call, const struct catalog_query *asked, json_t **all)
{
    struct catalog_query query = *asked;

    query.cursor = STR_NONE;
    if (figures_are_sorted_by(call))
        query.sort = STR_NONE;
    query.limit = LIST_PAGE;
    *all = json_array();
    for (;;) {
        json_t *rows = NULL;
        struct str next = STR_NONE;
        if (!figures_read_list(call, &query, &rows, &next))
            return false;
        CHECK(json_array_extend(*all, rows) == 0);
        json_decref(rows);
        if (next.ptr == NULL)
            return true;
        query.cursor = next;
    }
}

/* ------------------------------------------------------------------ the list */

/* What the facts are asked: one row for each goal that counted, whatever page is told. */
static struct question question_of(struct goals *goals)
{
    const struct question *asked = goals->figures->ask.question;
    struct question question = *asked;

    question.filter_count = question.sort_count = 0;
    question.offset = question.limit = 0;
    for (size_t i = 0; i < asked->filter_count; i++)
        if (asked->filters[i].dimension != NULL)
            question.filters[question.filter_count++] = asked->filters[i];
        else
            goals->conditions[goals->condition_count++] = asked->filters[i];
    return question;
}

static bool count(struct goals *goals)
{
    struct ask *ask = &goals->figures->ask;
    struct question question = question_of(goals);
    uint64_t row_count;

    enum err err = report_run(ask->facts, &ask->client, &question, take_row, goals, &goals->totals,
                              NULL, &row_count);
    if (err != OK)
        ask_refuse(ask->call, err);
    return err == OK;
}

static void answer_page(struct goals *goals, json_t *rows, struct str next)
{
    enum err err = put_figures(goals, rows);

    if (err != OK) {
        ask_refuse(goals->figures->ask.call, err);
        json_decref(rows);
    } else {
        figures_answer(goals->figures, rows, next, &goals->totals);
    }
}

static json_t *page_of(const json_t *all, size_t offset, size_t limit)
{
    json_t *page = json_array();

    for (size_t i = offset; i < json_array_size(all) && i - offset < limit; i++)
        json_out_append(page, json_incref(json_array_get(all, i)));
    return page;
}

static void answer_left(struct goals *goals, const json_t *left)
{
    struct ask *ask = &goals->figures->ask;
    json_t *page = page_of(left, (size_t)ask->question->offset, (size_t)ask->question->limit);

    if (goals->condition_count > 0 && add_up_totals(goals, left) != OK)
        ask_refuse(ask->call, ERR_RANGE);
    if (ask->call->is_answered)
        json_decref(page);
    else
        answer_page(goals, page, ask_next(ask, json_array_size(page), json_array_size(left)));
}

/* By figures: filtered, sorted or both. */
static void answer_ranked(struct goals *goals, const struct catalog_query *query)
{
    json_auto_t *all = NULL;

    if (!read_all(goals->figures->ask.call, query, &all))
        return;
    json_auto_t *left = rank_all(goals, all);
    if (left != NULL)
        answer_left(goals, left);
}

static bool has_conditions(const struct question *question)
{
    for (size_t i = 0; i < question->filter_count; i++)
        if (question->filters[i].dimension == NULL)
            return true;
    return false;
}

void figures_list_goals(struct figures *figures, const struct catalog_query *query)
{
    struct ask *ask = &figures->ask;
    struct call *call = ask->call;
    struct goals *goals = ARENA_NEW(call->arena, struct goals);
    json_t *rows = NULL;
    struct str next = STR_NONE;
    bool is_sorted = figures_are_sorted_by(call);

    CHECK(goals != NULL); /* of a scratch that holds a page of any log */
    goals->figures = figures;
    if (is_sorted && !call->is_answered)
        ask_read_sort(ask, figures_sort_text(call, "goal"));
    bool is_ranked = is_sorted || has_conditions(ask->question);
    if (is_ranked && !call->is_answered)
        ask_read_page(ask);
    if (call->is_answered || !count(goals))
        return;
    if (is_ranked)
        answer_ranked(goals, query);
    else if (figures_read_list(call, query, &rows, &next))
        answer_page(goals, rows, next);
}
