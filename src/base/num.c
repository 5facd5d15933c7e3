/* num - strict readers of numbers. Pure; any thread. */
#include "base/num.h"

enum err num_parse_u64(struct str s, uint64_t max, uint64_t *value)
{
    uint64_t sum = 0;
    bool over = false;

    if (s.len == 0)
        return ERR_INVALID;
    for (size_t i = 0; i < s.len; i++) {
        unsigned digit = (unsigned)(unsigned char)s.ptr[i] - '0';
        if (digit > 9)
            return ERR_INVALID;
        over |= __builtin_mul_overflow(sum, UINT64_C(10), &sum);
        over |= __builtin_add_overflow(sum, digit, &sum);
    }
    if (over || sum > max)
        return ERR_RANGE;
    *value = sum;
    return OK;
}

enum err num_parse_i64(struct str s, int64_t min, int64_t max, int64_t *value)
{
    bool minus = s.len > 0 && s.ptr[0] == '-';
    uint64_t size;
    int64_t number;

    enum err err =
        num_parse_u64(minus ? str_slice(s, 1, s.len) : s, (uint64_t)INT64_MAX + minus, &size);
    if (err != OK)
        return err;
    if (!minus)
        number = (int64_t)size;
    else if (size > INT64_MAX)
        number = INT64_MIN;
    else
        number = -(int64_t)size;
    if (number < min || number > max)
        return ERR_RANGE;
    *value = number;
    return OK;
}

int num_hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

enum err num_parse_hex(struct str s, uint8_t *bytes, size_t count)
{
    if (s.len % 2 != 0 || s.len / 2 != count)
        return ERR_INVALID;
    for (size_t i = 0; i < s.len; i++)
        if (num_hex_value(s.ptr[i]) < 0)
            return ERR_INVALID;
    for (size_t i = 0; i < count; i++)
        bytes[i] = (uint8_t)(num_hex_value(s.ptr[2 * i]) << 4 | num_hex_value(s.ptr[2 * i + 1]));
    return OK;
}
