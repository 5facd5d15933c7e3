/* profile - what a person changes of themselves, whatever their role: the name that others see in
 * the history. Address, role and workspaces are an owner's to give. */
#include "api/internal.h"

static const struct shape_field profile_fields[] = {
    {"name", SHAPE_TEXT, 0, "What others see.", NULL, NULL},
};
const struct shape profile_shape =
    SHAPE_OF_BODY("profile", profile_fields, "{\"name\":\"Olga Petrova\"}");

void profile_update(struct call *call)
{
    struct catalog *catalog = call->api->options.catalog;
    struct account_user *user = ARENA_NEW(call->arena, struct account_user);
    struct scope account = scope_of_all(call->actor); /* a user stands in no workspace */
    char hash[ACCOUNT_PASSWORD_MAX];
    struct model_fault fault = {0};
    json_t *document = NULL, *warnings = NULL;
    uint64_t version = 0;

    CHECK(user != NULL);
    call_check_fields(call, &profile_shape);
    if (!call->is_answered && call->user == NULL)
        call_refuse(call, 403, "", "A key has no profile.");
    if (call->is_answered)
        return;
    struct str id = arena_format(call->arena, "%" PRIu64, call->user->id);
    enum err err = catalog_update(catalog, ENTITY_USER, id, call->body, &account, &document,
                                  &warnings, &version, &fault);
    json_decref(document);
    json_decref(warnings);
    if (err != OK)
        call_refuse_model(call, err, &fault);
    else if (account_get_user(catalog, call->user->id, user, hash) != OK)
        call_refuse(call, 503, "", "The catalogue could not be read.");
    else
        call_answer(call, 200, session_user_json(user));
}
