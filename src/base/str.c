/* str - comparing, finding and cutting borrowed bytes. Pure; any thread. */
#include "base/str.h"

#include <strings.h>

struct str str_from_c(const char *text)
{
    if (text == NULL)
        return STR_NONE;
    return (struct str){text, strlen(text)};
}

bool str_is_equal(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static unsigned char fold(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

/* Not strncasecmp(): that one follows the locale and stops at a NUL. */
bool str_is_equal_nocase(struct str a, struct str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (a.ptr[i] != b.ptr[i] && fold(a.ptr[i]) != fold(b.ptr[i]))
            return false;
    return true;
}

bool str_has_prefix(struct str s, struct str prefix)
{
    return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.ptr, prefix.ptr, prefix.len) == 0);
}

bool str_has_suffix(struct str s, struct str suffix)
{
    return s.len >= suffix.len &&
           (suffix.len == 0 || memcmp(s.ptr + (s.len - suffix.len), suffix.ptr, suffix.len) == 0);
}

ptrdiff_t str_find(struct str s, struct str needle)
{
    if (needle.len == 0)
        return 0;
    if (needle.len > s.len)
        return -1;
    const char *place = memmem(s.ptr, s.len, needle.ptr, needle.len);
    return place != NULL ? place - s.ptr : -1;
}

ptrdiff_t str_find_nocase(struct str s, struct str needle)
{
    for (size_t at = 0; at + needle.len <= s.len; at++)
        if (str_is_equal_nocase(str_slice(s, at, at + needle.len), needle))
            return (ptrdiff_t)at;
    return -1;
}

ptrdiff_t str_find_char(struct str s, char c)
{
    if (s.len == 0)
        return -1;
    const char *place = memchr(s.ptr, (unsigned char)c, s.len);
    return place != NULL ? place - s.ptr : -1;
}

struct str str_slice(struct str s, size_t from, size_t to)
{
    if (s.ptr == NULL)
        return STR_NONE;
    if (to > s.len)
        to = s.len;
    if (from > to)
        from = to;
    return (struct str){s.ptr + from, to - from};
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim(struct str s)
{
    while (s.len > 0 && is_space(s.ptr[s.len - 1]))
        s.len--;
    while (s.len > 0 && is_space(s.ptr[0])) {
        s.ptr++;
        s.len--;
    }
    return s;
}

#define EACH_BYTE(value) (UINT64_C(0x0101010101010101) * (value))

static uint64_t load_u64(const char *from)
{
    uint64_t word;

    memcpy(&word, from, sizeof(word));
    return word;
}

/* The number of bytes of the well-formed sequence at p, 0 when there is none (RFC 3629 §4). */
static size_t utf8_sequence(const unsigned char *p, size_t left)
{
    unsigned char least = 0x80,
                  most = 0xbf; /* of the second byte: no overlong form, no surrogate */
    size_t count;

    if (p[0] < 0x80)
        return 1;
    if (p[0] >= 0xc2 && p[0] <= 0xdf) {
        count = 2;
    } else if ((p[0] & 0xf0) == 0xe0) {
        count = 3;
        least = p[0] == 0xe0 ? 0xa0 : least;
        most = p[0] == 0xed ? 0x9f : most;
    } else if (p[0] >= 0xf0 && p[0] <= 0xf4) {
        count = 4;
        least = p[0] == 0xf0 ? 0x90 : least;
        most = p[0] == 0xf4 ? 0x8f : most;
    } else {
        return 0;
    }
    if (left < count || p[1] < least || p[1] > most)
        return 0;
    for (size_t i = 2; i < count; i++)
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    return count;
}

bool str_is_utf8(struct str s)
{
    size_t at = 0;

    while (at < s.len) {
        if (s.len - at >= 8 && (load_u64(s.ptr + at) & EACH_BYTE(0x80)) == 0) {
            at += 8;
            continue;
        }
        size_t count = utf8_sequence((const unsigned char *)s.ptr + at, s.len - at);
        if (count == 0)
            return false;
        at += count;
    }
    return true;
}

/* Whether one of eight bytes is below 0x20 or is 0x7f. A borrow can set a false mark only above a
 * true one, so "any" is exact; bytes from 0x80 up are masked out by ~word. */
static bool word_has_control(uint64_t word)
{
    uint64_t delete_free = word ^ EACH_BYTE(0x7f);
    uint64_t low = (word - EACH_BYTE(0x20)) & ~word;
    uint64_t deleted = (delete_free - EACH_BYTE(0x01)) & ~delete_free;

    return ((low | deleted) & EACH_BYTE(0x80)) != 0;
}

bool str_has_control(struct str s)
{
    size_t at = 0;

    for (; s.len - at >= 8; at += 8)
        if (word_has_control(load_u64(s.ptr + at)))
            return true;
    for (; at < s.len; at++)
        if ((unsigned char)s.ptr[at] < 0x20 || s.ptr[at] == 0x7f)
            return true;
    return false;
}

bool str_take_piece(struct str *rest, char sep, struct str *piece)
{
    if (rest->ptr == NULL)
        return false;
    ptrdiff_t place = str_find_char(*rest, sep);
    if (place < 0) {
        *piece = *rest;
        *rest = STR_NONE;
        return true;
    }
    *piece = (struct str){rest->ptr, (size_t)place};
    *rest = (struct str){rest->ptr + place + 1, rest->len - (size_t)place - 1};
    return true;
}

uint64_t str_hash(struct str s)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < s.len; i++)
        hash = (hash ^ (unsigned char)s.ptr[i]) * UINT64_C(0x100000001b3);
    return hash;
}

struct str str_cut(struct str s, size_t max)
{
    if (s.len <= max)
        return s;
    size_t len = max;
    while (len > 0 && ((unsigned char)s.ptr[len] & 0xc0) == 0x80)
        len--;
    return (struct str){s.ptr, len};
}

struct str str_make_utf8(struct str s, char *memory)
{
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        bool is_ascii = (unsigned char)s.ptr[i] < 0x80;
        memcpy(memory + len, is_ascii ? &s.ptr[i] : "\xef\xbf\xbd", is_ascii ? 1 : 3);
        len += is_ascii ? 1 : 3;
    }
    return (struct str){memory, len};
}
