#include "api/device_state.h"

#include "api/json_out.h"
#include "base/clock.h"
#include "base/say.h"

/* Of the rules that come with the program (script/bootstrap, docs/visitors.md). */
#define OWN_VERSION     "uap-core " AGENTS_VERSION
#define OWN_BUILT       AGENTS_BUILT "T00:00:00Z"
#define OWN_SOURCE      "ua-parser"
#define OWN_ATTRIBUTION "User agent rules by ua-parser (uap-core)"
#define OWN_URL         "https://github.com/ua-parser/uap-core"
#define OWN_LICENCE     "Apache 2.0"
#define OWN_CRAWLERS    "/crawlers/crawler-user-agents.json"
#define OWN_CRAWLERS_ATTRIBUTION                                                                   \
    "crawler-user-agents " CRAWLERS_VERSION " of " CRAWLERS_BUILT                                  \
    " by Martin Monperrus and contributors, MIT "                                                  \
    "(https://github.com/monperrus/crawler-user-agents)"

static const struct shape_field rules_fields[] = {
    {"path", SHAPE_TEXT, SHAPE_NULL, "Null: none are to be used.", NULL, NULL},
    {"is_own", SHAPE_BOOL, 0, "They came with the program.", NULL, NULL},
    {"is_open", SHAPE_BOOL, 0, "They are asked.", NULL, NULL},
    {"reason", SHAPE_TEXT, SHAPE_NULL, "Why they are not.", NULL, NULL},
    {"version", SHAPE_TEXT, SHAPE_NULL, "Where it is known: of the program's own.", NULL, NULL},
    {"built_at", SHAPE_TIME, SHAPE_NULL, "The day of their publication, likewise.", NULL, NULL},
    {"age_days", SHAPE_NUMBER, SHAPE_NULL, "Since then.", NULL, NULL},
    {"rules", SHAPE_NUMBER, 0, "How many there are.", NULL, NULL},
    {"bytes", SHAPE_NUMBER, 0, "Of memory, with the crawlers.", NULL, NULL},
    {"source", SHAPE_TEXT, SHAPE_NULL, "Who made them, where that is known.", NULL, NULL},
    {"attribution", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"url", SHAPE_TEXT, SHAPE_NULL, "Where that leads.", NULL, NULL},
    {"licence", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"crawlers_path", SHAPE_TEXT, SHAPE_NULL, "The list of crawlers. Null: none is to be used.",
     NULL, NULL},
    {"crawlers_reason", SHAPE_TEXT, SHAPE_NULL, "Why it is not used.", NULL, NULL},
    {"crawlers", SHAPE_NUMBER, 0, "How many patterns it has.", NULL, NULL},
    {"crawlers_attribution", SHAPE_TEXT, SHAPE_NULL, "Of the program's own list.", NULL, NULL},
};
const struct shape device_rules_shape = SHAPE("device_rules", rules_fields);

static json_t *text_when(bool is_known, const char *text)
{
    return is_known ? json_out_text(str_from_c(text)) : json_null();
}

static void put_age(json_t *row, bool is_known)
{
    int64_t built_ms = 0;
    is_known = is_known && clock_parse(STR(OWN_BUILT), &built_ms) == OK;
    int64_t age_ms = clock_wall_ms() - built_ms;
    json_out_put(row, "built_at", is_known ? json_out_time(built_ms) : json_null());
    json_out_put(row, "age_days",
                 is_known ? json_integer(age_ms > 0 ? age_ms / (INT64_C(86400) * 1000) : 0)
                          : json_null());
}

static void put_crawlers(json_t *row, const struct devices_state *state)
{
    bool is_set = state->crawlers_path[0] != '\0', is_open = state->crawlers > 0;
    bool is_own = is_open && strstr(state->crawlers_path, OWN_CRAWLERS) != NULL;
    json_out_put(row, "crawlers_path", text_when(is_set, state->crawlers_path));
    json_out_put(row, "crawlers_reason", text_when(is_set && !is_open, state->crawlers_reason));
    json_out_put(row, "crawlers", json_out_number(state->crawlers));
    json_out_put(row, "crawlers_attribution", text_when(is_own, OWN_CRAWLERS_ATTRIBUTION));
}

json_t *device_state_json(const struct devices_state *state, bool is_own)
{
    bool is_set = state->path[0] != '\0', is_open = state->rules > 0;
    bool is_known = is_own && is_open;
    json_t *row = json_object();
    json_out_put(row, "path", text_when(is_set, state->path));
    json_out_put(row, "is_own", json_boolean(is_own && is_set));
    json_out_put(row, "is_open", json_boolean(is_open));
    json_out_put(row, "reason", text_when(is_set && !is_open, state->reason));
    json_out_put(row, "version", text_when(is_known, OWN_VERSION));
    put_age(row, is_known);
    json_out_put(row, "rules", json_out_number(state->rules));
    json_out_put(row, "bytes", json_out_number(state->bytes));
    json_out_put(row, "source", text_when(is_known, OWN_SOURCE));
    json_out_put(row, "attribution", text_when(is_known, OWN_ATTRIBUTION));
    json_out_put(row, "url", text_when(is_known, OWN_URL));
    json_out_put(row, "licence", text_when(is_known, OWN_LICENCE));
    put_crawlers(row, state);
    return row;
}

void device_state_warn(const json_t *state, json_t *warnings)
{
    const char *path = json_string_value(json_object_get(state, "path"));
    const char *reason = json_string_value(json_object_get(state, "reason"));
    const char *crawlers_path = json_string_value(json_object_get(state, "crawlers_path"));
    const char *crawlers_reason = json_string_value(json_object_get(state, "crawlers_reason"));
    if (crawlers_path != NULL && crawlers_reason != NULL)
        json_out_append(warnings, json_sprintf(say_text("The list of crawlers %s is not used: %s. "
                                                        "Crawlers count as people unless "
                                                        "something else tells (bots.crawlers)."),
                                               crawlers_path, crawlers_reason));
    if (path != NULL && reason != NULL)
        json_out_append(
            warnings, json_sprintf(say_text("The rules of user agents %s are not used: %s. Device, "
                                            "system and browser are unknown (device.rules)."),
                                   path, reason));
}
