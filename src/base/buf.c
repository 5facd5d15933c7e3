/* buf - writing into memory of a fixed size. A piece that does not fit is left out whole, and all
 * that follow it too. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define U64_DIGITS_MAX 20

struct buf buf_from_memory(void *memory, size_t cap)
{
    return (struct buf){.ptr = memory, .cap = cap};
}

struct buf buf_in_arena(struct arena *arena, size_t cap)
{
    char *memory = arena_alloc_raw(arena, cap);

    return (struct buf){.ptr = memory, .cap = memory != NULL ? cap : 0, .full = memory == NULL};
}

bool buf_is_full(const struct buf *buf)
{
    return buf->full;
}

struct str buf_str(const struct buf *buf)
{
    return (struct str){buf->ptr != NULL ? buf->ptr : "", buf->len};
}

/* Room for exactly `count` bytes, or NULL when they do not fit. */
static char *claim(struct buf *buf, size_t count)
{
    if (buf->full || count > buf->cap - buf->len) {
        buf->full = true;
        return NULL;
    }
    char *place = buf->ptr + buf->len;
    buf->len += count;
    return place;
}

void buf_write(struct buf *buf, struct str s)
{
    if (s.len == 0)
        return;
    char *place = claim(buf, s.len);
    if (place != NULL)
        memcpy(place, s.ptr, s.len);
}

void buf_write_char(struct buf *buf, char c)
{
    char *place = claim(buf, 1);

    if (place != NULL)
        *place = c;
}

void buf_write_c(struct buf *buf, const char *text)
{
    buf_write(buf, (struct str){text, strlen(text)});
}

void buf_write_u64(struct buf *buf, uint64_t value)
{
    static const char pairs[] = "00010203040506070809101112131415161718192021222324"
                                "25262728293031323334353637383940414243444546474849"
                                "50515253545556575859606162636465666768697071727374"
                                "75767778798081828384858687888990919293949596979899";
    char digits[U64_DIGITS_MAX];
    size_t at = sizeof(digits);

    while (value >= 10) {
        at -= 2;
        memcpy(digits + at, pairs + 2 * (value % 100), 2);
        value /= 100;
    }
    /* A pair may have brought a leading zero with it: 105 leaves 1, 1005 leaves nothing. */
    if (value != 0 || at == sizeof(digits))
        digits[--at] = (char)('0' + value);
    buf_write(buf, (struct str){digits + at, sizeof(digits) - at});
}

void buf_write_i64(struct buf *buf, int64_t value)
{
    if (value < 0)
        buf_write_char(buf, '-');
    buf_write_u64(buf, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void buf_write_hex(struct buf *buf, const void *bytes, size_t count)
{
    static const char digits[] = "0123456789abcdef";
    const uint8_t *from = bytes;

    if (count > buf->cap / 2) {
        buf->full = true;
        return;
    }
    char *place = claim(buf, 2 * count);
    if (place == NULL)
        return;
    for (size_t i = 0; i < count; i++) {
        place[2 * i] = digits[from[i] >> 4];
        place[2 * i + 1] = digits[from[i] & 0x0f];
    }
}

/* vsnprintf() wants a byte more than the text has, which the buffer may lack: then the text makes a
 * detour. */
static void format_by_heap(struct buf *buf, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
static void format_by_heap(struct buf *buf, const char *format, va_list args)
{
    char *text = NULL;
    int len = vasprintf(&text, format, args);

    CHECK(len >= 0);
    buf_write(buf, (struct str){text, (size_t)len});
    free(text);
}

void buf_format(struct buf *buf, const char *format, ...)
{
    va_list args;

    if (buf->full)
        return;
    size_t room = buf->cap - buf->len;
    va_start(args, format);
    int len = vsnprintf(room != 0 ? buf->ptr + buf->len : NULL, room, format, args);
    va_end(args);
    CHECK(len >= 0);
    if ((size_t)len < room) {
        buf->len += (size_t)len;
    } else if ((size_t)len == room) {
        va_start(args, format);
        format_by_heap(buf, format, args);
        va_end(args);
    } else {
        buf->full = true;
    }
}
