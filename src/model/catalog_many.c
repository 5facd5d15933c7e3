/* catalog_many - several writes in one transaction. Any thread. */
#include "model/many.h"

#include "model/call.h"

struct many {
    struct call *call;
    const struct scope *scope;
    json_t *warnings;
    struct model_fault *fault;
};

enum err catalog_write_many(struct catalog *catalog, const struct scope *scope,
                            enum err (*work)(void *context, struct many *many), void *context,
                            uint64_t *version, struct model_fault *fault)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    json_auto_t *warnings = json_array();
    struct many many = {&call, scope, warnings, fault};
    memset(fault, 0, sizeof *fault);
    enum err err = db_begin_write(call.db);
    if (err == OK)
        err = db_raise_version(call.db, &call.raised);
    if (err == OK)
        err = work(context, &many);
    if (err == OK && !call.has_noted) { /* what does not change is no change */
        db_rollback(call.db);
        return db_version(call.db, version);
    }
    if (err == OK)
        err = db_commit(call.db);
    if (err == OK)
        *version = call.raised;
    return err;
}

/* The next write. What the one before had on the scratch is written, or copied into its document.
 */
static struct write next(struct many *many, enum entity entity)
{
    arena_reset(many->call->arena);
    return (struct write){many->call, entity, many->scope, many->warnings, many->fault};
}

enum err many_create(struct many *many, enum entity entity, const json_t *input, json_t **document)
{
    struct write write = next(many, entity);
    uint64_t version;
    enum err err = write_begin(input, many->fault);
    return err == OK ? write_new(&write, input, document, &version) : err;
}

enum err many_update(struct many *many, enum entity entity, struct str id, const json_t *input,
                     json_t **document)
{
    struct write write = next(many, entity);
    uint64_t version;
    enum err err = write_begin(input, many->fault);
    return err == OK ? write_changes(&write, id, input, document, &version) : err;
}

enum err many_clone(struct many *many, enum entity entity, struct str id, const json_t *input,
                    json_t **document)
{
    struct write write = next(many, entity);
    uint64_t version;
    enum err err = write_begin(input, many->fault);
    return err == OK ? write_copy(&write, id, input, document, &version) : err;
}

enum err many_set_status(struct many *many, enum entity entity, struct str id, const char *status,
                         json_t **document)
{
    struct write write = next(many, entity);
    enum entity_status wanted = STATUS_ACTIVE;
    uint64_t version;
    while (!str_is_equal(entity_status_text(wanted), str_from_c(status))) {
        CHECK(wanted != STATUS_ARCHIVED); /* it is one of the three */
        wanted++;
    }
    return write_status(&write, id, wanted, document, &version);
}
