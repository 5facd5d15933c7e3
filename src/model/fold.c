/* fold - lower case of any script, so that a search finds "Été" as "été". Uses the C library's
 * tables for C.UTF-8, whatever locale the process runs in; pure; any thread. */
#include <locale.h>
#include <wctype.h>

#include "model/db.h"

#define UTF8_BYTES_MAX 4

/* Reads one character of valid UTF-8. */
static uint32_t take_char(struct str *s)
{
    unsigned char first = (unsigned char)s->ptr[0];
    size_t len = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    uint32_t code = len == 1 ? first : first & (0xffu >> (len + 1));
    for (size_t i = 1; i < len && i < s->len; i++)
        code = code << 6 | ((unsigned char)s->ptr[i] & 0x3fu);
    *s = str_slice(*s, len, s->len);
    return code;
}

static void write_char(struct buf *buf, uint32_t code)
{
    if (code < 0x80) {
        buf_write_char(buf, (char)code);
        return;
    }
    unsigned more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static const uint32_t marks[UTF8_BYTES_MAX] = {0, 0xc0, 0xe0, 0xf0};
    buf_write_char(buf, (char)(marks[more] | code >> (6 * more)));
    while (more-- > 0)
        buf_write_char(buf, (char)(0x80 | (code >> (6 * more) & 0x3f)));
}

struct str db_fold(struct arena *arena, struct str name)
{
    if (name.ptr == NULL || !str_is_utf8(name))
        return name;
    locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    struct buf buf = buf_in_arena(arena, UTF8_BYTES_MAX * name.len + 1);
    while (name.len > 0) {
        uint32_t code = take_char(&name);
        if (code < 0x80)
            code = code >= 'A' && code <= 'Z' ? code | 0x20 : code;
        else if (locale != (locale_t)0)
            code = (uint32_t)towlower_l((wint_t)code, locale);
        write_char(&buf, code);
    }
    if (locale != (locale_t)0)
        freelocale(locale);
    return buf_is_full(&buf) ? STR_NONE : buf_str(&buf);
}
