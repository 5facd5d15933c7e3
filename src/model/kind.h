/* kind - what each kind of entity brings: its table of fields, its checks against the rest of the
 * catalogue, and how it becomes a struct of the snapshot. One file per kind fills one struct kind.
 */
#pragma once
#include "model/db.h"
#include "model/schema.h"

#define KIND_NAME_CHARS_MAX 200
#define KIND_URL_CHARS_MAX  MACRO_TEMPLATE_BYTES_MAX
#define KIND_FIELD_MAX      96 /* of a field's path, as in struct model_fault */

/* The first field of every kind's table. */
#define KIND_NAME_FIELD(body_type)                                                                 \
    {                                                                                              \
        .name = "name", .type = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_TRIMMED,               \
        .offset = offsetof(body_type, name), .min = 1, .max = KIND_NAME_CHARS_MAX,                 \
        .help = "What people call it."                                                             \
    }

#define KIND_TAGS_MAX       20
#define KIND_TAG_CHARS_MAX  40
#define KIND_NOTE_CHARS_MAX 2000

/* What people sort by and look for (spec/tracker.md §1.3, §1.5). The body has struct labels_body
 * labels. */
#define KIND_LABEL_FIELDS(body_type)                                                               \
    {.name = "tags",                                                                               \
     .type = FIELD_TEXTS,                                                                          \
     .offset = offsetof(body_type, labels.tags),                                                   \
     .fallback = "[]",                                                                             \
     .max = KIND_TAGS_MAX,                                                                         \
     .item_max = KIND_TAG_CHARS_MAX,                                                               \
     .help = "Words to find it by: lists take q=#word."},                                          \
        {.name = "group",                                                                          \
         .type = FIELD_TEXT,                                                                       \
         .flags = FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL,                            \
         .offset = offsetof(body_type, labels.group),                                              \
         .max = KIND_NAME_CHARS_MAX,                                                               \
         .help = "The group that it stands in; lists take group=NAME."},                           \
        {.name = "color",                                                                          \
         .type = FIELD_TEXT,                                                                       \
         .flags = FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL,                            \
         .offset = offsetof(body_type, labels.color),                                              \
         .max = KIND_TAG_CHARS_MAX,                                                                \
         .judge = kind_judge_color,                                                                \
         .help = "The color of its name; lists take q=#red."},                                     \
    {                                                                                              \
        .name = "note", .type = FIELD_TEXT, .flags = FIELD_NULLABLE | FIELD_EMPTY_IS_NULL,         \
        .offset = offsetof(body_type, labels.note), .max = KIND_NOTE_CHARS_MAX,                    \
        .help = "What people want to remember about it."                                           \
    }
/* Of offers and campaigns: informational, it routes no traffic. */
#define KIND_COUNTRY_FIELD(body_type)                                                              \
    {                                                                                              \
        .name = "country", .type = FIELD_TEXT, .flags = FIELD_NULLABLE | FIELD_TRIMMED,            \
        .offset = offsetof(body_type, labels.country), .min = 2, .max = 2,                         \
        .judge = kind_judge_country,                                                               \
        .help = "The country that it is meant for, as ISO 3166 code; lists take country=FR."       \
    }

/* What a check may ask and say. Owner: the thread that holds the catalogue's lock, in a
 * transaction. */
struct check {
    struct db *db;
    struct arena *arena;
    struct model_fault *fault;
    json_t *warnings;      /* array that check_warn() adds to */
    uint64_t id;           /* 0: a new entity */
    uint64_t workspace_id; /* what it refers to stands in the same */
    bool is_active; /* what the entity will be: only then must all that it uses be in use too */
    bool is_paused;
    const char *currency; /* the workspace's */
};

struct settle {
    struct db *db;
    struct arena *arena;
    struct model_fault *fault;
};

/* What building for the snapshot needs. */
struct build {
    struct arena *arena; /* the snapshot's */
    const struct snapshot *snapshot;
    struct built_pattern **patterns; /* freed with the snapshot */
    struct zones **zones;            /* too */
    const struct db_row *row;
    struct model_fault *fault;
};

struct zones;

struct built_pattern {
    struct pattern *pattern;
    struct built_pattern *next;
};

/* What a row's workspace is. */
enum kind_home {
    KIND_IN_WORKSPACE, /* the one it was made in, for good */
    KIND_IS_WORKSPACE, /* itself */
    KIND_OF_ACCOUNT,   /* none: 0 */
};

struct kind {
    const char *resource; /* "sources": in addresses and in the table */
    const char *word;     /* "source": in messages */
    const char *links;   /* what "links" of its answers names, separated by spaces, '?' behind those
                            that   not all have; NULL: nothing */
    const char *example; /* a new one as JSON that the API takes; what it refers to has id 1 */
    const char *copy;    /* an example of what differs in a copy; NULL: any other name */
    const char *change;  /* an example of a change; NULL: any other name */
    enum kind_home home;
    const struct schema *schema;
    size_t item_bytes; /* of the snapshot's struct */
    /* Completes and judges a body that the schema has read. ERR_INVALID with check->fault; ERR_IO.
     */
    enum err (*check)(struct check *check, void *body);
    /* Whether a stored one may become that, which check() asks too: for an import, which stores all
     * before it judges, and asks while the catalogue is as it was. ERR_INVALID or ERR_CONFLICT with
     * check->fault; NULL: nothing of it is for good. */
    enum err (*keep)(struct check *check, const void *body);
    /* Fills the snapshot's struct, zeroed before; what it refers to stands in the snapshot already.
     * ERR_INVALID with build->fault. NULL: the snapshot has none of the kind. */
    enum err (*build)(const struct build *build, const void *body, void *item);
    /* What else must hold when a stored one changes or is archived, and what changes with it; in
     * the same transaction. ERR_CONFLICT with settle->fault; NULL: nothing. */
    enum err (*settle)(const struct settle *settle, const struct db_row *before,
                       const struct db_row *after);
    /* Where lists put it before the id decides; NULL: all alike. */
    int64_t (*position)(const void *body);
};

/* The kind of an entity; never NULL. */
const struct kind *kind_of(enum entity entity);

extern const struct kind source_kind, network_kind, offer_kind, lander_kind, flow_kind,
    campaign_kind, goal_kind, adcampaign_kind, variation_kind, bidder_kind, site_kind, zone_kind,
    domain_kind, workspace_kind, template_kind, user_kind, key_kind;

/* --- For checks --- */

/* Checks a body that schema_read() has filled: its currencies are of ISO 4217 or have rates, and
 * the kind's own rules hold. ERR_INVALID, ERR_CONFLICT with check->fault; ERR_IO. */
MUST_USE enum err kind_check(const struct kind *kind, struct check *check, void *body);

/* Adds {"field","message"} to the warnings. */
void check_warn(struct check *check, const char *field, const char *format, ...) PRINTF_LIKE(3, 4);
/* The entity that a field refers to, its strings in the arena. ERR_INVALID: there is none in this
 * workspace, or it is archived and check->is_active; ERR_IO. */
MUST_USE enum err check_find(struct check *check, const char *field, enum entity entity,
                             uint64_t id, struct db_row *row);

/* Whether visitors reach the offer of that id, which exists, with a click id in its URL. ERR_IO. */
MUST_USE enum err offer_has_click_id(struct check *check, uint64_t id, bool *has_click_id);

/* A list of {"id"} of workspaces. */
extern const struct schema place_schema;
/* Whether the workspaces of such a list exist. ERR_INVALID, ERR_IO. */
MUST_USE enum err place_check(struct check *check, const struct list *places);

/* --- For checks and builds --- */

/* Compiles a URL of the tracker's macros; ERR_INVALID with the fault on that field. */
MUST_USE enum err kind_compile(struct arena *arena, struct model_fault *fault, const char *field,
                               struct str url, enum macro_place place,
                               const struct macro_template **compiled, struct macro_fault *warning);
/* Judges a URL (absent: none) that stands as it is in a Location header, where no macro would ever
 * be filled in; ERR_INVALID with the fault on that field. */
MUST_USE enum err kind_check_static(struct check *check, const char *field, struct str url);
/* An offer's URL under its network's terms, with its macros; ERR_INVALID with the fault on that
 * field. */
MUST_USE enum err kind_join_offer(struct arena *arena, struct model_fault *fault, const char *field,
                                  const struct offer_terms *terms, struct str url,
                                  struct str *joined);
/* Joins and compiles it. */
MUST_USE enum err kind_compile_offer(struct arena *arena, struct model_fault *fault,
                                     const char *field, const struct offer_terms *terms,
                                     struct str url, const struct macro_template **compiled,
                                     struct macro_fault *warning);
struct network_body;
/* The terms of a network's document; its template holds {clickid} where click_param asks for it.
 * ERR_FULL. */
MUST_USE enum err network_terms(struct arena *arena, const struct network_body *body,
                                struct offer_terms *terms);
/* Reads a stored body into a new struct of its kind. ERR_INVALID. */
MUST_USE enum err kind_read_body(enum entity entity, struct str body, struct arena *arena,
                                 struct model_fault *fault, const void **read);
/* The parameters that a postback link may carry, in its order: cid first, then values of the
 * conversion, then eventN and add_eventN. Writes the i-th one's name, and lends it. */
#define KIND_LINK_PARAMS      (16 + 2 * MACRO_EVENTS_MAX)
#define KIND_LINK_PARAM_BYTES 32
const char *kind_link_param(size_t i, char name[KIND_LINK_PARAM_BYTES]);

/* Copies a currency, or "" when it is absent. */
void kind_set_currency(char out[4], struct str currency);

/* What a parameter of a URL may be called: NULL, or what was expected. */
const char *kind_judge_param(struct str s);
/* What may stand raw behind "param=" in a URL that the user hands on: NULL, or what was expected.
 */
const char *kind_judge_macro(struct str s);
/* What a color may be: NULL, or what was expected. */
const char *kind_judge_color(struct str s);
/* What a host's name may be, without scheme, port and path: NULL, or what was expected. */
const char *kind_judge_host(struct str s);
/* Replaces a text by itself in lower case (ASCII), in the arena. ERR_FULL. */
MUST_USE enum err kind_lower(struct arena *arena, struct str *text);
/* What a country's code may be: NULL, or what was expected. */
const char *kind_judge_country(struct str s);
/* What a time may be: NULL, or what was expected. */
const char *kind_judge_time(struct str s);
/* What a time zone may be: NULL, or what was expected. */
const char *kind_judge_zone(struct str name);
