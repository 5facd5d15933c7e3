/* values - the public API's values: amounts as numbers, statuses as numbers, days. An amount never
 * is a floating point number but on the wire, where it has few enough digits to be exact. */
#include "api/v2/v2.h"

#include "base/clock.h"
#include "base/money.h"
#include "base/num.h"

#define CENT_MICROS (MONEY_MICROS / 100)
#define DATE_CHARS  10
#define DIGITS      15 /* that a double keeps */

/* ------------------------------------------------------------------ amounts */

static json_t *number_of(int64_t micros, int64_t unit)
{
    return micros % unit == 0 ? json_integer(micros / unit)
                              : json_real((double)micros / (double)unit);
}

json_t *v2_cents(int64_t micros)
{
    return number_of(micros, CENT_MICROS);
}

json_t *v2_units(int64_t micros)
{
    return number_of(micros, MONEY_MICROS);
}

int64_t v2_micros_at(const json_t *document, const char *name)
{
    int64_t micros = 0;

    (void)!money_parse_plain(json_text_at(document, name), &micros); /* the catalogue wrote it */
    return micros;
}

/* The decimal text that a number was written as, or a text. */
static struct str decimal_of(struct call *call, const json_t *value)
{
    if (json_is_string(value))
        return (struct str){json_string_value(value), json_string_length(value)};
    if (json_is_integer(value))
        return arena_format(call->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    if (json_is_real(value))
        return arena_format(call->arena, "%.*g", DIGITS, json_real_value(value));
    return STR_NONE;
}

json_t *v2_take_cents(struct call *call, const char *field, const json_t *value)
{
    struct str text = decimal_of(call, value);
    int64_t hundredfold = 0, rounded = 0;
    bool is_plain = text.ptr != NULL && money_parse_plain(text, &hundredfold) == OK;
    bool is_long = !is_plain && json_is_real(value) && money_parse_loose(text, &rounded) == OK;

    if ((!is_plain && !is_long) || hundredfold < 0 || rounded < 0) {
        call_refuse(call, 422, field, "%s: expected an amount in cents, such as 5 or 0.04.", field);
        return NULL;
    }
    if (is_long || hundredfold % 100 != 0) {
        call_refuse(call, 422, field, "%s: expected at most four decimals of a cent.", field);
        return NULL;
    }
    return json_out_money(hundredfold / 100);
}

/* ------------------------------------------------------------------ numbers */

int64_t v2_take_integer(struct call *call, const char *field, const json_t *value, int64_t min,
                        int64_t max)
{
    struct str text = json_is_real(value) ? STR_NONE : decimal_of(call, value);
    int64_t number = min;

    if (text.ptr == NULL || num_parse_i64(text, INT64_MIN, INT64_MAX, &number) != OK)
        number = INT64_MIN;
    if (number < min || number > max) {
        call_refuse(call, 422, field,
                    "%s: expected a whole number from %" PRId64 " to %" PRId64 ".", field, min,
                    max);
        return min;
    }
    return number;
}

bool v2_take_flag(struct call *call, const char *field, const json_t *value)
{
    return json_is_boolean(value) ? json_is_true(value)
                                  : v2_take_integer(call, field, value, 0, 1) == 1;
}

static const struct {
    int number;
    const char *word;
} statuses[] = {{1, "active"}, {0, "paused"}, {-1, "archived"}};

int v2_status(const json_t *document)
{
    struct str word = json_text_at(document, "status");

    for (size_t i = 0; i < ARRAY_LEN(statuses); i++)
        if (str_is_equal(word, str_from_c(statuses[i].word)))
            return statuses[i].number;
    return 0;
}

const char *v2_take_status(struct call *call, const char *field, const json_t *value)
{
    int64_t number = v2_take_integer(call, field, value, -1, 1);

    for (size_t i = 0; !call->is_answered && i < ARRAY_LEN(statuses); i++)
        if (statuses[i].number == number)
            return statuses[i].word;
    return NULL;
}

/* ------------------------------------------------------------------ the rest */

json_t *v2_date(const json_t *document, const char *name)
{
    return json_out_text(str_slice(json_text_at(document, name), 0, DATE_CHARS));
}

void v2_keep_fields(struct call *call, json_t *object)
{
    struct str wanted = call_param(call, "output_fields");
    struct str all = wanted, one;
    const char *name;
    json_t *value;
    void *next;

    if (wanted.ptr == NULL)
        return;
    while (str_take_piece(&all, ',', &one)) {
        struct str field = str_trim(one);
        if (field.len == 0 || json_object_getn(object, field.ptr, field.len) == NULL)
            call_refuse(call, 400, "output_fields", "output_fields: there is no field \"%.*s\".",
                        STR_FMT(str_slice(field, 0, 64)));
    }
    json_object_foreach_safe(object, next, name, value)
    {
        struct str rest = wanted, piece;
        bool is_kept = false;
        while (str_take_piece(&rest, ',', &piece))
            is_kept = is_kept || str_is_equal(str_trim(piece), str_from_c(name));
        if (!is_kept)
            (void)json_object_del(object, name);
    }
}
