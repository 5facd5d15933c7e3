/* config - the whole catalogue as one document over HTTP, and such a document compared or made so:
 * what `rebond export` and `rebond import` do (docs/config.md), within what the caller may. */
#include "api/internal.h"

#include "api/json_out.h"

void config_export(struct call *call)
{
    struct str secrets = call_word(call, "secrets", "true false");
    json_t *config = NULL;

    if (str_is_equal(secrets, STR("true")) && (call->rights.of[AREA_NETWORKS] < LEVEL_WRITE ||
                                               call->rights.of[AREA_SETTINGS] < LEVEL_WRITE))
        call_refuse(call, 403, "secrets",
                    "Who may not change networks and settings sees no secrets of theirs.");
    if (call->is_answered)
        return;
    enum err err = catalog_export(call->api->options.catalog, &call->scope,
                                  str_is_equal(secrets, STR("true")), &config);
    if (err != OK) {
        call_refuse_model(call, err, &(struct model_fault){.message = "It could not be read."});
        return;
    }
    call_answer(call, 200, config);
}

static const struct shape_field field_fields[] = {
    {"field", SHAPE_TEXT, 0, "Its path.", NULL, NULL},
    {"before", SHAPE_ANY, 0, NULL, NULL, NULL},
    {"after", SHAPE_ANY, 0, NULL, NULL, NULL},
};
static const struct shape field_shape = SHAPE("config_field", field_fields);

static const struct shape_field difference_fields[] = {
    {"action", SHAPE_WORD, 0, NULL, "create change archive restore", NULL},
    {"resource", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"id", SHAPE_ID, 0, NULL, NULL, NULL},
    {"name", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"fields", SHAPE_OBJECTS, 0, NULL, NULL, &field_shape},
};
static const struct shape difference_shape = SHAPE("config_difference", difference_fields);

static const struct shape_field imported_fields[] = {
    {"differences", SHAPE_OBJECTS, 0, "Empty: there is nothing to do.", NULL, &difference_shape},
    {"applied", SHAPE_BOOL, 0, "Whether they were made; else only shown.", NULL, NULL},
    {"live", SHAPE_BOOL, 0, "Whether the edge serves the catalogue as it is now.", NULL, NULL},
};
const struct shape config_imported_shape = SHAPE("config_imported", imported_fields);

const struct shape config_shape = {"config", NULL, 0, "{\"rebond\":1}", NULL};

/* Names the item before the field: "campaigns[3].paths[0].weight". */
static void blame(struct call *call, enum err err, const struct catalog_import_place *place,
                  struct model_fault *fault)
{
    char field[sizeof(fault->field) + sizeof(place->list) + 32] = "";

    if (place->is_listed)
        (void)snprintf(field, sizeof(field), "%s[%zu]%s%s", place->list, place->index,
                       fault->field[0] != '\0' ? "." : "", fault->field);
    else if (place->list[0] != '\0')
        (void)snprintf(field, sizeof(field), "%s/%" PRIu64 "%s%s", place->list, place->id,
                       fault->field[0] != '\0' ? "." : "", fault->field);
    if (field[0] != '\0') {
        memcpy(fault->field, field, sizeof(fault->field) - 1); /* a longer one is cut */
        fault->field[sizeof(fault->field) - 1] = '\0';
    }
    call_refuse_model(call, err, fault);
}

void config_import(struct call *call)
{
    bool is_plan = !str_is_equal(call_word(call, "plan", "true false"), STR("false"));
    struct catalog_import_place place;
    struct model_fault fault;
    json_t *differences = NULL;
    uint64_t version = 0;

    if (call->is_answered)
        return;
    enum err err = catalog_import(call->api->options.catalog, call->body, &call->scope, !is_plan,
                                  &differences, &version, &place, &fault);
    if (err != OK) {
        blame(call, err, &place, &fault);
        return;
    }
    json_t *answer = json_object();
    json_out_put(answer, "differences", differences);
    json_out_put(answer, "applied", json_boolean(!is_plan));
    json_out_put(answer, "live", call_live(call, version));
    call_answer(call, 200, answer);
}
