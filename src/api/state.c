#include "api/state.h"

#include "api/bidders.h"
#include "api/json_out.h"
#include "base/clock.h"
#include "base/log.h"
#include "model/config.h"
#include "model/kind.h"

static const struct shape_field user_fields[] = {
    {"has_password", SHAPE_BOOL, 0, "Whether they have set one.", NULL, NULL},
    {"invited_until", SHAPE_TIME, SHAPE_NULL, "When their open link ends.", NULL, NULL},
};
static const struct shape user_shape = SHAPE("user_state", user_fields);

static const struct shape_field key_fields[] = {
    {"last_used_at", SHAPE_TIME, SHAPE_NULL, "To a minute.", NULL, NULL},
    {"key", SHAPE_TEXT, SHAPE_OPTIONAL, "The key itself: only in the answer that makes it.", NULL,
     NULL},
};
static const struct shape key_shape = SHAPE("key_state", key_fields);

const struct shape *state_shape(enum entity entity)
{
    if (entity == ENTITY_BIDDER)
        return &bidder_state_shape;
    if (entity == ENTITY_ADCAMPAIGN)
        return &bidder_adcampaign_shape;
    return entity == ENTITY_USER ? &user_shape : entity == ENTITY_KEY ? &key_shape : NULL;
}

/* Cuts the value off the parameter that ends a link. */
static void cut_links(json_t *document, const char *param)
{
    json_t *links = json_object_get(document, "links");
    const char *name;
    json_t *link;
    void *next;

    json_object_foreach_safe(links, next, name, link)
    {
        const char *text = json_string_value(link);
        const char *at = text != NULL ? strstr(text, param) : NULL;
        if (at != NULL)
            json_out_put(
                links, name,
                json_sprintf("%.*s%s", (int)(at - text) + (int)strlen(param), text, CONFIG_MASK));
    }
}

/* Whether the caller may write there in that area, and so know its secrets. */
static bool may_know(const struct call *call, const json_t *document, enum area area)
{
    json_int_t id = json_integer_value(json_object_get(document, "workspace_id"));

    return call->rights.of[area] == LEVEL_WRITE &&
           workspace_set_has(&call->scope.writes, (uint64_t)id);
}

void state_put(const struct call *call, json_t *document)
{
    bool is_bidders = call->entity == ENTITY_BIDDER || call->entity == ENTITY_ADCAMPAIGN;
    if (is_bidders && bidders_put_state(call, document) != OK)
        log_warning("api", "the state of a bidder could not be read");
    if (!is_bidders && state_shape(call->entity) != NULL &&
        account_put_state(call->api->options.catalog, call->entity, document, clock_wall_ms()) !=
            OK)
        log_warning("api", "the state of an account could not be read");
    config_hide(kind_of(call->entity)->schema, document);
    if (!may_know(call, document, AREA_NETWORKS)) {
        if (call->entity == ENTITY_NETWORK)
            config_mask(kind_of(call->entity)->schema, document);
        cut_links(document, "&key=");
    }
    if (!may_know(call, document, AREA_GOALS))
        cut_links(document, "&skey=");
}

void state_issue_key(struct call *call, json_t *document)
{
    char text[CATALOG_KEY_TEXT_MAX];
    uint64_t id = (uint64_t)json_integer_value(json_object_get(document, "id"));

    if (account_issue_key(call->api->options.catalog, id, clock_wall_ms(), text) != OK)
        call_refuse(call, 503, "", "The key was made, but not its text: revoke it, and try again.");
    else
        json_out_put(document, "key", json_string(text));
}
