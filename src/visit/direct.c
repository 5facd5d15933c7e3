#include "visit/direct.h"

#include "base/clock.h"
#include "base/num.h"
#include "visit/cookie.h"
#include "visit/late.h"
#include "visit/visit.h"

#define RESOLUTION_MAX 99999 /* of one side */

#define HEADERS                                                                                    \
    "Cache-Control: no-store\r\nAccess-Control-Allow-Origin: *\r\n"                                \
    "X-Content-Type-Options: nosniff\r\n"

/* GIF89a, 1x1, its one colour transparent. */
static const char gif[] = "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\x00\x00\x00"
                          "!\xF9\x04\x01\x00\x00\x00\x00"
                          ",\x00\x00\x00\x00\x01\x00\x01\x00\x00"
                          "\x02\x02\x44\x01\x00;";

struct str visit_via_text(enum visit_via via)
{
    static const char *const words[] = {[VISIT_VIA_REDIRECT] = "redirect",
                                        [VISIT_VIA_SCRIPT] = "script",
                                        [VISIT_VIA_PIXEL] = "pixel"};
    return str_from_c(words[via]);
}

bool direct_is_path(struct str path, struct str *key, enum visit_via *via)
{
    ptrdiff_t dot = str_find_char(path, '.');
    if (dot < 0 || !visit_is_key_path(str_slice(path, 0, (size_t)dot)))
        return false;
    struct str form = str_slice(path, (size_t)dot, path.len);
    if (!str_is_equal(form, STR(".json")) && !str_is_equal(form, STR(".gif")))
        return false;
    *key = str_slice(path, 1, (size_t)dot);
    *via = str_is_equal(form, STR(".json")) ? VISIT_VIA_SCRIPT : VISIT_VIA_PIXEL;
    return true;
}

/* "1920x1080"; absent: it is none. */
static struct str read_resolution(struct str said)
{
    struct str rest = said, width;
    uint64_t number;
    bool is_good = str_take_piece(&rest, 'x', &width) &&
                   num_parse_u64(width, RESOLUTION_MAX, &number) == OK && number > 0 &&
                   num_parse_u64(rest, RESOLUTION_MAX, &number) == OK && number > 0;
    return is_good ? said : STR_NONE;
}

struct direct_page direct_read_page(const struct http_request *request,
                                    const struct uri_query *query, const struct campaign *campaign,
                                    enum visit_via via)
{
    if (via == VISIT_VIA_SCRIPT)
        return (struct direct_page){
            .clickid = uri_value(query, STR("rb_cid")),
            .url = uri_value(query, STR("rb_url")),
            .referrer = uri_value(query, STR("rb_ref")),
            .resolution = read_resolution(uri_value(query, STR("rb_screen"))),
            .hints = {.model = uri_value(query, STR("rb_model")),
                      .platform_version = uri_value(query, STR("rb_system")),
                      .full_version_list = uri_value(query, STR("rb_browsers"))},
        };
    return (struct direct_page){
        .clickid = cookie_find(http_header_find(request, STR("Cookie")), str_from_c(campaign->key)),
        .url = http_header_find(request, STR("Referer")),
        .referrer = STR("")}; /* what the page came from, an image cannot tell */
}

/* Whether there is anything between the '&' of the slots. */
static bool has_token(struct str tokens)
{
    for (size_t i = 0; i < tokens.len; i++) {
        if (tokens.ptr[i] != '&')
            return true;
    }
    return false;
}

bool direct_goes_on(const struct visit *earlier, const struct visit *now, int64_t window_ms,
                    int64_t now_ms)
{
    bool is_inside = id_time_ms(earlier->id) > now_ms - window_ms;
    bool is_plain = now->external_id.len == 0 && !has_token(now->tokens);
    bool is_same = str_is_equal(earlier->external_id, now->external_id) &&
                   str_is_equal(earlier->tokens, now->tokens);
    return earlier->campaign_id == now->campaign_id && is_inside && (is_plain || is_same);
}

struct direct_visit direct_find_visit(struct edge_loop *loop, struct arena *arena,
                                      const struct campaign *campaign, struct str clickid,
                                      const struct visit *now)
{
    struct visit earlier = {0};
    if (clickid.len == 0 || click_id_parse(loop->edge->keys, clickid, &earlier.id) != OK)
        return (struct direct_visit){0};
    uint64_t id = earlier.id;
    enum err err = edge_find_row(loop, LEDGER_VISIT, arena, &earlier);
    if (err != OK)
        err = late_find(loop->edge->late, arena, &earlier);
    if (err != OK || earlier.campaign_id != campaign->id)
        return (struct direct_visit){0};
    return (struct direct_visit){
        id, direct_goes_on(&earlier, now, campaign->uniqueness_ms, clock_wall_ms())};
}

void direct_reply(struct http_exchange *exchange, struct str clickid, bool is_new)
{
    http_reply(exchange,
               &(struct http_reply){
                   .status = 200,
                   .content_type = STR("application/json"),
                   .headers = STR(HEADERS),
                   .body = arena_format(exchange->arena, "{\"cid\":\"%.*s\",\"is_new\":%s}",
                                        STR_FMT(clickid), is_new ? "true" : "false")});
}

void direct_refuse(struct http_exchange *exchange, unsigned status, const char *message)
{
    http_reply(exchange, &(struct http_reply){.status = status,
                                              .content_type = STR("text/plain; charset=utf-8"),
                                              .headers = STR(HEADERS),
                                              .body = str_from_c(message)});
}

void direct_reply_gif(struct http_exchange *exchange, struct str headers)
{
    direct_reply_gif_as(exchange, 200, headers);
}

void direct_reply_gif_as(struct http_exchange *exchange, unsigned status, struct str headers)
{
    struct str lines = arena_format(exchange->arena,
                                    "Cache-Control: no-store\r\n"
                                    "Cross-Origin-Resource-Policy: cross-origin\r\n"
                                    "X-Content-Type-Options: nosniff\r\n%.*s",
                                    STR_FMT(headers));
    http_reply(exchange, &(struct http_reply){.status = status,
                                              .content_type = STR("image/gif"),
                                              .headers = lines,
                                              .body = {gif, sizeof(gif) - 1}});
}
