/* network - affiliate networks: the parameters that they add to offer URLs, who may call the
 * postback, and what their words mean (spec/tracker.md §1.2, §2.4). */
#include "model/body.h"

#include "base/say.h"
#include "model/fault.h"
#include "model/kind.h"
#include "model/lint_check.h"

#define RANGES_MAX         256
#define RANGE_CHARS_MAX    49 /* of the longest IPv6 address with its prefix */
#define SECRET_CHARS_MIN   8
#define SECRET_CHARS_MAX   128
#define WORDS_MAX          256
#define MACRO_CHARS_MAX    128
#define STATUS_CHARS_MAX   16
#define TEMPLATE_CHARS_MAX 64
#define PARAM_CHARS_MAX    64

static const char *const mode_words[] = {"update", "ignore", "add", "sum", NULL};
static const char *const status_words[] = {"lead", "sale", "rebill", "rejected", NULL};
_Static_assert(DUPLICATE_UPDATE == 0 && DUPLICATE_IGNORE == 1 && DUPLICATE_ADD == 2 &&
                   DUPLICATE_SUM == 3,
               "mode_words follow enum duplicate_mode");

static const struct field network_fields[] = {
    KIND_NAME_FIELD(struct network_body),
    KIND_LABEL_FIELDS(struct network_body),
    {.name = "template",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct network_body, template),
     .min = 1,
     .max = TEMPLATE_CHARS_MAX,
     .help = "The preset that absent fields were taken from."},
    {.name = "offer_url_template",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL,
     .offset = offsetof(struct network_body, offer_url_template),
     .max = KIND_URL_CHARS_MAX,
     .help = "What every offer URL of the network gets: {url} and parameters."},
    {.name = "click_param",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL,
     .offset = offsetof(struct network_body, click_param),
     .max = PARAM_CHARS_MAX,
     .judge = kind_judge_param,
     .help = "The offers' parameter that carries {clickid}; it joins the template by itself."},
    {.name = "append_click_id",
     .type = FIELD_BOOL,
     .offset = offsetof(struct network_body, appends_click_id),
     .fallback = "false",
     .help = "Whether an offer URL that ends in \"param=\" gets the click id at its very end, also "
             "behind a template; never twice."},
    {.name = "duplicate_mode",
     .type = FIELD_WORD,
     .offset = offsetof(struct network_body, duplicate_mode),
     .fallback = "\"update\"",
     .words = mode_words,
     .help = "What a repeated postback does."},
    {.name = "ip_allow",
     .type = FIELD_TEXTS,
     .offset = offsetof(struct network_body, ip_allow),
     .fallback = "[]",
     .max = RANGES_MAX,
     .item_max = RANGE_CHARS_MAX,
     .help = "Addresses and ranges that may call the postback; empty: all."},
    {.name = "secret",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE | FIELD_SECRET,
     .offset = offsetof(struct network_body, secret),
     .min = SECRET_CHARS_MIN,
     .max = SECRET_CHARS_MAX,
     .help = "What the postback must carry as key; null: nothing."},
    {.name = "default_status",
     .type = FIELD_WORD,
     .offset = offsetof(struct network_body, default_status),
     .fallback = "\"sale\"",
     .words = status_words,
     .help = "The status of a postback that brings none."},
    {.name = "status_map",
     .type = FIELD_MAP,
     .flags = FIELD_LOWER_KEYS,
     .offset = offsetof(struct network_body, status_map),
     .fallback = "{}",
     .max = WORDS_MAX,
     .item_max = STATUS_CHARS_MAX,
     .help = "What the network's words mean."},
    {.name = "currency",
     .type = FIELD_CURRENCY,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct network_body, currency),
     .help = "Of a payout that brings none; null: the workspace's."},
    {.name = "postback_macros",
     .type = FIELD_MAP,
     .offset = offsetof(struct network_body, postback_macros),
     .fallback = "{}",
     .max = KIND_LINK_PARAMS,
     .item_max = MACRO_CHARS_MAX,
     .help = "The network's macros in the postback link that is shown."},
    {.name = "unknown_click_status",
     .type = FIELD_INTEGER,
     .offset = offsetof(struct network_body, unknown_click_status),
     .fallback = "404",
     .min = 200,
     .max = 404,
     .help = "The answer to a click id that is unknown: 404 or 200."},
};
static const struct schema network_schema = {network_fields, ARRAY_LEN(network_fields),
                                             sizeof(struct network_body)};

/* ------------------------------------------------------------------ check */

static enum err check_ranges(const struct check *check, const struct list *ranges)
{
    for (size_t i = 0; i < ranges->count; i++) {
        struct net_range range;
        char field[KIND_FIELD_MAX];
        (void)snprintf(field, sizeof field, "ip_allow[%zu]", i);
        if (net_parse_range(*LIST_AT(*ranges, struct str, i), &range) != OK)
            return fault_refuse(check->fault, field,
                                "expected an address or a range such as \"203.0.113.0/24\"");
    }
    return OK;
}

static enum err check_status_map(const struct check *check, const struct list *map)
{
    for (size_t i = 0; i < map->count; i++) {
        struct pair *pair = LIST_AT(*map, struct pair, i);
        enum conversion_status status;
        char field[KIND_FIELD_MAX];
        (void)snprintf(field, sizeof field, "status_map.%.*s", STR_FMT(pair->key));
        if (conversion_status_parse(pair->value, &status) != OK)
            return fault_refuse(check->fault, field,
                                "expected one of \"lead\", \"sale\", \"rebill\", \"rejected\"");
        pair->value = conversion_status_text(status);
    }
    return OK;
}

static bool is_link_param(struct str key, size_t i)
{
    char name[KIND_LINK_PARAM_BYTES];
    return str_is_equal(key, str_from_c(kind_link_param(i, name)));
}

/* Puts the macros into the order of the link and drops empty ones: a form sends every row. */
static enum err check_macros(const struct check *check, struct list *macros)
{
    struct pair sorted[KIND_LINK_PARAMS];
    size_t count = 0, known = 0;
    for (size_t i = 0; i < KIND_LINK_PARAMS; i++)
        for (size_t j = 0; j < macros->count; j++) {
            const struct pair *pair = LIST_AT(*macros, struct pair, j);
            if (!is_link_param(pair->key, i))
                continue;
            known++;
            if (pair->value.len > 0)
                sorted[count++] = *pair;
        }
    for (size_t j = 0; j < macros->count; j++) {
        const struct pair *pair = LIST_AT(*macros, struct pair, j);
        char field[KIND_FIELD_MAX];
        bool is_known = false;
        (void)snprintf(field, sizeof field, "postback_macros.%.*s", STR_FMT(pair->key));
        for (size_t i = 0; i < KIND_LINK_PARAMS && !is_known; i++)
            is_known = is_link_param(pair->key, i);
        if (!is_known)
            return fault_refuse(check->fault, field,
                                "unknown field: expected cid, payout, txid, status, currency,"
                                " conversion_id, param1 to param10, event1 to event30, or"
                                " add_event1 to add_event30");
        const char *expected = kind_judge_macro(pair->value);
        if (expected != NULL)
            return fault_refuse(check->fault, field, "%s", expected);
    }
    CHECK(known == macros->count);
    for (size_t i = 0; i < count; i++)
        *LIST_AT(*macros, struct pair, i) = sorted[i];
    macros->count = count;
    return OK;
}

/* Whether a template gives that parameter a value of its own: "&s1=" or "?s1=". */
static bool has_param(struct str template, struct str param)
{
    for (size_t at = 1; at + param.len < template.len; at++) {
        char before = template.ptr[at - 1];
        if ((before == '&' || before == '?') && template.ptr[at + param.len] == '=' &&
            str_is_equal(str_slice(template, at, at + param.len), param))
            return true;
    }
    return false;
}

enum err network_terms(struct arena *arena, const struct network_body *body,
                       struct offer_terms *terms)
{
    struct str template = body->offer_url_template;
    if (body->click_param.ptr != NULL && !has_param(template, body->click_param))
        template = arena_format(arena, "%.*s&%.*s={clickid}",
                                STR_FMT(template.ptr != NULL ? template : STR("{url}")),
                                STR_FMT(body->click_param));
    if (body->appends_click_id && template.len > 0 && template.ptr[template.len - 1] == '=')
        template = arena_format(arena, "%.*s{clickid}", STR_FMT(template));
    *terms = (struct offer_terms){template, body->appends_click_id};
    return arena_is_full(arena) ? ERR_FULL : OK;
}

struct offers_check {
    struct check *check;
    struct offer_terms terms;
    struct arena *arena; /* reset for each offer */
};

/* An offer must still give a URL with the new template, or nothing could be loaded any more. */
static enum err check_offer(void *context, const struct db_row *row)
{
    struct offers_check *offers = context;
    struct model_fault fault = {0};
    const struct macro_template *compiled;
    struct macro_fault warning;
    const void *read;
    arena_reset(offers->arena);
    enum err err = kind_read_body(ENTITY_OFFER, row->body, offers->arena, &fault, &read);
    if (err == OK)
        err = kind_compile_offer(offers->arena, &fault, "", &offers->terms,
                                 ((const struct offer_body *)read)->url, &compiled, &warning);
    if (err != OK)
        return fault_refuse(offers->check->fault, "offer_url_template",
                            "offer %" PRIu64 " would have no URL: %s", row->id, fault.message);
    return OK;
}

static enum err check_template(struct check *check, const struct network_body *body)
{
    static const char field[] = "offer_url_template";
    const struct macro_template *compiled;
    struct macro_fault warning;
    struct offer_terms terms;
    enum err err = network_terms(check->arena, body, &terms);
    if (err != OK)
        return fault_refuse(check->fault, field, "the document is too large");
    if (terms.template.ptr == NULL)
        return OK;
    err = kind_compile_offer(check->arena, check->fault, field, &terms,
                             STR("http://offer.example/"), &compiled, &warning);
    if (err != OK)
        return err;
    check_lint(check, field, terms.template, LINT_NETWORK_TEMPLATE, &(struct lint_context){0});
    if (check->id == 0)
        return OK;
    struct offers_check offers = {check, terms, arena_make(1u << 20)};
    err = db_scan_offers(check->db, check->id, check_offer, &offers);
    arena_free(offers.arena);
    return err;
}

static void lint_macros(struct check *check, const struct list *macros)
{
    bool has_cid = false;
    for (size_t i = 0; i < macros->count; i++) {
        const struct pair *pair = LIST_AT(*macros, struct pair, i);
        char field[KIND_FIELD_MAX];
        (void)snprintf(field, sizeof field, "postback_macros.%.*s", STR_FMT(pair->key));
        check_lint_macro(check, field, pair->value, LINT_CAMPAIGN_URL);
        has_cid = has_cid || str_is_equal(pair->key, STR("cid"));
    }
    if (macros->count > 0 && !has_cid)
        check_warn(
            check, "postback_macros",
            "no macro for cid: the link has REPLACE there, and no conversion can be matched");
}

static enum err check_network(struct check *check, void *read)
{
    struct network_body *body = read;
    if (body->unknown_click_status != 404 && body->unknown_click_status != 200)
        return fault_refuse(check->fault, "unknown_click_status", "expected 404 or 200");
    enum err err = check_ranges(check, &body->ip_allow);
    if (err == OK)
        err = check_status_map(check, &body->status_map);
    if (err == OK)
        err = check_macros(check, &body->postback_macros);
    if (err == OK)
        lint_macros(check, &body->postback_macros);
    if (err == OK)
        err = check_template(check, body);
    return err;
}

/* ------------------------------------------------------------------ build */

static enum err build_ranges(const struct build *build, const struct list *list,
                             struct network *network)
{
    struct net_range *ranges = ARENA_ARRAY(build->arena, struct net_range, list->count);
    if (ranges == NULL)
        return fault_refuse(build->fault, "ip_allow", "the catalogue is too large");
    for (size_t i = 0; i < list->count; i++)
        if (net_parse_range(*LIST_AT(*list, struct str, i), &ranges[i]) != OK)
            return fault_refuse(build->fault, "ip_allow", "no address");
    network->ip_allow = ranges;
    network->ip_allow_count = list->count;
    return OK;
}

static enum err build_words(const struct build *build, const struct list *list,
                            struct network *network)
{
    struct status_word *words = ARENA_ARRAY(build->arena, struct status_word, list->count);
    if (words == NULL)
        return fault_refuse(build->fault, "status_map", "the catalogue is too large");
    for (size_t i = 0; i < list->count; i++) {
        const struct pair *pair = LIST_AT(*list, struct pair, i);
        words[i].word = pair->key;
        if (conversion_status_parse(pair->value, &words[i].status) != OK)
            return fault_refuse(build->fault, "status_map", "no status");
    }
    network->status_map = words;
    network->status_map_count = list->count;
    return OK;
}

/* Most networks' macros are told from values by their delimiters; "xxc1xx" is not. */
static enum err build_bare_macros(const struct build *build, const struct list *list,
                                  struct network *network)
{
    struct str *macros = ARENA_ARRAY(build->arena, struct str, list->count);
    if (macros == NULL)
        return fault_refuse(build->fault, "postback_macros", "the catalogue is too large");
    for (size_t i = 0; i < list->count; i++) {
        struct str macro = LIST_AT(*list, struct pair, i)->value;
        if (!macro_is_placeholder(macro))
            macros[network->bare_macro_count++] = macro;
    }
    network->bare_macros = macros;
    return OK;
}

static enum err build_network(const struct build *build, const void *read, void *item)
{
    const struct network_body *body = read;
    struct network *network = item;
    network->id = build->row->id;
    network->workspace_id = build->row->workspace_id;
    network->status = build->row->status;
    network->name = body->name;
    network->duplicate_mode = (enum duplicate_mode)body->duplicate_mode;
    network->secret = body->secret;
    network->default_status = (enum conversion_status)body->default_status;
    network->unknown_click_ok = body->unknown_click_status == 200;
    kind_set_currency(network->currency, body->currency);
    if (network_terms(build->arena, body, &network->terms) != OK)
        return fault_refuse(build->fault, "offer_url_template", "the catalogue is too large");
    enum err err = build_ranges(build, &body->ip_allow, network);
    if (err == OK)
        err = build_words(build, &body->status_map, network);
    return err == OK ? build_bare_macros(build, &body->postback_macros, network) : err;
}

const struct kind network_kind = {
    .resource = "networks",
    .word = SAY("network"),
    .links = "postback_url secure_postback_url",
    .example = "{\"name\":\"My network\",\"offer_url_template\":\"{url}&s1={clickid}\","
               "\"postback_macros\":{\"cid\":\"#s1#\",\"payout\":\"#price#\","
               "\"txid\":\"#tid#\"}}",
    .schema = &network_schema,
    .item_bytes = sizeof(struct network),
    .check = check_network,
    .build = build_network,
};
