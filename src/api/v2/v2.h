/* v2 - the ad network's public API, as clients of ExoClick's REST API v2 speak it (spec/network.md
 * §4.3, docs/api-v2.md): what the files of this folder share. An account is a workspace: whoever
 * asks has exactly one. All writes go through the catalogue as those of the dashboard do. Errors
 * are
 * {"code","message","field"}.
 *
 * Happy path: POST /v2/login gives a bearer (bearer.h); v2_handle() takes each request off the
 * caller's quota (quota.h), finds the caller, and one function per route answers. */
#pragma once
#include "api/ask.h"
#include "api/internal.h"
#include "api/json_out.h"

#define V2_ROWS_MAX     10000
#define V2_ROWS_DEFAULT 1000
#define V2_IDS_MAX      1000 /* of one body */
#define V2_TRIES_MAX    100  /* of an edit: whoever comes between has written */

/* --- v2.c: who asks, and what answers have in common -------------------------------------------
 */

/* All routes. Static. */
const struct route *v2_routes(size_t *count);
/* Finds the caller by the bearer: rights, scope, actor; refuses nobody with 401. */
void v2_find_caller(struct call *call);
/* The text of the header Authorization after Bearer; absent: there is none. Lends. */
struct str v2_bearer_of(const struct call *call);
/* Fills in a bearer's user, with rights, scope and actor. ERR_NOT_FOUND: gone, or with another
 * password; ERR_IO. */
struct bearer;
MUST_USE enum err v2_find_user(struct call *call, const struct bearer *bearer);
/* Refuses with 401. */
void v2_refuse_nobody(struct call *call, const char *message);

/* Answers {"result", "request_metadata":{"limit","offset","count"}}; takes result. */
struct v2_page {
    uint64_t limit, offset;
    uint64_t count; /* of all that there are */
};
void v2_answer_page(struct call *call, json_t *result, const struct v2_page *page);
/* Answers {"message", "result"}, with 201 where the route makes something; takes result, which may
 * be NULL. */
void v2_answer_done(struct call *call, const char *message, json_t *result);
/* Reads ?limit= and ?offset=. */
void v2_read_page(struct call *call, struct v2_page *page);
/* Whether a parameter says so: "true" or "1"; refuses what is no truth. */
bool v2_flag(struct call *call, const char *name);

/* --- values.c ----------------------------------------------------------------------------------
 */

/* An amount as a number: in cents as campaigns have it, in units of the currency as statistics. New
 * references. */
json_t *v2_cents(int64_t micros);
json_t *v2_units(int64_t micros);
/* The amount of a document's money field. */
int64_t v2_micros_at(const json_t *document, const char *name);
/* Reads an amount in cents, a number or a text of one, as the catalogue takes it: a decimal text of
 * units, as a new reference. NULL: refused. */
json_t *v2_take_cents(struct call *call, const char *field, const json_t *value);
/* A whole number of a body, or a text of one, from min to max; refuses the rest. */
int64_t v2_take_integer(struct call *call, const char *field, const json_t *value, int64_t min,
                        int64_t max);
/* true, false, 1 or 0 of a body; refuses the rest. */
bool v2_take_flag(struct call *call, const char *field, const json_t *value);
/* 1 running, 0 paused, -1 archived, and back as the catalogue's word; NULL: refused. */
int v2_status(const json_t *document);
const char *v2_take_status(struct call *call, const char *field, const json_t *value);
/* "2026-11-24" of a document's time. */
json_t *v2_date(const json_t *document, const char *name);
/* Leaves of an object only the fields that ?output_fields= names; refuses one that it has not. */
void v2_keep_fields(struct call *call, json_t *object);

/* --- entities.c: the catalogue, read and written ------------------------------------------------
 */

/* The documents that match, in the order of ?orderBy=, on that page, whose count is filled; a new
 * array. NULL: refused. filter may be NULL: true keeps a document. */
json_t *v2_list(struct call *call, enum entity entity, struct catalog_query query,
                struct v2_page *page, bool (*filter)(const void *context, const json_t *document),
                const void *context);
/* One document, as a new reference. NULL: refused with 404. */
json_t *v2_get(struct call *call, enum entity entity, struct str id);
/* Writes, and waits until the edge serves it (2 s at most); input is taken. The document as a new
 * reference; NULL: refused. */
json_t *v2_create(struct call *call, enum entity entity, json_t *input);
json_t *v2_update(struct call *call, enum entity entity, struct str id, json_t *input);
/* A change that is made of what is there: when somebody else writes in between it is made again of
 * what is there then, V2_TRIES_MAX times at most. Waits as the others. The document as a new
 * reference; NULL: refused. */
struct v2_edit {
    json_t *(*make)(void *context, const json_t *document);  /* a new input; NULL: refused */
    void (*blame)(void *context, struct model_fault *fault); /* names the field as the body does */
    void *context;
};
json_t *v2_edit(struct call *call, enum entity entity, struct str id, const struct v2_edit *edit);
bool v2_archive(struct call *call, enum entity entity, struct str id);
/* Gives all of those a status, all or none. */
bool v2_set_status(struct call *call, enum entity entity, const json_t *ids, const char *status);
/* One write of an entity, its status and what goes with it, all or none. */
struct v2_write {
    enum entity entity;
    struct str id;       /* absent: it is made */
    json_t *input;       /* taken by v2_write() */
    const char *status;  /* "active", "paused", "archived"; NULL: as it is */
    const json_t *parts; /* variations that are archived first; NULL: none */
    json_t *document;    /* of v2_write() itself */
};
/* Writes it and waits as the others. The document as a new reference; NULL: refused, also where the
 * call was refused before. */
json_t *v2_write(struct call *call, struct v2_write *write);
struct many;
/* Archives variations, given as their documents. */
MUST_USE enum err v2_archive_parts(struct many *many, const json_t *variations);
bool v2_is_archived(const char *status);
/* The end of each write: waits until the edge serves that version, or refuses with what is wrong,
 * the field named as the body has it. Whether it was written. */
bool v2_settle(struct call *call, enum entity entity, enum err err, uint64_t version,
               struct model_fault *fault);
/* An id as addresses have it; that of a document. Lends text. */
#define V2_ID_CHARS_MAX 24
struct str v2_id_text(const json_t *id, char text[V2_ID_CHARS_MAX]);
struct str v2_id(const json_t *document, char text[V2_ID_CHARS_MAX]);
/* The ids of a body: a list of them, or {"campaign_ids":[...]}. Lends; NULL: refused. */
const json_t *v2_take_ids(struct call *call);

/* --- The handlers of the routes -----------------------------------------------------------------
 */

void v2_document(struct call *call);
void v2_login(struct call *call);
extern const struct shape v2_login_shape;
void v2_login_refresh(struct call *call);
extern const struct shape v2_refresh_shape;
void v2_user(struct call *call);
void v2_goals_list(struct call *call);
void v2_goals_create(struct call *call);
void v2_goals_update(struct call *call);
void v2_goals_archive(struct call *call);
extern const struct shape v2_goal_body_shape;
void v2_campaigns_list(struct call *call);
void v2_campaigns_get(struct call *call);
void v2_campaigns_create(struct call *call);
void v2_campaigns_update(struct call *call);
void v2_campaigns_play(struct call *call);
void v2_campaigns_pause(struct call *call);
void v2_campaigns_copy(struct call *call);
void v2_campaigns_archive(struct call *call);
extern const struct shape v2_campaign_body_shape, v2_ids_shape;
/* Ad campaigns as clients know them, by the texts of their ids; a new object. */
json_t *v2_campaigns_by_id(struct call *call, json_t *documents);
/* --- campaign_body.c --- */
#define V2_BUDGET_ANY   (-1)
#define V2_HOUR_MINUTES 60
/* The body as the catalogue takes it, a new object also where the call is refused; its status apart
 * as the catalogue's word, NULL: none. */
json_t *v2_read_campaign(struct call *call, const char **status);
/* The number of a document's pricing. */
int v2_model(const json_t *document);
/* --- targeting.c: POST adds to a list, PUT replaces it, DELETE takes from it --- */
void v2_targeted_add(struct call *call);
void v2_targeted_set(struct call *call);
void v2_targeted_remove(struct call *call);
void v2_blocked_add(struct call *call);
void v2_blocked_set(struct call *call);
void v2_blocked_remove(struct call *call);
extern const struct shape v2_lists_shape;
/* Sets "targeted" and "blocked" of a campaign's document: its lists by their types, each there. */
void v2_put_targeting(json_t *result, const json_t *document);
void v2_variations_list(struct call *call);
void v2_variations_result(struct call *call);
void v2_variations_get(struct call *call);
void v2_variations_create(struct call *call);
void v2_variations_update(struct call *call);
extern const struct shape v2_variation_body_shape;
void v2_variations_play(struct call *call);
void v2_variations_pause(struct call *call);
/* A campaign's variations that the answer shows, as a new array. NULL: refused. */
json_t *v2_variations_of(struct call *call, const json_t *campaign, bool with_deleted,
                         struct v2_page *page);
/* The documents of all variations of those campaigns that are not archived, a new array. NULL:
 * refused. */
json_t *v2_variations_of_all(struct call *call, const json_t *campaign_ids);
void v2_statistics_global(struct call *call);
void v2_statistics_by(struct call *call);
extern const struct shape v2_statistics_shape;
