#include "visit/cookie.h"

#include "base/id.h"
#include "http/http.h"

#define KEY_LEN  6
#define NAME     "rb_c"
#define LIFETIME "7776000" /* 90 days */

/* What the browser sends is a stranger's: only pieces of the right form are taken over. */
static bool is_click(struct str piece)
{
    if (piece.len != KEY_LEN + 1 + CLICK_ID_LEN || piece.ptr[KEY_LEN] != '.')
        return false;
    for (size_t i = 0; i < piece.len; i++) {
        char c = piece.ptr[i];
        bool is_word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (i != KEY_LEN && !is_word)
            return false;
    }
    return true;
}

static bool has_key(const struct str *keys, size_t count, struct str key)
{
    for (size_t i = 0; i < count; i++) {
        if (str_is_equal(keys[i], key))
            return true;
    }
    return false;
}

struct str cookie_find(struct str received, struct str campaign_key)
{
    struct str rest = http_cookie_find(received, STR(NAME));
    struct str piece;
    for (size_t i = 0; i < COOKIE_CLICKS_MAX && str_take_piece(&rest, '~', &piece); i++) {
        if (is_click(piece) &&
            (campaign_key.ptr == NULL || str_is_equal(str_slice(piece, 0, KEY_LEN), campaign_key)))
            return str_slice(piece, KEY_LEN + 1, piece.len);
    }
    return STR_NONE;
}

void cookie_write(struct buf *headers, struct str received, struct str campaign_key,
                  struct str clickid, bool is_https)
{
    buf_write(headers, STR("Set-Cookie: " NAME "="));
    buf_write(headers, campaign_key);
    buf_write_char(headers, '.');
    buf_write(headers, clickid);
    struct str rest = http_cookie_find(received, STR(NAME));
    struct str piece;
    struct str keys[COOKIE_CLICKS_MAX] = {campaign_key};
    for (size_t count = 1; count < COOKIE_CLICKS_MAX && str_take_piece(&rest, '~', &piece);) {
        struct str key = str_slice(piece, 0, KEY_LEN);
        if (!is_click(piece) || has_key(keys, count, key))
            continue;
        buf_write_char(headers, '~');
        buf_write(headers, piece);
        keys[count++] = key;
    }
    buf_write(headers, STR("; Max-Age=" LIFETIME "; Path=/; HttpOnly; SameSite="));
    buf_write(headers, is_https ? STR("None; Secure\r\n") : STR("Lax\r\n"));
}
