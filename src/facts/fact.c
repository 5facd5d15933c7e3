#include "facts/fact.h"

_Static_assert(MACRO_TOKENS_MAX == 30 && MACRO_EVENTS_MAX == 30 && MACRO_PARAMS_MAX == 10,
               "as many columns as there are tokens, events and params");

#define COLUMN(type_, name_)  {#name_, FACT_TYPE_##type_, offsetof(struct ROW, name_), false},
#define MEASURE(type_, name_) {#name_, FACT_TYPE_##type_, offsetof(struct ROW, name_), true},

#define ROW fact
static const struct fact_column fact_columns[] = {
    COLUMN(U64, entry_id) COLUMN(U64, visit_id) COLUMN(U64, conversion_id) COLUMN(U64, click_id)
        COLUMN(U8, kind) FACT_DIMENSIONS(COLUMN) FACT_MEASURES(MEASURE)};
#undef ROW
#define ROW ad_fact
static const struct fact_column ad_fact_columns[] = {COLUMN(U64, entry_id) COLUMN(
    U64, ad_click_id) COLUMN(U8, kind) AD_FACT_DIMENSIONS(COLUMN) AD_FACT_MEASURES(MEASURE)};
#undef ROW

static const struct fact_table tables[FACT_TABLE_COUNT] = {
    [FACT_TABLE] = {"fact", fact_columns, ARRAY_LEN(fact_columns)},
    [AD_FACT_TABLE] = {"ad_fact", ad_fact_columns, ARRAY_LEN(ad_fact_columns)},
};

const struct fact_table *fact_table_of(enum fact_table_id id)
{
    return &tables[id];
}

const struct fact_column *fact_find_column(const struct fact_table *table, struct str name)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (str_is_equal(name, str_from_c(table->columns[i].name)))
            return &table->columns[i];
    return NULL;
}

void fact_negate(struct fact *fact)
{
    for (size_t i = 0; i < ARRAY_LEN(fact_columns); i++) {
        int64_t *measure = (int64_t *)(void *)((char *)fact + fact_columns[i].offset);
        if (fact_columns[i].is_measure)
            *measure = -*measure;
    }
}
