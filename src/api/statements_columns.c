/* statements_columns - the header of a statement: which of its columns is what. */
#include "api/json_out.h"
#include "api/statements_making.h"
#include "base/say.h"

#define COLUMN_WORDS "day campaign goal conversions value external_id txid"
#define SLOT_MAX     30

bool statement_number_of(struct call *call, const char *name, uint64_t max, uint64_t *number)
{
    const json_t *value = json_object_get(call->body, name);
    json_int_t found = json_integer_value(value);

    if (value == NULL || json_is_null(value))
        return false;
    if (!json_is_integer(value) || found < 0 || (uint64_t)found > max) {
        call_refuse(call, 422, name, "%s: a whole number from 0 to %" PRIu64 " is expected.", name,
                    max);
        return false;
    }
    *number = (uint64_t)found;
    return true;
}

static void read_column(struct statement_making *making, const char *name, const json_t *value)
{
    struct call *call = making->call;
    size_t column = 0;

    while (column < STATEMENT_COLUMN_COUNT &&
           strcmp(name, statement_column_word((enum statement_column)column)) != 0)
        column++;
    if (column == STATEMENT_COLUMN_COUNT) {
        call_refuse(call, 422, "columns", "columns.%s: expected one of: %s.", name, COLUMN_WORDS);
        return;
    }
    making->map.at[column] = STATEMENT_NO_COLUMN;
    if (json_is_null(value))
        return;
    struct str wanted = {json_string_value(value), json_string_length(value)};
    size_t at = csv_table_find(&making->table, wanted);
    if (!json_is_string(value) || at == making->table.column_count)
        call_refuse(call, 422, "columns", "columns.%s: the header has no column of that name.",
                    name);
    else
        making->map.at[column] = at;
}

void statement_read_columns(struct statement_making *making)
{
    struct call *call = making->call;
    json_t *columns = json_object_get(call->body, "columns"), *value;
    const char *name;

    statement_map_guess(&making->table, &making->map);
    if (columns == NULL || json_is_null(columns))
        return;
    if (!json_is_object(columns))
        call_refuse(call, 422, "columns", "columns: an object of strings is expected.");
    json_object_foreach(columns, name, value) read_column(making, name, value);
}

void statement_add_fault(struct statement_making *making, size_t line, struct str message)
{
    struct statement_csv *csv = &making->csv;

    if (csv->fault_count++ < STATEMENT_FAULTS_MAX)
        csv->faults[csv->fault_count - 1] = (struct statement_fault){line, STR(""), message};
}

/* What the statement cannot do without. */
bool statement_has_columns(struct statement_making *making)
{
    const size_t *at = making->map.at;
    bool has_ids = at[STATEMENT_EXTERNAL_ID] != STATEMENT_NO_COLUMN ||
                   at[STATEMENT_TXID] != STATEMENT_NO_COLUMN;

    if (at[STATEMENT_DAY] == STATEMENT_NO_COLUMN)
        statement_add_fault(making, 1, say_str("say which column is the day"));
    if (at[STATEMENT_VALUE] == STATEMENT_NO_COLUMN)
        statement_add_fault(making, 1, say_str("say which column is the value"));
    if (at[STATEMENT_CONVERSIONS] == STATEMENT_NO_COLUMN && !has_ids)
        statement_add_fault(
            making, 1,
            say_str("say which column counts the conversions, or which names each by an id"));
    making->made.has_campaigns = at[STATEMENT_CAMPAIGN] != STATEMENT_NO_COLUMN;
    making->made.has_goals = at[STATEMENT_GOAL] != STATEMENT_NO_COLUMN;
    making->made.has_ids = has_ids;
    return making->csv.fault_count == 0;
}

/* The token that is called after campaigns, unless it was said which one. */
void statement_read_slot(struct statement_making *making)
{
    json_t *tokens = json_object_get(making->source, "tokens"), *token;
    static const char *const fields[] = {"param", "macro", "name"};
    size_t i;

    if (statement_number_of(making->call, "campaign_token", SLOT_MAX, &making->slot))
        return;
    json_array_foreach(tokens, i, token)
    {
        for (size_t f = 0; f < ARRAY_LEN(fields) && making->slot == 0; f++)
            if (str_find_nocase(json_text_at(token, fields[f]), STR("camp")) >= 0)
                making->slot = (uint64_t)json_integer_value(json_object_get(token, "slot"));
    }
}
