/* devices - the rules of user agents for people: how they stand, and which systems, browsers,
 * brands and models they name. Limits: the names are read when they are first asked for, and kept.
 */
#include "api/internal.h"

#include "api/device_state.h"
#include "api/json_out.h"
#include "visitor/agent_names.h"

#define VALUES_DEFAULT 20
#define DIMENSIONS     "os browser brand model" /* as enum agent_names_field */

/* ------------------------------------------------------------------ how they stand */

void devices_rules(struct call *call)
{
    json_t *state = api_edge_state(call->api, call->arena, "devices");
    if (state == NULL)
        call_refuse(call, 503, "", "The edge, which asks the databases, does not answer.");
    else
        call_answer(call, 200, state);
}

/* ------------------------------------------------------------------ what they name */

static const struct shape_field value_fields[] = {
    {"value", SHAPE_TEXT, 0, "As a condition of a rule and a filter of a report take it.", NULL,
     NULL},
};
const struct shape device_value_shape = SHAPE("device_value", value_fields);

static const struct agent_names *get_names(struct api *api)
{
    pthread_mutex_lock(&api->places_lock);
    if (api->agent_names == NULL)
        api->agent_names = agent_names_make(api->options.device_rules);
    pthread_mutex_unlock(&api->places_lock);
    return api->agent_names;
}

static enum agent_names_field field_of(struct str word)
{
    struct str words = STR(DIMENSIONS), piece;
    size_t field = 0;
    while (str_take_piece(&words, ' ', &piece) && !str_is_equal(piece, word))
        field++;
    return field < AGENT_NAMES_FIELDS ? (enum agent_names_field)field : AGENT_NAMES_OS;
}

void devices_values(struct call *call)
{
    struct str found[API_ROWS_MAX];
    struct str dimension = call_word(call, "dimension", DIMENSIONS);
    struct str part = str_trim(call_param(call, "q"));
    size_t max = call_param(call, "limit").ptr != NULL ? call_limit(call) : VALUES_DEFAULT;
    if (call->is_answered)
        return;
    size_t count = agent_names_find(get_names(call->api), field_of(dimension), part, max, found);
    json_t *rows = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *row = json_object();
        json_out_put(row, "value", json_out_text(found[i]));
        json_out_append(rows, row);
    }
    call_answer_rows(call, rows, STR_NONE);
}
