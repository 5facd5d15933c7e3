/* call - one call to the catalogue: what catalog.c and its siblings share. No other room includes
 * it. */
#pragma once
#include <pthread.h>
#include "model/history.h"
#include "model/preset.h"

struct catalog {
    pthread_mutex_t lock;
    struct db *db;
    struct presets presets;
};

/* What a call holds: the lock, and an arena. A transaction that is still open when it ends is
 * rolled back. */
struct call {
    struct catalog *catalog;
    struct db *db;
    struct arena *arena;
    /* Of many writes in one transaction (many.h): the version that they raise; 0: of one write. */
    uint64_t raised;
    bool has_noted; /* a change */
};

/* struct call call CLEANUP(call_cleanup) = call_begin(catalog); */
struct call call_begin(struct catalog *catalog);
void call_cleanup(struct call *call);

/* The row of an entity's id as addresses write it. ERR_NOT_FOUND, also for what is no id and for
 * what the scope may not read; ERR_IO. */
MUST_USE enum err call_find_row(const struct call *call, enum entity entity, struct str id,
                                const struct scope *scope, struct db_row *row);
/* The entity as GET shows it, as a new reference. ERR_IO: what is stored is no JSON. */
MUST_USE enum err call_make_document(enum entity entity, const struct db_row *row,
                                     json_t **document);
/* Notes an event about a row in the history, within the open transaction. ERR_IO. */
MUST_USE enum err call_note_event(const struct call *call, enum entity entity,
                                  const struct db_row *row, const char *actor, int64_t now_ms,
                                  const json_t *event);
/* Fills out with random digits and letters. */
void call_random_base62(char *out, size_t count);

/* --- Writes: catalog_write.c ------------------------------------------------------------------ */

struct write {
    struct call *call;
    enum entity entity;
    const struct scope *scope;
    json_t *warnings;
    struct model_fault *fault;
};

/* Begins a transaction, unless this is one of many writes in one. */
MUST_USE enum err write_begin_transaction(const struct write *write);
/* Empties the fault. ERR_INVALID: the input is no object. */
MUST_USE enum err write_begin(const json_t *input, struct model_fault *fault);
/* Whether the scope may change what it has found: ERR_FORBIDDEN. */
MUST_USE enum err write_check_writable(const struct write *write, const struct db_row *row);
/* Whether nothing active uses it: ERR_CONFLICT. In catalog_status.c. */
MUST_USE enum err write_check_unused(const struct write *write, const struct db_row *row);
/* Takes "workspace_id" out of a document. Of a new entity it says where it goes; of one that is
 * there it can only say where it stands. */
MUST_USE enum err write_take_workspace(struct write *write, json_t *input, struct db_row *row);
/* Takes "version" out of a document about what the history calls so, and what is at version
 * `current`. ERR_STALE: it is another one by now. */
MUST_USE enum err call_take_version(const struct call *call, struct str resource, uint64_t id,
                                    uint64_t current, json_t *input, struct model_fault *fault);
/* The same for an entity. */
MUST_USE enum err write_take_version(const struct write *write, json_t *input,
                                     const struct db_row *row);
/* Takes "status" out of a document and into the row. */
MUST_USE enum err write_take_status(json_t *input, struct db_row *row, struct model_fault *fault);
/* Reads and judges the document of a row into a body of the kind's schema, with all that it warns
 * of; stores nothing. ERR_INVALID, ERR_CONFLICT with write->fault; ERR_IO. */
MUST_USE enum err write_judge(struct write *write, const json_t *document, const struct db_row *row,
                              void *body);
/* Reads and judges the document of a row; fills the row's name, position and body. */
MUST_USE enum err write_validate(struct write *write, const json_t *document, struct db_row *row);
/* Stores a new entity, whose document must be whole, as write_commit() does. */
MUST_USE enum err write_create(struct write *write, const json_t *document, struct db_row *row,
                               uint64_t *version);
/* Stores a changed row as its next version. */
MUST_USE enum err write_change(const struct write *write, struct db_row *row);
/* Notes a change that raised the catalogue to that version. before: history_document() of what was
 * there, absent for a creation. */
MUST_USE enum err write_note(struct write *write, const struct db_row *row, struct str before,
                             uint64_t version);
/* Raises the version, notes the change, and makes it all durable; of many writes only notes it. */
MUST_USE enum err write_commit(struct write *write, const struct db_row *row, struct str before,
                               uint64_t *version);
/* What catalog_create(), catalog_update() and catalog_clone() do once they hold the catalogue, and
 * the input is an object; and the same for one entity's status, whichever it gets. */
MUST_USE enum err write_new(struct write *write, const json_t *input, json_t **document,
                            uint64_t *version);
MUST_USE enum err write_changes(struct write *write, struct str id, const json_t *input,
                                json_t **document, uint64_t *version);
MUST_USE enum err write_copy(struct write *write, struct str id, const json_t *input,
                             json_t **document, uint64_t *version);
MUST_USE enum err write_status(struct write *write, struct str id, enum entity_status status,
                               json_t **document, uint64_t *version);
