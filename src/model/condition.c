/* condition - the one table of fields, and how the values of each are judged and compiled. */
#include "model/condition.h"

#include "base/num.h"
#include "base/say.h"
#include "model/fault.h"
#include "model/zones.h"

#define VALUES_MAX      1000
#define VALUE_CHARS_MAX 512
#define FIELD_CHARS_MAX 80
#define HOURS           24
#define UNKNOWN         "unknown"

static const char *const op_words[] = {"in", "not_in", NULL};
static const char *const answer_words[] = {"yes", "no", NULL};
static const char *const uniqueness_words[] = {"first", "repeat", NULL};
static const char *const continent_words[] = {"AF", "AN", "AS", "EU", "NA", "OC", "SA", NULL};
static const char *const device_words[] = {"mobile", "tablet", "tv", "desktop", NULL};
static const char *const signal_words[] = {
    "head",    "link_preview", "crawler",     "impossible", "listed",
    "hosting", "no_agent",     "no_language", "frequent",   NULL};
static const char *const weekday_words[] = {"monday", "tuesday",  "wednesday", "thursday",
                                            "friday", "saturday", "sunday",    NULL};

static const struct field fields[] = {
    {.name = "field",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct condition_body, field),
     .min = 1,
     .max = FIELD_CHARS_MAX,
     .help = "What is looked at: country, token1, token:PARAM, ip ..."},
    {.name = "op",
     .type = FIELD_WORD,
     .offset = offsetof(struct condition_body, op),
     .fallback = "\"in\"",
     .words = op_words,
     .help = "in: one of the values is met; not_in: none is."},
    {.name = "values",
     .type = FIELD_TEXTS,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct condition_body, values),
     .min = 1,
     .max = VALUES_MAX,
     .item_max = VALUE_CHARS_MAX,
     .help = "\"unknown\" is what is not known of the visit."},
    {.name = "tz",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL,
     .offset = offsetof(struct condition_body, tz),
     .min = 1,
     .max = ZONE_NAME_BYTES_MAX,
     .help = "The time zone of weekday and hour; null: the workspace's."},
};
const struct schema condition_schema = {fields, ARRAY_LEN(fields), sizeof(struct condition_body)};

struct known {
    const char *name;
    enum condition_field field;
    enum condition_form form;
    const char *const *words;          /* the only values; NULL: any */
    bool (*is_value)(struct str text); /* NULL: any text is */
    const char *expected;              /* what a value should be */
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_country(struct str text)
{
    return text.len == 2 && is_letter(text.ptr[0]) && is_letter(text.ptr[1]);
}

static bool is_number(struct str text)
{
    uint64_t number;
    return num_parse_u64(text, UINT32_MAX, &number) == OK && number > 0;
}

static bool is_language(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (!is_letter(c) && (i < 2 || (c != '-' && !(c >= '0' && c <= '9'))))
            return false;
    }
    return text.len >= 2;
}

static bool is_domain(struct str text)
{
    return kind_judge_param(text) == NULL && text.ptr[0] != '.';
}

static bool is_span(struct str text)
{
    struct net_span span;
    return net_parse_span(text, &span) == OK;
}

/* "9" is 9:00 to 9:59, "9-17" all from 9:00 to 17:59, "22-5" the night. */
static bool parse_hours(struct str text, uint32_t *bits)
{
    uint64_t first, last;
    struct str piece;
    if (!str_take_piece(&text, '-', &piece) ||
        num_parse_u64(str_trim(piece), HOURS - 1, &first) != OK)
        return false;
    if (text.ptr == NULL)
        last = first;
    else if (num_parse_u64(str_trim(text), HOURS - 1, &last) != OK)
        return false;
    *bits |= UINT32_C(1) << first;
    for (uint64_t hour = first; hour != last; *bits |= UINT32_C(1) << hour)
        hour = (hour + 1) % HOURS;
    return true;
}

static bool is_hours(struct str text)
{
    uint32_t bits = 0;
    return parse_hours(text, &bits);
}

/* Without the tokens, which a name or a number follows. */
static const struct known known[] = {
    {"language", CONDITION_LANGUAGE, CONDITION_LOCALE, NULL, is_language,
     SAY("a language such as \"en\" or \"pt-BR\"")},
    {"referrer", CONDITION_REFERRER, CONDITION_PART, NULL, NULL, NULL},
    {"referrer_domain", CONDITION_REFERRER_DOMAIN, CONDITION_DOMAIN, NULL, is_domain,
     SAY("a domain such as \"example.com\"")},
    {"url", CONDITION_URL, CONDITION_PART, NULL, NULL, NULL},
    {"query", CONDITION_QUERY, CONDITION_PART, NULL, NULL, NULL},
    {"user_agent", CONDITION_USER_AGENT, CONDITION_PART, NULL, NULL, NULL},
    {"ip", CONDITION_IP, CONDITION_SPANS, NULL, is_span,
     SAY("an address, \"10.0.0.0/8\", \"10.0.0.0/255.0.0.0\", \"10.0.0.1-10.0.0.9\" or "
         "\"10.0.*.*\"")},
    {"weekday", CONDITION_WEEKDAY, CONDITION_BITS, weekday_words, NULL, NULL},
    {"hour", CONDITION_HOUR, CONDITION_BITS, NULL, is_hours,
     SAY("an hour from 0 to 23 or a range such as \"9-17\"")},
    {"uniqueness", CONDITION_UNIQUENESS, CONDITION_BITS, uniqueness_words, NULL, NULL},
    {"bot", CONDITION_BOT, CONDITION_BITS, answer_words, NULL, NULL},
    {"bot_signal", CONDITION_BOT_SIGNAL, CONDITION_BITS, signal_words, NULL, NULL},
    {"continent", CONDITION_CONTINENT, CONDITION_WHOLE, continent_words, NULL, NULL},
    {"country", CONDITION_COUNTRY, CONDITION_WHOLE, NULL, is_country,
     SAY("a country's two letters such as \"FR\"")},
    {"region", CONDITION_REGION, CONDITION_WHOLE, NULL, NULL, NULL},
    {"city", CONDITION_CITY, CONDITION_WHOLE, NULL, NULL, NULL},
    {"isp", CONDITION_ISP, CONDITION_PART, NULL, NULL, NULL},
    {"asn", CONDITION_ASN, CONDITION_WHOLE, NULL, is_number,
     "the number of an autonomous system such as 3215"},
    {"connection_type", CONDITION_CONNECTION_TYPE, CONDITION_WHOLE, NULL, NULL, NULL},
    {"proxy", CONDITION_PROXY, CONDITION_BITS, answer_words, NULL, NULL},
    {"vpn", CONDITION_VPN, CONDITION_BITS, answer_words, NULL, NULL},
    {"hosting", CONDITION_HOSTING, CONDITION_BITS, answer_words, NULL, NULL},
    {"device_type", CONDITION_DEVICE_TYPE, CONDITION_WHOLE, device_words, NULL, NULL},
    {"brand", CONDITION_BRAND, CONDITION_WHOLE, NULL, NULL, NULL},
    {"model", CONDITION_MODEL, CONDITION_WHOLE, NULL, NULL, NULL},
    {"os", CONDITION_OS, CONDITION_VERSION, NULL, NULL, NULL},
    {"browser", CONDITION_BROWSER, CONDITION_VERSION, NULL, NULL, NULL},
    {"resolution", CONDITION_RESOLUTION, CONDITION_WHOLE, NULL, NULL, NULL},
    {"site", CONDITION_SITE, CONDITION_WHOLE, NULL, is_number, SAY("the id of a site")},
    {"zone", CONDITION_ZONE, CONDITION_WHOLE, NULL, is_number, SAY("the id of a zone")},
};

static const struct known token_known = {"token", CONDITION_TOKEN, CONDITION_WHOLE, NULL, NULL,
                                         NULL};

/* ------------------------------------------------------------------ fields */

struct str condition_param(const struct condition_body *body)
{
    struct str prefix = STR("token:");
    return str_has_prefix(body->field, prefix) ? str_slice(body->field, prefix.len, body->field.len)
                                               : STR_NONE;
}

/* The slot of "token12", or 0. */
static unsigned slot_of(struct str field)
{
    struct str prefix = STR("token");
    uint64_t slot;
    if (!str_has_prefix(field, prefix) ||
        num_parse_u64(str_slice(field, prefix.len, field.len), MACRO_TOKENS_MAX, &slot) != OK)
        return 0;
    return (unsigned)slot;
}

static const struct known *find_known(const struct condition_body *body)
{
    struct str param = condition_param(body);
    if (slot_of(body->field) > 0 || (param.len > 0 && kind_judge_param(param) == NULL))
        return &token_known;
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        if (str_is_equal(body->field, str_from_c(known[i].name)))
            return &known[i];
    return NULL;
}

/* The place of a word in its list, or -1. */
static int word_of(const char *const *words, struct str text)
{
    for (int i = 0; words[i] != NULL; i++)
        if (str_is_equal_nocase(text, str_from_c(words[i])))
            return i;
    return -1;
}

static bool is_unknown(struct str text)
{
    return str_is_equal_nocase(text, STR(UNKNOWN));
}

/* ------------------------------------------------------------------ check */

/* A zone's ad has no campaign URL and no visits before it; a visit stands in no zone. */
static bool is_used(const struct known *entry, enum condition_use use)
{
    switch ((int)entry->field) {
    case CONDITION_TOKEN:
    case CONDITION_URL:
    case CONDITION_QUERY:
    case CONDITION_UNIQUENESS:
    case CONDITION_RESOLUTION:
        return use == CONDITION_OF_RULES;
    case CONDITION_SITE:
    case CONDITION_ZONE:
        return use == CONDITION_OF_ADS;
    default:
        return true;
    }
}

static enum err refuse_field(struct check *check, enum condition_use use, const char *path)
{
    char names[512];
    char field[KIND_FIELD_MAX];
    struct buf buf = buf_from_memory(names, sizeof names);
    buf_write_c(&buf, use == CONDITION_OF_RULES ? "token1 to token30, token:PARAM" : "");
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        if (is_used(&known[i], use))
            buf_format(&buf, "%s%s", buf.len > 0 ? ", " : "", known[i].name);
    (void)snprintf(field, sizeof field, "%s.field", path);
    return fault_refuse(check->fault, field, "expected one of %.*s", STR_FMT(buf_str(&buf)));
}

static enum err refuse_value(struct check *check, const char *path, size_t number,
                             const struct known *entry)
{
    char field[KIND_FIELD_MAX];
    char words[160];
    struct buf buf = buf_from_memory(words, sizeof words);
    (void)snprintf(field, sizeof field, "%s.values[%zu]", path, number);
    if (entry->words == NULL)
        return fault_refuse(check->fault, field, "expected %s, or \"%s\"",
                            say_text(entry->expected), UNKNOWN);
    for (size_t i = 0; entry->words[i] != NULL; i++)
        buf_format(&buf, "\"%s\", ", entry->words[i]);
    return fault_refuse(check->fault, field, "expected one of %.*s\"%s\"", STR_FMT(buf_str(&buf)),
                        UNKNOWN);
}

static enum err check_zone(struct check *check, const struct condition_body *body,
                           const struct known *entry, const char *path)
{
    char field[KIND_FIELD_MAX];
    struct zone *zone;
    if (body->tz.ptr == NULL)
        return OK;
    (void)snprintf(field, sizeof field, "%s.tz", path);
    if (entry->field != CONDITION_WEEKDAY && entry->field != CONDITION_HOUR)
        return fault_refuse(check->fault, field, "only weekday and hour have a time zone");
    enum err err = zone_make(body->tz, &zone);
    if (err != OK)
        return fault_refuse(check->fault, field,
                            "expected a time zone's name such as \"Europe/Paris\"");
    zone_free(zone);
    return OK;
}

enum err condition_check(struct check *check, const struct condition_body *body,
                         enum condition_use use, const char *path)
{
    const struct known *entry = find_known(body);
    if (entry == NULL || !is_used(entry, use))
        return refuse_field(check, use, path);
    for (size_t i = 0; i < body->values.count; i++) {
        struct str text = *LIST_AT(body->values, struct str, i);
        bool is_good = entry->words != NULL      ? word_of(entry->words, text) >= 0
                       : entry->is_value != NULL ? entry->is_value(text)
                                                 : true;
        if (!is_good && !is_unknown(text))
            return refuse_value(check, path, i, entry);
    }
    return check_zone(check, body, entry, path);
}

/* ------------------------------------------------------------------ build */

/* The places for the values of a condition; the counts say how many are filled. */
struct places {
    struct str *texts;
    struct net_span *spans;
};

static void add_value(struct condition *condition, const struct known *entry, struct places *places,
                      struct str text)
{
    if (is_unknown(text)) {
        condition->takes_unknown = true;
        return;
    }
    switch (entry->form) {
    case CONDITION_SPANS:
        if (net_parse_span(text, &places->spans[condition->span_count]) == OK)
            condition->span_count++;
        break;
    case CONDITION_BITS:
        if (entry->words == NULL)
            (void)parse_hours(text, &condition->bits); /* it was checked */
        else if (word_of(entry->words, text) >= 0)
            condition->bits |= UINT32_C(1) << word_of(entry->words, text);
        break;
    case CONDITION_WHOLE:
    case CONDITION_PART:
    case CONDITION_DOMAIN:
    case CONDITION_LOCALE:
    case CONDITION_VERSION:
        places->texts[condition->text_count++] = text;
        break;
    }
}

enum err condition_build(const struct build *build, const struct condition_body *body,
                         struct condition *condition)
{
    const struct known *entry = find_known(body);
    if (entry == NULL)
        return fault_refuse(build->fault, "rules", "a condition has no field of ours");
    *condition = (struct condition){.field = entry->field,
                                    .form = entry->form,
                                    .is_not = body->op == 1,
                                    .slot = slot_of(body->field),
                                    .param = condition_param(body)};
    struct places places = {0};
    if (entry->form == CONDITION_SPANS)
        places.spans = ARENA_ARRAY(build->arena, struct net_span, body->values.count);
    else if (entry->form != CONDITION_BITS)
        places.texts = ARENA_ARRAY(build->arena, struct str, body->values.count);
    if (arena_is_full(build->arena))
        return fault_refuse(build->fault, "rules", "the catalogue is too large");
    for (size_t i = 0; i < body->values.count; i++)
        add_value(condition, entry, &places, *LIST_AT(body->values, struct str, i));
    condition->texts = places.texts;
    condition->spans = places.spans;
    if (body->tz.ptr == NULL)
        return OK;
    return zones_find(build->zones, build->arena, body->tz, &condition->zone) == OK
               ? OK
               : fault_refuse(build->fault, "rules", "there is no such time zone");
}
