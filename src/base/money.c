/* money - amounts read, written and scaled in whole micro-units. Pure; any thread. Amounts of at
 * most LOOSE_MAX characters. */
#include "base/money.h"

#include "base/num.h"

#define LOOSE_MAX    128     /* characters of an amount without its spaces and signs */
#define EXPONENT_MAX 100000u /* beyond it every amount is 0 or out of range */
#define DECIMALS     6
#define DIGITS_MAX   18 /* what always fits into 63 bits */

__extension__ typedef __int128 wide;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* ------------------------------------------------------------------ loose */

/* The number of bytes of a space or of a sign of a currency at the start of s; 0: neither. */
static size_t decoration(struct str s, bool *is_sign)
{
    static const struct {
        const char *text;
        bool is_sign;
    } known[] = {
        {" ", false},
        {"\t", false},
        {"\r", false},
        {"\n", false},
        {"\xc2\xa0", false},     /* no-break space */
        {"\xe2\x80\x89", false}, /* thin space */
        {"\xe2\x80\xaf", false}, /* narrow no-break space */
        {"$", true},
        {"\xc2\xa2", true},     /* cent: U+00A2 */
        {"\xc2\xa3", true},     /* pound: U+00A3 */
        {"\xc2\xa4", true},     /* any currency: U+00A4 */
        {"\xc2\xa5", true},     /* yen: U+00A5 */
        {"\xe0\xb8\xbf", true}, /* baht: U+0E3F */
    };

    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        if (str_has_prefix(s, str_from_c(known[i].text))) {
            *is_sign = known[i].is_sign;
            return strlen(known[i].text);
        }
    /* Unicode's block of currency symbols, U+20A0 to U+20CF (euro, rouble, rupee ...). */
    *is_sign = true;
    return s.len >= 3 && str_has_prefix(s, STR("\xe2\x82")) && (unsigned char)s.ptr[2] >= 0xa0 ? 3
           : s.len >= 3 && str_has_prefix(s, STR("\xe2\x83")) && (unsigned char)s.ptr[2] <= 0x8f
               ? 3
               : 0;
}

/* Copies s without its spaces and its one sign of a currency, which must stand before or behind the
 * digits. */
static enum err strip(struct str s, char out[LOOSE_MAX], size_t *len)
{
    bool had_digit = false, had_sign = false, is_closed = false;
    size_t count = 0;

    for (size_t at = 0; at < s.len;) {
        bool is_sign;
        size_t skipped = decoration(str_slice(s, at, s.len), &is_sign);
        if (skipped != 0) {
            if (is_sign && had_sign)
                return ERR_INVALID;
            had_sign |= is_sign;
            is_closed |= is_sign && had_digit;
            at += skipped;
            continue;
        }
        if (is_closed || count == LOOSE_MAX)
            return ERR_INVALID;
        had_digit |= is_digit(s.ptr[at]);
        out[count++] = s.ptr[at++];
    }
    *len = count;
    return OK;
}

/* Cuts "e-4" off *number. An exponent is kept within EXPONENT_MAX, where only zero is left in
 * range. */
static enum err take_exponent(struct str *number, int *exponent)
{
    ptrdiff_t place = str_find_char(*number, 'e');
    uint64_t size = 0;

    if (place < 0)
        place = str_find_char(*number, 'E');
    *exponent = 0;
    if (place < 0)
        return OK;
    struct str text = str_slice(*number, (size_t)place + 1, number->len);
    bool minus = str_has_prefix(text, STR("-"));
    if (minus || str_has_prefix(text, STR("+")))
        text = str_slice(text, 1, text.len);
    enum err err = num_parse_u64(text, EXPONENT_MAX, &size);
    if (err == ERR_INVALID)
        return err;
    if (err == ERR_RANGE)
        size = EXPONENT_MAX;
    *exponent = minus ? -(int)size : (int)size;
    *number = str_slice(*number, 0, (size_t)place);
    return OK;
}

/* Finds which of the marks is the decimal one: the last, when it stands once; a mark that stands
 * more often only groups. Its place, number.len when there is none. False: the marks make no sense.
 */
static bool find_decimal_mark(struct str number, size_t *decimal, char *group)
{
    size_t points = 0, commas = 0, last = number.len;

    for (size_t i = 0; i < number.len; i++)
        if (number.ptr[i] == '.' || number.ptr[i] == ',') {
            points += number.ptr[i] == '.';
            commas += number.ptr[i] == ',';
            last = i;
        }
    *decimal = number.len;
    *group = '\0';
    if (last == number.len)
        return true;
    bool is_point = number.ptr[last] == '.';
    size_t same = is_point ? points : commas, others = is_point ? commas : points;
    if (same == 1) {
        *decimal = last;
        *group = others > 0 ? (is_point ? ',' : '.') : '\0';
        return true;
    }
    *group = number.ptr[last];
    return others == 0;
}

/* Whether the marks of grouping stand before every third digit, counted back from the end of the
 * whole part. */
static bool is_grouped(struct str whole, char group)
{
    if (group == '\0')
        return true;
    for (size_t i = 0; i < whole.len; i++)
        if ((whole.ptr[i] == group) != ((whole.len - i) % 4 == 0))
            return false;
    return whole.len > 0 && whole.ptr[0] != group;
}

/* The digits of a number without its marks: their value is digits * 10^-fraction. */
static enum err take_digits(struct str number, char digits[LOOSE_MAX], size_t *count,
                            size_t *fraction)
{
    size_t decimal;
    char group;

    *count = 0;
    if (!find_decimal_mark(number, &decimal, &group) ||
        !is_grouped(str_slice(number, 0, decimal), group))
        return ERR_INVALID;
    for (size_t i = 0; i < number.len; i++) {
        if (is_digit(number.ptr[i]))
            digits[(*count)++] = number.ptr[i];
        else if (i != decimal && (group == '\0' || number.ptr[i] != group))
            return ERR_INVALID;
    }
    *fraction = decimal < number.len ? number.len - decimal - 1 : 0;
    return *count > 0 ? OK : ERR_INVALID;
}

/* digits * 10^shift, rounded half to even. */
static enum err shift_digits(struct str digits, ptrdiff_t shift, int64_t *value)
{
    int64_t sum = 0;

    while (digits.len > 0 && digits.ptr[0] == '0')
        digits = str_slice(digits, 1, digits.len);
    ptrdiff_t kept = (ptrdiff_t)digits.len + shift;
    if (digits.len == 0 || kept < 0) {
        *value = 0;
        return OK;
    }
    if (kept > DIGITS_MAX)
        return ERR_RANGE;
    for (size_t i = 0; i < (size_t)kept; i++)
        sum = sum * 10 + (i < digits.len ? digits.ptr[i] - '0' : 0);
    if ((size_t)kept < digits.len) {
        char first = digits.ptr[kept];
        bool is_half = first == '5';
        for (size_t i = (size_t)kept + 1; is_half && i < digits.len; i++)
            is_half = digits.ptr[i] == '0';
        sum += is_half ? sum & 1 : first >= '5';
    }
    *value = sum;
    return OK;
}

enum err money_parse_loose(struct str s, int64_t *micros)
{
    char stripped[LOOSE_MAX], digits[LOOSE_MAX];
    size_t len, count, fraction;
    int exponent;
    int64_t size;

    enum err err = strip(s, stripped, &len);
    if (err != OK)
        return err;
    struct str number = {stripped, len};
    bool minus = str_has_prefix(number, STR("-"));
    if (minus || str_has_prefix(number, STR("+")))
        number = str_slice(number, 1, number.len);
    if ((err = take_exponent(&number, &exponent)) != OK)
        return err;
    if ((err = take_digits(number, digits, &count, &fraction)) != OK)
        return err;
    err =
        shift_digits((struct str){digits, count}, DECIMALS - (ptrdiff_t)fraction + exponent, &size);
    if (err != OK || size > MONEY_MICROS_MAX)
        return ERR_RANGE;
    *micros = minus ? -size : size;
    return OK;
}

/* ------------------------------------------------------------------ plain and strict */

/* [0-9]+(.[0-9]{1,6})? */
static enum err parse_unsigned(struct str s, int64_t *micros)
{
    ptrdiff_t point = str_find_char(s, '.');
    struct str whole = point >= 0 ? str_slice(s, 0, (size_t)point) : s;
    struct str decimals = point >= 0 ? str_slice(s, (size_t)point + 1, s.len) : STR("0");
    uint64_t units, part;

    if (decimals.len > DECIMALS || num_parse_u64(decimals, MONEY_MICROS - 1, &part) != OK)
        return ERR_INVALID;
    for (size_t i = decimals.len; i < DECIMALS; i++)
        part *= 10;
    enum err err = num_parse_u64(whole, MONEY_MICROS_MAX / MONEY_MICROS, &units);
    if (err != OK)
        return err;
    int64_t sum = (int64_t)units * MONEY_MICROS + (int64_t)part;
    if (sum > MONEY_MICROS_MAX)
        return ERR_RANGE;
    *micros = sum;
    return OK;
}

enum err money_parse_plain(struct str s, int64_t *micros)
{
    bool minus = str_has_prefix(s, STR("-"));
    int64_t size;

    enum err err = parse_unsigned(minus ? str_slice(s, 1, s.len) : s, &size);
    if (err == OK)
        *micros = minus ? -size : size;
    return err;
}

enum err money_parse_strict(struct str s, int64_t *micros)
{
    ptrdiff_t point = str_find_char(s, '.');

    if ((point >= 0 ? (size_t)point : s.len) > 9)
        return ERR_INVALID;
    return parse_unsigned(s, micros);
}

/* ------------------------------------------------------------------ writing and reckoning */

void money_write(struct buf *buf, int64_t micros)
{
    char text[MONEY_TEXT_MAX];
    struct buf out = buf_from_memory(text, sizeof(text));
    uint64_t size = micros < 0 ? 0 - (uint64_t)micros : (uint64_t)micros;
    uint64_t part = size % MONEY_MICROS;

    if (micros < 0)
        buf_write_char(&out, '-');
    buf_write_u64(&out, size / MONEY_MICROS);
    if (part != 0)
        buf_write_char(&out, '.');
    for (uint64_t unit = MONEY_MICROS / 10; part != 0; part %= unit, unit /= 10)
        buf_write_char(&out, (char)('0' + part / unit));
    buf_write(buf, buf_str(&out));
}

struct str money_text(struct arena *arena, int64_t micros)
{
    char text[MONEY_TEXT_MAX];
    struct buf out = buf_from_memory(text, sizeof(text));

    money_write(&out, micros);
    return arena_copy(arena, buf_str(&out));
}

enum err money_scale(int64_t micros, int64_t numerator, int64_t denominator, int64_t *result)
{
    CHECK(denominator > 0);
    wide product = (wide)micros * numerator;
    wide quotient = product / denominator;
    wide twice_left = product % denominator * 2;
    wide away = product < 0 ? -1 : 1;

    if (twice_left < 0)
        twice_left = -twice_left;
    if (twice_left > denominator || (twice_left == denominator && quotient % 2 != 0))
        quotient += away;
    if (quotient > INT64_MAX || quotient < INT64_MIN)
        return ERR_RANGE;
    *result = (int64_t)quotient;
    return OK;
}

enum err money_parse_currency(struct str s, char out[4])
{
    if (s.len != 3)
        return ERR_INVALID;
    for (size_t i = 0; i < 3; i++)
        if ((s.ptr[i] | 0x20) < 'a' || (s.ptr[i] | 0x20) > 'z')
            return ERR_INVALID;
    for (size_t i = 0; i < 3; i++)
        out[i] = (char)(s.ptr[i] & ~0x20);
    out[3] = '\0';
    return OK;
}
