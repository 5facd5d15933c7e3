/* Filters as text and back: the grammar of question.h, in one pass over the bytes. */
#include "facts/question.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/money.h"
#include "base/net.h"
#include "base/num.h"
#include "base/say.h"
#include "visitor/signals.h"

static const struct {
    const char *text;
    enum filter_op op;
} marks[] = {
    {">=", FILTER_GREATER_OR_EQUAL},
    {"<=", FILTER_LESS_OR_EQUAL},
    {">", FILTER_GREATER},
    {"<", FILTER_LESS},
    {"!~", FILTER_NOT_CONTAINS},
    {"~", FILTER_CONTAINS},
    {"!", FILTER_NOT_IN},
};

/* --- What a value may be --------------------------------------------------- */

static bool is_ordered(enum filter_op op)
{
    return op == FILTER_GREATER || op == FILTER_GREATER_OR_EQUAL || op == FILTER_LESS ||
           op == FILTER_LESS_OR_EQUAL;
}

static bool is_about_parts(enum filter_op op)
{
    return op == FILTER_CONTAINS || op == FILTER_NOT_CONTAINS;
}

static bool has_digits(struct str s, const char *pattern)
{
    if (s.len != strlen(pattern))
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (pattern[i] == '0' ? s.ptr[i] < '0' || s.ptr[i] > '9' : s.ptr[i] != pattern[i])
            return false;
    return true;
}

static bool is_number_within(struct str s, uint64_t min, uint64_t max)
{
    uint64_t number;
    return num_parse_u64(s, UINT64_MAX >> 1, &number) == OK && number >= min && number <= max;
}

static bool is_date(struct str s)
{
    int64_t wall_ms;
    return clock_parse(s, &wall_ms) == OK;
}

static bool is_signal(struct str s)
{
    size_t count;
    const struct visitor_word *words = signals_words(&count);
    for (size_t i = 0; i < count; i++)
        if (str_is_equal(s, str_from_c(words[i].word)))
            return true;
    return false;
}

/* NULL when the value fits, else what was expected. */
static const char *expect(const struct dimension *dimension, struct str value)
{
    bool is_text =
        dimension->column != NULL && str_is_equal(str_from_c(dimension->name), STR("goal"));
    switch (dimension->kind) {
    case DIMENSION_ENTITY:
        return is_text || is_number_within(value, 0, UINT32_MAX) ? NULL : say_text("an id");
    case DIMENSION_NUMBER:
        return is_number_within(value, 0, UINT32_MAX) ? NULL : say_text("a whole number");
    case DIMENSION_BOOL:
        return str_is_equal(value, STR("true")) || str_is_equal(value, STR("false"))
                   ? NULL
                   : say_text("true or false");
    case DIMENSION_YEAR:
        return has_digits(value, "0000") ? NULL : say_text("a year: 2026");
    case DIMENSION_MONTH:
        return has_digits(value, "0000-00") && is_number_within(str_slice(value, 5, 7), 1, 12)
                   ? NULL
                   : say_text("a month: 2026-11");
    case DIMENSION_WEEK:
        return has_digits(value, "0000-W00") && is_number_within(str_slice(value, 6, 8), 1, 53)
                   ? NULL
                   : say_text("a week: 2026-W48");
    case DIMENSION_DAY:
        return has_digits(value, "0000-00-00") && is_date(value) ? NULL
                                                                 : say_text("a day: 2026-11-24");
    case DIMENSION_WEEKDAY:
        return is_number_within(value, 1, 7) ? NULL : say_text("a weekday, 1 Monday to 7 Sunday");
    case DIMENSION_HOUR:
        return is_number_within(value, 0, 23) ? NULL : say_text("an hour, 0 to 23");
    case DIMENSION_SIGNAL:
        return is_signal(value) ? NULL : say_text("a signal of a bot such as hosting");
    case DIMENSION_TEXT:
    case DIMENSION_TAG:
    case DIMENSION_LEDGER:
        return NULL;
    }
    return NULL;
}

/* An address, or a range of them. */
static const char *expect_address(struct str value)
{
    struct net_range range;
    return net_parse_range(value, &range) == OK ? NULL
                                                : say_text("an address or a range: 10.1.2.0/24");
}

static bool op_fits(const struct dimension *dimension, enum filter_op op)
{
    bool is_number = dimension->kind == DIMENSION_NUMBER || dimension->kind == DIMENSION_YEAR ||
                     dimension->kind == DIMENSION_WEEKDAY || dimension->kind == DIMENSION_HOUR;
    if (dimension->kind == DIMENSION_LEDGER)
        return op == FILTER_IN ||
               (op == FILTER_CONTAINS && str_find(str_from_c(dimension->name), STR("ip")) < 0);
    if (is_ordered(op))
        return is_number;
    if (is_about_parts(op))
        return dimension->kind == DIMENSION_TEXT;
    if (op == FILTER_EMPTY || op == FILTER_NOT_EMPTY)
        return dimension->kind == DIMENSION_TEXT || dimension->kind == DIMENSION_TAG ||
               dimension->kind == DIMENSION_ENTITY || dimension->kind == DIMENSION_NUMBER ||
               dimension->kind == DIMENSION_SIGNAL;
    return true;
}

static enum err check_dimension(const struct filter *filter, struct arena *arena,
                                struct str *message)
{
    const struct dimension *dimension = filter->dimension;
    if (!op_fits(dimension, filter->op)) {
        *message =
            arena_format(arena, say_text("%s cannot be compared like this"), dimension->name);
        return ERR_INVALID;
    }
    for (size_t i = 0; i < filter->count && !is_about_parts(filter->op); i++) {
        bool is_address = dimension->kind == DIMENSION_LEDGER &&
                          str_is_equal(str_from_c(dimension->name), STR("ip"));
        const char *expected =
            is_address ? expect_address(filter->values[i]) : expect(dimension, filter->values[i]);
        if (expected == NULL)
            continue;
        *message = arena_format(arena, say_text("%s: expected %s, not \"%.*s\""), dimension->name,
                                expected, STR_FMT(str_slice(filter->values[i], 0, 64)));
        return ERR_INVALID;
    }
    return OK;
}

static enum err check_metric(const struct filter *filter, struct arena *arena, struct str *message)
{
    const char *name = filter->metric->name;
    if (is_about_parts(filter->op)) {
        *message =
            arena_format(arena, say_text("%s is a number: compare it with >, >=, <, <="), name);
        return ERR_INVALID;
    }
    for (size_t i = 0; i < filter->count; i++) {
        int64_t micros;
        if (money_parse_plain(filter->values[i], &micros) == OK)
            continue;
        *message = arena_format(arena, say_text("%s: expected a decimal number, not \"%.*s\""),
                                name, STR_FMT(str_slice(filter->values[i], 0, 64)));
        return ERR_INVALID;
    }
    return OK;
}

/* --- Reading --------------------------------------------------------------- */

/* The next value up to a comma that is not escaped; a quote at its beginning is left out. */
static bool take_value(struct str *rest, struct arena *arena, struct str *value)
{
    char *out = arena_alloc_raw(arena, rest->len + 1);
    size_t len = 0, at = rest->len > 0 && rest->ptr[0] == '"' ? 1 : 0;
    bool has_more = false;
    if (out == NULL)
        return false;
    for (; at < rest->len; at++) {
        if (rest->ptr[at] == ',') {
            has_more = true;
            at++;
            break;
        }
        if (rest->ptr[at] == '\\' && at + 1 < rest->len)
            at++;
        out[len++] = rest->ptr[at];
    }
    *value = (struct str){out, len};
    *rest = str_slice(*rest, at, rest->len);
    return has_more;
}

static size_t count_values(struct str text)
{
    size_t count = 1;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\\')
            i++;
        else if (text.ptr[i] == ',')
            count++;
    }
    return count;
}

static enum err read_values(struct str rest, struct arena *arena, struct filter *filter,
                            struct str *message)
{
    size_t count = count_values(rest);
    if (count > QUESTION_VALUES_MAX) {
        *message = arena_format(arena, say_text("expected at most %d values"), QUESTION_VALUES_MAX);
        return ERR_INVALID;
    }
    struct str *values = ARENA_ARRAY(arena, struct str, count);
    if (values == NULL)
        return ERR_FULL;
    size_t read = 0;
    bool has_more = true;
    while (has_more && read < count)
        has_more = take_value(&rest, arena, &values[read++]);
    filter->values = values;
    filter->count = read;
    return arena_is_full(arena) ? ERR_FULL : OK;
}

/* What stands before the values: an operator, or a whole word. */
static void read_op(struct str *rest, struct filter *filter)
{
    filter->op = FILTER_IN;
    if (str_is_equal(*rest, STR("empty")) || str_is_equal(*rest, STR("!empty"))) {
        filter->op = rest->ptr[0] == '!' ? FILTER_NOT_EMPTY : FILTER_EMPTY;
        *rest = STR("");
        return;
    }
    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        struct str mark = str_from_c(marks[i].text);
        if (!str_has_prefix(*rest, mark))
            continue;
        filter->op = marks[i].op;
        *rest = str_slice(*rest, mark.len, rest->len);
        return;
    }
}

static enum err find_name(enum fact_table_id table, struct str name, struct arena *arena,
                          struct filter *filter, struct str *message)
{
    filter->dimension = dimension_find(table, name);
    filter->metric = filter->dimension == NULL ? metric_find(table, name) : NULL;
    if (filter->dimension != NULL || filter->metric != NULL)
        return OK;
    *message = arena_format(arena, say_text("there is no dimension or metric \"%.*s\""),
                            STR_FMT(str_slice(name, 0, 64)));
    return ERR_NOT_FOUND;
}

enum err filter_parse(enum fact_table_id table, struct str text, struct arena *arena,
                      struct filter *parsed, struct str *message)
{
    struct filter filter = {0};
    ptrdiff_t colon = str_find_char(text, ':');
    if (colon <= 0) {
        *message = say_str("expected NAME:VALUE, as in country:FR,DE");
        return ERR_INVALID;
    }
    struct str rest = str_slice(text, (size_t)colon + 1, text.len);
    enum err err = find_name(table, str_slice(text, 0, (size_t)colon), arena, &filter, message);
    if (err != OK)
        return err;
    read_op(&rest, &filter);
    if (filter.op != FILTER_EMPTY && filter.op != FILTER_NOT_EMPTY)
        err = read_values(rest, arena, &filter, message);
    if (err == OK && is_ordered(filter.op) && filter.count != 1) {
        *message = say_str("expected one value behind >, >=, < or <=");
        err = ERR_INVALID;
    }
    if (err == OK)
        err = filter.dimension != NULL ? check_dimension(&filter, arena, message)
                                       : check_metric(&filter, arena, message);
    if (err == OK)
        *parsed = filter;
    return err;
}

/* --- Comparing ------------------------------------------------------------- */

double filter_threshold(const struct metric *metric, struct str value, struct rate rate)
{
    int64_t micros = 0;
    CHECK(money_parse_plain(value, &micros) == OK); /* filter_parse() looked */
    bool is_micros = metric->unit == METRIC_MONEY || metric->unit == METRIC_NUMBER;
    double threshold = is_micros ? (double)micros : (double)micros / (double)MONEY_MICROS;
    if (metric->is_amount && rate.num != rate.den && rate.num != 0)
        threshold = threshold * (double)rate.den / (double)rate.num;
    return threshold;
}

static bool is_among(const struct filter *filter, double number, struct rate rate)
{
    for (size_t i = 0; i < filter->count; i++) {
        double value = filter_threshold(filter->metric, filter->values[i], rate);
        if (number >= value && number <= value)
            return true;
    }
    return false;
}

/* What is blank compares with nothing, as in SQL. */
bool filter_takes_sums(const struct filter *filter, const struct sums *sums, struct rate rate,
                       bool is_smart)
{
    double number = 0;
    bool is_blank = !metric_number(filter->metric, sums, is_smart, &number);
    double first =
        filter->count > 0 ? filter_threshold(filter->metric, filter->values[0], rate) : 0;

    switch (filter->op) {
    case FILTER_EMPTY:
        return is_blank;
    case FILTER_NOT_EMPTY:
        return !is_blank;
    case FILTER_IN:
        return !is_blank && is_among(filter, number, rate);
    case FILTER_NOT_IN:
        return !is_blank && !is_among(filter, number, rate);
    case FILTER_GREATER:
        return !is_blank && number > first;
    case FILTER_GREATER_OR_EQUAL:
        return !is_blank && number >= first;
    case FILTER_LESS:
        return !is_blank && number < first;
    case FILTER_LESS_OR_EQUAL:
        return !is_blank && number <= first;
    case FILTER_CONTAINS:
    case FILTER_NOT_CONTAINS:
        break; /* of no metric: filter_parse() looked */
    }
    return false;
}

/* --- Writing --------------------------------------------------------------- */

static void write_value(struct buf *buf, struct str value, bool is_first)
{
    bool is_mark = value.len > 0 && memchr("!~<>\"", value.ptr[0], 5) != NULL;
    if (is_mark || (is_first && str_is_equal(value, STR("empty"))))
        buf_write_char(buf, '"');
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] == ',' || value.ptr[i] == '\\')
            buf_write_char(buf, '\\');
        buf_write_char(buf, value.ptr[i]);
    }
}

struct str filter_text(struct arena *arena, const struct filter *filter)
{
    size_t cap = 128;
    for (size_t i = 0; i < filter->count; i++)
        cap += 2 * filter->values[i].len + 2;
    struct buf buf = buf_in_arena(arena, cap);
    buf_write_c(&buf, filter->dimension != NULL ? filter->dimension->name : filter->metric->name);
    buf_write_char(&buf, ':');
    if (filter->op == FILTER_EMPTY || filter->op == FILTER_NOT_EMPTY)
        buf_write_c(&buf, filter->op == FILTER_EMPTY ? "empty" : "!empty");
    for (size_t i = 0; i < ARRAY_LEN(marks); i++)
        if (filter->op == marks[i].op)
            buf_write_c(&buf, marks[i].text);
    for (size_t i = 0; i < filter->count; i++) {
        if (i > 0)
            buf_write_char(&buf, ',');
        write_value(&buf, filter->values[i], i == 0);
    }
    return buf_is_full(&buf) ? STR_NONE : buf_str(&buf);
}

struct str dimension_number_text(struct arena *arena, const struct dimension *dimension,
                                 int64_t number)
{
    struct zone_time date = zone_time_of(number * RATE_DAY_MS);
    switch (dimension->kind) {
    case DIMENSION_BOOL:
        return number != 0 ? STR("true") : STR("false");
    case DIMENSION_DAY:
        return arena_format(arena, "%04d-%02d-%02d", date.year, date.month, date.day);
    case DIMENSION_MONTH:
        return arena_format(arena, "%04d-%02d", date.year, date.month);
    case DIMENSION_WEEK: { /* its year is that of its Thursday */
        struct zone_time thursday = zone_time_of((number + 3) * RATE_DAY_MS);
        int64_t new_year = number + 3;
        while (zone_time_of(new_year * RATE_DAY_MS).year == thursday.year)
            new_year -= 7;
        return arena_format(arena, "%04d-W%02d", thursday.year, (int)((number + 3 - new_year) / 7));
    }
    case DIMENSION_ENTITY:
    case DIMENSION_NUMBER:
    case DIMENSION_YEAR:
    case DIMENSION_WEEKDAY:
    case DIMENSION_HOUR:
    case DIMENSION_TEXT:
    case DIMENSION_TAG:
    case DIMENSION_SIGNAL:
    case DIMENSION_LEDGER:
        break;
    }
    return arena_format(arena, "%" PRId64, number);
}

struct filter filter_of_key(struct arena *arena, const struct dimension *dimension, bool is_empty,
                            int64_t number, struct str text)
{
    bool is_time = dimension->column == NULL && dimension->kind != DIMENSION_TAG;
    struct filter filter = {.dimension = dimension, .op = FILTER_IN};
    struct str *value = ARENA_NEW(arena, struct str);
    if (is_empty && !is_time && dimension->kind != DIMENSION_BOOL) {
        filter.op = FILTER_EMPTY;
        return filter;
    }
    if (value == NULL)
        return filter;
    bool is_text = text.ptr != NULL;
    *value = is_text ? arena_copy(arena, text) : dimension_number_text(arena, dimension, number);
    filter.values = value;
    filter.count = 1;
    return filter;
}
