/* routing - the tables of paths and rules, and what makes a route that visits can take. */
#include "model/routing.h"

#include <stdarg.h>

#include "model/condition.h"
#include "model/fault.h"
#include "model/routing_kind.h"

#define ITEMS_MAX      64 /* landers, and offers, of a path */
#define CONDITIONS_MAX 32
#define WEIGHT_MAX     10000

static const char *const status_words[] = {"active", "paused", NULL};
static const char *const match_words[] = {"all", "any", NULL};

static const struct field weighted_fields[] = {
    {.name = "id",
     .type = FIELD_ID,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct weighted_body, id),
     .help = "The offer or lander."},
    {.name = "weight",
     .type = FIELD_INTEGER,
     .offset = offsetof(struct weighted_body, weight),
     .fallback = "100",
     .max = WEIGHT_MAX,
     .help = "Its share of the path's visits, relative to the others; 0: none."},
};
static const struct schema weighted_schema = SCHEMA(weighted_fields, struct weighted_body);

static const struct field path_fields[] = {
    {.name = "name",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL,
     .offset = offsetof(struct path_body, name),
     .max = KIND_NAME_CHARS_MAX,
     .help = "What people call it."},
    {.name = "status",
     .type = FIELD_WORD,
     .offset = offsetof(struct path_body, status),
     .fallback = "\"active\"",
     .words = status_words,
     .help = "A paused path is never drawn."},
    {.name = "weight",
     .type = FIELD_INTEGER,
     .offset = offsetof(struct path_body, weight),
     .fallback = "100",
     .max = WEIGHT_MAX,
     .help = "Its share of the visits, relative to the others; 0: none."},
    {.name = "landers",
     .type = FIELD_OBJECTS,
     .offset = offsetof(struct path_body, landers),
     .fallback = "[]",
     .max = ITEMS_MAX,
     .schema = &weighted_schema,
     .help = "Pages before the offer; none: visits go straight to it."},
    {.name = "offers",
     .type = FIELD_OBJECTS,
     .offset = offsetof(struct path_body, offers),
     .fallback = "[]",
     .max = ITEMS_MAX,
     .schema = &weighted_schema,
     .help = "Where its visits go."},
    {.name = "url",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL,
     .offset = offsetof(struct path_body, url),
     .max = KIND_URL_CHARS_MAX,
     .help = "A plain address instead of offers, with macros."},
};
const struct schema routing_path_schema = SCHEMA(path_fields, struct path_body);

static const struct field rule_fields[] = {
    {.name = "name",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED | FIELD_TRIMMED,
     .offset = offsetof(struct rule_body, name),
     .min = 1,
     .max = KIND_NAME_CHARS_MAX,
     .help = "What people call it."},
    {.name = "status",
     .type = FIELD_WORD,
     .offset = offsetof(struct rule_body, status),
     .fallback = "\"active\"",
     .words = status_words,
     .help = "A paused rule takes no visit."},
    {.name = "match",
     .type = FIELD_WORD,
     .offset = offsetof(struct rule_body, match),
     .fallback = "\"all\"",
     .words = match_words,
     .help = "Whether all conditions must hold, or any one of them."},
    {.name = "conditions",
     .type = FIELD_OBJECTS,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct rule_body, conditions),
     .min = 1,
     .max = CONDITIONS_MAX,
     .schema = &condition_schema,
     .help = "What a visit must be like."},
    {.name = "paths",
     .type = FIELD_OBJECTS,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct rule_body, paths),
     .min = 1,
     .max = ROUTING_PATHS_MAX,
     .schema = &routing_path_schema,
     .help = "Where the rule's visits go, drawn by weight."},
};
const struct schema routing_rule_schema = SCHEMA(rule_fields, struct rule_body);

/* ------------------------------------------------------------------ check */

/* Where something stands: "rules[0].paths[1].offers". */
struct place {
    char text[KIND_FIELD_MAX];
};

static struct place place_of(const char *format, ...) PRINTF_LIKE(1, 2);

/* A place that does not fit is cut: it only serves a message. */
static struct place place_of(const char *format, ...)
{
    struct place place;
    va_list args;
    va_start(args, format);
    (void)vsnprintf(place.text, sizeof place.text, format, args);
    va_end(args);
    return place;
}

static enum err refuse_weights(struct check *check, const char *field)
{
    return fault_refuse(check->fault, field, "expected a weight above 0 for one at least");
}

/* What is used from a path exists, is not archived, and one of it can be drawn. */
static enum err check_items(struct check *check, enum entity entity, const struct list *items,
                            const char *list_field)
{
    int64_t sum = 0;
    size_t active = 0;
    for (size_t i = 0; i < items->count; i++) {
        const struct weighted_body *item = LIST_AT(*items, struct weighted_body, i);
        struct db_row row;
        struct place field = place_of("%s[%zu].id", list_field, i);
        enum err err = check_find(check, field.text, entity, item->id, &row);
        if (err != OK)
            return err;
        sum += item->weight;
        active += row.status == STATUS_ACTIVE && item->weight > 0;
    }
    if (items->count > 0 && sum == 0)
        return refuse_weights(check, list_field);
    if (items->count > 0 && active == 0)
        check_warn(check, list_field, "none of these is active: the path takes no visit");
    return OK;
}

/* The warning that the offer's own document carries, where the offer is used. */
static enum err warn_offers(struct check *check, const struct list *offers, const char *list_field)
{
    for (size_t i = 0; i < offers->count; i++) {
        uint64_t id = LIST_AT(*offers, struct weighted_body, i)->id;
        bool has_click_id = true;
        enum err err = offer_has_click_id(check, id, &has_click_id);
        if (err != OK)
            return err;
        struct place field = place_of("%s[%zu].id", list_field, i);
        if (!has_click_id)
            check_warn(check, field.text,
                       "offer %" PRIu64 " gets no click id: no conversion of it can be matched",
                       id);
    }
    return OK;
}

static enum err check_url(struct check *check, const struct path_body *body, const char *path)
{
    const struct macro_template *compiled;
    struct macro_fault warning;
    struct place offers = place_of("%s.offers", path);
    struct place landers = place_of("%s.landers", path);
    struct place url = place_of("%s.url", path);
    if (body->offers.count > 0)
        return fault_refuse(check->fault, offers.text, "a path has offers or a \"url\", not both");
    if (body->landers.count > 0)
        return fault_refuse(check->fault, landers.text, "a path with a \"url\" has no landers");
    enum err err = kind_compile(check->arena, check->fault, url.text, body->url, MACRO_IN_OFFER,
                                &compiled, &warning);
    if (err == OK && warning.reason[0] != '\0')
        check_warn(check, url.text, "%s", warning.reason);
    return err;
}

static enum err check_path(struct check *check, const struct path_body *body, const char *path)
{
    if (body->url.ptr != NULL)
        return check_url(check, body, path);
    struct place offers = place_of("%s.offers", path);
    struct place landers = place_of("%s.landers", path);
    if (body->offers.count == 0)
        return fault_refuse(check->fault, offers.text, "expected at least 1 offer, or a \"url\"");
    enum err err = check_items(check, ENTITY_LANDER, &body->landers, landers.text);
    if (err == OK)
        err = check_items(check, ENTITY_OFFER, &body->offers, offers.text);
    return err == OK ? warn_offers(check, &body->offers, offers.text) : err;
}

/* owner: "" or "rules[1]." */
static enum err check_paths(struct check *check, const struct list *paths, const char *owner)
{
    int64_t sum = 0;
    for (size_t i = 0; i < paths->count; i++) {
        const struct path_body *body = LIST_AT(*paths, struct path_body, i);
        struct place path = place_of("%spaths[%zu]", owner, i);
        enum err err = check_path(check, body, path.text);
        if (err != OK)
            return err;
        sum += body->status == 0 ? body->weight : 0;
    }
    struct place list_field = place_of("%spaths", owner);
    return sum > 0 ? OK
                   : fault_refuse(check->fault, list_field.text,
                                  "expected a weight above 0 for one active path at least");
}

static bool has_token(const struct source_body *source, struct str param)
{
    for (size_t i = 0; i < source->tokens.count; i++)
        if (str_is_equal(LIST_AT(source->tokens, struct token_body, i)->param, param))
            return true;
    return false;
}

static enum err check_condition(struct check *check, const struct condition_body *body,
                                const struct source_body *source, const char *path)
{
    enum err err = condition_check(check, body, CONDITION_OF_RULES, path);
    struct str param = condition_param(body);
    /* One that takes no visit may be paused or kept without it: its source may have lost it. */
    if (err != OK || param.ptr == NULL || source == NULL || has_token(source, param) ||
        !check->is_active)
        return err;
    struct place field = place_of("%s.field", path);
    return fault_refuse(check->fault, field.text,
                        "the source has no token with the parameter \"%.*s\"", STR_FMT(param));
}

static enum err check_rule(struct check *check, const struct rule_body *body,
                           const struct source_body *source, size_t number)
{
    for (size_t i = 0; i < body->conditions.count; i++) {
        const struct condition_body *condition =
            LIST_AT(body->conditions, struct condition_body, i);
        struct place path = place_of("rules[%zu].conditions[%zu]", number, i);
        enum err err = check_condition(check, condition, source, path.text);
        if (err != OK)
            return err;
    }
    struct place owner = place_of("rules[%zu].", number);
    return check_paths(check, &body->paths, owner.text);
}

/* What a path has that a page leaves no room for, as it stands where a lander would; NULL: none. */
static const char *find_before_offers(const struct path_body *path)
{
    if (path->landers.count > 0)
        return "landers";
    return path->url.ptr != NULL ? "url" : NULL;
}

/* owner: "" or "rules[1]." */
static enum err check_page_paths(struct check *check, const struct list *paths, const char *owner)
{
    char field[KIND_FIELD_MAX];
    for (size_t i = 0; i < paths->count; i++) {
        const char *found = find_before_offers(LIST_AT(*paths, struct path_body, i));
        if (found == NULL)
            continue;
        (void)snprintf(field, sizeof field, "%spaths[%zu].%s", owner, i, found);
        return fault_refuse(check->fault, field,
                            "a campaign of type direct has its page there: expected offers only");
    }
    return OK;
}

enum err routing_check_page(struct check *check, const struct routing_body *body)
{
    char owner[KIND_FIELD_MAX];
    enum err err = check_page_paths(check, &body->paths, "");
    for (size_t i = 0; err == OK && i < body->rules.count; i++) {
        (void)snprintf(owner, sizeof owner, "rules[%zu].", i);
        err = check_page_paths(check, &LIST_AT(body->rules, struct rule_body, i)->paths, owner);
    }
    return err;
}

enum err routing_check(struct check *check, const struct routing_body *body,
                       const struct source_body *source)
{
    if (body->paths.count == 0)
        return fault_refuse(check->fault, "paths",
                            "required: expected at least 1, for visits that no rule takes");
    enum err err = check_paths(check, &body->paths, "");
    for (size_t i = 0; err == OK && i < body->rules.count; i++)
        err = check_rule(check, LIST_AT(body->rules, struct rule_body, i), source, i);
    return err;
}

/* ------------------------------------------------------------------ build */

static enum err too_large(const struct build *build)
{
    return fault_refuse(build->fault, "paths", "the catalogue is too large");
}

static enum err build_landers(const struct build *build, const struct list *list, struct path *path)
{
    struct weighted_lander *landers =
        ARENA_ARRAY(build->arena, struct weighted_lander, list->count);
    if (landers == NULL)
        return too_large(build);
    for (size_t i = 0; i < list->count; i++) {
        const struct weighted_body *item = LIST_AT(*list, struct weighted_body, i);
        landers[i].lander = snapshot_find_lander(build->snapshot, item->id);
        landers[i].weight = (uint32_t)item->weight;
        if (landers[i].lander == NULL)
            return fault_refuse(build->fault, "paths", "there is no lander %" PRIu64, item->id);
    }
    path->landers = landers;
    path->lander_count = list->count;
    return OK;
}

static enum err build_offers(const struct build *build, const struct list *list, struct path *path)
{
    struct weighted_offer *offers = ARENA_ARRAY(build->arena, struct weighted_offer, list->count);
    if (offers == NULL)
        return too_large(build);
    for (size_t i = 0; i < list->count; i++) {
        const struct weighted_body *item = LIST_AT(*list, struct weighted_body, i);
        offers[i].offer = snapshot_find_offer(build->snapshot, item->id);
        offers[i].weight = (uint32_t)item->weight;
        if (offers[i].offer == NULL)
            return fault_refuse(build->fault, "paths", "there is no offer %" PRIu64, item->id);
    }
    path->offers = offers;
    path->offer_count = list->count;
    return OK;
}

static enum err build_path(const struct build *build, const struct path_body *body,
                           struct path *path)
{
    struct macro_fault warning;
    path->name = body->name;
    path->is_paused = body->status == 1;
    path->weight = (uint32_t)body->weight;
    if (body->url.ptr != NULL)
        return kind_compile(build->arena, build->fault, "paths", body->url, MACRO_IN_OFFER,
                            &path->url, &warning);
    enum err err = build_landers(build, &body->landers, path);
    return err == OK ? build_offers(build, &body->offers, path) : err;
}

static enum err build_paths(const struct build *build, const struct list *list,
                            const struct path **paths, size_t *count)
{
    struct path *built = ARENA_ARRAY(build->arena, struct path, list->count);
    if (built == NULL)
        return too_large(build);
    for (size_t i = 0; i < list->count; i++) {
        enum err err = build_path(build, LIST_AT(*list, struct path_body, i), &built[i]);
        if (err != OK)
            return err;
    }
    *paths = built;
    *count = list->count;
    return OK;
}

static enum err build_rule(const struct build *build, const struct rule_body *body,
                           struct rule *rule)
{
    struct condition *conditions =
        ARENA_ARRAY(build->arena, struct condition, body->conditions.count);
    if (conditions == NULL)
        return too_large(build);
    rule->name = body->name;
    rule->is_paused = body->status == 1;
    rule->is_any = body->match == 1;
    rule->conditions = conditions;
    rule->condition_count = body->conditions.count;
    for (size_t i = 0; i < body->conditions.count; i++) {
        enum err err = condition_build(build, LIST_AT(body->conditions, struct condition_body, i),
                                       &conditions[i]);
        if (err != OK)
            return err;
    }
    return build_paths(build, &body->paths, &rule->paths, &rule->path_count);
}

static bool asks(const struct rule *rules, size_t count, enum condition_field field)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < rules[i].condition_count; j++)
            if (rules[i].conditions[j].field == field)
                return true;
    return false;
}

enum err routing_build(const struct build *build, const struct routing_body *body,
                       struct routing *routing)
{
    struct rule *rules = ARENA_ARRAY(build->arena, struct rule, body->rules.count);
    if (rules == NULL)
        return too_large(build);
    for (size_t i = 0; i < body->rules.count; i++) {
        enum err err = build_rule(build, LIST_AT(body->rules, struct rule_body, i), &rules[i]);
        if (err != OK)
            return err;
    }
    routing->rules = rules;
    routing->rule_count = body->rules.count;
    routing->asks_url = asks(rules, body->rules.count, CONDITION_URL);
    return build_paths(build, &body->paths, &routing->paths, &routing->path_count);
}
