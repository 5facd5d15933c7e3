#include "visit/operation.h"

#include "base/say.h"
#include <stdarg.h>

#define MESSAGE_BYTES 512

/* --- Answers -------------------------------------------------------------- */

void operation_refuse(struct operation *operation, unsigned status, const char *field,
                      const char *format, ...)
{
    char message[MESSAGE_BYTES];
    va_list args;
    if (operation->status >= 400)
        return;
    va_start(args, format);
    (void)vsnprintf(message, sizeof(message), say_text_in(operation->language, format),
                    args); /* a longer one is cut */
    va_end(args);
    json_t *error = json_pack("{s:s, s:s}", "field", field, "message", message);
    CHECK(error != NULL && json_object_clear(operation->answer) == 0 &&
          json_object_set_new(operation->answer, "error", error) == 0);
    operation->status = status;
}

static struct str dump(struct arena *arena, const json_t *json)
{
    size_t bytes = json_dumpb(json, NULL, 0, JSON_COMPACT);
    char *text = arena_alloc_raw(arena, bytes);
    if (text == NULL)
        return STR_NONE;
    CHECK(json_dumpb(json, text, bytes, JSON_COMPACT) == bytes);
    return (struct str){text, bytes};
}

/* --- Decide, on the ledger's thread --------------------------------------- */

/* The stored answer of the same operation; 409 when the key was another's. */
static void repeat(struct operation *operation, const struct operation_entry *stored,
                   struct str args)
{
    if (!str_is_equal(stored->kind, str_from_c(operation->kind->name)) ||
        !str_is_equal(stored->args, args)) {
        operation_refuse(operation, 409, "key", "this key was used for another operation");
        return;
    }
    json_t *answer = json_loadb(stored->answer.ptr, stored->answer.len, 0, NULL);
    CHECK(answer != NULL); /* written by us */
    json_decref(operation->answer);
    operation->answer = answer;
}

static enum err decide_operation(struct ledger_job *job, struct ledger_tx *tx)
{
    struct operation *operation = (struct operation *)job;
    struct operation_entry entry = {.workspace_id = operation->workspace_id, .key = operation->key};
    struct str args = dump(operation->arena, operation->args);
    if (args.ptr == NULL) {
        operation_refuse(operation, 413, "args", "too large");
        return OK;
    }
    enum err err = ledger_find(tx, LOOKUP_OPERATION, &entry);
    if (err == OK)
        repeat(operation, &entry, args);
    if (err != ERR_NOT_FOUND)
        return err;
    err = operation->kind->decide(operation, tx);
    if (err != OK || operation->status >= 400)
        return err;
    /* Last, for it tells what came of it. */
    entry = (struct operation_entry){
        .id = ledger_next_id(tx),
        .workspace_id = operation->workspace_id,
        .catalog_version = snapshot_version(operation->snapshot),
        .kind = str_from_c(operation->kind->name),
        .key = operation->key,
        .actor = operation->actor,
        .args = args,
        .answer = dump(operation->arena, operation->answer),
    };
    CHECK(entry.answer.ptr != NULL && entry.answer.len <= OPERATION_ANSWER_BYTES_MAX);
    return ledger_append(tx, LEDGER_OPERATION, &entry);
}

static void on_done(struct ledger_job *job, enum err err)
{
    struct operation *operation = (struct operation *)job;
    if (err != OK) /* whatever was decided is undone */
        operation_refuse(operation, 503, "", "the ledger could not write it: try again");
}

/* --- Read the request ----------------------------------------------------- */

static struct str text_of(const json_t *request, const char *name)
{
    const json_t *value = json_object_get(request, name);
    return json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)}
                                 : STR_NONE;
}

static void read_request(struct operation *operation, const json_t *request,
                         const struct operation_kind *kinds, size_t kind_count)
{
    struct str kind = text_of(request, "kind");
    json_int_t workspace_id = json_integer_value(json_object_get(request, "workspace_id"));
    operation->key = text_of(request, "key");
    operation->actor = text_of(request, "actor");
    operation->language = say_language_of(text_of(request, "language"));
    operation->args = json_object_get(request, "args");
    for (size_t i = 0; i < kind_count; i++)
        if (str_is_equal(kind, str_from_c(kinds[i].name)))
            operation->kind = &kinds[i];
    if (operation->kind == NULL)
        operation_refuse(operation, 404, "kind", "there is no such operation");
    else if (operation->key.len == 0 || operation->key.len > OPERATION_KEY_BYTES_MAX)
        operation_refuse(operation, 400, "key", "expected 1 to %d characters",
                         OPERATION_KEY_BYTES_MAX);
    else if (operation->actor.len == 0 || operation->actor.len > OPERATION_ACTOR_BYTES_MAX)
        operation_refuse(operation, 400, "actor", "expected 1 to %d characters",
                         OPERATION_ACTOR_BYTES_MAX);
    else if (!json_is_object(operation->args))
        operation_refuse(operation, 400, "args", "expected an object");
    else if (workspace_id < 1 ||
             snapshot_workspace(operation->snapshot, (uint64_t)workspace_id) == NULL)
        operation_refuse(operation, 400, "workspace_id", "there is no such workspace");
    operation->workspace_id = (uint64_t)workspace_id;
}

struct str operation_run(struct edge *edge, const struct operation_kind *kinds, size_t kind_count,
                         struct str text, struct arena *arena, unsigned *status)
{
    struct snapshot *snapshot = edge_hold_snapshot(edge);
    json_t *request = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, NULL);
    struct operation operation = {
        .edge = edge,
        .snapshot = snapshot,
        .arena = arena_make(OPERATION_ARENA_BYTES),
        .answer = json_object(),
        .status = 200,
    };
    CHECK(operation.answer != NULL);
    if (request == NULL || text.len > OPERATION_BYTES_MAX)
        operation_refuse(&operation, 400, "", "expected JSON of at most %d bytes",
                         OPERATION_BYTES_MAX);
    else
        read_request(&operation, request, kinds, kind_count);
    if (operation.status == 200) {
        CHECK(operation.kind->id_count <= OPERATION_IDS_MAX);
        operation.job = (struct ledger_job){
            .decide = decide_operation, .done = on_done, .id_count = operation.kind->id_count + 1};
        ledger_run(edge->ledger, &operation.job);
    }
    struct str answer = dump(arena, operation.answer);
    *status = answer.ptr != NULL ? operation.status : 500;
    json_decref(operation.answer);
    json_decref(request);
    arena_free(operation.arena);
    snapshot_drop(snapshot);
    return answer;
}
