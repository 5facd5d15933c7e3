/* db - DIR/catalog.db: the only place with SQL of the catalogue. Prepared statements, values always
 * bound. One owner at a time: the catalogue's lock, or the thread that loads a snapshot. Every
 * failure of the file is ERR_IO, logged here with SQLite's words. */
#pragma once
#include "model/catalog.h"
#include "model/snapshot.h"

#define DB_HASH_BYTES 32
#define DB_DEMO_ID    UINT64_C(1000000000) /* of what demo data hold, ids go on from here */

struct db;

/* A stored entity. Strings are lent or in an arena, as the function says. */
struct db_row {
    enum entity entity; /* of what is read; the functions that write are told */
    uint64_t id;
    uint64_t workspace_id;
    enum entity_status status;
    struct str name;
    struct str key;   /* a campaign's key, a goal's 32 hex; absent for the rest */
    struct str body;  /* JSON, all fields given */
    int64_t position; /* what lists are ordered by before the id */
    int64_t created_at_ms, updated_at_ms;
    uint64_t version; /* 1 when it is made; rises with each change of it */
};

/* Opens the file (0600), making its tables and the default workspace when new. ERR_IO. */
MUST_USE enum err db_open(const char *dir, struct db **db);
void db_close(struct db *db); /* accepts NULL */

/* A writing transaction waits 5 s at most for another process. */
MUST_USE enum err db_begin_write(struct db *db);
MUST_USE enum err db_begin_read(struct db *db);
MUST_USE enum err db_commit(struct db *db);
void db_rollback(struct db *db); /* nothing to do when no transaction is open */

/* The entity of that id, or of that key; its strings are in the arena. ERR_NOT_FOUND, ERR_IO,
 * ERR_FULL. */
MUST_USE enum err db_find(struct db *db, enum entity entity, uint64_t id, struct arena *arena,
                          struct db_row *row);
MUST_USE enum err db_find_by_key(struct db *db, enum entity entity, struct str key,
                                 struct arena *arena, struct db_row *row);
/* Something active that uses the entity, which keeps it from being archived. ERR_NOT_FOUND:
 * nothing. */
MUST_USE enum err db_find_user(struct db *db, enum entity entity, uint64_t id, struct arena *arena,
                               struct db_row *user);
/* A campaign of type direct, not archived, that goes by the flow. ERR_NOT_FOUND: none. */
MUST_USE enum err db_find_page_of_flow(struct db *db, uint64_t id, struct arena *arena,
                                       struct db_row *campaign);

/* The bidder of an ad campaign, not archived, besides that one. ERR_NOT_FOUND: none. */
MUST_USE enum err db_find_bidder(struct db *db, uint64_t adcampaign_id, uint64_t besides,
                                 struct arena *arena, struct db_row *bidder);

/* Called with each row, whose strings are lent until it returns; what is not OK ends the scan. */
typedef enum err db_visit(void *context, const struct db_row *row);
/* All entities of a kind by id, archived ones too. */
MUST_USE enum err db_scan(struct db *db, enum entity entity, db_visit *visit, void *context);
/* All offers of a network. */
MUST_USE enum err db_scan_offers(struct db *db, uint64_t network_id, db_visit *visit,
                                 void *context);
/* All campaigns of a source, archived ones left out, that have a postback of their own. */
MUST_USE enum err db_scan_telling(struct db *db, uint64_t source_id, db_visit *visit,
                                  void *context);

enum db_sort { DB_BY_POSITION, DB_BY_NAME, DB_BY_CREATED, DB_BY_UPDATED };

struct db_page {
    enum entity entity;
    const char *workspaces;    /* a JSON array of ids */
    const char *ids;           /* a JSON array of ids, or goals' keys; NULL: all */
    struct str text_folded;    /* absent: all names */
    struct str tag;            /* a tag or a color, any case of ASCII; absent: all */
    struct str group, country; /* absent: all */
    struct str status;         /* "active", "paused", "archived", "all"; absent: all but archived */
    enum db_sort sort;         /* and then by id */
    bool is_descending;
    bool goes_on;          /* only rows behind this place: */
    struct str after_text; /* a folded name */
    int64_t after_number;  /* a position or a time */
    uint64_t after_id;
    unsigned limit;
};
MUST_USE enum err db_list(struct db *db, const struct db_page *page, db_visit *visit,
                          void *context);
/* Where a row stands in that order: a folded name, or a number. */
struct str db_sort_text(struct arena *arena, enum db_sort sort, const struct db_row *row);
int64_t db_sort_number(enum db_sort sort, const struct db_row *row);

/* Adds an entity, as version 1. Without an id it gets one more than the highest of its kind; a
 * workspace is its own. */
MUST_USE enum err db_insert(struct db *db, enum entity entity, struct db_row *row);
/* Replaces name, status, position, updated_at_ms, version and body. */
MUST_USE enum err db_update(struct db *db, enum entity entity, const struct db_row *row);

MUST_USE enum err db_version(struct db *db, uint64_t *version);
MUST_USE enum err db_raise_version(struct db *db, uint64_t *version);

/* Whether the workspace has a campaign or a variation, archived ones too: what leads to entries.
 * Whether it holds anything that is not archived. ERR_NOT_FOUND: it does not. */
MUST_USE enum err db_has_traffic(struct db *db, uint64_t workspace_id);
MUST_USE enum err db_has_contents(struct db *db, uint64_t workspace_id);
/* Archives the workspace and all in it. */
MUST_USE enum err db_archive_contents(struct db *db, uint64_t workspace_id, int64_t at_ms);
/* Says of all in the workspace that it was made then. */
MUST_USE enum err db_date_contents(struct db *db, uint64_t workspace_id, int64_t at_ms);
/* Whether there is an active entity of the kind besides that one. ERR_NOT_FOUND: there is none. */
MUST_USE enum err db_has_other(struct db *db, enum entity entity, uint64_t id);

/* The document of a workspace's settings, in the arena; absent: none is stored. ERR_IO, ERR_FULL.
 */
MUST_USE enum err db_find_settings(struct db *db, uint64_t workspace_id, struct arena *arena,
                                   struct str *body);
MUST_USE enum err db_put_settings(struct db *db, uint64_t workspace_id, struct str body);

/* A name as lists search it: every letter in lower case. Absent when the arena is full. */
struct str db_fold(struct arena *arena, struct str name);

struct str entity_status_text(enum entity_status status);
