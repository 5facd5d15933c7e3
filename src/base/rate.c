#include "base/rate.h"

#include "base/clock.h"
#include "base/money.h"
#include "base/num.h"

#define SHOWN_DECIMALS 12

_Static_assert(RATE_DIGITS_MAX + RATE_DECIMALS_MAX <= 21 && RATE_DECIMALS_MAX <= 9,
               "a cross rate fits: a quote times 10^9 is below 10^9 * 10^9");

static int64_t power_of_ten(int exponent)
{
    int64_t power = 1;
    while (exponent-- > 0)
        power *= 10;
    return power;
}

/* ------------------------------------------------------------------ as published */

enum err rate_parse(struct str s, struct rate_quote *quote)
{
    ptrdiff_t point = str_find_char(s, '.');
    struct str whole = point < 0 ? s : str_slice(s, 0, (size_t)point);
    struct str part = point < 0 ? STR("") : str_slice(s, (size_t)point + 1, s.len);
    uint64_t units, digits = 0;

    enum err err = num_parse_u64(whole, RATE_UNITS_MAX - 1, &units);
    if (err != OK)
        return err;
    if (point >= 0 && part.len == 0)
        return ERR_INVALID;
    while (part.len > 0 && part.ptr[part.len - 1] == '0')
        part = str_slice(part, 0, part.len - 1);
    if (part.len > RATE_DECIMALS_MAX)
        return ERR_RANGE;
    if (part.len > 0 && (err = num_parse_u64(part, INT64_MAX, &digits)) != OK)
        return err;
    int64_t sum = (int64_t)units * power_of_ten((int)part.len) + (int64_t)digits;
    if (sum == 0 || sum >= power_of_ten(RATE_DIGITS_MAX))
        return ERR_RANGE;
    *quote = (struct rate_quote){sum, (int)part.len};
    return OK;
}

/* The fraction in plain decimals, without zeros at the end. */
static void write_decimal(struct buf *buf, int64_t digits, int decimals)
{
    int64_t unit = power_of_ten(decimals);
    int64_t part = digits % unit;

    buf_write_i64(buf, digits / unit);
    if (part != 0)
        buf_write_char(buf, '.');
    for (unit /= 10; part != 0; part %= unit, unit /= 10)
        buf_write_char(buf, (char)('0' + part / unit));
}

void rate_write_quote(struct buf *buf, struct rate_quote quote)
{
    write_decimal(buf, quote.digits, quote.decimals);
}

/* ------------------------------------------------------------------ from one to another */

static int64_t common_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

struct rate rate_cross(struct rate_quote from, struct rate_quote to, int64_t date)
{
    int shift = from.decimals - to.decimals;
    /* to / from, both brought to the same number of decimals. */
    int64_t num = to.digits * power_of_ten(shift > 0 ? shift : 0);
    int64_t den = from.digits * power_of_ten(shift < 0 ? -shift : 0);
    int64_t divisor = common_divisor(num, den);
    return (struct rate){num / divisor, den / divisor, date};
}

enum err rate_convert(struct rate rate, int64_t micros, int64_t *converted)
{
    if (rate_is_known(rate))
        return money_scale(micros, rate.num, rate.den, converted);
    *converted = 0;
    return OK;
}

void rate_write(struct buf *buf, struct rate rate)
{
    int64_t shown;
    int decimals = SHOWN_DECIMALS;

    CHECK(rate_is_known(rate));
    while (money_scale(rate.num, power_of_ten(decimals), rate.den, &shown) != OK)
        decimals--; /* a large rate keeps fewer places; without any it is below 10^18 */
    write_decimal(buf, shown, decimals);
}

/* ------------------------------------------------------------------ dates */

int64_t rate_day(int64_t wall_ms)
{
    int64_t day = wall_ms / RATE_DAY_MS;
    return wall_ms % RATE_DAY_MS < 0 ? day - 1 : day;
}

int64_t rate_date_of_day(int64_t day)
{
    char text[CLOCK_TEXT_MAX];
    struct str s = clock_format(day * RATE_DAY_MS, text);
    int64_t date = 0;

    for (size_t i = 0; i < STR("2026-11-24").len; i++)
        if (s.ptr[i] != '-')
            date = date * 10 + (s.ptr[i] - '0');
    return date;
}

void rate_write_date(struct buf *buf, int64_t date)
{
    buf_format(buf, "%04" PRId64 "-%02" PRId64 "-%02" PRId64, date / 10000, date / 100 % 100,
               date % 100);
}
