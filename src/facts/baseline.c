#include "facts/baseline.h"

#include "base/id.h"
#include "facts/statement.h"

#define PEOPLE " entry_id >= ? AND is_bot = 0 AND is_test = 0"

/* A conversion's first registration is the entry that has the conversion's own id: rows that later
 * entries write have another. */
#define REGISTERED " (WHERE kind = 3 AND entry_id = conversion_id AND channel IN ('s2s', 'pixel'))"
_Static_assert(FACT_CONVERSION == 3 && FACT_VISIT == 1, "the SQL's kinds");

#define HOURS(entity, visits)                                                                      \
    "SELECT workspace_id, " entity ", CAST((entry_id >> 21) // 3600000 AS BIGINT) AS hour,"        \
    " CAST(sum(" visits ") AS BIGINT), CAST(count(*) FILTER" REGISTERED " AS BIGINT),"             \
    " coalesce(max(entry_id) FILTER" REGISTERED ", 0)::UBIGINT"                                    \
    " FROM fact WHERE" PEOPLE " AND " entity " <> 0 GROUP BY ALL ORDER BY 1, 2, 3"

static const char *const hours_sql[] = {
    [BASELINE_NETWORK] = HOURS("network_id", "direct_visits + clicks"),
    [BASELINE_OFFER] = HOURS("offer_id", "direct_visits + clicks"),
    [BASELINE_SOURCE] = HOURS("source_id", "visits"),
    [BASELINE_CAMPAIGN] = HOURS("campaign_id", "visits"),
};

struct hours {
    enum err (*on_row)(void *context, const struct baseline_hour *row);
    void *context;
};

static enum err take_hour(void *context, const struct statement_row *row)
{
    const struct hours *hours = context;
    struct baseline_hour hour = {
        .workspace_id = statement_u64(row, 0),
        .id = statement_u64(row, 1),
        .hour = statement_i64(row, 2),
        .visits = statement_i64(row, 3),
        .conversions = statement_i64(row, 4),
        .last_id = statement_u64(row, 5),
    };
    return hours->on_row(hours->context, &hour);
}

/* The same who, as statements know them. */
static struct statement_client client_of(const struct report_client *client)
{
    if (client == NULL)
        return (struct statement_client){0};
    return (struct statement_client){client->is_gone, client->context, client->is_export};
}

static struct value from_value(int64_t from_ms)
{
    return (struct value){.type = VALUE_U64, .u64 = from_ms > 0 ? id_from_ms(from_ms) : 0};
}

enum err baseline_hours(struct facts *facts, const struct report_client *client,
                        enum baseline_of of, int64_t from_ms,
                        enum err (*on_row)(void *context, const struct baseline_hour *row),
                        void *context)
{
    struct statement_client who = client_of(client);
    struct hours hours = {on_row, context};
    struct value from = from_value(from_ms);
    return statement_run(facts, &who, hours_sql[of], &from, 1, take_hour, &hours);
}

/* ------------------------------------------------------------------ what sources did not send */

/* Visit by visit, for a cost told afterwards is a row of its own; only of campaigns that lack some.
 */
static const char costs_sql[] =
    "WITH v AS (SELECT workspace_id, source_id, campaign_id, visit_id, sum(visits) AS visits,"
    " sum(cost_missing) > 0 AND sum(manual_cost_visits + api_cost_visits + csv_cost_visits) <= 0"
    " AS lacks FROM fact WHERE" PEOPLE " AND visit_id >= ? AND campaign_id IN"
    " (SELECT campaign_id FROM fact WHERE" PEOPLE " AND cost_missing > 0) GROUP BY ALL),"
    " lacking AS (SELECT campaign_id, max(visit_id) AS last_id FROM v WHERE lacks GROUP BY ALL)"
    " SELECT workspace_id, source_id, 0::BIGINT, '', CAST(sum(visits) AS BIGINT),"
    " CAST(sum(visits) FILTER (WHERE lacks) AS BIGINT), max(last_id)::UBIGINT,"
    " coalesce(CAST(sum(visits) FILTER (WHERE visit_id > last_id) AS BIGINT), 0)"
    " FROM v JOIN lacking USING (campaign_id) GROUP BY ALL ORDER BY ALL";

#define TOKEN_NAME(type, name) ", " #name
#define TOKENS                 FACT_THIRTY(TOKEN_NAME, TEXT, token)

/* How a macro, or a word that stands for none, begins: a look at the whole line first, for few
 * visits have one. */
static const char tokens_sql[] =
    "WITH f AS (SELECT workspace_id, source_id, entry_id, visits, list_value(''" TOKENS
    ")[2:] AS tokens, concat_ws(' ', ''" TOKENS ") AS line FROM fact WHERE" PEOPLE " AND kind = 1),"
    " seen AS (SELECT workspace_id, source_id, entry_id, visits, unnest(range(1, 31)) AS slot,"
    " unnest(tokens) AS value FROM f"
    " WHERE regexp_matches(line, '(^| )([{[#%$_@<]|REPLACE|OPTIONAL)', 'i')),"
    " lacking AS (SELECT workspace_id, source_id, slot, value,"
    " CAST(sum(visits) AS BIGINT) AS visits, max(entry_id) AS last_id FROM seen"
    " WHERE regexp_matches(value, '^([{[#%$_@<]|REPLACE|OPTIONAL)', 'i')"
    " GROUP BY ALL HAVING sum(visits) > 0 ORDER BY visits DESC LIMIT 1000)"
    " SELECT lacking.workspace_id, lacking.source_id, slot, value, CAST(sum(f.visits) AS BIGINT),"
    " any_value(lacking.visits), last_id::UBIGINT,"
    " coalesce(CAST(sum(f.visits) FILTER (WHERE f.entry_id > last_id) AS BIGINT), 0)"
    " FROM lacking JOIN f USING (workspace_id, source_id) GROUP BY lacking.workspace_id,"
    " lacking.source_id, slot, value, last_id ORDER BY ALL";

struct lacks {
    enum err (*on_row)(void *context, const struct baseline_lack *row);
    void *context;
};

static enum err take_lack(void *context, const struct statement_row *row)
{
    const struct lacks *lacks = context;
    struct baseline_lack lack = {
        .workspace_id = statement_u64(row, 0),
        .source_id = statement_u64(row, 1),
        .slot = (unsigned)statement_i64(row, 2),
        .value = statement_text(row, 3),
        .visits = statement_i64(row, 4),
        .lacking = statement_i64(row, 5),
        .last_id = statement_u64(row, 6),
        .visits_since = statement_i64(row, 7),
    };
    return lacks->on_row(lacks->context, &lack);
}

/* count: how often the SQL asks for the time. */
static enum err read_lacks(struct facts *facts, const struct report_client *client, const char *sql,
                           size_t count, int64_t from_ms, struct lacks lacks)
{
    struct statement_client who = client_of(client);
    struct value from[] = {from_value(from_ms), from_value(from_ms), from_value(from_ms)};
    return statement_run(facts, &who, sql, from, count, take_lack, &lacks);
}

enum err baseline_costs(struct facts *facts, const struct report_client *client, int64_t from_ms,
                        enum err (*on_row)(void *context, const struct baseline_lack *row),
                        void *context)
{
    return read_lacks(facts, client, costs_sql, 3, from_ms, (struct lacks){on_row, context});
}

enum err baseline_tokens(struct facts *facts, const struct report_client *client, int64_t from_ms,
                         enum err (*on_row)(void *context, const struct baseline_lack *row),
                         void *context)
{
    return read_lacks(facts, client, tokens_sql, 1, from_ms, (struct lacks){on_row, context});
}
