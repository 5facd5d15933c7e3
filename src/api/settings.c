/* settings - what a workspace says about all its conversions: one document, read and changed. */
#include "api/internal.h"

#include "api/json_out.h"

#define WORKSPACE 1 /* until there are more */

void settings_get(struct call *call)
{
    const struct model_fault no_fault = {"", "The settings could not be read."};
    json_t *document = NULL;

    enum err err = catalog_get_settings(call->api->options.catalog, WORKSPACE, &document);
    if (err != OK)
        call_refuse_model(call, err, &no_fault);
    else
        call_answer(call, 200, document);
}

void settings_update(struct call *call)
{
    struct model_fault fault = {0};
    char actor[CALL_ACTOR_BYTES];
    json_t *document = NULL;
    uint64_t version = 0;

    enum err err = catalog_update_settings(call->api->options.catalog, WORKSPACE, call->body,
                                           call_actor(call, actor), &document, &version, &fault);
    if (err != OK) {
        call_refuse_model(call, err, &fault);
        return;
    }
    json_out_put(document, "live", call_live(call, version));
    call_answer(call, 200, document);
}
