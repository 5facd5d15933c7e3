#include "api/statement_csv.h"

#include "api/when.h"
#include "base/clock.h"
#include "base/money.h"
#include "base/num.h"
#include "base/say.h"

#define DAY_MS      (INT64_C(24) * 3600 * 1000)
#define ALIASES_MAX 12
#define FOLDED_MAX  40
#define DATE_LEN    10
#define HALF_DAY_MS (INT64_C(12) * 3600 * 1000)

static const char *const words[] = {
#define X(NAME, word) [STATEMENT_##NAME] = (word),
    STATEMENT_COLUMNS(X)
#undef X
};

const char *statement_column_word(enum statement_column column)
{
    CHECK(column < STATEMENT_COLUMN_COUNT);
    return words[column];
}

/* ------------------------------------------------------------------ which column is which */

/* Folded: small letters and digits alone. The first that a header has is taken. */
static const char *const aliases[STATEMENT_COLUMN_COUNT][ALIASES_MAX] = {
    [STATEMENT_DAY] = {"day", "date", "jour", "conversiondate", "datetime", "conversiontime",
                       "time", "heure"},
    [STATEMENT_CAMPAIGN] = {"campaign", "campaignid", "campagne", "campid", "campaignname",
                            "idcampagne", "nomdelacampagne"},
    [STATEMENT_GOAL] = {"goal", "goalid", "objectif", "goalname", "status", "statut",
                        "conversiontype", "event", "type"},
    [STATEMENT_CONVERSIONS] = {"conversions", "conversion", "conv", "leads", "count", "nombre"},
    [STATEMENT_VALUE] = {"value", "payout", "revenue", "amount", "valeur", "revenu", "montant",
                         "commission", "conversionvalue"},
    [STATEMENT_EXTERNAL_ID] = {"externalid", "clickid", "subid", "tag", "idexterne", "iddeclic",
                               "conversionstracking"},
    [STATEMENT_TXID] = {"txid", "transactionid", "transaction", "tid", "orderid", "idtransaction"},
};

static struct str fold(struct str name, char memory[FOLDED_MAX])
{
    size_t len = 0;

    for (size_t i = 0; i < name.len && len < FOLDED_MAX; i++) {
        char c = name.ptr[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            memory[len++] = c;
    }
    return (struct str){memory, len};
}

static size_t find_folded(const struct csv_table *table, struct str wanted)
{
    char memory[FOLDED_MAX];

    for (size_t i = 0; i < table->column_count; i++)
        if (str_is_equal(fold(table->header[i], memory), wanted))
            return i;
    return STATEMENT_NO_COLUMN;
}

void statement_map_guess(const struct csv_table *table, struct statement_map *map)
{
    for (size_t c = 0; c < STATEMENT_COLUMN_COUNT; c++) {
        map->at[c] = STATEMENT_NO_COLUMN;
        for (size_t a = 0; a < ALIASES_MAX && aliases[c][a] != NULL; a++) {
            map->at[c] = find_folded(table, str_from_c(aliases[c][a]));
            if (map->at[c] != STATEMENT_NO_COLUMN)
                break;
        }
    }
}

/* ------------------------------------------------------------------ reading */

struct reading {
    struct arena *arena;
    const struct csv_table *table;
    const struct statement_map *map;
    const struct statement_terms *terms;
    struct statement_csv *csv;
    const struct csv_table_row *row; /* that is read */
    bool is_bad;                     /* something of it was refused */
};

/* column: STATEMENT_COLUMN_COUNT: of the row as a whole. */
static void refuse(struct reading *reading, enum statement_column column, struct str message)
{
    struct statement_csv *csv = reading->csv;
    size_t at = column < STATEMENT_COLUMN_COUNT ? reading->map->at[column] : STATEMENT_NO_COLUMN;

    reading->is_bad = true;
    if (csv->fault_count++ >= STATEMENT_FAULTS_MAX)
        return;
    csv->faults[csv->fault_count - 1] = (struct statement_fault){
        reading->row->line, at != STATEMENT_NO_COLUMN ? reading->table->header[at] : STR(""),
        message};
}

static struct str cell_of(const struct reading *reading, enum statement_column column)
{
    size_t at = reading->map->at[column];

    return at != STATEMENT_NO_COLUMN ? reading->row->cells[at] : STR_NONE;
}

/* A text that is no formula; "" without one. A spreadsheet's apostrophe before one, as our own
 * exports write it, is taken off. */
static struct str read_text(struct reading *reading, enum statement_column column, size_t max)
{
    struct str text = cell_of(reading, column);

    if (text.ptr == NULL)
        return STR("");
    if (text.len > 1 && text.ptr[0] == '\'' && memchr("=+-@", text.ptr[1], 4) != NULL)
        text = str_slice(text, 1, text.len);
    else if (text.ptr[0] == '=' || text.ptr[0] == '@')
        refuse(reading, column, say_str("expected a plain text, not a formula"));
    if (str_has_control(text))
        refuse(reading, column, say_str("expected a text without control characters"));
    if (text.len > max)
        refuse(reading, column,
               arena_format(reading->arena, say_text("expected at most %zu characters"), max));
    return text;
}

/* ------------------------------------------------------------------ days */

static bool take_number(struct str *rest, int64_t max, int64_t *number)
{
    size_t len = 0;

    while (len < rest->len && rest->ptr[len] >= '0' && rest->ptr[len] <= '9')
        len++;
    if (num_parse_i64(str_slice(*rest, 0, len), 0, max, number) != OK)
        return false;
    *rest = str_slice(*rest, len, rest->len);
    return true;
}

static bool take_mark(struct str *rest)
{
    if (rest->len == 0 || memchr("/.-", rest->ptr[0], 3) == NULL)
        return false;
    *rest = str_slice(*rest, 1, rest->len);
    return true;
}

/* Three numbers in the order that was said; a time behind them is of no matter. */
static bool parse_numbers(struct str text, enum statement_dates dates, int64_t *day)
{
    /* Where year, month and day stand. */
    static const size_t places[][3] = {
        [STATEMENT_YMD] = {0, 1, 2}, [STATEMENT_DMY] = {2, 1, 0}, [STATEMENT_MDY] = {2, 0, 1}};
    int64_t parts[3], said[3], wall_ms;
    char memory[CLOCK_TEXT_MAX];
    struct buf date = buf_from_memory(memory, sizeof(memory));

    for (size_t i = 0; i < 3; i++)
        if ((i > 0 && !take_mark(&text)) || !take_number(&text, 9999, &said[i]))
            return false;
    if (text.len > 0 && text.ptr[0] != ' ' && text.ptr[0] != 'T')
        return false;
    for (size_t i = 0; i < 3; i++)
        parts[i] = said[places[dates][i]];
    buf_format(&date, "%04" PRId64 "-%02" PRId64 "-%02" PRId64, parts[0], parts[1], parts[2]);
    if (parts[0] < 1970 || buf_str(&date).len != DATE_LEN ||
        clock_parse(buf_str(&date), &wall_ms) != OK)
        return false;
    *day = wall_ms / DAY_MS;
    return true;
}

/* A time with an offset is a day of the statement's clock. */
static bool parse_day(struct str text, const struct statement_terms *terms, int64_t *day)
{
    int64_t wall_ms;

    if (text.len >= DATE_LEN && text.ptr[4] == '-' &&
        when_parse(text, terms->zone, false, &wall_ms) == OK) {
        *day = zone_day(terms->zone, wall_ms);
        return *day >= 0;
    }
    return parse_numbers(text, terms->dates, day);
}

static void read_day(struct reading *reading, struct statement_line *line)
{
    static const char *const like[] = {[STATEMENT_YMD] = "2026-11-24",
                                       [STATEMENT_DMY] = "24/11/2026",
                                       [STATEMENT_MDY] = "11/24/2026"};
    const struct statement_terms *terms = reading->terms;
    struct str text = cell_of(reading, STATEMENT_DAY);

    if (text.ptr == NULL || !parse_day(text, terms, &line->day))
        refuse(reading, STATEMENT_DAY,
               arena_format(reading->arena, say_text("expected a date such as %s"),
                            like[terms->dates]));
    else if (terms->has_range && (line->day < terms->from_day || line->day > terms->to_day))
        refuse(reading, STATEMENT_DAY, say_str("expected a day within the statement's range"));
}

/* ------------------------------------------------------------------ figures */

static void read_conversions(struct reading *reading, struct statement_line *line)
{
    struct str text = cell_of(reading, STATEMENT_CONVERSIONS);
    int64_t micros = 0;

    line->conversions = 1;
    if (text.ptr == NULL && statement_line_is_detail(line))
        return;
    if (text.ptr == NULL || money_parse_loose(text, &micros) != OK || micros < 0 ||
        micros % MONEY_MICROS != 0 || micros / MONEY_MICROS > STATEMENT_CONVERSIONS_MAX)
        refuse(reading, STATEMENT_CONVERSIONS, say_str("expected a whole number from 0 on"));
    line->conversions = micros / MONEY_MICROS;
}

static void read_value(struct reading *reading, struct statement_line *line)
{
    const struct statement_terms *terms = reading->terms;
    struct str text = cell_of(reading, STATEMENT_VALUE);

    if (text.ptr == NULL || money_parse_loose(text, &line->amount_micros) != OK) {
        refuse(reading, STATEMENT_VALUE, say_str("expected an amount"));
        return;
    }
    int64_t noon_ms = zone_day_start_ms(terms->zone, line->day) + HALF_DAY_MS;
    struct rate rate = rates_find(terms->rates, terms->currency, terms->wanted, noon_ms);
    if (reading->is_bad)
        return; /* its day is not known */
    if (!rate_is_known(rate))
        refuse(reading, STATEMENT_VALUE,
               arena_format(reading->arena,
                            say_text("no rate from %.*s to %.*s is known for this day: import the "
                                     "rates first"),
                            STR_FMT(terms->currency), STR_FMT(terms->wanted)));
    else if (rate_convert(rate, line->amount_micros, &line->value_micros) != OK ||
             line->value_micros > MONEY_MICROS_MAX || line->value_micros < -MONEY_MICROS_MAX)
        refuse(reading, STATEMENT_VALUE, say_str("expected a smaller amount"));
}

/* Sums of what a statement may carry stay within 64 bits. */
static bool add_up(int64_t *sum, int64_t more)
{
    int64_t total = 0;

    if (__builtin_add_overflow(*sum, more, &total) || total > 1000 * MONEY_MICROS_MAX ||
        total < -1000 * MONEY_MICROS_MAX)
        return false;
    *sum = total;
    return true;
}

static void add_line(struct reading *reading, const struct statement_line *line)
{
    struct statement_csv *csv = reading->csv;

    if (!add_up(&csv->conversions, line->conversions) ||
        !add_up(&csv->amount_micros, line->amount_micros) ||
        !add_up(&csv->value_micros, line->value_micros)) {
        refuse(reading, STATEMENT_COLUMN_COUNT, say_str("the sums are too large"));
        return;
    }
    if (csv->count == 0 || line->day < csv->from_day)
        csv->from_day = line->day;
    if (csv->count == 0 || line->day > csv->to_day)
        csv->to_day = line->day;
    csv->lines[csv->count++] = *line;
}

enum err statement_csv_read(struct arena *arena, const struct csv_table *table,
                            const struct statement_map *map, const struct statement_terms *terms,
                            struct statement_csv *csv)
{
    struct reading reading = {
        .arena = arena, .table = table, .map = map, .terms = terms, .csv = csv};

    memset(csv, 0, sizeof(*csv));
    csv->lines = ARENA_ARRAY(arena, struct statement_line, table->count + 1);
    if (csv->lines == NULL)
        return ERR_FULL;
    for (size_t i = 0; i < table->count; i++) {
        struct statement_line line = {.line = (int64_t)table->rows[i].line};
        reading.row = &table->rows[i];
        reading.is_bad = false;
        line.campaign = read_text(&reading, STATEMENT_CAMPAIGN, STATEMENT_TEXT_MAX);
        line.goal = read_text(&reading, STATEMENT_GOAL, STATEMENT_GOAL_MAX);
        line.external_id = read_text(&reading, STATEMENT_EXTERNAL_ID, STATEMENT_TEXT_MAX);
        line.txid = read_text(&reading, STATEMENT_TXID, STATEMENT_TEXT_MAX);
        read_day(&reading, &line);
        read_conversions(&reading, &line);
        read_value(&reading, &line);
        if (!reading.is_bad)
            add_line(&reading, &line);
    }
    return arena_is_full(arena) ? ERR_FULL : OK;
}
