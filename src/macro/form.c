/* form - what a macro may be followed by, and what it makes of a value (spec/tracker.md §2.1).
 * Pure; any thread. */
#include <openssl/evp.h>

#include "base/num.h"
#include "base/uri.h"
#include "base/zone.h"
#include "macro/internal.h"

#define DATE_BYTES_MAX 128
#define MD5_BYTES      16
#define MINUTE_MS      (INT64_C(60) * 1000)
#define OFFSET_MAX     14 /* hours */

static bool is_list(struct str function)
{
    struct str piece;
    size_t count = 0;
    while (str_take_piece(&function, ' ', &piece)) {
        if (piece.len > 0 && str_find_char(piece, '=') <= 0)
            return false;
        count += piece.len > 0;
    }
    return count > 0;
}

/* "UTC", "+2", "-03:30". */
static bool parse_offset(struct str text, int64_t *offset_ms)
{
    uint64_t hours, minutes = 0;
    struct str piece;
    if (str_is_equal_nocase(text, STR("UTC"))) {
        *offset_ms = 0;
        return true;
    }
    if (text.len < 2 || (text.ptr[0] != '+' && text.ptr[0] != '-'))
        return false;
    struct str rest = str_slice(text, 1, text.len);
    if (!str_take_piece(&rest, ':', &piece) || num_parse_u64(piece, OFFSET_MAX, &hours) != OK ||
        (rest.ptr != NULL && num_parse_u64(rest, 59, &minutes) != OK))
        return false;
    int64_t distance = (int64_t)(hours * 60 + minutes) * MINUTE_MS;
    *offset_ms = text.ptr[0] == '-' ? -distance : distance;
    return true;
}

/* Cuts "Y-m-d,+02:00" into its format and the offset, 0 without one. False: the offset is none. */
static bool cut_date(struct str function, struct str *format, int64_t *offset_ms)
{
    *offset_ms = 0;
    return str_take_piece(&function, ',', format) &&
           (function.ptr == NULL || parse_offset(str_trim(function), offset_ms));
}

bool macro_find_form(int number, struct str function, enum macro_form *form)
{
    struct str format;
    int64_t offset_ms;
    if (number == MACRO_SAMPLE) {
        *form = FORM_SAMPLE;
        return function.len > 0;
    }
    if (function.ptr == NULL) {
        *form = FORM_ENCODED;
        return true;
    }
    if (number == MACRO_DATE) {
        *form = FORM_DATE;
        return cut_date(function, &format, &offset_ms) && format.len > 0;
    }
    *form = FORM_ENCODED;
    if (str_is_equal_nocase(function, STR("md5")) || str_is_equal_nocase(function, STR("hash")))
        *form = FORM_MD5;
    else if (str_is_equal_nocase(function, STR("raw")))
        *form = FORM_RAW;
    else
        return is_list(function);
    return true;
}

bool macro_has_form(int number, struct str function)
{
    enum macro_form form;
    return macro_find_form(number, function, &form);
}

/* One letter as PHP's date() reads it; others stand for themselves. */
static void write_letter(struct buf *buf, char letter, const struct zone_time *time, int64_t at_ms)
{
    switch (letter) {
    case 'Y':
        buf_format(buf, "%04d", time->year);
        break;
    case 'y':
        buf_format(buf, "%02d", time->year % 100);
        break;
    case 'm':
        buf_format(buf, "%02d", time->month);
        break;
    case 'd':
        buf_format(buf, "%02d", time->day);
        break;
    case 'H':
        buf_format(buf, "%02d", time->hour);
        break;
    case 'i':
        buf_format(buf, "%02d", time->minute);
        break;
    case 's':
        buf_format(buf, "%02d", time->second);
        break;
    case 'N':
        buf_format(buf, "%d", time->weekday);
        break;
    case 'U':
        buf_write_i64(buf, at_ms / 1000);
        break;
    default:
        buf_write_char(buf, letter);
    }
}

void macro_write_date(struct buf *buf, struct str function, int64_t at_ms)
{
    char memory[DATE_BYTES_MAX];
    struct buf text = buf_from_memory(memory, sizeof memory);
    struct str format;
    int64_t offset_ms;
    if (!cut_date(function, &format, &offset_ms))
        return;
    struct zone_time time = zone_time_of(at_ms + offset_ms);
    for (size_t i = 0; i < format.len; i++)
        write_letter(&text, format.ptr[i], &time, at_ms);
    uri_write_encoded(buf, buf_str(&text));
}

void macro_write_sample(struct buf *buf, struct str function, uint64_t pick)
{
    struct str rest = function, piece;
    uint64_t count = 0;
    while (str_take_piece(&rest, ',', &piece))
        count++;
    if (count == 0)
        return;
    rest = function;
    for (uint64_t i = 0; i <= pick % count; i++)
        (void)str_take_piece(&rest, ',', &piece); /* counted above */
    uri_write_encoded(buf, str_trim(piece));
}

void macro_write_md5(struct buf *buf, struct str value)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    if (value.len == 0) /* nothing is known: nothing stands for it */
        return;
    CHECK(EVP_Digest(value.ptr, value.len, hash, &len, EVP_md5(), NULL) == 1 && len == MD5_BYTES);
    buf_write_hex(buf, hash, MD5_BYTES);
}
