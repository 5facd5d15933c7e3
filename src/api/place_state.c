#include "api/place_state.h"

#include "api/json_out.h"
#include "base/clock.h"
#include "base/say.h"

static const char *const kinds[PLACE_KINDS] = {"place", "network"};

static const struct shape_field database_fields[] = {
    {"kind", SHAPE_WORD, 0, "What it is asked for.", "place network", NULL},
    {"path", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"is_own", SHAPE_BOOL, 0, "It came with the program.", NULL, NULL},
    {"is_open", SHAPE_BOOL, 0, "It is asked; the fields below are of the file that is.", NULL,
     NULL},
    {"reason", SHAPE_TEXT, SHAPE_NULL, "Why the file that is there now is not used.", NULL, NULL},
    {"format", SHAPE_WORD, SHAPE_NULL, NULL, "mmdb ranges", NULL},
    {"type", SHAPE_TEXT, SHAPE_NULL, "What it calls itself.", NULL, NULL},
    {"built_at", SHAPE_TIME, SHAPE_NULL, "Of the data.", NULL, NULL},
    {"age_days", SHAPE_NUMBER, SHAPE_NULL, "Since then.", NULL, NULL},
    {"bytes", SHAPE_NUMBER, SHAPE_NULL, NULL, NULL, NULL},
    {"source", SHAPE_TEXT, SHAPE_NULL, "Who made it, where that is known.", NULL, NULL},
    {"attribution", SHAPE_TEXT, SHAPE_NULL, "What they ask to be shown.", NULL, NULL},
    {"url", SHAPE_TEXT, SHAPE_NULL, "Where that leads.", NULL, NULL},
    {"licence", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
};
static const struct shape database_shape = SHAPE("place_database", database_fields);

static const struct shape_field databases_fields[] = {
    {"databases", SHAPE_OBJECTS, 0, NULL, NULL, &database_shape},
    {"missing", SHAPE_TEXTS, 0, "Kinds of which nothing is open, and which are not off.", NULL,
     NULL},
};
const struct shape place_databases_shape = SHAPE("place_databases", databases_fields);

static void put_about(json_t *row, const struct place_file *file)
{
    struct place_about about = {0};
    bool is_dated;
    if (file != NULL)
        about = place_file_about(file);
    is_dated = about.built_at_ms > 0;
    json_out_put(row, "format", json_out_text(about.format));
    json_out_put(row, "type", json_out_text(about.type));
    json_out_put(row, "built_at", is_dated ? json_out_time(about.built_at_ms) : json_null());
    int64_t age_ms = clock_wall_ms() - about.built_at_ms;
    json_out_put(row, "age_days",
                 is_dated ? json_integer(age_ms > 0 ? age_ms / (INT64_C(86400) * 1000) : 0)
                          : json_null());
    json_out_put(row, "bytes", file != NULL ? json_out_number(about.bytes) : json_null());
    json_out_put(row, "source", json_out_text(about.source));
    json_out_put(row, "attribution", json_out_text(about.attribution));
    json_out_put(row, "url", json_out_text(about.url));
    json_out_put(row, "licence", json_out_text(about.licence));
}

json_t *place_state_json(struct places *places)
{
    struct places_state *state = places_state(places);
    json_t *rows = json_array(), *missing = json_array(), *answer = json_object();
    for (size_t i = 0; i < state->count; i++) {
        const struct place_state *one = &state->states[i];
        json_t *row = json_object();
        json_out_put(row, "kind", json_string(kinds[one->kind]));
        json_out_put(row, "path", json_out_text(str_from_c(one->path)));
        json_out_put(row, "is_own", json_boolean(one->is_own));
        json_out_put(row, "is_open", json_boolean(one->file != NULL));
        json_out_put(row, "reason",
                     one->reason[0] != '\0' ? json_out_text(str_from_c(one->reason)) : json_null());
        put_about(row, one->file);
        json_out_append(rows, row);
    }
    for (size_t kind = 0; kind < PLACE_KINDS; kind++)
        if (state->is_missing[kind])
            json_out_append(missing, json_string(kinds[kind]));
    places_state_drop(state);
    json_out_put(answer, "databases", rows);
    json_out_put(answer, "missing", missing);
    return answer;
}

static const char *warning_of_missing(const char *kind)
{
    return strcmp(kind, kinds[PLACE_PLACES]) == 0
               ? say_text("No database of places is open: country, region and city are unknown "
                          "(geo.place).")
               : say_text("No database of networks is open: provider and AS number are unknown "
                          "(geo.network).");
}

void place_state_warn(const json_t *state, json_t *warnings)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(state, "missing"), i, one)
    {
        json_out_append(warnings, json_string(warning_of_missing(json_string_value(one))));
    }
    json_array_foreach(json_object_get(state, "databases"), i, one)
    {
        const char *path = json_string_value(json_object_get(one, "path"));
        const char *reason = json_string_value(json_object_get(one, "reason"));
        bool has_old = json_is_true(json_object_get(one, "is_open"));
        if (reason == NULL)
            continue;
        json_out_append(
            warnings,
            has_old
                ? json_sprintf(say_text("The database %s is not used, the one before stays: %s."),
                               path, reason)
                : json_sprintf(say_text("The database %s is not used: %s."), path, reason));
    }
}
