#include "api/names.h"

#include "api/json_out.h"
#include "base/buf.h"

void names_init(struct names *names, struct catalog *catalog, const struct scope *scope)
{
    names->catalog = catalog;
    names->scope = scope;
    names->count = 0;
    names->oldest = 0;
}

void names_fini(struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        json_decref(names->known[i].document);
    names->count = 0;
}

static struct name *place_for(struct names *names)
{
    if (names->count < NAMES_MAX)
        return &names->known[names->count++];
    struct name *name = &names->known[names->oldest];
    names->oldest = (names->oldest + 1) % NAMES_MAX;
    json_decref(name->document);
    return name;
}

const json_t *names_find(struct names *names, enum entity entity, struct str id)
{
    json_t *document = NULL;

    if (id.len == 0 || id.len >= NAMES_ID_BYTES)
        return NULL;
    for (size_t i = 0; i < names->count; i++) {
        const struct name *name = &names->known[i];
        if (name->entity == entity && str_is_equal(str_from_c(name->id), id))
            return name->document;
    }
    if (catalog_get(names->catalog, entity, id, names->scope, &document) != OK)
        document = NULL; /* a log is shown without the name rather than not at all */
    struct name *name = place_for(names);
    name->entity = entity;
    memcpy(name->id, id.ptr, id.len);
    name->id[id.len] = '\0';
    name->document = document;
    return document;
}

static json_t *named(json_t *id, const json_t *document)
{
    json_t *object = json_object();
    json_t *name = json_object_get(document, "name");

    json_out_put(object, "id", id);
    json_out_put(object, "name", name != NULL ? json_incref(name) : json_null());
    return object;
}

const json_t *names_find_number(struct names *names, enum entity entity, uint64_t id)
{
    char memory[NAMES_ID_BYTES];
    struct buf buf = buf_from_memory(memory, sizeof(memory));

    buf_write_u64(&buf, id);
    return names_find(names, entity, buf_str(&buf));
}

json_t *names_of_number(struct names *names, enum entity entity, uint64_t id)
{
    if (id == 0)
        return json_null();
    return named(json_out_number(id), names_find_number(names, entity, id));
}

static json_t *named_with_host(json_t *object, const json_t *site)
{
    const json_t *hostname = json_object_get(site, "hostname");

    json_out_put(object, "hostname",
                 hostname != NULL ? json_incref((json_t *)(uintptr_t)hostname) : json_null());
    return object;
}

json_t *names_of_site(struct names *names, uint64_t id)
{
    if (id == 0)
        return json_null();
    const json_t *site = names_find_number(names, ENTITY_SITE, id);

    return named_with_host(named(json_out_number(id), site), site);
}

json_t *names_of_zone(struct names *names, uint64_t id)
{
    if (id == 0)
        return json_null();
    const json_t *zone = names_find_number(names, ENTITY_ZONE, id);
    json_t *object = named(json_out_number(id), zone);
    json_int_t site_id = json_integer_value(json_object_get(zone, "site_id"));

    return named_with_host(
        object, site_id > 0 ? names_find_number(names, ENTITY_SITE, (uint64_t)site_id) : NULL);
}

json_t *names_of_text(struct names *names, enum entity entity, struct str id)
{
    if (id.ptr == NULL)
        return json_null();
    return named(json_out_text(id), names_find(names, entity, id));
}
