/* internal - what the files of api/ share: one request on its way to its answer. No other room
 * includes it. Owner of a call: the thread of the pool that works on it.
 *
 * A call is answered once. After a refusal the helpers below do nothing more, so a handler may read
 * several parameters in a row and ask call->is_answered once. */
#pragma once
#include <jansson.h>
#include <pthread.h>
#include <stdatomic.h>
#include "api/access.h"
#include "api/api.h"
#include "api/guess.h"
#include "api/password.h"
#include "api/readers.h"
#include "api/shape.h"
#include "api/snapshots.h"
#include "api/v2/quota.h"
#include "base/id.h"
#include "base/uri.h"
#include "visitor/visitor.h"

#define API_ROWS_DEFAULT      100
#define API_ROWS_MAX          1000
#define API_MESSAGE_BYTES     512
#define API_ACTOR_BYTES       32
#define API_SCRATCH_BYTES_MAX (96 * 1024 * 1024) /* rows of one page with their longest strings */
#define API_HEADERS                                                                                \
    "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n" /* of all answers */

_Static_assert(API_ROWS_MAX <= READER_PAGE_MAX, "a page of a log is one page of the reader");

struct api {
    struct api_options options;
    struct readers *readers;
    struct snapshots *snapshots;
    struct passwords *passwords;
    struct guesses *guesses;
    struct quotas *quotas;        /* of v2/ */
    pthread_mutex_t booking_lock; /* of booking_run() */
    atomic_uint waiting;          /* calls that wait for new entries */
    atomic_uint traces;           /* links that are being followed */
    atomic_uint exports;          /* files on their way */
    struct sync_bearers *bearers; /* logins at networks' APIs */
    struct sync_busy *syncing;    /* whose costs are being fetched */
    struct health *health;        /* what is wrong with the tracking */
    struct live *live;            /* the live stream */
    pthread_mutex_t places_lock;  /* guards the looks at the databases and the lists of names */
    struct place_names {
        struct place_list *list; /* NULL until it is asked for */
        uint64_t version;        /* of the databases that it is made of */
    } place_names[PLACE_GROUPS];
    struct agent_names *agent_names; /* under the same lock; NULL until they are asked for */
    struct demo_loader *demo;        /* the demo data */
};

/* How what the edge knows visitors by stands (api_options.edge_visitors), or that part of it, as a
 * new reference; NULL: it does not answer. */
json_t *api_edge_state(struct api *api, struct arena *arena, const char *part);

struct route;

struct call {
    struct api *api;
    struct http_exchange *exchange; /* for who answers piece by piece */
    const struct http_request *request;
    struct arena *arena;       /* scratch, freed after the answer */
    struct arena *reply_arena; /* the exchange's: the answer's body */
    struct http_reply *reply;
    struct str more_headers; /* of the answer, each ended by CRLF */
    struct str last_headers; /* of the answer, whatever else it says: a cookie; or absent */
    struct uri_query query;
    const struct account_user *user; /* who asks: NULL for a key, or for nobody */
    uint64_t session_id;             /* of a user */
    uint64_t key_id;                 /* of a key */
    struct rights rights;
    char actor[API_ACTOR_BYTES];
    struct scope scope; /* what there is for them */
    json_t *body;       /* of a write: an object */
    const struct route *route;
    enum entity entity; /* of a route with a resource */
    struct str id;      /* of a route with an id: as received */
    json_t *current;    /* of a refusal: what is there now; NULL */
    struct str sub_id;  /* of what belongs to it: the same */
    bool is_v2;         /* of the network's public API (v2/): refusals have its form */
    struct str skey;    /* of the workspace that skey_find() was asked for last; or absent */
    uint64_t skey_workspace_id;
    bool is_answered;
    bool is_of_facts;  /* the answer tells how far the facts are behind */
    int64_t behind_ms; /* they were, when they were asked */
};

/* --- call.c ----------------------------------------------------------------------------------- */

/* Answers with JSON; takes the reference. */
void call_answer(struct call *call, unsigned status, json_t *json);
/* Answers a list, {"rows","next"}, or CSV where the request prefers that; takes rows. next: the
 * cursor that goes on, absent at the end; in CSV it stands in the header Link. */
void call_answer_rows(struct call *call, json_t *rows, struct str next);
/* The same where a cursor is the number that the next page begins behind; 0: the end. */
void call_answer_numbered(struct call *call, json_t *rows, uint64_t next);
/* Answers a page of what the catalogue keeps of what happened, newest first, by cursor and limit.
 * read: appends at most limit rows of before before_id (0: from the newest); *next as above. */
typedef enum err call_history(struct call *call, void *context, uint64_t before_id, unsigned limit,
                              json_t *rows, uint64_t *next);
void call_answer_history(struct call *call, call_history *read, void *context);
/* Refuses with what the catalogue could not do though nothing of the request is at fault. */
void call_refuse_catalog(struct call *call, enum err err);
/* Answers {"error":{"code","message","field"}}; the code follows from the status, field "" is null.
 * Nothing when the call is answered already. */
void call_refuse(struct call *call, unsigned status, const char *field, const char *format, ...)
    PRINTF_LIKE(4, 5);
/* The same for a ledger that could not be read: ERR_TIMEOUT, ERR_FULL, ERR_NOT_FOUND or ERR_IO. */
void call_refuse_read(struct call *call, enum err err);

/* The workspace of a call that names no entity: X-Workspace, else the caller's first. Refuses when
 * there is none, and a write into one that the caller may only read. */
uint64_t call_workspace(struct call *call);

/* Refuses a body with a field that the shape does not have. */
void call_check_fields(struct call *call, const struct shape *shape);
extern const struct shape nothing_shape; /* of what takes no fields: {} */
/* The same for an object in it, whose fields are named with the prefix "context.". */
void call_check_object(struct call *call, const json_t *object, const struct shape *shape,
                       const char *prefix);

/* A text of the body; refuses another type and, where it must be there, its absence. */
struct str call_take_text(struct call *call, const char *name, bool is_required);

/* The parameter's decoded value, or absent. */
struct str call_param(const struct call *call, const char *name);
/* Reads ?limit= : API_ROWS_DEFAULT without one; refuses what is not 1 to API_ROWS_MAX. */
unsigned call_limit(struct call *call);
/* Reads a catalogue's id, or an entry's: a decimal number from 1. 0 without one; refuses the rest.
 */
uint64_t call_number(struct call *call, const char *name);
/* Reads ?cid= : the visit's entry id. 0 without one; refuses what is no click id of ours. */
uint64_t call_click_id(struct call *call);
/* Reads a parameter that must be one of the words, separated by spaces. Absent without one. */
struct str call_word(struct call *call, const char *name, const char *words);
/* Reads RFC 3339 or a date; a '+' of an offset may stand as it is. False without one. */
bool call_time(struct call *call, const char *name, int64_t *wall_ms);

/* --- operate.c -------------------------------------------------------------------------------- */

/* The request's Idempotency-Key, or a new one: what makes an operation happen once. Refuses one
 * that is no key. */
struct str call_key(struct call *call);
/* A new key, for who has none. */
void operate_make_key(struct arena *arena, struct str *key);
/* What call_try_operate() does, for who has no call. */
unsigned operate_send(const struct api *api, struct arena *arena, const char *actor,
                      uint64_t workspace_id, const char *kind, struct str key, json_t *args,
                      json_t **answer);
/* The same for what takes minutes: others are not kept waiting meanwhile. */
unsigned operate_load(const struct api *api, struct arena *arena, const char *actor,
                      uint64_t workspace_id, const char *kind, struct str key, json_t *args,
                      json_t **answer);
/* Has the edge do it: its HTTP status, 0 when it did not answer, and its answer as a new reference
 * (NULL without one). args is taken. */
unsigned call_try_operate(struct call *call, uint64_t workspace_id, const char *kind,
                          struct str key, json_t *args, json_t **answer);
/* The same for who wants no more than the answer. NULL: the call is refused with the edge's own
 * words, or 503 when it did not answer. */
json_t *call_operate(struct call *call, uint64_t workspace_id, const char *kind, struct str key,
                     json_t *args);

/* --- api.c ------------------------------------------------------------------------------------ */

enum gives {
    GIVES_TEXT,   /* 200 and plain text */
    GIVES_ONE,    /* 200 and the shape */
    GIVES_NEW,    /* 201 and the shape */
    GIVES_ROWS,   /* 200 and {"rows","next"} of the shape */
    GIVES_ALWAYS, /* the shape with any status */
    GIVES_EVENTS, /* 200 and text/event-stream */
};

/* The tests hold each route's answers against what its line says. */
struct route {
    enum http_method method;
    /* ":resource" stands for a resource's name, ":id", and ":sub" or ":type" for any piece. */
    const char *path;
    const char *params; /* the query parameters it knows; NULL: those of strangers are no matter */
    void (*answer)(struct call *call);
    const char *summary;       /* what it does, for the OpenAPI document */
    const struct shape *takes; /* its body; NULL: none */
    enum gives gives;
    const struct shape *shape; /* of what it gives */
    enum area area;            /* the right that it needs; AREA_OF_RESOURCE: its resource's */
};

/* For routes with ":resource": the right that the resource needs. */
#define AREA_OF_RESOURCE AREA_COUNT
/* The right that a route needs; entity: of its resource. */
enum area route_area(const struct route *route, enum entity entity);
/* The query parameters that it knows, for that resource: only some have figures. */
const char *route_params(const struct route *route, enum entity entity);
/* Whether it is refused without a key or a session. */
bool route_needs_key(const struct route *route);
/* Whether it takes workspace=, beside its own parameters. */
bool route_takes_workspace(const struct route *route, enum entity entity);

/* Bodies and answers that differ by resource. */
extern const struct shape resource_shape, resource_new_shape, resource_change_shape,
    resource_written_shape;
/* The JSON Schema of what a route gives (each row of a list), as a new reference. */
json_t *openapi_schema_of(const struct route *route, enum entity entity);
/* An object that is told of elsewhere. */
extern const struct shape openapi_anything_shape;

/* All routes. Static. */
const struct route *api_routes(size_t *count);

/* One request from its arrival to its answer, which answers() gives; call holds no more than what
 * its listener knows beforehand. */
void call_serve(struct http_exchange *exchange, struct call *call, struct http_reply *reply,
                void (*answers)(struct call *call));

/* --- route.c ---------------------------------------------------------------------------------- */

/* The route of the table that the request is for, or NULL; what its path allows then stands in
 * allow. Fills call->entity, ->id and ->sub_id. */
const struct route *route_find(struct call *call, const struct route *routes, size_t count,
                               struct buf *allow);
/* Reads the query into call->query; refuses parameters that the route does not know, or twice. */
void route_read_query(struct call *call, const struct route *route);
/* Reads the body of a write into call->body; refuses what is no JSON object. */
void route_read_body(struct call *call, const struct route *route);

/* --- resources.c and writes.c, for other writes of the catalogue --- */

/* Reads call->id: an id of the kind that the resource has; a goal's is folded to lower case. */
void resources_read_id(struct call *call);
/* Sets "links" in a document. */
void resources_put_links(struct call *call, json_t *document);
/* Puts the version of If-Match into the body of a write, where the model looks for it. */
void call_read_if_match(struct call *call);
/* Refuses a body that says anything else than a version. */
void call_take_no_field(struct call *call);
/* Has the answer carry the document's version as its ETag. */
void resources_put_etag(struct call *call, const json_t *document);

/* Refuses with the model's words, the field that they are about before them. */
void call_refuse_model(struct call *call, enum err err, const struct model_fault *fault);
/* Whether the edge serves that version of the catalogue: what the writer may rely on. */
json_t *call_live(const struct call *call, uint64_t version);

/* --- session.c -------------------------------------------------------------------------------- */

/* Whether it is the password of the user of that address, who is then filled in; the same work for
 * whoever is nobody. ERR_FORBIDDEN: it is not; ERR_BUSY, ERR_FULL, ERR_IO. */
MUST_USE enum err session_verify(struct call *call, struct str email, struct str password,
                                 struct account_user *user);
/* Refuses with 429: too many tries. */
void session_refuse_wait(struct call *call, int64_t wait_ms);
/* Refuses with 503: too many at once, or no catalogue. */
void session_refuse_busy(struct call *call, enum err err);

/* --- The handlers of the routes ------------------------------------------------------------------
 */

void health_live(struct call *call);    /* GET /healthz */
void health_ready(struct call *call);   /* GET /readyz */
void health_metrics(struct call *call); /* GET /metrics */
extern const struct shape ready_shape;

void bots_apply(struct call *call);  /* POST /api/v1/bots/apply */
void bots_runs(struct call *call);   /* GET /api/v1/bots/runs */
void bots_run(struct call *call);    /* GET /api/v1/bots/runs/ID */
void bots_cancel(struct call *call); /* POST /api/v1/bots/runs/ID/cancel */
extern const struct shape bots_apply_shape, bot_run_shape;

void health_tracking(struct call *call);     /* GET /api/v1/health/tracking */
void health_webhook_test(struct call *call); /* POST /api/v1/health/webhook/test */
extern const struct shape tracking_shape, webhook_test_shape, webhook_test_body_shape;

void addresses_get(struct call *call); /* GET /api/v1/addresses */
extern const struct shape addresses_shape;

void resources_list(struct call *call);       /* GET /api/v1/sources ... */
void resources_create(struct call *call);     /* POST /api/v1/sources ... */
void resources_get(struct call *call);        /* GET /api/v1/sources/ID ... */
void resources_update(struct call *call);     /* PATCH /api/v1/sources/ID ... */
void resources_archive(struct call *call);    /* DELETE /api/v1/sources/ID ... */
void resources_clone(struct call *call);      /* POST /api/v1/sources/ID/clone ... */
void resources_restore(struct call *call);    /* POST /api/v1/sources/ID/restore ... */
void resources_set_status(struct call *call); /* POST /api/v1/sources/status ... */
void resources_templates(struct call *call);  /* GET /api/v1/templates */
extern const struct shape archived_shape, bulk_done_shape, bulk_shape, template_shape,
    version_shape, warning_shape;

void changes_list(struct call *call);   /* GET /api/v1/changes */
void changes_of_one(struct call *call); /* GET /api/v1/sources/ID/history ... */
extern const struct shape change_shape;

void config_export(struct call *call); /* GET /api/v1/export */
void config_import(struct call *call); /* POST /api/v1/import */
extern const struct shape config_imported_shape, config_shape;

void settings_get(struct call *call);    /* GET /api/v1/settings */
void settings_update(struct call *call); /* PATCH /api/v1/settings */

void goals_set_order(struct call *call);   /* PUT /api/v1/goals/order: goal_order.c */
void goals_get_skey(struct call *call);    /* GET /api/v1/goals/skey: skey.c */
void goals_rotate_skey(struct call *call); /* POST /api/v1/goals/skey/rotate */
extern const struct shape goal_order_shape, goals_ordered_shape, skey_shape, skey_rotated_shape;
extern const struct shape settings_shape, settings_change_shape, settings_written_shape;

void lint_answer(struct call *call); /* POST /api/v1/lint */
extern const struct shape lint_body_shape, lint_shape;
void url_preview_answer(struct call *call); /* POST /api/v1/preview */
extern const struct shape url_preview_body_shape, url_preview_shape;
void conversions_create(struct call *call); /* POST /api/v1/conversions */
void conversions_upload(struct call *call); /* POST /api/v1/conversions/upload */
extern const struct shape conversion_new_shape, conversion_made_shape, upload_shape, uploaded_shape;
void costs_create(struct call *call); /* POST /api/v1/campaigns/ID/costs */
void costs_list(struct call *call);   /* GET /api/v1/campaigns/ID/costs */
void costs_undo(struct call *call);   /* DELETE /api/v1/campaigns/ID/costs/COST */
void costs_import(struct call *call); /* POST /api/v1/costs/import */
extern const struct shape cost_shape, cost_new_shape, costs_import_shape, costs_imported_shape;

void cost_sync_run(struct call *call);  /* POST /api/v1/sources/ID/cost-sync */
void cost_sync_list(struct call *call); /* GET /api/v1/sources/ID/cost-sync */
void cost_sync_get(struct call *call);  /* GET /api/v1/sources/ID/cost-sync/RUN */
void cost_sync_test(struct call *call); /* POST /api/v1/sources/ID/cost-sync/test */
extern const struct shape cost_sync_run_shape, cost_sync_order_shape, cost_sync_test_shape;
void network_campaigns_list(struct call *call);  /* GET /api/v1/sources/ID/network-campaigns */
void network_campaigns_play(struct call *call);  /* POST .../network-campaigns/CAMPAIGN/play */
void network_campaigns_pause(struct call *call); /* POST .../network-campaigns/CAMPAIGN/pause */
extern const struct shape network_campaign_shape, network_campaign_set_shape;

void bidders_decisions(struct call *call); /* GET /api/v1/bidders/ID/decisions */
void bidders_decide(struct call *call);    /* POST /api/v1/bidders/ID/decisions */
void bidders_undo(struct call *call);      /* DELETE /api/v1/bidders/ID/decisions/DECISION */
extern const struct shape bidder_decision_shape, bidder_decide_shape, bidder_decided_shape;

void splits_answer(struct call *call);   /* GET /api/v1/campaigns/ID/splits */
void adreport_answer(struct call *call); /* GET /api/v1/adreport */
extern const struct shape splits_shape, adreport_shape;
void reconcile_answer(struct call *call);         /* GET /api/v1/reconcile */
void reconcile_entries_answer(struct call *call); /* GET /api/v1/reconcile/entries */
extern const struct shape reconcile_shape, reconcile_entry_shape;
void statements_list(struct call *call);    /* GET /api/v1/reconcile/statements */
void statements_create(struct call *call);  /* POST /api/v1/reconcile/statements */
void statements_get(struct call *call);     /* GET /api/v1/reconcile/statements/ID */
void statements_lines(struct call *call);   /* GET /api/v1/reconcile/statements/ID/lines */
void statements_delete(struct call *call);  /* DELETE /api/v1/reconcile/statements/ID */
void statements_restore(struct call *call); /* POST /api/v1/reconcile/statements/ID/restore */
extern const struct shape statement_row_shape, statement_line_shape, statement_new_shape,
    statement_made_shape, statement_restore_shape;

void conversions_unmapped(struct call *call); /* GET /api/v1/conversions/unmapped */
void conversions_remap(struct call *call);    /* POST /api/v1/conversions/remap */
extern const struct shape unmapped_shape, remap_shape, remapped_shape;

void rates_import(struct call *call); /* POST /api/v1/rates */
void rates_list(struct call *call);   /* GET /api/v1/rates */
void rates_book(struct call *call);   /* POST /api/v1/rates/book */
extern const struct shape rates_book_shape, rates_booked_shape;
extern const struct shape rates_shape, rates_new_shape, rates_imported_shape;

void demo_data_get(struct call *call);    /* GET /api/v1/demo */
void demo_data_create(struct call *call); /* POST /api/v1/demo */
void demo_data_remove(struct call *call); /* DELETE /api/v1/demo */
extern const struct shape demo_shape, demo_new_shape;

void trace_answer(struct call *call); /* POST /api/v1/trace */
extern const struct shape trace_body_shape, trace_shape;

void visits_forget(struct call *call); /* POST /api/v1/visits/forget */
extern const struct shape forget_body_shape, forgotten_shape;

void places_databases(struct call *call); /* GET /api/v1/places/databases */
void places_find(struct call *call);      /* GET /api/v1/places/find */
void places_values(struct call *call);    /* GET /api/v1/places/values */
extern const struct shape place_found_shape, place_value_shape;

void devices_rules(struct call *call);  /* GET /api/v1/devices/rules */
void devices_values(struct call *call); /* GET /api/v1/devices/values */
extern const struct shape device_value_shape;

void domains_check(struct call *call); /* GET /api/v1/domains/ID/check */
extern const struct shape domain_check_shape;

void session_open(struct call *call);    /* POST /api/v1/session */
void session_get(struct call *call);     /* GET /api/v1/session */
void session_close(struct call *call);   /* DELETE /api/v1/session */
void sessions_list(struct call *call);   /* GET /api/v1/sessions */
void sessions_end(struct call *call);    /* DELETE /api/v1/sessions/ID */
void password_change(struct call *call); /* POST /api/v1/password */
void profile_update(struct call *call);  /* PATCH /api/v1/profile */
/* {"id","name","email","role"}; null without a user. A new reference. */
json_t *session_user_json(const struct account_user *user);
void invitation_accept(struct call *call); /* POST /api/v1/invitation */
void invitation_make(struct call *call);   /* POST /api/v1/users/ID/invitation */
void invitation_revoke(struct call *call); /* DELETE /api/v1/users/ID/invitation */
extern const struct shape sign_in_shape, session_user_shape, profile_shape;
extern const struct shape session_shape, session_row_shape, session_ended_shape, password_shape,
    invitation_accept_shape, invitation_accepted_shape, invitation_shape, invitation_new_shape;

void openapi_document(struct call *call); /* GET /api/openapi.json */

void report_answer(struct call *call); /* GET /api/v1/report */
extern const struct shape report_shape;

void live_answer(struct call *call);            /* GET /api/v1/live */
void logs_visits(struct call *call);            /* GET /api/v1/visits */
void logs_clicks(struct call *call);            /* GET /api/v1/clicks */
void logs_conversions(struct call *call);       /* GET /api/v1/conversions */
void logs_impressions(struct call *call);       /* GET /api/v1/impressions */
void logs_refusals(struct call *call);          /* GET /api/v1/refusals */
void logs_ad_clicks(struct call *call);         /* GET /api/v1/ad-clicks */
void logs_goal_calls(struct call *call);        /* GET /api/v1/goal-calls */
void logs_postbacks_in(struct call *call);      /* GET /api/v1/postbacks/in */
void conversion_test_answer(struct call *call); /* POST /api/v1/campaigns/ID/test */
extern const struct shape conversion_test_body_shape, conversion_test_shape;
void logs_conversion(struct call *call);      /* GET /api/v1/conversions/ID */
void conversions_resend(struct call *call);   /* POST /api/v1/conversions/ID/resend */
void forwards_resend(struct call *call);      /* POST /api/v1/postbacks/out/ID/resend */
void forwards_drop(struct call *call);        /* POST /api/v1/postbacks/out/ID/drop */
void logs_postbacks_queue(struct call *call); /* GET /api/v1/postbacks/queue */
extern const struct shape resend_body_shape, resent_shape, forwarded_shape, postback_queued_shape;
void logs_postbacks_out(struct call *call); /* GET /api/v1/postbacks/out */
extern const struct shape visit_shape, click_shape, conversion_shape, ad_click_shape,
    impression_shape, refusal_log_shape, goal_call_shape, postback_in_shape, postback_out_shape;
