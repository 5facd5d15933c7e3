/* One statement: the sums of each arm, beside what its visits with a conversion earned, visit by
 * visit, so that one with two conversions is one that converted. Squares add up in whole numbers,
 * so that the order in which threads add them is no matter. */
#include "facts/split_query.h"

#include "facts/report_sql.h"

#define ARENA_BYTES (8 * 1024 * 1024) /* besides the statement's own */

/* What names an arm, in the order of struct split_sums; and what is of none. */
static const struct {
    const char *id, *flow, *rule, *path, *trials, *is_known;
} pieces[] = {
    [SPLIT_BY_OFFER] = {"offer_id", "0", "0", "0", "clicks + direct_visits", "offer_id <> 0"},
    [SPLIT_BY_LANDER] = {"lander_id", "0", "0", "0", "visits", "true"},
    [SPLIT_BY_PATH] = {"0", "flow_id", "rule", "path", "visits", "path <> 0"},
};

static void write_statement(struct report_sql *sql, enum split_by by)
{
    report_sql_format(sql,
                      "WITH counted AS (SELECT %s AS id, %s AS flow, %s AS rule, %s AS path,"
                      " %s AS trials, visits, clicks, conversions, cost, visit_id, conversion_id,"
                      " leads + sales + rebills AS good,"
                      " revenue_hold + revenue_confirmed AS revenue FROM fact ",
                      pieces[by].id, pieces[by].flow, pieces[by].rule, pieces[by].path,
                      pieces[by].trials);
    report_sql_where(sql);
    report_sql_format(sql, " AND %s),", pieces[by].is_known);
    report_sql_write(
        sql,
        " earned AS (SELECT id, flow, rule, path, sum(good) AS good, sum(revenue) AS revenue"
        " FROM counted WHERE conversion_id <> 0 GROUP BY id, flow, rule, path, visit_id),"
        " paid AS (SELECT id, flow, rule, path, count(*) FILTER (good > 0) AS converted,"
        " sum(revenue * revenue) AS squares FROM earned GROUP BY ALL),"
        " sums AS (SELECT id, flow, rule, path, sum(trials) AS trials, sum(visits) AS visits,"
        " sum(clicks) AS clicks, sum(conversions) AS conversions, sum(cost) AS cost,"
        " sum(revenue) AS revenue FROM counted GROUP BY ALL)"
        " SELECT id::UBIGINT, flow::UBIGINT, rule::UBIGINT, path::UBIGINT,"
        " trials::BIGINT, visits::BIGINT, clicks::BIGINT, conversions::BIGINT, cost::BIGINT,"
        " revenue::BIGINT, coalesce(converted, 0)::BIGINT, coalesce(squares, 0)::DOUBLE"
        " FROM sums LEFT JOIN paid USING (id, flow, rule, path)"
        " WHERE trials <> 0 OR conversions <> 0 OR revenue <> 0 ORDER BY flow, rule, path, id");
}

struct arms {
    struct split_sums *at;
    size_t max, count;
};

static enum err take_arm(void *context, const struct statement_row *row)
{
    struct arms *arms = context;
    if (arms->count == arms->max)
        return ERR_RANGE;
    int64_t trials = statement_i64(row, 4);
    arms->at[arms->count++] = (struct split_sums){
        .id = statement_u64(row, 0),
        .flow_id = statement_u64(row, 1),
        .rule = statement_u64(row, 2),
        .path = statement_u64(row, 3),
        .visits = statement_i64(row, 5),
        .clicks = statement_i64(row, 6),
        .conversions = statement_i64(row, 7),
        .cost = statement_i64(row, 8),
        .figures = {.trials = trials > 0 ? (uint64_t)trials : 0,
                    .revenue = statement_i64(row, 9),
                    .converted = (uint64_t)statement_i64(row, 10),
                    .squares = statement_double(row, 11)},
    };
    return OK;
}

enum err split_query(struct facts *facts, const struct report_client *client,
                     const struct question *question, enum split_by by, struct split_sums *arms,
                     size_t max, size_t *count)
{
    struct arena *arena = arena_make(ARENA_BYTES);
    struct arms found = {.at = arms, .max = max};
    struct statement_client waits = {0};
    struct report_sql sql;
    if (client != NULL)
        waits = (struct statement_client){.is_gone = client->is_gone, .context = client->context};
    enum err err = report_sql_init(&sql, question, facts_told(facts, question->table), arena);
    if (err == OK) {
        write_statement(&sql, by);
        const char *text = report_sql_text_of(&sql);
        err = text == NULL ? ERR_FULL
                           : statement_run(facts, &waits, text, sql.values, sql.value_count,
                                           take_arm, &found);
    }
    arena_free(arena);
    if (err == OK)
        *count = found.count;
    return err;
}
