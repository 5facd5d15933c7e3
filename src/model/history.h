/* history - who changed what in the catalogue, and when: one row for each write or event, never
 * changed. The SQL of the table `change`. One owner at a time, as db.h. */
#pragma once
#include "model/db.h"

/* One write; or an event: something that was done elsewhere with what is configured here, or with
 * an account, and changed no document. Its `after` has "event", the version stays. */
struct history_change {
    uint64_t id; /* of the change; given when it is added */
    uint64_t workspace_id;
    int64_t at_ms;
    struct str actor;
    struct str resource; /* "sources" ..., "settings" */
    uint64_t entity_id;
    uint64_t entity_version;  /* after it; 0 when it is added: one more than the last one's */
    uint64_t version;         /* the catalogue's */
    struct str before, after; /* documents as JSON; before is absent for a creation */
};

MUST_USE enum err history_add(struct db *db, const struct history_change *change);

/* An entity as the history keeps it: its fields, its status, its key; as JSON in the arena. Absent
 * when that is full. */
struct str history_document(struct arena *arena, const struct db_row *row);

struct history_query {
    const char *workspaces; /* a JSON array of ids */
    struct str resource;    /* absent: all */
    uint64_t entity_id;     /* 0: all; of a campaign also what names it in "campaigns" */
    struct str actor;       /* absent: all */
    int64_t from_ms, to_ms; /* from on, before to; 0: no limit */
    uint64_t before_id;     /* only older changes; 0: from the newest */
    struct str event;       /* absent: all, changes among them; else only such events */
    unsigned limit;
};
/* Called with each change, newest first; strings are lent until it returns. */
typedef enum err history_visit(void *context, const struct history_change *change);
MUST_USE enum err history_list(struct db *db, const struct history_query *query,
                               history_visit *visit, void *context);

/* The last change of an entity, events left out; its strings are in the arena. ERR_NOT_FOUND,
 * ERR_IO, ERR_FULL. */
MUST_USE enum err history_last(struct db *db, struct str resource, uint64_t entity_id,
                               struct arena *arena, struct history_change *change);
/* What an archived entity was before: active when the history does not know. */
MUST_USE enum err history_status_before(struct db *db, struct str resource, uint64_t entity_id,
                                        enum entity_status *status);
