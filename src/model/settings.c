#include "model/settings.h"

#include "base/say.h"
#include "model/bots.h"
#include "model/fault.h"

#define WORDS_MAX       256 /* of one status or type */
#define WORD_CHARS_MAX  128
#define TYPES_MAX       50
#define TYPE_CHARS_MAX  64
#define OUTGOING_MAX    64
#define WINDOW_DAYS_MAX 3650
#define UPDATE_KEY_MIN  16
#define UPDATE_KEY_MAX  128
#define FIELD_CHARS_MAX 96
#define WEBHOOK_URL_MAX 2048
#define SKEY_MIN        7
#define SKEY_MAX        64
#define STATUSES        CONVERSION_UNMAPPED /* those that have words */

struct words_body {
    struct list of[STATUSES]; /* struct str */
};

struct outgoing_body {
    struct str of[STATUSES];
};

struct type_body {
    struct str name;
    struct list words; /* struct str */
    int status;        /* enum conversion_status */
    bool counts;
    bool revenue;
    bool forward;
};

struct webhook_body {
    struct str url;
    struct str secret;
};

struct privacy_body {
    int address;           /* enum address_kept */
    int64_t personal_days; /* negative: null */
};

struct settings_body {
    struct privacy_body *privacy;
    struct bots_body *bots;
    struct words_body *words;
    struct outgoing_body *outgoing;
    struct list types;   /* struct type_body */
    int64_t window_days; /* negative: null */
    int registration;    /* 0 visit, 1 postback */
    struct str update_key;
    struct str skey;
    struct webhook_body *webhook;
};

static const char *const behave_words[] = {"lead", "sale", "rebill", NULL};
static const char *const address_words[] = {"full", "network", "hash", NULL};
static const char *const registration_words[] = {"visit", "postback", NULL};

/* The words that networks commonly use stand here as defaults. */
#define WORDS_FIELD(name_, status, words)                                                          \
    {                                                                                              \
        .name = name_, .type = FIELD_TEXTS, .offset = offsetof(struct words_body, of[status]),     \
        .fallback = words, .max = WORDS_MAX, .item_max = WORD_CHARS_MAX,                           \
        .help = "Words of a postback's status that mean this one, in any case."                    \
    }
static const struct field words_fields[] = {
    WORDS_FIELD("lead", CONVERSION_LEAD,
                "[\"lead\",\"pending\",\"hold\",\"new\",\"registration\",\"reg\",\"wait\","
                "\"waiting\"]"),
    WORDS_FIELD("sale", CONVERSION_SALE,
                "[\"sale\",\"approved\",\"approve\",\"confirmed\",\"confirm\",\"accepted\","
                "\"accept\",\"paid\",\"purchase\",\"deposit\"]"),
    WORDS_FIELD("rebill", CONVERSION_REBILL, "[\"rebill\",\"rebilled\",\"upsell\"]"),
    WORDS_FIELD("rejected", CONVERSION_REJECTED,
                "[\"rejected\",\"reject\",\"declined\",\"decline\",\"trash\",\"cancelled\","
                "\"canceled\",\"cancel\",\"refund\",\"chargeback\",\"invalid\"]"),
};
static const struct schema words_schema = SCHEMA(words_fields, struct words_body);

#define OUTGOING_FIELD(name_, status)                                                              \
    {                                                                                              \
        .name = name_, .type = FIELD_TEXT, .flags = FIELD_TRIMMED,                                 \
        .offset = offsetof(struct outgoing_body, of[status]), .fallback = "\"" name_ "\"",         \
        .min = 1, .max = OUTGOING_MAX, .help = "What {status} says of this one to a source."       \
    }
static const struct field outgoing_fields[] = {
    OUTGOING_FIELD("lead", CONVERSION_LEAD),
    OUTGOING_FIELD("sale", CONVERSION_SALE),
    OUTGOING_FIELD("rebill", CONVERSION_REBILL),
    OUTGOING_FIELD("rejected", CONVERSION_REJECTED),
};
static const struct schema outgoing_schema = SCHEMA(outgoing_fields, struct outgoing_body);

static const struct field type_fields[] = {
    {.name = "name",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED | FIELD_TRIMMED,
     .offset = offsetof(struct type_body, name),
     .min = 1,
     .max = TYPE_CHARS_MAX,
     .help = "What the type is called."},
    {.name = "words",
     .type = FIELD_TEXTS,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct type_body, words),
     .min = 1,
     .max = WORDS_MAX,
     .item_max = WORD_CHARS_MAX,
     .help = "Words of a postback's status that mean this type, in any case."},
    {.name = "status",
     .type = FIELD_WORD,
     .offset = offsetof(struct type_body, status),
     .fallback = "\"sale\"",
     .words = behave_words,
     .help = "The status that a conversion of this type behaves like."},
    {.name = "counts",
     .type = FIELD_BOOL,
     .offset = offsetof(struct type_body, counts),
     .fallback = "true",
     .help = "Whether it is one of the campaign's conversions; false: one of the others."},
    {.name = "revenue",
     .type = FIELD_BOOL,
     .offset = offsetof(struct type_body, revenue),
     .fallback = "true",
     .help = "Whether its payout is revenue."},
    {.name = "forward",
     .type = FIELD_BOOL,
     .offset = offsetof(struct type_body, forward),
     .fallback = "true",
     .help = "Whether the source is told of it."},
};
static const struct schema type_schema = SCHEMA(type_fields, struct type_body);

static const char *judge_webhook_url(struct str url)
{
    size_t from = str_has_prefix(url, STR("https://"))  ? strlen("https://")
                  : str_has_prefix(url, STR("http://")) ? strlen("http://")
                                                        : url.len;
    bool is_url = from < url.len && str_find_char(url, ' ') < 0 && !str_has_control(url);
    return is_url ? NULL : say_text("expected a URL that begins with https:// or http://");
}

static const struct field webhook_fields[] = {
    {.name = "url",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED | FIELD_TRIMMED,
     .offset = offsetof(struct webhook_body, url),
     .min = 1,
     .max = WEBHOOK_URL_MAX,
     .judge = judge_webhook_url,
     .help = "Where what is wrong with the tracking is sent, as JSON by POST."},
    {.name = "secret",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE | FIELD_SECRET,
     .offset = offsetof(struct webhook_body, secret),
     .min = UPDATE_KEY_MIN,
     .max = UPDATE_KEY_MAX,
     .help = "The key of the signature in X-Rebond-Signature; null: it is not signed."},
};
static const struct schema webhook_schema = SCHEMA(webhook_fields, struct webhook_body);

static const struct field privacy_fields[] = {
    {.name = "address",
     .type = FIELD_WORD,
     .offset = offsetof(struct privacy_body, address),
     .fallback = "\"full\"",
     .words = address_words,
     .help =
         "How visitors' addresses are kept from now on: full; network: the /24 of IPv4, the /48 "
         "of IPv6; hash: a keyed hash."},
    {.name = "personal_days",
     .type = FIELD_INTEGER,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct privacy_body, personal_days),
     .min = 1,
     .max = WINDOW_DAYS_MAX,
     .help = "How long address, user agent and referrer are kept; null: as long as the entry."},
};
static const struct schema privacy_schema = SCHEMA(privacy_fields, struct privacy_body);

/* It stands in URLs as it is. */
static const char *judge_skey(struct str key)
{
    for (size_t i = 0; i < key.len; i++) {
        char c = key.ptr[i];
        bool is_word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_word && c != '-' && c != '_')
            return say_text("expected letters, digits, - and _");
    }
    return NULL;
}

static const struct field settings_fields[] = {
    {.name = "privacy",
     .type = FIELD_OBJECT,
     .offset = offsetof(struct settings_body, privacy),
     .fallback = "{}",
     .schema = &privacy_schema,
     .help = "What is kept of visitors."},
    {.name = "bots",
     .type = FIELD_OBJECT,
     .offset = offsetof(struct settings_body, bots),
     .fallback = "{}",
     .schema = &bots_schema,
     .help = "Lists of bots of the workspace's own."},
    {.name = "status_words",
     .type = FIELD_OBJECT,
     .offset = offsetof(struct settings_body, words),
     .fallback = "{}",
     .schema = &words_schema,
     .help = "Which words of a postback's status mean which status."},
    {.name = "outgoing_status_words",
     .type = FIELD_OBJECT,
     .offset = offsetof(struct settings_body, outgoing),
     .fallback = "{}",
     .schema = &outgoing_schema,
     .help = "What {status} says in postbacks to sources."},
    {.name = "conversion_types",
     .type = FIELD_OBJECTS,
     .offset = offsetof(struct settings_body, types),
     .fallback = "[]",
     .max = TYPES_MAX,
     .schema = &type_schema,
     .help = "Types of conversions beside the statuses, such as installs."},
    {.name = "conversion_window_days",
     .type = FIELD_INTEGER,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct settings_body, window_days),
     .min = 1,
     .max = WINDOW_DAYS_MAX,
     .help = "How long after a visit its first conversion is taken; null: as the process is set."},
    {.name = "registration_time",
     .type = FIELD_WORD,
     .offset = offsetof(struct settings_body, registration),
     .fallback = "\"visit\"",
     .words = registration_words,
     .help = "Which time a conversion belongs to: its visit's, or its first postback's."},
    {.name = "click_update_key",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE | FIELD_SECRET,
     .offset = offsetof(struct settings_body, update_key),
     .min = UPDATE_KEY_MIN,
     .max = UPDATE_KEY_MAX,
     .help = "What /postback?upd_clickid= must carry as upd_key; null: clicks are not updated."},
    {.name = "skey",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE | FIELD_SECRET,
     .offset = offsetof(struct settings_body, skey),
     .min = SKEY_MIN,
     .max = SKEY_MAX,
     .judge = judge_skey,
     .help = "The ad network's secret key, which tag.php wants of who names a price (cpa); null: "
             "one that is made of this installation's keys."},
    {.name = "health_webhook",
     .type = FIELD_OBJECT,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct settings_body, webhook),
     .schema = &webhook_schema,
     .help = "Who is told when something goes wrong with the tracking; null: nobody."},
};
const struct schema settings_schema = SCHEMA(settings_fields, struct settings_body);

/* ------------------------------------------------------------------ check */

static bool has_word(const struct list *list, struct str word)
{
    for (size_t i = 0; i < list->count; i++)
        if (str_is_equal_nocase(*LIST_AT(*list, struct str, i), word))
            return true;
    return false;
}

/* The status in whose list the word stands: a status's own name in its own list wins, else the
 * first list. STATUSES: none. */
static int status_of_word(const struct words_body *words, struct str word)
{
    enum conversion_status own;
    if (conversion_status_parse(word, &own) == OK && has_word(&words->of[own], word))
        return (int)own;
    for (int i = 0; i < STATUSES; i++)
        if (has_word(&words->of[i], word))
            return i;
    return STATUSES;
}

/* A word that two lists name is refused, but a status's own name, which is settled. */
static enum err check_status_words(const struct words_body *words, struct model_fault *fault)
{
    for (int i = 0; i < STATUSES; i++)
        for (size_t j = 0; j < words->of[i].count; j++) {
            struct str word = *LIST_AT(words->of[i], struct str, j);
            enum conversion_status own;
            bool is_own =
                conversion_status_parse(word, &own) == OK && has_word(&words->of[own], word);
            int first = status_of_word(words, word);
            if (is_own || first == i)
                continue;
            char field[FIELD_CHARS_MAX];
            (void)snprintf(field, sizeof field, "status_words.%s[%zu]", words_fields[i].name, j);
            return fault_refuse(fault, field, "\"%.*s\" already means %s", STR_FMT(word),
                                words_fields[first].name);
        }
    return OK;
}

/* What else gives the word a meaning before the i-th type does: NULL, or its name. */
static struct str taken_by(const struct settings_body *body, size_t i, struct str word)
{
    int status = status_of_word(body->words, word);
    if (status < STATUSES)
        return str_from_c(words_fields[status].name);
    for (size_t j = 0; j < i; j++) {
        const struct type_body *type = LIST_AT(body->types, struct type_body, j);
        if (has_word(&type->words, word))
            return type->name;
    }
    return STR_NONE;
}

static enum err check_type(const struct settings_body *body, size_t i, struct model_fault *fault)
{
    const struct type_body *type = LIST_AT(body->types, struct type_body, i);
    char field[FIELD_CHARS_MAX];
    enum conversion_status status;
    (void)snprintf(field, sizeof field, "conversion_types[%zu].name", i);
    if (conversion_status_parse(type->name, &status) == OK ||
        str_is_equal_nocase(type->name, STR("unmapped")))
        return fault_refuse(fault, field, "this is the name of a status");
    for (size_t j = 0; j < i; j++)
        if (str_is_equal_nocase(LIST_AT(body->types, struct type_body, j)->name, type->name))
            return fault_refuse(fault, field, "there is another type of this name");
    for (size_t j = 0; j < type->words.count; j++) {
        struct str word = *LIST_AT(type->words, struct str, j);
        struct str taken = taken_by(body, i, word);
        (void)snprintf(field, sizeof field, "conversion_types[%zu].words[%zu]", i, j);
        if (taken.ptr != NULL)
            return fault_refuse(fault, field,
                                "\"%.*s\" already means %.*s: take it out there first",
                                STR_FMT(word), STR_FMT(taken));
    }
    return OK;
}

static enum err read_body(struct arena *arena, const json_t *document, struct settings_body *body,
                          struct model_fault *fault)
{
    memset(body, 0, sizeof *body);
    enum err err = schema_read(&settings_schema, document, arena, body, fault);
    if (err == OK)
        err = bots_check(body->bots, fault);
    if (err == OK)
        err = check_status_words(body->words, fault);
    for (size_t i = 0; err == OK && i < body->types.count; i++)
        err = check_type(body, i, fault);
    return err;
}

static json_t *load(struct str body)
{
    return body.ptr == NULL ? json_object() : json_loadb(body.ptr, body.len, 0, NULL);
}

enum err settings_merge(struct arena *arena, struct str stored, const json_t *input,
                        json_t **document, struct model_fault *fault)
{
    struct settings_body body;
    json_auto_t *base = load(stored);
    if (base == NULL)
        return fault_refuse(fault, "", "what is stored is no JSON");
    json_auto_t *merged = schema_merge(&settings_schema, base, input);
    enum err err = read_body(arena, merged, &body, fault);
    if (err == OK)
        *document = schema_write(&settings_schema, &body);
    return err;
}

/* ------------------------------------------------------------------ build */

/* All words in one list, a status's own name first of all, so that the first that fits is right. */
static enum err build_words(struct arena *arena, const struct words_body *body,
                            struct conversion_settings *settings)
{
    size_t max = 0;
    for (int i = 0; i < STATUSES; i++)
        max += body->of[i].count;
    struct status_word *words = ARENA_ARRAY(arena, struct status_word, max + 1);
    if (words == NULL)
        return ERR_FULL;
    for (int i = 0; i < STATUSES; i++)
        for (size_t j = 0; j < body->of[i].count; j++) {
            struct str word = *LIST_AT(body->of[i], struct str, j);
            if (status_of_word(body, word) == i)
                words[settings->word_count++] =
                    (struct status_word){word, (enum conversion_status)i};
        }
    settings->words = words;
    return OK;
}

static enum err build_types(struct arena *arena, const struct list *list,
                            struct conversion_settings *settings)
{
    struct conversion_type *types = ARENA_ARRAY(arena, struct conversion_type, list->count + 1);
    if (types == NULL)
        return ERR_FULL;
    for (size_t i = 0; i < list->count; i++) {
        const struct type_body *body = LIST_AT(*list, struct type_body, i);
        types[i] = (struct conversion_type){
            .name = body->name,
            .words = body->words.items,
            .word_count = body->words.count,
            .status = (enum conversion_status)body->status,
            .is_counted = body->counts,
            .has_revenue = body->revenue,
            .is_forwarded = body->forward,
        };
    }
    settings->types = types;
    settings->type_count = list->count;
    return OK;
}

enum err settings_build(struct arena *arena, struct str stored, struct built_pattern **patterns,
                        struct conversion_settings *settings, struct model_fault *fault)
{
    struct settings_body body;
    json_auto_t *document = load(stored);
    if (document == NULL)
        return fault_refuse(fault, "", "what is stored is no JSON");
    enum err err = read_body(arena, document, &body, fault);
    if (err != OK)
        return err;
    *settings = (struct conversion_settings){
        .address_kept = (enum address_kept)body.privacy->address,
        .personal_days = body.privacy->personal_days > 0 ? body.privacy->personal_days : 0,
        .window_days = body.window_days > 0 ? body.window_days : 0,
        .is_registered_at_postback = body.registration == 1,
        .click_update_key = body.update_key,
        .skey = body.skey,
        .webhook_url = body.webhook != NULL ? body.webhook->url : STR_NONE,
        .webhook_secret = body.webhook != NULL ? body.webhook->secret : STR_NONE,
    };
    for (int i = 0; i < STATUSES; i++)
        settings->outgoing[i] = body.outgoing->of[i];
    settings->outgoing[CONVERSION_UNMAPPED] = conversion_status_text(CONVERSION_UNMAPPED);
    err = bots_build(arena, body.bots, patterns, &settings->bots);
    if (err == OK)
        err = build_words(arena, body.words, settings);
    return err == OK ? build_types(arena, &body.types, settings) : err;
}
