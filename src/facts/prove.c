#include "facts/prove.h"

#include <stdlib.h>
#include "base/buf.h"
#include "base/num.h"
#include "facts/statement.h"

#define SQL_BYTES_MAX   8192
#define SENTENCE_BYTES  256
#define SUMS_STEP       1024
#define TEXTS_BYTES_MAX ((size_t)128 * 1024 * 1024)
#define CAMPAIGN_SUMS   20 /* columns of campaign_total behind its key */

/* --- What the facts add up to --------------------------------------------- */

/* In the order of the ledger's columns. */
static const char *const campaign_sums[] = {
    "CASE WHEN is_bot = 0 THEN visits ELSE 0 END",
    "CASE WHEN is_bot = 1 THEN visits ELSE 0 END",
    "CASE WHEN is_bot = 0 THEN unique_visits ELSE 0 END",
    "CASE WHEN is_bot = 0 THEN clicks ELSE 0 END",
    "CASE WHEN is_bot = 0 THEN unique_clicks ELSE 0 END",
    "CASE WHEN is_bot = 0 THEN cost ELSE 0 END",
    "CASE WHEN is_bot = 0 THEN cost_missing ELSE 0 END",
    "CASE WHEN is_bot = 0 THEN no_rate ELSE 0 END",
    "CASE WHEN is_bot = 0 THEN manual_cost_visits ELSE 0 END",
    "CASE WHEN is_bot = 0 THEN api_cost_visits ELSE 0 END",
    "CASE WHEN is_bot = 0 THEN csv_cost_visits ELSE 0 END",
    "CASE WHEN is_bot = 0 THEN conversions ELSE 0 END",
    "CASE WHEN is_bot = 0 THEN unique_conversions ELSE 0 END",
    "CASE WHEN is_bot = 0 THEN other_conversions ELSE 0 END",
    "CASE WHEN is_bot = 0 THEN leads ELSE 0 END",
    "CASE WHEN is_bot = 0 THEN sales ELSE 0 END",
    "CASE WHEN is_bot = 0 THEN rebills ELSE 0 END",
    "CASE WHEN is_bot = 0 THEN rejected ELSE 0 END",
    "CASE WHEN is_bot = 0 THEN unmapped ELSE 0 END",
    "CASE WHEN is_bot = 0 THEN revenue_hold + revenue_confirmed ELSE 0 END",
};
_Static_assert(ARRAY_LEN(campaign_sums) == CAMPAIGN_SUMS, "one for each column");

static const char *const variation_sums[] = {
    "CASE WHEN is_bot = 0 THEN impressions ELSE 0 END",
    "CASE WHEN is_bot = 0 THEN clicks ELSE 0 END",
    "CASE WHEN is_bot = 1 THEN sent ELSE 0 END",
    "CASE WHEN is_bot = 0 THEN cost ELSE 0 END",
};

static const char *const goal_sums[] = {"conversions", "value"};

static const struct summed {
    enum ledger_table table;
    const char *number; /* the number in its key, beside the workspace's */
    const char *text;   /* the text in its key, or what stands for none */
    const char *const *sums;
    size_t sum_count;
    const char *rest;
} summed[] = {
    {LEDGER_CAMPAIGN_TOTAL, "campaign_id", "''", campaign_sums, ARRAY_LEN(campaign_sums),
     "fact WHERE is_test = 0 GROUP BY campaign_id, workspace_id"},
    {LEDGER_VARIATION_TOTAL, "variation_id", "''", variation_sums, ARRAY_LEN(variation_sums),
     "ad_fact GROUP BY variation_id, workspace_id"},
    {LEDGER_GOAL_TOTAL, "variation_id", "goal_id", goal_sums, ARRAY_LEN(goal_sums),
     "ad_fact WHERE goal_id <> '' GROUP BY goal_id, variation_id, workspace_id"},
};

enum { SUM_WHAT, SUM_NUMBER, SUM_WORKSPACE, SUM_TEXT, SUM_FIRST };
#define WHAT_POSITION ARRAY_LEN(summed)

static void write_sql(struct buf *sql)
{
    for (size_t i = 0; i < ARRAY_LEN(summed); i++) {
        const struct summed *s = &summed[i];
        buf_format(sql, "SELECT %zu::BIGINT, %s::BIGINT, workspace_id::BIGINT, %s", i, s->number,
                   s->text);
        for (size_t k = 0; k < CAMPAIGN_SUMS; k++)
            buf_format(sql, k < s->sum_count ? ", sum(%s)::BIGINT" : ", 0::BIGINT",
                       k < s->sum_count ? s->sums[k] : "");
        buf_format(sql, " FROM %s UNION ALL ", s->rest);
    }
    buf_format(sql, "SELECT %zu::BIGINT, id::BIGINT, 0::BIGINT, hex(hash)", WHAT_POSITION);
    for (size_t k = 0; k < CAMPAIGN_SUMS; k++)
        buf_write_c(sql, ", 0::BIGINT");
    buf_write_c(sql, " FROM position WHERE node = ?");
    buf_write_char(sql, '\0');
    CHECK(!buf_is_full(sql));
}

struct reading {
    struct facts_position position;
    enum err (*on_sum)(void *context, enum ledger_table table, const void *row);
    void *context;
};

static enum err read_position(struct reading *reading, const struct statement_row *row)
{
    reading->position.id = statement_u64(row, SUM_NUMBER);
    return num_parse_hex(statement_text(row, SUM_TEXT), reading->position.hash,
                         sizeof(reading->position.hash)) == OK
               ? OK
               : ERR_IO;
}

static enum err read_sum(void *context, const struct statement_row *row)
{
    struct reading *reading = context;
    size_t what = (size_t)statement_u64(row, SUM_WHAT);
    if (what == WHAT_POSITION)
        return read_position(reading, row);
    const struct summed *s = &summed[what];
    const struct table *table = table_of(s->table);
    struct str text = statement_text(row, SUM_TEXT);
    uint64_t numbers[] = {statement_u64(row, SUM_NUMBER), statement_u64(row, SUM_WORKSPACE)};
    size_t number = 0;
    _Alignas(max_align_t) char total[LEDGER_ROW_BYTES_MAX] = {0};
    for (size_t i = 0; i < table->key_count; i++) {
        const struct column *column = &table->columns[i];
        if (column_is_number(column))
            *row_u64(total, column) = numbers[number++];
        else
            memcpy(total + column->offset, &text, sizeof(text));
    }
    for (size_t i = table->key_count; i < table->column_count; i++)
        *row_u64(total, &table->columns[i]) = statement_u64(row, SUM_FIRST + i - table->key_count);
    return reading->on_sum(reading->context, s->table, total);
}

enum err facts_sums(struct facts *facts, uint64_t node, struct facts_position *position,
                    enum err (*on_sum)(void *context, enum ledger_table table, const void *row),
                    void *context)
{
    char memory[SQL_BYTES_MAX];
    struct buf sql = buf_from_memory(memory, sizeof(memory));
    struct reading reading = {.position = {.node = node}, .on_sum = on_sum, .context = context};
    struct value value = {.type = VALUE_U64, .u64 = node};
    write_sql(&sql);
    enum err err = statement_run(facts, NULL, sql.ptr, &value, 1, read_sum, &reading);
    if (err == OK)
        *position = reading.position;
    return err;
}

/* --- The comparison ------------------------------------------------------- */

struct sum {
    enum ledger_table table;
    bool is_met;
    union {
        struct campaign_total campaign;
        struct variation_total variation;
        struct goal_total goal;
    } row;
};

struct facts_proof {
    void (*on_fault)(void *context, const char *sentence);
    void *context;
    struct arena *texts;
    struct sum *sums;
    size_t count, cap;
    bool is_sorted;
    uint64_t faults, compared;
};

struct facts_proof *facts_proof_make(void (*on_fault)(void *context, const char *sentence),
                                     void *context)
{
    struct facts_proof *proof = heap_make(1, sizeof(*proof));
    proof->on_fault = on_fault;
    proof->context = context;
    proof->texts = arena_make(TEXTS_BYTES_MAX);
    return proof;
}

void facts_proof_free(struct facts_proof *proof)
{
    if (proof == NULL)
        return;
    arena_free(proof->texts);
    free(proof->sums);
    free(proof);
}

static bool is_summed(enum ledger_table table)
{
    for (size_t i = 0; i < ARRAY_LEN(summed); i++) {
        if (summed[i].table == table)
            return true;
    }
    return false;
}

enum err facts_proof_add(struct facts_proof *proof, enum ledger_table table, const void *row)
{
    const struct table *t = table_of(table);
    if (proof->count == FACTS_SUMS_MAX)
        return ERR_FULL;
    if (proof->count == proof->cap) {
        proof->cap += proof->cap + SUMS_STEP;
        proof->sums = heap_grow(proof->sums, proof->cap * sizeof(*proof->sums));
    }
    struct sum *sum = &proof->sums[proof->count++];
    *sum = (struct sum){.table = table};
    CHECK(is_summed(table) && t->row_bytes <= sizeof(sum->row));
    memcpy(&sum->row, row, t->row_bytes);
    for (size_t i = 0; i < t->column_count; i++) {
        if (column_is_number(&t->columns[i]))
            continue;
        struct str text = arena_copy(proof->texts, row_get_str(row, &t->columns[i]));
        memcpy((char *)&sum->row + t->columns[i].offset, &text, sizeof(text));
    }
    return arena_is_full(proof->texts) ? ERR_FULL : OK;
}

static int compare_texts(struct str a, struct str b)
{
    int order = memcmp(a.ptr != NULL ? a.ptr : "", b.ptr != NULL ? b.ptr : "",
                       a.len < b.len ? a.len : b.len);
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static int compare_keys(const void *left, const void *right)
{
    const struct sum *a = left, *b = right;
    const struct table *table = table_of(a->table);
    int order = (a->table > b->table) - (a->table < b->table);
    for (size_t i = 0; i < table->key_count && order == 0; i++) {
        const struct column *column = &table->columns[i];
        if (column_is_number(column)) {
            uint64_t x = row_get_u64(&a->row, column), y = row_get_u64(&b->row, column);
            order = (x > y) - (x < y);
        } else {
            order = compare_texts(row_get_str(&a->row, column), row_get_str(&b->row, column));
        }
    }
    return order;
}

/* "campaign_total 7 1": table and key. */
static void write_name(struct buf *buf, enum ledger_table table, const void *row)
{
    const struct table *t = table_of(table);
    buf_write_c(buf, t->name);
    for (size_t i = 0; i < t->key_count; i++) {
        buf_write_char(buf, ' ');
        if (column_is_number(&t->columns[i]))
            buf_write_u64(buf, row_get_u64(row, &t->columns[i]));
        else
            buf_write(buf, str_slice(row_get_str(row, &t->columns[i]), 0, 64));
    }
}

/* sum NULL: the facts have none; total NULL: the ledger has none. Either counts as zeros then. */
static void hold_against(struct facts_proof *proof, enum ledger_table table, const void *sum,
                         const void *total)
{
    const struct table *t = table_of(table);
    proof->compared++;
    for (size_t i = t->key_count; i < t->column_count; i++) {
        const struct column *column = &t->columns[i];
        int64_t facts_say = sum != NULL ? (int64_t)row_get_u64(sum, column) : 0;
        int64_t ledger_says = total != NULL ? (int64_t)row_get_u64(total, column) : 0;
        if (facts_say == ledger_says)
            continue;
        char memory[SENTENCE_BYTES];
        struct buf sentence = buf_from_memory(memory, sizeof(memory) - 1);
        buf_write_c(&sentence, "facts: ");
        write_name(&sentence, table, sum != NULL ? sum : total);
        buf_format(&sentence, ": %s is %" PRId64 ", the ledger's entries say %" PRId64,
                   column->name, facts_say, ledger_says);
        sentence.ptr[sentence.len] = '\0';
        proof->faults++;
        proof->on_fault(proof->context, memory);
    }
}

void facts_proof_compare(struct facts_proof *proof, enum ledger_table table, const void *row)
{
    if (!is_summed(table))
        return;
    if (!proof->is_sorted && proof->count > 0)
        qsort(proof->sums, proof->count, sizeof(*proof->sums), compare_keys);
    proof->is_sorted = true;
    struct sum wanted = {.table = table};
    memcpy(&wanted.row, row, table_of(table)->row_bytes);
    struct sum *sum = proof->count > 0 ? bsearch(&wanted, proof->sums, proof->count,
                                                 sizeof(*proof->sums), compare_keys)
                                       : NULL;
    if (sum != NULL)
        sum->is_met = true;
    hold_against(proof, table, sum != NULL ? &sum->row : NULL, row);
}

uint64_t facts_proof_end(struct facts_proof *proof, uint64_t *compared)
{
    for (size_t i = 0; i < proof->count; i++) {
        if (!proof->sums[i].is_met)
            hold_against(proof, proof->sums[i].table, &proof->sums[i].row, NULL);
    }
    *compared = proof->compared;
    return proof->faults;
}
