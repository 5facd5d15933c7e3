#include "facts/report_sql.h"

#include <stdarg.h>
#include "base/id.h"

#define DAY_MS 86400000

/* --- Writing --------------------------------------------------------------- */

void report_sql_write(struct report_sql *sql, const char *text)
{
    buf_write_c(&sql->text, text);
}

void report_sql_format(struct report_sql *sql, const char *format, ...)
{
    char piece[512];
    va_list list;
    va_start(list, format);
    int len = vsnprintf(piece, sizeof(piece), format, list);
    va_end(list);
    CHECK(len >= 0 && (size_t)len < sizeof(piece));
    buf_write_c(&sql->text, piece);
}

static void bind(struct report_sql *sql, struct value value)
{
    if (sql->value_count == REPORT_VALUES_MAX) {
        sql->is_full = true;
        return;
    }
    sql->values[sql->value_count++] = value;
}

void report_sql_u64(struct report_sql *sql, uint64_t value)
{
    report_sql_write(sql, "?::UBIGINT");
    bind(sql, (struct value){.type = VALUE_U64, .u64 = value});
}

static void write_i64(struct report_sql *sql, int64_t value)
{
    report_sql_write(sql, "?::BIGINT");
    bind(sql, (struct value){.type = VALUE_I64, .i64 = value});
}

void report_sql_text(struct report_sql *sql, struct str value)
{
    report_sql_write(sql, "?::VARCHAR");
    bind(sql, (struct value){.type = VALUE_TEXT, .text = value});
}

void report_sql_double(struct report_sql *sql, double value)
{
    report_sql_write(sql, "?::DOUBLE");
    bind(sql, (struct value){.type = VALUE_DOUBLE, .real = value});
}

void report_sql_u64s(struct report_sql *sql, const uint64_t *values, size_t count)
{
    report_sql_write(sql, "?::UBIGINT[]");
    bind(sql, (struct value){.type = VALUE_U64S, .u64s = values, .count = count});
}

void report_sql_texts(struct report_sql *sql, const struct str *values, size_t count)
{
    report_sql_write(sql, "?::VARCHAR[]");
    bind(sql, (struct value){.type = VALUE_TEXTS, .texts = values, .count = count});
}

const char *report_sql_text_of(struct report_sql *sql)
{
    if (sql->is_full || buf_is_full(&sql->text) || arena_is_full(sql->arena))
        return NULL;
    sql->text.ptr[sql->text.len] = '\0';
    return sql->text.ptr;
}

/* --- The zone -------------------------------------------------------------- */

/* The first instant in (from, to] whose offset is not that of from; offsets change on whole
 * minutes.
 */
static int64_t find_change(const struct zone *zone, int64_t from_ms, int64_t to_ms)
{
    int64_t offset = zone_offset_ms(zone, from_ms);
    while (to_ms - from_ms > 1) {
        int64_t middle = from_ms + (to_ms - from_ms) / 2;
        if (zone_offset_ms(zone, middle) == offset)
            from_ms = middle;
        else
            to_ms = middle;
    }
    return to_ms;
}

static int64_t clamp_ms(int64_t wall_ms)
{
    const int64_t max_ms = INT64_C(1) << ID_TIME_BITS;
    return wall_ms < 0 ? 0 : wall_ms > max_ms ? max_ms : wall_ms;
}

uint64_t report_sql_id_at(int64_t wall_ms)
{
    return id_from_ms(clamp_ms(wall_ms));
}

/* The offsets over a span, looked at day by day: no zone changes twice within one. */
static void read_offsets(struct report_sql *sql, int64_t from_ms, int64_t to_ms)
{
    const struct zone *zone = sql->question->zone;
    size_t max = ARRAY_LEN(sql->offsets);
    for (int64_t at = from_ms; at < to_ms && sql->offset_count < max - 1;) {
        int64_t next = at + DAY_MS < to_ms ? at + DAY_MS : to_ms;
        int64_t offset = zone_offset_ms(zone, at);
        if (zone_offset_ms(zone, next) == offset) {
            at = next;
            continue;
        }
        at = find_change(zone, at, next);
        sql->offsets[sql->offset_count].before_id = id_from_ms(at);
        sql->offsets[sql->offset_count].offset_ms = offset;
        sql->offset_count++;
    }
    sql->offsets[sql->offset_count].offset_ms = zone_offset_ms(zone, to_ms);
}

/* The newest first: most rows are of it, and are not looked at any further. */
static void write_local_ms(struct report_sql *sql)
{
    const char *id = report_sql_time_id(sql->question);
    report_sql_format(sql, "((%s >> 21)::BIGINT + ", id);
    if (sql->offset_count > 0)
        report_sql_write(sql, "CASE");
    for (size_t i = sql->offset_count; i > 0; i--) {
        report_sql_format(sql, " WHEN %s >= ", id);
        report_sql_u64(sql, sql->offsets[i - 1].before_id);
        report_sql_write(sql, " THEN ");
        write_i64(sql, sql->offsets[i].offset_ms);
    }
    report_sql_write(sql, sql->offset_count > 0 ? " ELSE " : "");
    write_i64(sql, sql->offsets[0].offset_ms);
    report_sql_write(sql, sql->offset_count > 0 ? " END)" : ")");
}

/* --- Time ------------------------------------------------------------------ */

const char *report_sql_time_id(const struct question *question)
{
    if (question->table == AD_FACT_TABLE)
        return question->time == TIME_VISIT ? "ad_click_id" : "entry_id";
    return question->time == TIME_VISIT
               ? "visit_id"
               : "(CASE WHEN conversion_id <> 0 THEN conversion_id ELSE visit_id END)";
}

static void write_span(struct report_sql *sql, struct span_ms span)
{
    const char *id = report_sql_time_id(sql->question);
    report_sql_format(sql, "(%s >= ", id);
    report_sql_u64(sql, report_sql_id_at(span.from_ms));
    report_sql_format(sql, " AND %s < ", id);
    report_sql_u64(sql, report_sql_id_at(span.to_ms));
    report_sql_write(sql, ")");
}

static bool is_compared(const struct question *question)
{
    return question->compared.to_ms != 0;
}

/* What is added to a period of the compared span, so that its first meets the other's first. */
static void write_shift(struct report_sql *sql, int64_t shift)
{
    if (!is_compared(sql->question) || shift == 0)
        return;
    report_sql_write(sql, " + CASE WHEN ");
    write_span(sql, sql->question->span);
    report_sql_write(sql, " THEN 0 ELSE ");
    write_i64(sql, shift);
    report_sql_write(sql, " END");
}

static int64_t month_of(struct zone_time time)
{
    return (int64_t)time.year * 12 + time.month - 1;
}

static int64_t shift_of(const struct question *question, enum dimension_kind kind)
{
    const struct zone *zone = question->zone;
    struct zone_time now = zone_time_at(zone, question->span.from_ms);
    struct zone_time then = zone_time_at(zone, question->compared.from_ms);
    int64_t days =
        zone_day(zone, question->span.from_ms) - zone_day(zone, question->compared.from_ms);
    if (kind == DIMENSION_YEAR)
        return now.year - then.year;
    return kind == DIMENSION_MONTH ? month_of(now) - month_of(then) : days;
}

static void write_day(struct report_sql *sql)
{
    report_sql_write(sql, "(");
    write_local_ms(sql);
    report_sql_format(sql, " // %d", DAY_MS);
    write_shift(sql, shift_of(sql->question, DIMENSION_DAY));
    report_sql_write(sql, ")");
}

static void write_time_part(struct report_sql *sql, enum dimension_kind kind)
{
    if (kind == DIMENSION_DAY) {
        write_day(sql);
    } else if (kind == DIMENSION_WEEK) { /* its Monday; 1970-01-01 was a Thursday */
        write_day(sql);
        report_sql_write(sql, " - (");
        write_day(sql);
        report_sql_write(sql, " + 3) % 7");
    } else if (kind == DIMENSION_WEEKDAY) {
        report_sql_write(sql, "(");
        write_local_ms(sql);
        report_sql_format(sql, " // %d + 3) %% 7 + 1", DAY_MS);
    } else if (kind == DIMENSION_HOUR) {
        write_local_ms(sql);
        report_sql_format(sql, " // 3600000 %% 24");
    } else if (kind == DIMENSION_MONTH) {
        report_sql_write(sql, "(year(make_timestamp_ms(");
        write_local_ms(sql);
        report_sql_write(sql, ")) * 12 + month(make_timestamp_ms(");
        write_local_ms(sql);
        report_sql_write(sql, ")) - 1)");
        write_shift(sql, shift_of(sql->question, kind));
    } else {
        report_sql_write(sql, "year(make_timestamp_ms(");
        write_local_ms(sql);
        report_sql_write(sql, "))");
        write_shift(sql, shift_of(sql->question, kind));
    }
}

void report_sql_dimension(struct report_sql *sql, const struct dimension *dimension)
{
    switch (dimension->kind) {
    case DIMENSION_ENTITY:
    case DIMENSION_NUMBER:
    case DIMENSION_TEXT:
    case DIMENSION_BOOL:
        report_sql_write(sql, dimension->column);
        return;
    case DIMENSION_YEAR:
    case DIMENSION_MONTH:
    case DIMENSION_WEEK:
    case DIMENSION_DAY:
    case DIMENSION_WEEKDAY:
    case DIMENSION_HOUR:
        report_sql_write(sql, "(");
        write_time_part(sql, dimension->kind);
        report_sql_write(sql, ")::BIGINT");
        return;
    case DIMENSION_TAG:
        report_sql_write(sql, "coalesce(tags.tag, '')");
        return;
    case DIMENSION_SIGNAL:
        report_sql_write(sql, "coalesce(signals.word, '')");
        return;
    case DIMENSION_LEDGER:
        break;
    }
    check_failed("a filter of the ledger has no column", __FILE__, __LINE__);
}

/* --- Which rows ------------------------------------------------------------ */

static void write_workspaces(struct report_sql *sql)
{
    const struct question *question = sql->question;
    report_sql_write(sql, " WHERE ");
    if (question->workspace_count == 1) {
        report_sql_write(sql, "workspace_id = ");
        report_sql_u64(sql, question->workspaces[0]);
        return;
    }
    report_sql_write(sql, "workspace_id IN (SELECT unnest(");
    report_sql_u64s(sql, question->workspaces, question->workspace_count);
    report_sql_write(sql, "))");
}

/* Rows of an entry are never older than what it is about: the store skips what lies before. */
static void write_spans(struct report_sql *sql)
{
    const struct question *question = sql->question;
    int64_t first_ms = question->span.from_ms;
    if (is_compared(question) && question->compared.from_ms < first_ms)
        first_ms = question->compared.from_ms;
    report_sql_write(sql, " AND entry_id >= ");
    report_sql_u64(sql, report_sql_id_at(first_ms));
    report_sql_write(sql, " AND (");
    write_span(sql, question->span);
    if (is_compared(question)) {
        report_sql_write(sql, " OR ");
        write_span(sql, question->compared);
    }
    report_sql_write(sql, ")");
}

void report_sql_where(struct report_sql *sql)
{
    const struct question *question = sql->question;
    write_workspaces(sql);
    write_spans(sql);
    if (question->bots == BOTS_OUT || question->bots == BOTS_ONLY)
        report_sql_write(sql, question->bots == BOTS_OUT ? " AND is_bot = 0" : " AND is_bot <> 0");
    if (question->table == FACT_TABLE && !question->has_tests)
        report_sql_write(sql, " AND is_test = 0");
    if (question->visits != NULL) {
        report_sql_write(sql, " AND visit_id IN (SELECT unnest(");
        report_sql_u64s(sql, question->visits, question->visit_count);
        report_sql_write(sql, "))");
    }
    for (size_t i = 0; i < question->filter_count; i++)
        if (question->filters[i].dimension != NULL &&
            question->filters[i].dimension->kind != DIMENSION_LEDGER)
            report_sql_filter(sql, &question->filters[i]);
}

/* --- Beginning ------------------------------------------------------------- */

enum err report_sql_init(struct report_sql *sql, const struct question *question,
                         struct facts_told told, struct arena *arena)
{
    static const unsigned tracker_presence[] = {
        SUM_visits, SUM_clicks,       SUM_conversions,      SUM_other_conversions,
        SUM_cost,   SUM_revenue_hold, SUM_revenue_confirmed};
    size_t count = metric_sum_count(question->table);
    *sql = (struct report_sql){.question = question,
                               .told = told,
                               .arena = arena,
                               .text = buf_in_arena(arena, REPORT_SQL_BYTES),
                               .values = ARENA_ARRAY(arena, struct value, REPORT_VALUES_MAX)};
    if (sql->values == NULL)
        return ERR_FULL;
    sql->text.cap--; /* the NUL */
    int64_t from_ms = question->span.from_ms, to_ms = question->span.to_ms;
    if (is_compared(question)) {
        from_ms = question->compared.from_ms < from_ms ? question->compared.from_ms : from_ms;
        to_ms = question->compared.to_ms > to_ms ? question->compared.to_ms : to_ms;
    }
    read_offsets(sql, clamp_ms(from_ms), clamp_ms(to_ms));
    for (size_t i = 0; i < question->metric_count; i++)
        metric_mark_sums(question->metrics[i], question->is_smart, sql->wants);
    for (size_t i = 0; i < question->sort_count; i++)
        if (question->sorts[i].metric != NULL)
            metric_mark_sums(question->sorts[i].metric, question->is_smart, sql->wants);
    for (size_t i = 0; i < question->filter_count; i++)
        if (question->filters[i].metric != NULL)
            metric_mark_sums(question->filters[i].metric, question->is_smart, sql->wants);
    for (size_t i = 0; i < ARRAY_LEN(tracker_presence) && question->table == FACT_TABLE; i++)
        sql->wants[tracker_presence[i]] = true;
    for (size_t i = 0; i < count; i++) {
        sql->wants[i] = (sql->wants[i] || question->table == AD_FACT_TABLE) &&
                        ((told.by_visits | told.by_others) >> i & 1) != 0;
        if (sql->wants[i])
            sql->sum_columns[i] = sql->sum_count++;
    }
    return arena_is_full(arena) ? ERR_FULL : OK;
}
