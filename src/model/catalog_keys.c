/* catalog_keys - the keys that programs ask with: only their hashes are kept. Any thread. */
#include "model/call.h"

#include "base/clock.h"
#include "model/account.h"

/* ["read","offers:write"] of "read,offers:write"; NULL when absent. */
static json_t *scopes_of(struct str text)
{
    struct str piece;
    json_t *list = text.ptr != NULL ? json_array() : NULL;
    while (str_take_piece(&text, ',', &piece)) {
        json_t *scope = json_stringn(piece.ptr, piece.len);
        /* What is no UTF-8 is refused with the rest. */
        CHECK(json_array_append_new(list, scope != NULL ? scope : json_null()) == 0);
    }
    return list;
}

enum err catalog_create_key(struct catalog *catalog, struct str name, struct str scopes,
                            char text[CATALOG_KEY_TEXT_MAX], struct model_fault *fault)
{
    const struct scope scope = scope_of_all("cli");
    json_auto_t *input = json_object();
    json_auto_t *document = NULL;
    json_auto_t *warnings = NULL;
    json_t *list = scopes_of(scopes);
    uint64_t version;
    json_t *given = json_stringn(name.ptr, name.len);
    CHECK(json_object_set_new(input, "name", given != NULL ? given : json_null()) == 0);
    if (list != NULL)
        CHECK(json_object_set_new(input, "scopes", list) == 0);
    enum err err =
        catalog_create(catalog, ENTITY_KEY, input, &scope, &document, &warnings, &version, fault);
    if (err != OK)
        return err;
    uint64_t id = (uint64_t)json_integer_value(json_object_get(document, "id"));
    return account_issue_key(catalog, id, clock_wall_ms(), text);
}
