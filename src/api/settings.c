/* settings - what a workspace says about all its conversions: one document, read and changed. */
#include "api/internal.h"

#include "api/json_out.h"
#include "model/config.h"
#include "model/settings.h"

void settings_get(struct call *call)
{
    const struct model_fault no_fault = {.message = "The settings could not be read."};
    json_t *document = NULL;

    uint64_t workspace_id = call_workspace(call);
    if (call->is_answered)
        return;
    enum err err = catalog_get_settings(call->api->options.catalog, workspace_id, &document);
    if (err != OK)
        call_refuse_model(call, err, &no_fault);
    else {
        resources_put_etag(call, document);
        if (call->rights.of[AREA_SETTINGS] < LEVEL_WRITE ||
            !workspace_set_has(&call->scope.writes, workspace_id))
            config_mask(&settings_schema, document);
        call_answer(call, 200, document);
    }
}

void settings_update(struct call *call)
{
    struct model_fault fault = {0};
    json_t *document = NULL;
    uint64_t version = 0;

    uint64_t workspace_id = call_workspace(call);
    call_read_if_match(call);
    if (call->is_answered)
        return;
    enum err err = catalog_update_settings(call->api->options.catalog, workspace_id, call->body,
                                           call->scope.actor, &document, &version, &fault);
    if (err != OK) {
        call_refuse_model(call, err, &fault);
        return;
    }
    resources_put_etag(call, document);
    json_out_put(document, "live", call_live(call, version));
    call_answer(call, 200, document);
}
