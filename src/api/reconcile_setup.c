#include "api/reconcile.h"

#include "api/json_out.h"

#define GOALS_MAX 256
#define PAGE_ROWS 1000
#define KEY_BYTES 16

struct led {
    uint64_t variation_id, campaign_id;
};
struct keyed {
    char key[KEY_BYTES];
    uint64_t campaign_id;
};

struct reconcile_setup {
    struct call *call;
    uint64_t source_id;
    char goals[GOALS_MAX][RECONCILE_GOAL_MAX + 1];
    size_t goal_count;
    struct keyed *campaigns;
    size_t campaign_count, campaign_cap;
    struct led *variations;
    size_t variation_count, variation_cap;
};

/* ------------------------------------------------------------------ goals */

void reconcile_goal_of(struct str url, char goal[RECONCILE_GOAL_MAX + 1])
{
    struct str rest = url, piece;
    ptrdiff_t begin = str_find(url, STR("?"));

    goal[0] = '\0';
    rest = begin < 0 ? STR_NONE : str_slice(url, (size_t)begin + 1, url.len);
    while (rest.len > 0 && str_take_piece(&rest, '&', &piece)) {
        if (!str_has_prefix(piece, STR("goal=")))
            continue;
        struct str value = str_slice(piece, 5, piece.len);
        size_t len = value.len < RECONCILE_GOAL_MAX ? value.len : RECONCILE_GOAL_MAX;
        for (size_t i = 0; i < len; i++) {
            char c = value.ptr[i];
            bool is_plain = (unsigned char)c > ' ' && (unsigned char)c < 0x7f;
            goal[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : is_plain ? c : '?';
        }
        goal[len] = '\0';
        return;
    }
}

static void add_goal(struct reconcile_setup *setup, const json_t *url)
{
    char goal[RECONCILE_GOAL_MAX + 1];

    if (!json_is_string(url))
        return;
    reconcile_goal_of(str_from_c(json_string_value(url)), goal);
    if (goal[0] == '\0' || reconcile_setup_has_goal(setup, str_from_c(goal)) ||
        setup->goal_count == GOALS_MAX)
        return;
    memcpy(setup->goals[setup->goal_count++], goal, sizeof(goal));
}

/* Of the source's postback, or a campaign's own. */
static void add_goals(struct reconcile_setup *setup, const json_t *document)
{
    json_t *postback = json_object_get(document, "postback");
    const char *status;
    json_t *url;

    add_goal(setup, json_object_get(postback, "url"));
    json_object_foreach(json_object_get(postback, "status_urls"), status, url) add_goal(setup, url);
}

bool reconcile_setup_has_goal(const struct reconcile_setup *setup, struct str goal_id)
{
    for (size_t i = 0; i < setup->goal_count; i++)
        if (str_is_equal(goal_id, str_from_c(setup->goals[i])))
            return true;
    return false;
}

struct str reconcile_setup_goal_named(const struct reconcile_setup *setup, struct names *names,
                                      struct str name)
{
    for (size_t i = 0; i < setup->goal_count; i++) {
        const json_t *goal = names_find(names, ENTITY_GOAL, str_from_c(setup->goals[i]));
        if (goal != NULL && str_is_equal_nocase(json_text_at(goal, "name"), name))
            return str_from_c(setup->goals[i]);
    }
    return STR_NONE;
}

/* ------------------------------------------------------------------ campaigns and variations */

/* Room for one more; the arena keeps what it outgrows. */
static void *grow(struct arena *arena, void *list, size_t count, size_t *cap, size_t bytes)
{
    if (count < *cap)
        return list;
    size_t wanted = *cap == 0 ? 64 : *cap * 2;
    void *larger = arena_alloc(arena, wanted * bytes);
    CHECK(larger != NULL); /* of a scratch that holds a page of any log */
    if (count > 0)
        memcpy(larger, list, count * bytes);
    *cap = wanted;
    return larger;
}

static void take_campaign(struct reconcile_setup *setup, const json_t *document)
{
    const char *key = json_string_value(json_object_get(document, "key"));

    if ((uint64_t)json_integer_value(json_object_get(document, "source_id")) != setup->source_id)
        return;
    add_goals(setup, document);
    if (key == NULL || strlen(key) >= KEY_BYTES)
        return;
    setup->campaigns = grow(setup->call->arena, setup->campaigns, setup->campaign_count,
                            &setup->campaign_cap, sizeof(*setup->campaigns));
    struct keyed *campaign = &setup->campaigns[setup->campaign_count++];
    (void)snprintf(campaign->key, sizeof(campaign->key), "%s", key);
    campaign->campaign_id = (uint64_t)json_integer_value(json_object_get(document, "id"));
}

/* What stands between the host and the query: of a campaign URL, its key. */
static struct str path_of(struct str url)
{
    ptrdiff_t scheme = str_find(url, STR("://"));
    if (scheme < 0)
        return STR("");
    struct str rest = str_slice(url, (size_t)scheme + 3, url.len);
    ptrdiff_t slash = str_find(rest, STR("/"));
    if (slash < 0)
        return STR("");
    rest = str_slice(rest, (size_t)slash + 1, rest.len);
    size_t len = 0;
    while (len < rest.len && rest.ptr[len] != '?' && rest.ptr[len] != '#')
        len++;
    return str_slice(rest, 0, len);
}

/* The place of the campaign that a URL of a variation leads to, or campaign_count. */
static size_t find_led(const struct reconcile_setup *setup, const json_t *url)
{
    struct str path = url != NULL ? path_of(str_from_c(json_string_value(url))) : STR("");
    size_t i = 0;

    while (i < setup->campaign_count && !str_is_equal(path, str_from_c(setup->campaigns[i].key)))
        i++;
    return i;
}

/* A group of landing pages belongs to the first campaign that one of them leads to. */
static void take_variation(struct reconcile_setup *setup, const json_t *document)
{
    const json_t *pages = json_object_get(document, "landing_pages");
    size_t at = setup->campaign_count;

    if (json_is_string(json_object_get(document, "url")))
        at = find_led(setup, json_object_get(document, "url"));
    for (size_t i = 0; at == setup->campaign_count && i < json_array_size(pages); i++)
        at = find_led(setup, json_object_get(json_array_get(pages, i), "url"));
    if (at == setup->campaign_count)
        return;
    setup->variations = grow(setup->call->arena, setup->variations, setup->variation_count,
                             &setup->variation_cap, sizeof(*setup->variations));
    setup->variations[setup->variation_count++] =
        (struct led){(uint64_t)json_integer_value(json_object_get(document, "id")),
                     setup->campaigns[at].campaign_id};
}

uint64_t reconcile_setup_campaign(const struct reconcile_setup *setup, uint64_t variation_id)
{
    for (size_t i = 0; i < setup->variation_count; i++)
        if (setup->variations[i].variation_id == variation_id)
            return setup->variations[i].campaign_id;
    return 0;
}

/* ------------------------------------------------------------------ the catalogue */

static bool read_all(struct reconcile_setup *setup, enum entity entity,
                     void (*take)(struct reconcile_setup *setup, const json_t *document))
{
    struct call *call = setup->call;
    struct catalog_query query = {.status = STR("all"), .limit = PAGE_ROWS};

    do {
        json_t *rows = NULL, *row;
        struct str next = STR_NONE;
        size_t i;
        if (catalog_list(call->api->options.catalog, entity, &query, &call->scope, call->arena,
                         &rows, &next) != OK) {
            call_refuse(call, 503, "", "The catalogue could not be read.");
            return false;
        }
        json_array_foreach(rows, i, row) take(setup, row);
        json_decref(rows);
        query.cursor = next;
    } while (query.cursor.ptr != NULL);
    return true;
}

struct reconcile_setup *reconcile_setup_make(struct call *call, uint64_t source_id,
                                             const json_t *source)
{
    struct reconcile_setup *setup = ARENA_NEW(call->arena, struct reconcile_setup);

    CHECK(setup != NULL);
    setup->call = call;
    setup->source_id = source_id;
    add_goals(setup, source);
    bool is_read = read_all(setup, ENTITY_CAMPAIGN, take_campaign) &&
                   read_all(setup, ENTITY_VARIATION, take_variation);
    return is_read ? setup : NULL;
}
