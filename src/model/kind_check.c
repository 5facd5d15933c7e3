/* kind_check - what every kind's bodies must be: their currencies are known. */
#include "base/currency.h"
#include "model/db_rates.h"
#include "model/fault.h"
#include "model/kind.h"

static enum err note_rate(void *context, const struct db_rate *rate)
{
    (void)rate;
    *(bool *)context = true;
    return OK;
}

/* Of ISO 4217, or one that rates were given for. */
static enum err check_code(const struct check *check, const char *field, struct str code)
{
    bool is_known = currency_find(code).ptr != NULL;
    enum err err = OK;
    if (!is_known)
        err = db_list_rates(check->db, INT64_MAX, code, 1, note_rate, &is_known);
    if (err != OK || is_known)
        return err;
    return fault_refuse(check->fault, field,
                        "%.*s is no currency of ISO 4217, and no exchange rates are known for it",
                        STR_FMT(code));
}

static enum err check_currencies(const struct check *check, const struct schema *schema,
                                 const char *body, const char *path);

static enum err check_field(const struct check *check, const struct field *field, const char *at,
                            const char *path)
{
    char here[KIND_FIELD_MAX], item[KIND_FIELD_MAX];
    enum err err = OK;
    (void)snprintf(here, sizeof here, "%s%s%s", path, path[0] != '\0' ? "." : "", field->name);
    if (field->type == FIELD_CURRENCY) {
        struct str code = *(const struct str *)(const void *)at;
        return code.ptr != NULL ? check_code(check, here, code) : OK;
    }
    if (field->type == FIELD_OBJECT) {
        const char *nested = *(const char *const *)(const void *)at;
        return nested != NULL ? check_currencies(check, field->schema, nested, here) : OK;
    }
    if (field->type != FIELD_OBJECTS)
        return OK;
    struct list list = *(const struct list *)(const void *)at;
    for (size_t i = 0; i < list.count && err == OK; i++) {
        (void)snprintf(item, sizeof item, "%.*s[%zu]", KIND_FIELD_MAX - 24, here, i);
        err = check_currencies(check, field->schema,
                               (const char *)list.items + i * field->schema->bytes, item);
    }
    return err;
}

/* At most SCHEMA_DEPTH_MAX deep, as schemas are. */
static enum err check_currencies(const struct check *check, const struct schema *schema,
                                 const char *body, const char *path)
{
    enum err err = OK;
    for (size_t i = 0; i < schema->count && err == OK; i++)
        err = check_field(check, &schema->fields[i], body + schema->fields[i].offset, path);
    return err;
}

enum err kind_check(const struct kind *kind, struct check *check, void *body)
{
    enum err err = check_currencies(check, kind->schema, body, "");
    return err == OK ? kind->check(check, body) : err;
}
