#include "api/skey.h"

#include "api/json_out.h"
#include "model/config.h"
#include "network/skey.h"

static const struct shape_field skey_fields[] = {
    {"skey", SHAPE_TEXT, 0,
     "The key; masked for who may not change goals. Whoever names a price with a conversion (cpa) "
     "must know it.",
     NULL, NULL},
    {"is_rotated", SHAPE_BOOL, 0, "Whether it was ever exchanged.", NULL, NULL},
};
const struct shape skey_shape = SHAPE("skey", skey_fields);

static const struct shape_field rotated_fields[] = {
    {"skey", SHAPE_TEXT, 0, "The new one.", NULL, NULL},
    {"live", SHAPE_BOOL, 0, "Whether the edge refuses the old one already.", NULL, NULL},
};
const struct shape skey_rotated_shape = SHAPE("skey_rotated", rotated_fields);

static const struct model_fault no_fault = {.message = "The settings could not be read."};

/* The key that was set; absent: none was. */
static enum err find_set(struct call *call, uint64_t workspace_id, struct str *key)
{
    json_auto_t *settings = NULL;

    enum err err = catalog_get_settings(call->api->options.catalog, workspace_id, &settings);
    const json_t *text = json_object_get(settings, "skey");
    if (err == OK && json_is_string(text))
        *key = arena_copy(call->arena,
                          (struct str){json_string_value(text), json_string_length(text)});
    return err;
}

static struct str key_of(struct call *call, uint64_t workspace_id, struct str set)
{
    char derived[SKEY_LEN + 1];
    struct str key = skey_of(call->api->options.keys, workspace_id, set, derived);

    return set.ptr != NULL ? set : arena_copy(call->arena, key);
}

struct str skey_find(struct call *call, uint64_t workspace_id)
{
    struct str set = STR_NONE;

    if (call->skey.ptr != NULL && call->skey_workspace_id == workspace_id)
        return call->skey;
    if (find_set(call, workspace_id, &set) != OK)
        return STR_NONE;
    call->skey_workspace_id = workspace_id;
    call->skey = key_of(call, workspace_id, set);
    return call->skey;
}

void goals_get_skey(struct call *call)
{
    struct str set = STR_NONE;
    uint64_t workspace_id = call_workspace(call);

    if (call->is_answered)
        return;
    enum err err = find_set(call, workspace_id, &set);
    if (err != OK) {
        call_refuse_model(call, err, &no_fault);
        return;
    }
    bool may_know = call->rights.of[AREA_GOALS] == LEVEL_WRITE &&
                    workspace_set_has(&call->scope.writes, workspace_id);
    json_t *answer = json_object();
    json_out_put(answer, "skey",
                 may_know ? json_out_text(key_of(call, workspace_id, set))
                          : json_string(CONFIG_MASK));
    json_out_put(answer, "is_rotated", json_boolean(set.ptr != NULL));
    call_answer(call, 200, answer);
}

void goals_rotate_skey(struct call *call)
{
    char key[SKEY_LEN + 1];
    struct model_fault fault = {0};
    json_t *document = NULL;
    uint64_t version = 0;
    uint64_t workspace_id = call_workspace(call);

    call_read_if_match(call);
    call_take_no_field(call);
    if (call->is_answered)
        return;
    skey_make(key);
    json_out_put(call->body, "skey", json_string(key));
    enum err err = catalog_update_settings(call->api->options.catalog, workspace_id, call->body,
                                           call->scope.actor, &document, &version, &fault);
    if (err != OK) {
        call_refuse_model(call, err, &fault);
        return;
    }
    json_decref(document);
    json_t *answer = json_object();
    json_out_put(answer, "skey", json_string(key));
    json_out_put(answer, "live", call_live(call, version));
    call_answer(call, 200, answer);
}
