/* addresses - where what the dashboard is about is reached from outside: the public bases that
 * links begin with, as the settings say. */
#include "api/internal.h"

#include "api/json_out.h"

static const struct shape_field address_fields[] = {
    {"tracking_url", SHAPE_TEXT, 0, "Of campaign URLs and postbacks.", NULL, NULL},
    {"network_url", SHAPE_TEXT, 0, "Of ad clicks and tag.php.", NULL, NULL},
    {"api_url", SHAPE_TEXT, 0, "Of the ad network's public API, /v2 included.", NULL, NULL},
};
const struct shape addresses_shape = SHAPE("addresses", address_fields);

void addresses_get(struct call *call)
{
    const struct api_options *options = &call->api->options;
    json_t *answer = json_object();

    json_out_put(answer, "tracking_url", json_out_text(options->tracking_url));
    json_out_put(answer, "network_url", json_out_text(options->network_url));
    json_out_put(answer, "api_url", json_sprintf("%.*s/v2", STR_FMT(options->v2_url)));
    call_answer(call, 200, answer);
}
