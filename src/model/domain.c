/* domain - a host name of one's own that visitors meet (spec/tracker.md §1.7). Every campaign of
 * its workspace answers on it; the one that a campaign chooses decides what its links show. */
#include "base/net.h"
#include "base/say.h"
#include "model/body.h"
#include "model/fault.h"
#include "model/kind.h"

#define HOST_CHARS_MAX  253
#define LABEL_CHARS_MAX 63
#define PORT_MAX        65535

static const char *const scheme_words[] = {"http", "https", NULL};

static bool is_label(struct str label)
{
    if (label.len == 0 || label.len > LABEL_CHARS_MAX || label.ptr[0] == '-' ||
        label.ptr[label.len - 1] == '-')
        return false;
    for (size_t i = 0; i < label.len; i++) {
        char c = label.ptr[i];
        bool is_alnum = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!is_alnum && c != '-')
            return false;
    }
    return true;
}

static const char *judge_host(struct str s)
{
    struct net_address address;
    struct str rest = s;
    struct str label;
    bool is_good = net_parse_address(s, &address) != OK;
    while (is_good && str_take_piece(&rest, '.', &label))
        is_good = is_label(label);
    /* A last label of digits would be read as an address. */
    is_good = is_good && (label.ptr[0] < '0' || label.ptr[0] > '9');
    return is_good
               ? NULL
               : say_text(
                     "expected a host name such as \"trk.example.com\", in ASCII, without scheme,"
                     " port and path");
}

static const struct field domain_fields[] = {
    {.name = "name",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED | FIELD_TRIMMED,
     .offset = offsetof(struct domain_body, name),
     .min = 1,
     .max = HOST_CHARS_MAX,
     .judge = judge_host,
     .help = "The host, in lower case; no two domains in use have the same one."},
    KIND_LABEL_FIELDS(struct domain_body),
    {.name = "scheme",
     .type = FIELD_WORD,
     .offset = offsetof(struct domain_body, scheme),
     .fallback = "\"http\"",
     .words = scheme_words,
     .help = "Of the links that are shown; with https cookies are Secure."},
    {.name = "port",
     .type = FIELD_INTEGER,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct domain_body, port),
     .min = 1,
     .max = PORT_MAX,
     .help = "Of the links that are shown; null: the scheme's own."},
    {.name = "fallback_url",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL,
     .offset = offsetof(struct domain_body, fallback_url),
     .max = KIND_URL_CHARS_MAX,
     .help =
         "Where visitors of unknown paths and of campaigns that take no traffic go; null: 404."},
};
static const struct schema domain_schema = {domain_fields, ARRAY_LEN(domain_fields),
                                            sizeof(struct domain_body)};

/* ------------------------------------------------------------------ check */

struct search {
    struct str name;
    uint64_t id; /* the domain itself, 0: a new one */
    bool is_taken;
};

static enum err look_for_name(void *context, const struct db_row *row)
{
    struct search *search = context;
    if (row->id != search->id && row->status == STATUS_ACTIVE &&
        str_is_equal(row->name, search->name))
        search->is_taken = true;
    return OK;
}

static enum err lower(struct arena *arena, struct str *name)
{
    char *text = arena_alloc(arena, name->len);
    if (text == NULL)
        return ERR_FULL;
    for (size_t i = 0; i < name->len; i++) {
        char c = name->ptr[i];
        text[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    *name = (struct str){text, name->len};
    return OK;
}

static enum err check_domain(struct check *check, void *read)
{
    struct domain_body *body = read;
    enum err err = lower(check->arena, &body->name);
    if (err == OK)
        err = kind_check_static(check, "fallback_url", body->fallback_url);
    if (err != OK || !check->is_active)
        return err;
    struct search search = {body->name, check->id, false};
    err = db_scan(check->db, ENTITY_DOMAIN, look_for_name, &search);
    if (err == OK && search.is_taken)
        return fault_conflict(check->fault, "name", "this domain is in use already");
    return err;
}

/* ------------------------------------------------------------------ build */

static enum err build_domain(const struct build *build, const void *read, void *item)
{
    const struct domain_body *body = read;
    struct domain *domain = item;
    const struct macro_template *compiled;
    struct macro_fault warning;
    domain->id = build->row->id;
    domain->workspace_id = build->row->workspace_id;
    domain->status = build->row->status;
    domain->name = body->name;
    domain->is_https = body->scheme == 1;
    domain->fallback_url = body->fallback_url;
    return body->fallback_url.ptr == NULL
               ? OK
               : kind_compile(build->arena, build->fault, "fallback_url", body->fallback_url,
                              MACRO_IN_OFFER, &compiled, &warning);
}

const struct kind domain_kind = {
    .resource = "domains",
    .word = SAY("domain"),
    .example = "{\"name\":\"trk.example.com\",\"fallback_url\":\"https://example.com/\"}",
    .copy = "{\"name\":\"other.example.com\"}",
    .change = "{\"scheme\":\"https\"}",
    .schema = &domain_schema,
    .item_bytes = sizeof(struct domain),
    .check = check_domain,
    .build = build_domain,
};
