/* domain - a host name of one's own that visitors meet (spec/tracker.md §1.7). Every campaign of
 * its workspace answers on it; the one that a campaign chooses decides what its links show. */
#include "base/say.h"
#include "model/body.h"
#include "model/fault.h"
#include "model/kind.h"

#define HOST_CHARS_MAX 253
#define PORT_MAX       65535

static const char *const scheme_words[] = {"http", "https", NULL};

static const struct field domain_fields[] = {
    {.name = "name",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED | FIELD_TRIMMED,
     .offset = offsetof(struct domain_body, name),
     .min = 1,
     .max = HOST_CHARS_MAX,
     .judge = kind_judge_host,
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

static enum err check_domain(struct check *check, void *read)
{
    struct domain_body *body = read;
    enum err err = kind_lower(check->arena, &body->name);
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
