/* operate - what the desk asks the edge to write: the edge decides, this only carries. */
#include "api/internal.h"

#include "base/say.h"
#include <sodium.h>
#include "api/json_out.h"

#define KEY_BYTES       16
#define KEY_CHARS_MAX   60 /* what pieces of one request add must still fit the edge's limit */
#define KEY_HEADER_NAME "Idempotency-Key"

static bool is_key(struct str key)
{
    for (size_t i = 0; i < key.len; i++)
        if (key.ptr[i] <= ' ' || key.ptr[i] >= 0x7f)
            return false;
    return key.len >= 1 && key.len <= KEY_CHARS_MAX;
}

struct str call_key(struct call *call)
{
    struct str key = http_header_find(call->request, STR(KEY_HEADER_NAME));

    if (key.ptr != NULL) {
        if (!is_key(key))
            call_refuse(call, 400, KEY_HEADER_NAME,
                        "%s must be 1 to %d printable characters without spaces.", KEY_HEADER_NAME,
                        KEY_CHARS_MAX);
        return key;
    }
    operate_make_key(call->arena, &key);
    return key;
}

void operate_make_key(struct arena *arena, struct str *key)
{
    uint8_t bytes[KEY_BYTES];
    struct buf text = buf_in_arena(arena, 2 * sizeof(bytes));

    randombytes_buf(bytes, sizeof(bytes));
    buf_write_hex(&text, bytes, sizeof(bytes));
    *key = buf_str(&text);
}

static struct str write_request(struct arena *arena, const char *actor, uint64_t workspace_id,
                                const char *kind, struct str key, json_t *args)
{
    json_auto_t *request = json_object();

    json_out_put(request, "kind", json_string(kind));
    json_out_put(request, "key", json_out_text(key));
    json_out_put(request, "workspace_id", json_out_number(workspace_id));
    json_out_put(request, "actor", json_string(actor));
    json_out_put(request, "language", json_string(say_language() == SAY_FRENCH ? "fr" : "en"));
    json_out_put(request, "args", args);
    size_t bytes = json_dumpb(request, NULL, 0, JSON_COMPACT);
    char *text = arena_alloc_raw(arena, bytes);
    CHECK(text != NULL && json_dumpb(request, text, bytes, JSON_COMPACT) == bytes);
    return (struct str){text, bytes};
}

/* The edge's {"error":{"field","message"}} in the API's words. */
static void refuse(struct call *call, unsigned status, const json_t *answer)
{
    const json_t *error = json_object_get(answer, "error");
    const char *field = json_string_value(json_object_get(error, "field"));
    const char *message = json_string_value(json_object_get(error, "message"));

    if (status == 0)
        call_refuse(call, 503, "", "The edge did not answer: ask again with the same %s.",
                    KEY_HEADER_NAME);
    else
        call_refuse(call, status, field != NULL ? field : "", "%s%s%s.", field != NULL ? field : "",
                    field != NULL && field[0] != '\0' ? ": " : "",
                    message != NULL ? message : say_text("the edge refused this"));
}

typedef unsigned (*asking)(void *context, struct arena *arena, struct str request,
                           struct str *answer);

static unsigned ask_edge(const struct api *api, asking ask, struct arena *arena, struct str request,
                         json_t **answer)
{
    struct str text = STR_NONE;
    unsigned status = ask(api->options.context, arena, request, &text);

    *answer = status != 0 ? json_loadb(text.ptr, text.len, 0, NULL) : NULL;
    return *answer != NULL ? status : 0;
}

unsigned operate_send(const struct api *api, struct arena *arena, const char *actor,
                      uint64_t workspace_id, const char *kind, struct str key, json_t *args,
                      json_t **answer)
{
    struct str request = write_request(arena, actor, workspace_id, kind, key, args);
    return ask_edge(api, api->options.operate, arena, request, answer);
}

unsigned operate_load(const struct api *api, struct arena *arena, const char *actor,
                      uint64_t workspace_id, const char *kind, struct str key, json_t *args,
                      json_t **answer)
{
    struct str request = write_request(arena, actor, workspace_id, kind, key, args);
    return ask_edge(api, api->options.load, arena, request, answer);
}

unsigned call_try_operate(struct call *call, uint64_t workspace_id, const char *kind,
                          struct str key, json_t *args, json_t **answer)
{
    return operate_send(call->api, call->arena, call->scope.actor, workspace_id, kind, key, args,
                        answer);
}

json_t *call_operate(struct call *call, uint64_t workspace_id, const char *kind, struct str key,
                     json_t *args)
{
    json_t *answer = NULL;

    if (!call->is_answered && !workspace_set_has(&call->scope.writes, workspace_id))
        call_refuse(call, 403, "", "You may read workspace %" PRIu64 ", not change it.",
                    workspace_id);
    if (call->is_answered) {
        json_decref(args);
        return NULL;
    }
    unsigned status = call_try_operate(call, workspace_id, kind, key, args, &answer);
    if (status == 200)
        return answer;
    refuse(call, status, answer);
    json_decref(answer);
    return NULL;
}
