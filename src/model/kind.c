/* kind - the list of kinds, and what their checks and builds share. Constant; any thread. */
#include "model/kind.h"

#include "base/clock.h"
#include "base/net.h"
#include "base/say.h"
#include "base/zone.h"
#include <stdarg.h>
#include <unicode/uloc.h>

#include "model/fault.h"

#define LABEL_CHARS_MAX 63

static const struct kind *const kinds[ENTITY_COUNT] = {
    [ENTITY_SOURCE] = &source_kind,
    [ENTITY_NETWORK] = &network_kind,
    [ENTITY_OFFER] = &offer_kind,
    [ENTITY_LANDER] = &lander_kind,
    [ENTITY_FLOW] = &flow_kind,
    [ENTITY_CAMPAIGN] = &campaign_kind,
    [ENTITY_GOAL] = &goal_kind,
    [ENTITY_ADCAMPAIGN] = &adcampaign_kind,
    [ENTITY_VARIATION] = &variation_kind,
    [ENTITY_BIDDER] = &bidder_kind,
    [ENTITY_SITE] = &site_kind,
    [ENTITY_ZONE] = &zone_kind,
    [ENTITY_DOMAIN] = &domain_kind,
    [ENTITY_WORKSPACE] = &workspace_kind,
    [ENTITY_TEMPLATE] = &template_kind,
    [ENTITY_USER] = &user_kind,
    [ENTITY_KEY] = &key_kind,
};

const struct kind *kind_of(enum entity entity)
{
    CHECK(entity < ENTITY_COUNT);
    return kinds[entity];
}

const char *entity_resource(enum entity entity)
{
    return kind_of(entity)->resource;
}

int entity_find(struct str resource)
{
    for (int i = 0; i < ENTITY_COUNT; i++)
        if (str_is_equal(resource, str_from_c(kinds[i]->resource)))
            return i;
    return -1;
}

void check_warn(struct check *check, const char *field, const char *format, ...)
{
    char message[sizeof check->fault->message];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(message, sizeof message, say_text(format), args);
    va_end(args);
    fault_make_printable(message);
    json_t *warning = json_pack("{s:s, s:s}", "field", field, "message", message);
    CHECK(warning != NULL && json_array_append_new(check->warnings, warning) == 0);
}

enum err check_find(struct check *check, const char *field, enum entity entity, uint64_t id,
                    struct db_row *row)
{
    const char *word = say_text(kind_of(entity)->word);
    enum err err = db_find(check->db, entity, id, check->arena, row);
    if (err == ERR_NOT_FOUND || (err == OK && row->workspace_id != check->workspace_id))
        return fault_refuse(check->fault, field, "there is no %s %" PRIu64, word, id);
    if (err == ERR_FULL)
        return fault_refuse(check->fault, field, "the document refers to too much");
    if (err == OK && row->status == STATUS_ARCHIVED && check->is_active)
        return fault_refuse(check->fault, field, "%s %" PRIu64 " is archived", word, id);
    return err;
}

enum err kind_compile(struct arena *arena, struct model_fault *fault, const char *field,
                      struct str url, enum macro_place place,
                      const struct macro_template **compiled, struct macro_fault *warning)
{
    struct macro_fault reason = {"this URL cannot be used"};
    *warning = (struct macro_fault){0};
    enum err err = macro_compile(arena, url, place, compiled, warning, &reason);
    return err == OK ? OK : fault_refuse(fault, field, "%s", reason.reason);
}

enum err kind_check_static(struct check *check, const char *field, struct str url)
{
    const struct macro_template *compiled;
    struct macro_fault warning;
    if (url.ptr == NULL)
        return OK;
    if (str_find_char(url, '{') >= 0)
        return fault_refuse(check->fault, field, "expected an address without macros");
    return kind_compile(check->arena, check->fault, field, url, MACRO_IN_OFFER, &compiled,
                        &warning);
}

enum err kind_join_offer(struct arena *arena, struct model_fault *fault, const char *field,
                         const struct offer_terms *terms, struct str url, struct str *joined)
{
    struct macro_fault reason = {"this URL cannot be used"};
    enum err err = macro_join(arena, terms->template, url, joined, &reason);
    if (err == OK && terms->appends_click_id && terms->template.ptr != NULL)
        err = macro_join(arena, STR_NONE, *joined, joined, &reason);
    return err == OK ? OK : fault_refuse(fault, field, "%s", reason.reason);
}

enum err kind_compile_offer(struct arena *arena, struct model_fault *fault, const char *field,
                            const struct offer_terms *terms, struct str url,
                            const struct macro_template **compiled, struct macro_fault *warning)
{
    struct str joined;
    enum err err = kind_join_offer(arena, fault, field, terms, url, &joined);
    return err == OK ? kind_compile(arena, fault, field, joined, MACRO_IN_OFFER, compiled, warning)
                     : err;
}

enum err kind_read_body(enum entity entity, struct str body, struct arena *arena,
                        struct model_fault *fault, const void **read)
{
    const struct schema *schema = kind_of(entity)->schema;
    json_error_t error;
    json_t *document = json_loadb(body.ptr, body.len, JSON_REJECT_DUPLICATES, &error);
    if (document == NULL)
        return fault_refuse(fault, "", "no JSON: %s", error.text);
    void *made = arena_alloc(arena, schema->bytes);
    enum err err = made == NULL ? fault_refuse(fault, "", "the catalogue is too large")
                                : schema_read(schema, document, arena, made, fault);
    json_decref(document);
    if (err == OK)
        *read = made;
    return err;
}

static const char *const link_params[] = {
    "cid",    "payout", "txid",   "status", "currency", "conversion_id", "param1", "param2",
    "param3", "param4", "param5", "param6", "param7",   "param8",        "param9", "param10"};
_Static_assert(ARRAY_LEN(link_params) + 2 * MACRO_EVENTS_MAX == KIND_LINK_PARAMS,
               "events follow the rest");

const char *kind_link_param(size_t i, char name[KIND_LINK_PARAM_BYTES])
{
    size_t event = i - ARRAY_LEN(link_params);
    if (i < ARRAY_LEN(link_params))
        (void)snprintf(name, KIND_LINK_PARAM_BYTES, "%s", link_params[i]);
    else if (event < MACRO_EVENTS_MAX)
        (void)snprintf(name, KIND_LINK_PARAM_BYTES, "event%zu", event + 1);
    else
        (void)snprintf(name, KIND_LINK_PARAM_BYTES, "add_event%zu", event - MACRO_EVENTS_MAX + 1);
    return name;
}

void kind_set_currency(char out[4], struct str currency)
{
    (void)snprintf(out, 4, "%.*s", STR_FMT(currency));
}

const char *kind_judge_param(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool is_alnum = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!is_alnum && memchr("_.-", c, 3) == NULL)
            return say_text("expected letters, digits, '_', '.' and '-' only");
    }
    return NULL;
}

const char *kind_judge_macro(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] == '&' || s.ptr[i] == ' ' || (unsigned char)s.ptr[i] >= 0x80)
            return say_text("expected a macro without '&', spaces and accents");
    return NULL;
}

const char *kind_judge_color(struct str s)
{
    static const char *const names[] = {"red",  "orange", "yellow", "green",
                                        "blue", "purple", "pink",   "gray"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_is_equal(s, str_from_c(names[i])))
            return NULL;
    return say_text("expected one of red, orange, yellow, green, blue, purple, pink, gray");
}

const char *kind_judge_country(struct str s)
{
    char code[3];
    (void)snprintf(code, sizeof code, "%.*s", STR_FMT(s));
    /* ICU makes a code of a region it knows, three letters long; for others it makes none. */
    char region[4] = "_";
    memcpy(region + 1, code, sizeof code);
    bool is_upper =
        s.len == 2 && code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' && code[1] <= 'Z';
    return is_upper && uloc_getISO3Country(region)[0] != '\0'
               ? NULL
               : say_text("expected the two capital letters of a country, such as \"FR\"");
}

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

const char *kind_judge_host(struct str s)
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

enum err kind_lower(struct arena *arena, struct str *name)
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

const char *kind_judge_time(struct str s)
{
    int64_t at_ms;
    return clock_parse(s, &at_ms) == OK
               ? NULL
               : say_text("expected a time such as \"2027-01-31T00:00:00Z\"");
}

const char *kind_judge_zone(struct str name)
{
    struct zone *zone = NULL;
    if (zone_make(name, &zone) != OK)
        return say_text("expected a time zone such as \"Europe/Paris\" or \"UTC\"");
    zone_free(zone);
    return NULL;
}
