/* catalog - what users configure, in DIR/catalog.db (SQLite, WAL, synchronous FULL): entities as
 * validated JSON documents, API keys, change history, one version counter that rises with every
 * write. Any thread; calls are serialised by a lock inside. The edge only reads (snapshot.h).
 *
 * Each kind of entity has one table of fields in a file of its own (source.c, network.c, offer.c,
 * lander.c, flow.c, campaign.c, goal.c, adcampaign.c): name, type, default, limits. The parser, the
 * defaults, the refusal of unknown fields and later the OpenAPI document come from it. The same
 * parser builds the snapshot's structs. */
#pragma once
#include <jansson.h>
#include "base/arena.h"
#include "model/scope.h"

enum entity {
    ENTITY_SOURCE,
    ENTITY_NETWORK,
    ENTITY_OFFER,
    ENTITY_LANDER,
    ENTITY_FLOW,
    ENTITY_CAMPAIGN,
    ENTITY_GOAL,
    ENTITY_ADCAMPAIGN,
    ENTITY_VARIATION,
    ENTITY_BIDDER,
    ENTITY_SITE,
    ENTITY_ZONE,
    ENTITY_DOMAIN,
    ENTITY_WORKSPACE,
    ENTITY_TEMPLATE,
    ENTITY_USER,
    ENTITY_KEY,
    ENTITY_COUNT
};

/* The resource's name in addresses: "sources", "networks" ... */
const char *entity_resource(enum entity entity);
/* The entity of a resource's name, or -1. */
int entity_find(struct str resource);

/* What is wrong with an input: the API's error answer. */
struct model_fault {
    char field[96];    /* "postback.url", "paths[0].offers[1].id"; "" when it is about the whole */
    char message[256]; /* a whole sentence: what was expected */
    /* Of ERR_STALE: what is there now, since when and by whom. */
    uint64_t current_version;
    int64_t current_at_ms;
    char current_actor[96];
};

struct catalog;

/* Opens DIR/catalog.db, making its tables and the default workspace when new. ERR_IO. */
MUST_USE enum err catalog_open(const char *dir, struct catalog **catalog);
void catalog_close(struct catalog *catalog); /* accepts NULL */

/* Rises with every write; kept in the same transaction. */
MUST_USE enum err catalog_version(struct catalog *catalog, uint64_t *version);

/* The writes below validate the whole document first and store nothing on a fault. input is
 * borrowed; *document is a new reference: the entity as GET shows it, with id, status, created_at,
 * updated_at, version and all defaults, and "key" for campaigns, without links. A new entity goes
 * to the workspace of its "workspace_id", else to the scope's home, and stays there; what it refers
 * to is in the same one. *version is the catalogue's after the write. ERR_INVALID, ERR_CONFLICT,
 * ERR_FORBIDDEN: the scope may read there, not write (fault filled); ERR_NOT_FOUND: also what
 * stands in a workspace that the scope may not read; ERR_IO. For sources and networks a "template"
 * fills absent fields from one of the workspace, else from presets/ (REBOND_PRESETS or beside the
 * binary). */
MUST_USE enum err catalog_create(struct catalog *catalog, enum entity entity, const json_t *input,
                                 const struct scope *scope, json_t **document, json_t **warnings,
                                 uint64_t *version, struct model_fault *fault);
/* Merges input into the stored document, top-level fields and one level of nested objects; null
 * resets a field to its default. Maps ("status_map", "postback_macros", "status_urls") and lists
 * are replaced whole. "status" may be "active" or "paused"; either brings an archived entity back.
 * "version" says which one the writer has seen: ERR_STALE (fault filled) when it is another by now;
 * without it the write goes through. */
MUST_USE enum err catalog_update(struct catalog *catalog, enum entity entity, struct str id,
                                 const json_t *input, const struct scope *scope, json_t **document,
                                 json_t **warnings, uint64_t *version, struct model_fault *fault);
/* Gives the goals of {"ids"} the orders 1, 2, 3 ... in one transaction: all of one workspace but
 * archived ones, each once, at most CATALOG_BULK_MAX. *changed: how many had another. ERR_INVALID;
 * ERR_CONFLICT: some are missing (fault filled); ERR_FORBIDDEN. */
MUST_USE enum err catalog_order_goals(struct catalog *catalog, const json_t *input,
                                      const struct scope *scope, size_t *changed, uint64_t *version,
                                      struct model_fault *fault);
/* Marks it archived: kept, listed only when asked, takes no traffic. input: {"version"}, or NULL;
 * document may be NULL.
 * ERR_CONFLICT: something active uses it (fault says what). */
MUST_USE enum err catalog_archive(struct catalog *catalog, enum entity entity, struct str id,
                                  const json_t *input, const struct scope *scope, json_t **document,
                                  uint64_t *version, struct model_fault *fault);
/* Brings an archived entity back to what it was, active or paused; others stay as they are. input
 * as above. */
MUST_USE enum err catalog_restore(struct catalog *catalog, enum entity entity, struct str id,
                                  const json_t *input, const struct scope *scope, json_t **document,
                                  json_t **warnings, uint64_t *version, struct model_fault *fault);
/* Makes a new entity that begins as another one; input holds the fields that differ. Without a name
 * it is called "Name (copy)"; it has a key of its own and stands in the same workspace. */
MUST_USE enum err catalog_clone(struct catalog *catalog, enum entity entity, struct str id,
                                const json_t *input, const struct scope *scope, json_t **document,
                                json_t **warnings, uint64_t *version, struct model_fault *fault);
/* Gives many entities a status, all or none: {"ids":[...],"status":"active"|"paused"|"archived"}.
 * *rows: their documents, in the order of the ids. Faults name "ids[2]". */
#define CATALOG_BULK_MAX 1000
MUST_USE enum err catalog_set_status(struct catalog *catalog, enum entity entity,
                                     const json_t *input, const struct scope *scope, json_t **rows,
                                     json_t **warnings, uint64_t *version,
                                     struct model_fault *fault);
MUST_USE enum err catalog_get(struct catalog *catalog, enum entity entity, struct str id,
                              const struct scope *scope, json_t **document);
/* The same, and what saving it as it stands would warn of, as the world around it is now. What
 * saving would refuse is a warning too. */
MUST_USE enum err catalog_get_judged(struct catalog *catalog, enum entity entity, struct str id,
                                     const struct scope *scope, json_t **document,
                                     json_t **warnings);

struct catalog_query {
    struct str text; /* substring of the name, any case, or "#" and a tag or a color; absent: all */
    struct str group;   /* absent: all */
    struct str country; /* absent: all */
    struct str status;  /* absent: all but archived; "archived", "active", "paused", "all" */
    struct str ids;     /* "1,2,3": only these; absent: all */
    struct str sort;    /* "name", "created", "updated", "-" before it: backwards; absent: by id */
    struct str cursor;  /* absent: from the first */
    unsigned limit;     /* 1 to 1000 */
    bool is_text_plain; /* a "#" of the text is one of the name */
};
/* A page of the documents that the scope may read by id (goals by order, then age) as a new JSON
 * array, and the next cursor in the arena (absent at the end). ERR_INVALID: a bad cursor, limit or
 * status. */
MUST_USE enum err catalog_list(struct catalog *catalog, enum entity entity,
                               const struct catalog_query *query, const struct scope *scope,
                               struct arena *arena, json_t **rows, struct str *next);

/* A number with what goes by it: an entity's name, a campaign's tag. */
struct catalog_name {
    uint64_t id;
    struct str name;
};
#define CATALOG_NAMES_MAX 100000
/* Ids and names of all that match the query, CATALOG_NAMES_MAX at most, without its order, cursor
 * and limit; of an entity whose id is a number. In the arena. ERR_INVALID: a bad status or ids;
 * ERR_IO, ERR_FULL. */
MUST_USE enum err catalog_list_names(struct catalog *catalog, enum entity entity,
                                     const struct catalog_query *query, const struct scope *scope,
                                     struct arena *arena, const struct catalog_name **names,
                                     size_t *count);
/* Each tag of each campaign, archived ones too. ERR_IO, ERR_FULL. */
MUST_USE enum err catalog_list_tags(struct catalog *catalog, const struct scope *scope,
                                    struct arena *arena, const struct catalog_name **tags,
                                    size_t *count);

/* What the workspace says about all its conversions (model/settings.h), every field given: a new
 * reference. ERR_IO. */
MUST_USE enum err catalog_get_settings(struct catalog *catalog, uint64_t workspace_id,
                                       json_t **document);
/* Lays input over the settings, one level of nested objects deep; lists are replaced whole, null
 * gives a field its default. ERR_INVALID (fault filled), ERR_IO. */
MUST_USE enum err catalog_update_settings(struct catalog *catalog, uint64_t workspace_id,
                                          const json_t *input, const char *actor, json_t **document,
                                          uint64_t *version, struct model_fault *fault);

/* The event of a network that was told to start or stop one of its campaigns. */
#define NETWORK_CAMPAIGN_EVENT "network_campaign"

struct catalog_changes_query {
    struct str resource; /* "sources" ..., "settings"; absent: all */
    struct str id;       /* of an entity of the resource, or a workspace's settings; absent: all */
    struct str actor;    /* absent: all */
    struct str event;    /* absent: all, changes among them; else only such events */
    int64_t from_ms, to_ms; /* from on, before to; 0: no limit */
    uint64_t before_id;     /* what a page gave as next; 0: from the newest */
    unsigned limit;         /* 1 to 1000 */
};
/* Appends a page of the history to a JSON array, newest first: {"id","changed_at","actor","action",
 * "resource","resource_id","name","version","catalog_version","changed","before","after"}; secrets
 * are masked. *next: 0 at the end. ERR_NOT_FOUND: the entity; ERR_IO. */
MUST_USE enum err catalog_list_changes(struct catalog *catalog,
                                       const struct catalog_changes_query *query,
                                       const struct scope *scope, json_t *rows, uint64_t *next);
/* Notes in an entity's history what was done with it elsewhere, and changed nothing here. event: an
 * object, lent, whose "event" says what; the entity's name is added to it. ERR_NOT_FOUND,
 * ERR_IO. */
MUST_USE enum err catalog_note_event(struct catalog *catalog, enum entity entity, struct str id,
                                     const struct scope *scope, json_t *event);

/* The whole catalogue as one document, a new reference: {"rebond":1,"workspaces":[...],"settings":
 * [...],"sources":[...], ...} (config.h), of the workspaces that the scope may read, archived
 * entities too; without with_secrets they are masked. ERR_IO. */
MUST_USE enum err catalog_export(struct catalog *catalog, const struct scope *scope,
                                 bool with_secrets, json_t **config);

/* What of a document an import finds fault with. */
struct catalog_import_place {
    char list[32];  /* "campaigns"; "": the document as a whole */
    bool is_listed; /* else it is an entity that the document does not name */
    size_t index;   /* in the list */
    uint64_t id;    /* 0: not read yet */
    char name[128];
};
/* Makes the catalogue what such a document says, all or nothing, or only tells what that would
 * change (applies false). What the scope may not read is left as it is; ERR_FORBIDDEN: it may not
 * write what differs. Entities are found by id; those of a list that it does not name are
 * archived; lists that are not there are left alone. *differences: a new array of {"action":
 * "create"|"change"|"archive"|"restore","resource","id","name","fields":[{"field","before",
 * "after"}]}, empty when nothing is to do. *version is the catalogue's afterwards. ERR_INVALID or
 * ERR_CONFLICT with *fault and *place; ERR_IO, ERR_FULL. */
MUST_USE enum err catalog_import(struct catalog *catalog, const json_t *config,
                                 const struct scope *scope, bool applies, json_t **differences,
                                 uint64_t *version, struct catalog_import_place *place,
                                 struct model_fault *fault);

struct template_query {
    struct str kind;   /* "source", "network"; absent: both */
    struct str origin; /* "user", "builtin"; absent: both */
    struct str text;   /* substring of the name or of what it is named by, any case; absent: all */
    bool is_archived;  /* those of users that were archived, and nothing else */
};
/* What new sources and networks can be filled from, as a new JSON array: templates of users that
 * the scope may read ("origin":"user"), none that is archived, then the presets of presets/sources
 * and presets/networks ("builtin"): {"id","workspace_id","template","kind","name","origin",
 * "confidence","verified","notes","source","checked","fields"}; kind is "source" or "network".
 * ERR_IO, ERR_FULL. */
MUST_USE enum err catalog_list_templates(struct catalog *catalog, const struct scope *scope,
                                         const struct template_query *query, json_t **templates);

/* Exchange rates (model/rates_read.h reads them): written over what was there for their days. The
 * same once more changes nothing, the version included. ERR_IO. */
struct rates_list;
struct rates_import {
    size_t rates;                /* in the list, at least one */
    size_t written;              /* that were new or another */
    int64_t first_day, last_day; /* from 1970-01-01 */
};
MUST_USE enum err catalog_import_rates(struct catalog *catalog, const struct rates_list *list,
                                       const char *actor, struct rates_import *import,
                                       uint64_t *version);
/* The days that all imports behind *last_id brought together; *last_id is then the last one.
 * Without any it stays. ERR_IO. */
MUST_USE enum err catalog_find_rate_imports(struct catalog *catalog, uint64_t *last_id,
                                            int64_t *first_day, int64_t *last_day);
/* The newest days before that one (INT64_MAX: from the newest) as a new JSON array of
 * {"date","base","rates":{"USD":"1.0823"}}, of one currency or of all (absent). *next_day goes on,
 * 0 at the end. ERR_IO. */
MUST_USE enum err catalog_list_rates(struct catalog *catalog, int64_t before_day,
                                     struct str currency, unsigned days, json_t **rows,
                                     int64_t *next_day);

/* The rates as the edge has them, in the arena. ERR_IO, ERR_FULL. */
struct rates;
MUST_USE enum err catalog_get_rates(struct catalog *catalog, struct arena *arena,
                                    const struct rates **rates);

/* The document of the entity of that id, key or name (any case) that the scope may read, as a new
 * reference. ERR_NOT_FOUND;
 * ERR_CONFLICT: several have the name; ERR_IO. */
MUST_USE enum err catalog_find_named(struct catalog *catalog, enum entity entity, struct str named,
                                     const struct scope *scope, json_t **document);

/* API keys: "rbk_" and 40 base62 characters; only a hash is stored (account.h). Makes one with
 * these scopes ("read", "offers:write" ..., separated by commas; absent: everything) that may act
 * in all workspaces. ERR_INVALID with *fault, ERR_IO. */
#define CATALOG_KEY_TEXT_MAX 64
MUST_USE enum err catalog_create_key(struct catalog *catalog, struct str name, struct str scopes,
                                     char text[CATALOG_KEY_TEXT_MAX], struct model_fault *fault);

/* The workspace of the demo data (enum workspace_demo): one at a time, in the order of the words:
 * making, loading, loaded, removed. Until it is loaded, and once it is removed, no scope of a
 * person or a key has it; an export leaves it out, and an import alone. */
struct catalog_demo {
    uint64_t workspace_id; /* 0: there is none */
    int state;             /* enum workspace_demo; WORKSPACE_OWN: there is none */
};
/* The one that is not removed. ERR_IO. */
MUST_USE enum err catalog_find_demo(struct catalog *catalog, struct catalog_demo *demo);
/* Makes an empty one in US dollars, which is then being made. ERR_CONFLICT: there is one, or no
 * more workspaces fit (fault); ERR_INVALID: the time zone (fault); ERR_IO. */
MUST_USE enum err catalog_begin_demo(struct catalog *catalog, struct str time_zone,
                                     const char *actor, struct catalog_demo *demo,
                                     uint64_t *version, struct model_fault *fault);
/* Takes it on to loading or loaded. made_ms: all in it was made then, before its traffic; 0: as it
 * is. ERR_NOT_FOUND: it is not there, or removed; ERR_IO. */
MUST_USE enum err catalog_set_demo(struct catalog *catalog, uint64_t workspace_id, int state,
                                   int64_t made_ms, const char *actor, uint64_t *version);
/* Removes it: all in it is archived, users and keys are in it no more, and a key that was in
 * nothing else is revoked. ERR_NOT_FOUND: it is not there, or removed already; ERR_IO. */
MUST_USE enum err catalog_remove_demo(struct catalog *catalog, uint64_t workspace_id,
                                      const char *actor, uint64_t *version);

/* What was found wrong with the tracking (api/health_watch.h), kept so that it is told once. No
 * version rises with it. */
#define CATALOG_HEALTH_MAX 4096 /* rows */
struct catalog_health {
    uint64_t workspace_id; /* 0: of none */
    struct str key;        /* what tells it from others */
    struct str sentence;   /* as it was last found */
    int64_t since_ms;      /* when it was first found */
    int64_t told_ms;       /* 0: not told yet */
    int64_t gone_ms;       /* since when it is not found any more; 0: it is */
};
/* All of them, in the arena. ERR_IO, ERR_FULL. */
MUST_USE enum err catalog_list_health(struct catalog *catalog, struct arena *arena,
                                      struct catalog_health **rows, size_t *count);
/* Writes rows over those of their workspace and key, all or none; one with since_ms 0 is removed.
 * ERR_IO. */
MUST_USE enum err catalog_write_health(struct catalog *catalog, const struct catalog_health *rows,
                                       size_t count);

/* Runs that apply a workspace's lists of bots to the past (api/bot_run.h). No version rises with
 * them. */
#define CATALOG_BOT_RUNS_MAX 50 /* that are told */
struct catalog_bot_run {
    uint64_t id, workspace_id;
    struct str state;    /* running, cancelling, done, cancelled, failed */
    struct str document; /* JSON: what was asked, and how far it is */
};
/* Gives it its id. ERR_CONFLICT: another one is active; ERR_IO. */
MUST_USE enum err catalog_add_bot_run(struct catalog *catalog, struct catalog_bot_run *run);
/* Writes state and document; one that is being cancelled is not set back to running. ERR_IO. */
MUST_USE enum err catalog_write_bot_run(struct catalog *catalog, const struct catalog_bot_run *run);
/* *is_so: it was active, and is to be cancelled. ERR_IO. */
MUST_USE enum err catalog_cancel_bot_run(struct catalog *catalog, uint64_t id, bool *is_so);
/* id 0: the one that is active. In the arena. ERR_NOT_FOUND, ERR_IO, ERR_FULL. */
MUST_USE enum err catalog_find_bot_run(struct catalog *catalog, uint64_t id, struct arena *arena,
                                       struct catalog_bot_run *run);
/* The workspace's, newest first. ERR_IO, ERR_FULL. */
MUST_USE enum err catalog_list_bot_runs(struct catalog *catalog, uint64_t workspace_id,
                                        struct arena *arena,
                                        struct catalog_bot_run runs[CATALOG_BOT_RUNS_MAX],
                                        size_t *count);
