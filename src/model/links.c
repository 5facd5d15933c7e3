/* links - writes addresses of at most LINK_BYTES_MAX. Any thread. */
#include "model/links.h"

#include "base/log.h"
#include "base/uri.h"
#include "model/kind.h"

#define LINKS_ARENA_BYTES_MAX ((size_t)1 << 20)
#define LINK_BYTES_MAX        32768 /* 32 parameters of 64 and 128 characters, and the base */

static struct str text_of(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    return json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)}
                                 : STR_NONE;
}

static void add(json_t *links, const char *name, const struct buf *buf)
{
    CHECK(!buf_is_full(buf));
    json_t *text = json_stringn(buf->ptr, buf->len);
    CHECK(text != NULL && json_object_set_new(links, name, text) == 0);
}

/* What a document refers to, as a new reference, or NULL. */
static json_t *get_other(struct catalog *catalog, enum entity entity, const json_t *document,
                         const char *name)
{
    char id[24];
    json_t *other = NULL;
    json_int_t number = json_integer_value(json_object_get(document, name));
    if (number == 0)
        return NULL;
    (void)snprintf(id, sizeof id, "%" JSON_INTEGER_FORMAT, number);
    struct scope scope = scope_of_all("links"); /* both stand in one workspace */
    if (catalog_get(catalog, entity, str_from_c(id), &scope, &other) != OK) {
        log_error("catalog", "cannot read what a link needs: %s id=%s", entity_resource(entity),
                  id);
        return NULL;
    }
    return other;
}

static void write_param(struct buf *buf, char *separator, struct str param, struct str macro)
{
    if (param.ptr == NULL)
        return;
    buf_write_char(buf, *separator);
    buf_write(buf, param);
    buf_write_char(buf, '=');
    buf_write(buf, macro);
    *separator = '&';
}

/* The campaign's own domain, or the one set for all. */
static void write_base(struct buf *buf, const json_t *domain, struct links_base base)
{
    json_int_t port = json_integer_value(json_object_get(domain, "port"));
    if (domain == NULL) {
        buf_write(buf, base.tracking_url);
        return;
    }
    buf_format(buf, "%.*s://%.*s", STR_FMT(text_of(domain, "scheme")),
               STR_FMT(text_of(domain, "name")));
    if (port != 0)
        buf_format(buf, ":%" JSON_INTEGER_FORMAT, port);
}

/* What a page carries whose visits come without a redirect. */
static void link_page(struct buf *buf, const json_t *domain, struct links_base base, struct str key,
                      json_t *links)
{
    buf_write_c(buf, "<script src=\"");
    write_base(buf, domain, base);
    buf_format(buf, "/t.js\" data-campaign=\"%.*s\" async></script>", STR_FMT(key));
    add(links, "script", buf);
    buf->len = 0;
    buf_write_c(buf, "<noscript><img src=\"");
    write_base(buf, domain, base);
    buf_format(buf, "/%.*s.gif\" width=\"1\" height=\"1\" alt=\"\"></noscript>", STR_FMT(key));
    add(links, "pixel", buf);
    buf->len = 0;
}

/* Tokens by slot, then cost, then external id: for ExoClick byte for byte the guide's. */
void links_write_query(struct buf *buf, const json_t *source)
{
    char separator = '?';
    size_t i;
    json_t *token;
    json_array_foreach(json_object_get(source, "tokens"), i, token)
        write_param(buf, &separator, text_of(token, "param"), text_of(token, "macro"));
    const json_t *cost = json_object_get(source, "cost");
    write_param(buf, &separator, text_of(cost, "param"), text_of(cost, "macro"));
    const json_t *currency = json_object_get(cost, "currency_param");
    write_param(buf, &separator, text_of(currency, "param"), text_of(currency, "macro"));
    const json_t *external_id = json_object_get(source, "external_id");
    if (text_of(external_id, "macro").ptr != NULL)
        write_param(buf, &separator, text_of(external_id, "param"), text_of(external_id, "macro"));
}

static void link_campaign(struct catalog *catalog, const json_t *document, struct links_base base,
                          struct buf *buf, json_t *links)
{
    json_auto_t *source = get_other(catalog, ENTITY_SOURCE, document, "source_id");
    json_auto_t *domain = get_other(catalog, ENTITY_DOMAIN, document, "domain_id");
    struct str key = text_of(document, "key");
    bool is_direct = str_is_equal(text_of(document, "type"), STR("direct"));
    if (is_direct) {
        link_page(buf, domain, base, key, links);
    } else {
        write_base(buf, domain, base);
        buf_format(buf, "/%.*s", STR_FMT(key));
    }
    links_write_query(buf, source);
    add(links, is_direct ? "page_query" : "campaign_url", buf);
    buf->len = 0;
    write_base(buf, domain, base);
    buf_write_c(buf, "/click");
    add(links, "click_url", buf);
    buf_write_c(buf, "/N"); /* the N-th offer of the path */
    add(links, "click_url_n", buf);
}

/* As the listener has it, and over https for networks that ask for it (spec/tracker.md §1.2). */
static void add_postback(json_t *links, const struct buf *buf)
{
    static const struct str scheme = {"http://", 7};
    struct str url = buf_str(buf);
    char memory[LINK_BYTES_MAX + 1];
    struct buf secure = buf_from_memory(memory, sizeof memory);
    bool is_plain = str_has_prefix(url, scheme);
    buf_write_c(&secure, is_plain ? "https://" : "");
    buf_write(&secure, str_slice(url, is_plain ? scheme.len : 0, url.len));
    add(links, "postback_url", buf);
    add(links, "secure_postback_url", &secure);
}

/* network NULL: an offer without one. */
static void link_postback(const json_t *network, struct links_base base, struct buf *buf,
                          json_t *links)
{
    const json_t *macros = json_object_get(network, "postback_macros");
    struct str cid = text_of(macros, "cid");
    buf_format(buf, "%.*s/postback?cid=%.*s", STR_FMT(base.tracking_url),
               STR_FMT(cid.ptr != NULL ? cid : STR("REPLACE")));
    if (network == NULL) {
        buf_write_c(buf, "&payout=REPLACE");
        add_postback(links, buf);
        return;
    }
    for (size_t i = 1; i < KIND_LINK_PARAMS; i++) {
        char name[KIND_LINK_PARAM_BYTES];
        struct str macro = text_of(macros, kind_link_param(i, name));
        if (macro.ptr != NULL)
            buf_format(buf, "&%s=%.*s", name, STR_FMT(macro));
    }
    buf_format(buf, "&nid=%" JSON_INTEGER_FORMAT,
               json_integer_value(json_object_get(network, "id")));
    struct str secret = text_of(network, "secret");
    if (secret.ptr != NULL) {
        buf_write_c(buf, "&key=");
        uri_write_encoded(buf, secret);
    }
    add_postback(links, buf);
}

static void link_offer(struct catalog *catalog, const json_t *document, struct links_base base,
                       struct buf *buf, json_t *links)
{
    json_auto_t *network = get_other(catalog, ENTITY_NETWORK, document, "network_id");
    link_postback(network, base, buf, links);
}

/* A goal's name inside of an HTML comment, which "--" would end. */
static void write_commented(struct buf *buf, struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        if (i > 0 && name.ptr[i] == '-' && name.ptr[i - 1] == '-')
            buf_write_char(buf, ' ');
        buf_write_char(buf, name.ptr[i]);
    }
}

static void write_goal_mark(struct buf *buf, const char *which, const json_t *goal)
{
    buf_format(buf, "<!-- %s Exoclick Goal Tag | ", which);
    write_commented(buf, text_of(goal, "name"));
    buf_write_c(buf, " -->");
}

/* The ad network's base addresses: network.url, then its further hosts under the same scheme. */
static size_t list_bases(struct arena *arena, struct links_base base,
                         struct str bases[LINKS_HOSTS_MAX + 1])
{
    struct str scheme =
        str_has_prefix(base.network_url, STR("https:")) ? STR("https") : STR("http");
    struct str rest = base.network_hosts.len > 0 ? base.network_hosts : STR_NONE;
    struct str host;
    size_t count = 0;
    bases[count++] = base.network_url;
    while (count <= LINKS_HOSTS_MAX && str_take_piece(&rest, ',', &host))
        bases[count++] =
            arena_format(arena, "%.*s://%.*s", STR_FMT(scheme), STR_FMT(str_trim(host)));
    return count;
}

/* spec/network.md §2.5: a pixel is the same call without a tag, found by the ad click's cookie,
 * which each host has of its own. */
static void link_pixel(const json_t *goal, const struct str *bases, size_t count, struct buf *buf,
                       json_t *links)
{
    struct str id = text_of(goal, "id");
    write_goal_mark(buf, "START", goal);
    for (size_t i = 0; i < count; i++)
        buf_format(buf, "\n<img src=\"%.*s/tag.php?goal=%.*s\" width=\"1\" height=\"1\" alt=\"\">",
                   STR_FMT(bases[i]), STR_FMT(id));
    buf_write_char(buf, '\n');
    write_goal_mark(buf, "END", goal);
    add(links, "pixel", buf);
    buf->len = 0;
    write_goal_mark(buf, "START", goal);
    buf_write_c(buf, "\n<script>\n[");
    for (size_t i = 0; i < count; i++)
        buf_format(buf, "%s\"%.*s\"", i > 0 ? ", " : "", STR_FMT(bases[i]));
    buf_format(buf,
               "].forEach(function (host) {\n"
               "  new Image(1, 1).src = host + \"/tag.php?goal=%.*s\";\n"
               "});\n</script>\n",
               STR_FMT(id));
    write_goal_mark(buf, "END", goal);
    add(links, "pixel_script", buf);
}

static void link_goal(const json_t *document, struct links_base base, struct arena *arena,
                      struct buf *buf, json_t *links)
{
    struct str bases[LINKS_HOSTS_MAX + 1];
    size_t count = list_bases(arena, base, bases);
    buf_format(buf, "%.*s/tag.php?goal=%.*s&tag=", STR_FMT(base.network_url),
               STR_FMT(text_of(document, "id")));
    add(links, "postback_url", buf);
    buf->len = 0;
    link_pixel(document, bases, count, buf, links);
}

/* What a publisher puts on a page: a link, or the script that shows the zone's ad in its place. */
static void link_zone(const json_t *document, struct links_base base, struct buf *buf,
                      json_t *links)
{
    json_int_t id = json_integer_value(json_object_get(document, "id"));
    buf_format(buf, "%.*s/zone/%" JSON_INTEGER_FORMAT, STR_FMT(base.network_url), id);
    add(links, "zone_url", buf);
    buf->len = 0;
    buf_format(buf,
               "<script async src=\"%.*s/z.js\" data-zone=\"%" JSON_INTEGER_FORMAT "\"></script>",
               STR_FMT(base.network_url), id);
    add(links, "embed_code", buf);
}

json_t *links_make(struct catalog *catalog, enum entity entity, const json_t *document,
                   struct links_base base)
{
    struct arena *arena = arena_make(LINKS_ARENA_BYTES_MAX);
    struct buf buf = buf_in_arena(arena, LINK_BYTES_MAX);
    json_t *links = json_object();
    CHECK(links != NULL);
    switch (entity) {
    case ENTITY_CAMPAIGN:
        link_campaign(catalog, document, base, &buf, links);
        break;
    case ENTITY_NETWORK:
        link_postback(document, base, &buf, links);
        break;
    case ENTITY_OFFER:
        link_offer(catalog, document, base, &buf, links);
        break;
    case ENTITY_GOAL:
        link_goal(document, base, arena, &buf, links);
        break;
    case ENTITY_VARIATION:
        buf_format(&buf, "%.*s/go/%" JSON_INTEGER_FORMAT, STR_FMT(base.network_url),
                   json_integer_value(json_object_get(document, "id")));
        add(links, "ad_click_url", &buf);
        break;
    case ENTITY_ZONE:
        link_zone(document, base, &buf, links);
        break;
    case ENTITY_SITE:
    case ENTITY_DOMAIN:
    case ENTITY_SOURCE:
    case ENTITY_LANDER:
    case ENTITY_FLOW:
    case ENTITY_ADCAMPAIGN:
    case ENTITY_BIDDER:
    case ENTITY_WORKSPACE:
    case ENTITY_TEMPLATE:
    case ENTITY_USER:
    case ENTITY_KEY:
    case ENTITY_COUNT:
        break;
    }
    arena_free(arena);
    return links;
}
