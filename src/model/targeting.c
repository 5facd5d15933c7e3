#include "model/targeting.h"

#include "base/num.h"
#include "base/say.h"
#include "model/condition.h"
#include "model/fault.h"

/* Whether the catalogue has each of the sites or zones: archived ones are no mistake. */
static enum err check_ids(struct check *check, enum entity entity,
                          const struct condition_body *body, const char *path)
{
    for (size_t i = 0; i < body->values.count; i++) {
        char field[KIND_FIELD_MAX];
        struct db_row row;
        uint64_t id;
        struct str text = *LIST_AT(body->values, struct str, i);
        if (num_parse_u64(text, UINT32_MAX, &id) != OK) /* "unknown" */
            continue;
        (void)snprintf(field, sizeof field, "%s.values[%zu]", path, i);
        enum err err = db_find(check->db, entity, id, check->arena, &row);
        if (err == ERR_NOT_FOUND || (err == OK && row.workspace_id != check->workspace_id))
            return fault_refuse(check->fault, field, "there is no %s %" PRIu64,
                                say_text(kind_of(entity)->word), id);
        if (err != OK)
            return err;
    }
    return OK;
}

enum err targeting_check(struct check *check, const struct list *conditions)
{
    for (size_t i = 0; i < conditions->count; i++) {
        const struct condition_body *body = LIST_AT(*conditions, struct condition_body, i);
        char path[KIND_FIELD_MAX / 2];
        (void)snprintf(path, sizeof path, "targeting[%zu]", i);
        enum err err = condition_check(check, body, CONDITION_OF_ADS, path);
        if (err == OK && str_is_equal(body->field, STR("site")))
            err = check_ids(check, ENTITY_SITE, body, path);
        if (err == OK && str_is_equal(body->field, STR("zone")))
            err = check_ids(check, ENTITY_ZONE, body, path);
        if (err != OK)
            return err;
    }
    return OK;
}

enum err targeting_build(const struct build *build, const struct list *conditions,
                         struct rule *targeting)
{
    struct condition *built = ARENA_ARRAY(build->arena, struct condition, conditions->count);
    if (built == NULL)
        return fault_refuse(build->fault, "targeting", "the catalogue is too large");
    for (size_t i = 0; i < conditions->count; i++) {
        enum err err =
            condition_build(build, LIST_AT(*conditions, struct condition_body, i), &built[i]);
        if (err != OK)
            return err;
    }
    targeting->conditions = built;
    targeting->condition_count = conditions->count;
    return OK;
}
