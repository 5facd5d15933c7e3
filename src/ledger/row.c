#include "ledger/row.h"

#define COLUMN_OF(type_, name_) {#name_, COLUMN_##type_, offsetof(struct ROW_NAME, name_)},

#define ROW_NAME visit
static const struct column visit_columns[] = {VISIT_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME click
static const struct column click_columns[] = {CLICK_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME visit_update
static const struct column visit_update_columns[] = {VISIT_UPDATE_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME visit_state
static const struct column visit_state_columns[] = {VISIT_STATE_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME click_state
static const struct column click_state_columns[] = {CLICK_STATE_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME ad_click
static const struct column ad_click_columns[] = {AD_CLICK_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME impression
static const struct column impression_columns[] = {IMPRESSION_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME refusal
static const struct column refusal_columns[] = {REFUSAL_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME postback
static const struct column postback_columns[] = {POSTBACK_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME conversion_change
static const struct column conversion_change_columns[] = {CONVERSION_CHANGE_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME forward
static const struct column forward_columns[] = {FORWARD_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME attempt
static const struct column attempt_columns[] = {ATTEMPT_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME answer
static const struct column answer_columns[] = {ANSWER_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME goal_call
static const struct column goal_call_columns[] = {GOAL_CALL_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME cost_update
static const struct column cost_update_columns[] = {COST_UPDATE_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME cost_correction
static const struct column cost_correction_columns[] = {COST_CORRECTION_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME campaign_cost
static const struct column campaign_cost_columns[] = {CAMPAIGN_COST_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME operation_entry
static const struct column operation_entry_columns[] = {OPERATION_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME forgetting
static const struct column forgetting_columns[] = {FORGETTING_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME verdict
static const struct column verdict_columns[] = {VERDICT_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME personal
static const struct column personal_columns[] = {PERSONAL_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME conversion
static const struct column conversion_columns[] = {CONVERSION_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME outbox
static const struct column outbox_columns[] = {OUTBOX_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME goal_state
static const struct column goal_state_columns[] = {GOAL_STATE_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME campaign_total
static const struct column campaign_total_columns[] = {CAMPAIGN_TOTAL_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME offer_day
static const struct column offer_day_columns[] = {OFFER_DAY_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME adcampaign_day
static const struct column adcampaign_day_columns[] = {ADCAMPAIGN_DAY_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME variation_total
static const struct column variation_total_columns[] = {VARIATION_TOTAL_COLUMNS(COLUMN_OF)};
#undef ROW_NAME
#define ROW_NAME goal_total
static const struct column goal_total_columns[] = {GOAL_TOTAL_COLUMNS(COLUMN_OF)};
#undef ROW_NAME

static const struct table tables[LEDGER_TABLE_COUNT] = {
#define X(NAME, name, text, class, keys)                                                           \
    [LEDGER_##NAME] = {                                                                            \
        text, class, keys, name##_columns, ARRAY_LEN(name##_columns), sizeof(struct name)},
    LEDGER_TABLES(X)
#undef X
};

#define X(NAME, name, text, class, keys)                                                           \
    _Static_assert(sizeof(struct name) <= LEDGER_ROW_BYTES_MAX, "raise LEDGER_ROW_BYTES_MAX");
LEDGER_TABLES(X)
#undef X

struct str outbox_state_after(const struct answer *answer)
{
    if (str_is_equal(answer->outcome, STR("retrying")))
        return STR("due");
    if (str_is_equal(answer->outcome, STR("failed")) &&
        str_is_equal(answer->reason, STR("uncertain")))
        return STR("held");
    return answer->outcome;
}

const struct table *table_of(enum ledger_table table)
{
    CHECK(table < LEDGER_TABLE_COUNT);
    return &tables[table];
}

const struct column *table_find_column(const struct table *table, struct str name)
{
    for (size_t i = 0; i < table->column_count; i++) {
        if (str_is_equal(str_from_c(table->columns[i].name), name))
            return &table->columns[i];
    }
    return NULL;
}

void *row_copy(const struct table *table, const void *row)
{
    size_t bytes = table->row_bytes;
    for (size_t i = 0; i < table->column_count; i++) {
        if (!column_is_number(&table->columns[i]))
            bytes += row_get_str(row, &table->columns[i]).len;
    }
    char *copy = heap_make(1, bytes);
    memcpy(copy, row, table->row_bytes);
    char *end = copy + table->row_bytes;
    for (size_t i = 0; i < table->column_count; i++) {
        if (column_is_number(&table->columns[i]))
            continue;
        struct str s = row_get_str(row, &table->columns[i]);
        if (s.ptr == NULL)
            continue;
        memcpy(end, s.ptr, s.len);
        s.ptr = end;
        end += s.len;
        memcpy(copy + table->columns[i].offset, &s, sizeof(s));
    }
    return copy;
}
