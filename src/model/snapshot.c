/* snapshot - loading and finding. Every kind is read by the parser that checked it, what others
 * refer to first. Owner while it loads: one thread; then nobody writes but the count of references.
 * At most ARENA_BYTES_MAX. */
#include "model/snapshot.h"

#include <sodium.h>
#include <stdatomic.h>

#include "base/log.h"
#include "model/index.h"
#include "model/kind.h"
#include "model/settings.h"
#include "model/zones.h"

#define HOST_BYTES_MAX  253
#define ARENA_BYTES_MAX ((size_t)1 << 30)

struct snapshot {
    atomic_size_t references;
    uint64_t version;
    struct arena *arena;
    struct built_pattern *patterns;
    struct zones *zones;
    struct index by_id[ENTITY_COUNT];                 /* goals and workspaces have none */
    struct workspace *workspaces[WORKSPACES_MAX + 1]; /* by id */
    struct index campaigns_by_key;
    struct index goals_by_id;
    struct index domains_by_name; /* those in use */
    const struct rates *rates;
    unsigned char hash_key[crypto_shorthash_KEYBYTES]; /* strangers choose the keys that are looked
                                                          up: they must not choose the slots */
};

static uint64_t hash_text(const struct snapshot *snapshot, struct str text)
{
    unsigned char bytes[crypto_shorthash_BYTES];
    uint64_t number;
    _Static_assert(sizeof bytes == sizeof number, "a hash is a number");
    (void)crypto_shorthash(bytes, (const unsigned char *)text.ptr, text.len, snapshot->hash_key);
    memcpy(&number, bytes, sizeof number);
    return number;
}

/* ------------------------------------------------------------------ loading */

struct loading {
    struct snapshot *snapshot;
    enum entity entity;
};

static enum err add_domain(struct snapshot *snapshot, const struct domain *domain)
{
    if (domain->status != STATUS_ACTIVE)
        return OK;
    return index_add(&snapshot->domains_by_name, snapshot->arena, hash_text(snapshot, domain->name),
                     domain->name, domain);
}

static enum err add_goal(struct snapshot *snapshot, const struct goal *goal)
{
    struct workspace *workspace = snapshot->workspaces[goal->workspace_id];
    struct str id = str_from_c(goal->id);
    if (goal->status != STATUS_ARCHIVED && goal->window_ms > workspace->goal_window_ms)
        workspace->goal_window_ms = goal->window_ms;
    return index_add(&snapshot->goals_by_id, snapshot->arena, hash_text(snapshot, id), id, goal);
}

static enum err add_item(struct snapshot *snapshot, enum entity entity, uint64_t id, void *item)
{
    if (entity == ENTITY_WORKSPACE) {
        if (id > WORKSPACES_MAX)
            return ERR_INVALID;
        snapshot->workspaces[id] = item;
        return OK;
    }
    if (entity == ENTITY_GOAL)
        return add_goal(snapshot, item);
    enum err err = index_add(&snapshot->by_id[entity], snapshot->arena, index_number_of_id(id),
                             STR_NONE, item);
    if (err == OK && entity == ENTITY_DOMAIN)
        return add_domain(snapshot, item);
    if (err != OK || entity != ENTITY_CAMPAIGN)
        return err;
    struct str key = str_from_c(((const struct campaign *)item)->key);
    return index_add(&snapshot->campaigns_by_key, snapshot->arena, hash_text(snapshot, key), key,
                     item);
}

static enum err load_row(void *context, const struct db_row *row)
{
    const struct loading *loading = context;
    struct snapshot *snapshot = loading->snapshot;
    const struct kind *kind = kind_of(loading->entity);
    struct model_fault fault = {0};
    const void *body;
    void *item = arena_alloc(snapshot->arena, kind->item_bytes);
    const struct build build = {.arena = snapshot->arena,
                                .snapshot = snapshot,
                                .patterns = &snapshot->patterns,
                                .zones = &snapshot->zones,
                                .row = row,
                                .fault = &fault};
    enum err err = item == NULL ? ERR_FULL : OK;
    if (err == OK)
        err = kind_read_body(loading->entity, row->body, snapshot->arena, &fault, &body);
    if (err == OK)
        err = kind->build(&build, body, item);
    if (err == OK)
        err = add_item(snapshot, loading->entity, row->id, item);
    if (err != OK)
        log_error("catalog", "cannot load %s id=%" PRIu64 " field=%s reason=\"%s\"", kind->word,
                  row->id, fault.field, err == ERR_FULL ? "too large" : fault.message);
    return err == OK ? OK : ERR_INVALID;
}

/* What the workspaces say about their conversions. */
static enum err load_settings(struct snapshot *snapshot, struct db *db)
{
    enum err err = OK;
    for (size_t i = 0; err == OK && i <= WORKSPACES_MAX; i++) {
        struct workspace *workspace = snapshot->workspaces[i];
        if (workspace == NULL)
            continue;
        struct model_fault fault = {0};
        struct str body = STR_NONE;
        err = db_find_settings(db, workspace->id, snapshot->arena, &body);
        if (err == OK)
            err = settings_build(snapshot->arena, body, &snapshot->patterns, &workspace->settings,
                                 &fault);
        if (err != OK)
            log_error("catalog",
                      "cannot load settings workspace=%" PRIu64 " field=%s reason=\"%s\"",
                      workspace->id, fault.field, err == ERR_FULL ? "too large" : fault.message);
    }
    return err;
}

/* What stands in for an offer may have a higher id than it. */
static void link_fallbacks(struct snapshot *snapshot)
{
    const struct index *offers = &snapshot->by_id[ENTITY_OFFER];
    for (size_t i = 0; offers->slots != NULL && i < (size_t)1 << offers->bits; i++) {
        /* While it loads, the snapshot's items are still its own to change. */
        struct offer *offer = (struct offer *)(uintptr_t)offers->slots[i].item;
        if (offer != NULL && offer->fallback_id != 0)
            offer->fallback = snapshot_find_offer(snapshot, offer->fallback_id);
    }
}

/* The list that a variation stands in; NULL: in none. */
static struct ad_list *list_of(struct snapshot *snapshot, const struct variation *variation)
{
    bool is_active = variation != NULL && variation->status == STATUS_ACTIVE &&
                     variation->adcampaign->status == STATUS_ACTIVE;
    return is_active
               ? &snapshot->workspaces[variation->workspace_id]->ads[variation->creative.format]
               : NULL;
}

static int compare_ads(const void *left, const void *right)
{
    const struct variation *a = *(const struct variation *const *)left;
    const struct variation *b = *(const struct variation *const *)right;
    uint64_t x = a->adcampaign->id, y = b->adcampaign->id;
    if (x == y) {
        x = a->id;
        y = b->id;
    }
    return (x > y) - (x < y);
}

static const struct variation *variation_at(const struct index *index, size_t slot)
{
    return index->slots[slot].item;
}

/* What zones choose from. */
static enum err link_ads(struct snapshot *snapshot)
{
    const struct index *all = &snapshot->by_id[ENTITY_VARIATION];
    size_t slots = all->slots != NULL ? (size_t)1 << all->bits : 0;
    for (size_t i = 0; i < slots; i++) {
        struct ad_list *list = list_of(snapshot, variation_at(all, i));
        if (list != NULL)
            list->count++;
    }
    for (size_t i = 0; i < slots; i++) {
        struct ad_list *list = list_of(snapshot, variation_at(all, i));
        if (list == NULL || list->variations != NULL)
            continue;
        list->variations = ARENA_ARRAY(snapshot->arena, const struct variation *, list->count);
        if (list->variations == NULL)
            return ERR_FULL;
        list->count = 0;
        for (size_t j = i; j < slots; j++)
            if (list_of(snapshot, variation_at(all, j)) == list)
                list->variations[list->count++] = variation_at(all, j);
        qsort((void *)list->variations, list->count, sizeof(*list->variations), compare_ads);
    }
    return OK;
}

static enum err load_all(struct snapshot *snapshot, struct db *db)
{
    static const enum entity order[] = {
        ENTITY_WORKSPACE, ENTITY_DOMAIN, ENTITY_SOURCE,   ENTITY_NETWORK,    ENTITY_OFFER,
        ENTITY_LANDER,    ENTITY_FLOW,   ENTITY_CAMPAIGN, ENTITY_ADCAMPAIGN, ENTITY_VARIATION,
        ENTITY_GOAL,      ENTITY_BIDDER, ENTITY_SITE,     ENTITY_ZONE};
    enum err err = db_version(db, &snapshot->version);
    if (err == OK)
        err = rates_load(db, snapshot->arena, &snapshot->rates);
    for (size_t i = 0; err == OK && i < ARRAY_LEN(order); i++) {
        struct loading loading = {snapshot, order[i]};
        err = db_scan(db, order[i], load_row, &loading);
        if (err == OK && order[i] == ENTITY_OFFER)
            link_fallbacks(snapshot);
        if (err == OK && order[i] == ENTITY_VARIATION)
            err = link_ads(snapshot);
    }
    return err == OK ? load_settings(snapshot, db) : err;
}

enum err snapshot_load(const char *dir, struct snapshot **loaded)
{
    struct db *db = NULL;
    if (sodium_init() < 0)
        return ERR_IO;
    enum err err = db_open(dir, &db);
    if (err != OK)
        return err;
    struct snapshot *snapshot = heap_make(1, sizeof *snapshot);
    atomic_init(&snapshot->references, 1);
    snapshot->arena = arena_make(ARENA_BYTES_MAX);
    randombytes_buf(snapshot->hash_key, sizeof snapshot->hash_key);
    err = db_begin_read(db); /* one picture, whatever is written meanwhile */
    if (err == OK)
        err = load_all(snapshot, db);
    db_rollback(db);
    db_close(db);
    if (err != OK) {
        snapshot_drop(snapshot);
        return err;
    }
    *loaded = snapshot;
    return OK;
}

struct snapshot *snapshot_hold(struct snapshot *snapshot)
{
    size_t before = atomic_fetch_add_explicit(&snapshot->references, 1, memory_order_relaxed);
    CHECK(before > 0);
    return snapshot;
}

void snapshot_drop(struct snapshot *snapshot)
{
    if (snapshot == NULL ||
        atomic_fetch_sub_explicit(&snapshot->references, 1, memory_order_acq_rel) != 1)
        return;
    for (struct built_pattern *built = snapshot->patterns; built != NULL; built = built->next)
        pattern_free(built->pattern);
    zones_free(snapshot->zones);
    arena_free(snapshot->arena);
    free(snapshot);
}

/* ------------------------------------------------------------------ finding */

uint64_t snapshot_version(const struct snapshot *snapshot)
{
    return snapshot->version;
}

bool snapshot_is_demo(const struct snapshot *snapshot, uint64_t workspace_id)
{
    const struct workspace *workspace = snapshot_workspace(snapshot, workspace_id);
    return workspace != NULL && workspace->demo != WORKSPACE_OWN;
}

int64_t snapshot_capping_ms(const struct snapshot *snapshot)
{
    const struct index *all = &snapshot->by_id[ENTITY_ADCAMPAIGN];
    int64_t longest_ms = 0;
    for (size_t i = 0; all->slots != NULL && i < (size_t)1 << all->bits; i++) {
        const struct adcampaign *adcampaign = all->slots[i].item;
        if (adcampaign != NULL && adcampaign->status != STATUS_ARCHIVED &&
            adcampaign->capping.frequency_ms > longest_ms)
            longest_ms = adcampaign->capping.frequency_ms;
    }
    return longest_ms;
}

const struct rates *snapshot_rates(const struct snapshot *snapshot)
{
    return snapshot->rates;
}

static const void *find(const struct snapshot *snapshot, enum entity entity, uint64_t id)
{
    return index_find(&snapshot->by_id[entity], index_number_of_id(id), STR_NONE);
}

const struct campaign *snapshot_find_campaign_by_key(const struct snapshot *snapshot,
                                                     struct str key)
{
    if (key.len != sizeof(((struct campaign *)0)->key) - 1)
        return NULL;
    return index_find(&snapshot->campaigns_by_key, hash_text(snapshot, key), key);
}

const struct campaign *snapshot_find_campaign(const struct snapshot *snapshot, uint64_t id)
{
    return find(snapshot, ENTITY_CAMPAIGN, id);
}

const struct source *snapshot_find_source(const struct snapshot *snapshot, uint64_t id)
{
    return find(snapshot, ENTITY_SOURCE, id);
}

const struct network *snapshot_find_network(const struct snapshot *snapshot, uint64_t id)
{
    return find(snapshot, ENTITY_NETWORK, id);
}

const struct offer *snapshot_find_offer(const struct snapshot *snapshot, uint64_t id)
{
    return find(snapshot, ENTITY_OFFER, id);
}

const struct lander *snapshot_find_lander(const struct snapshot *snapshot, uint64_t id)
{
    return find(snapshot, ENTITY_LANDER, id);
}

const struct flow *snapshot_find_flow(const struct snapshot *snapshot, uint64_t id)
{
    return find(snapshot, ENTITY_FLOW, id);
}

const struct goal *snapshot_find_goal(const struct snapshot *snapshot, struct str id_lower_hex)
{
    if (id_lower_hex.len != GOAL_ID_LEN)
        return NULL;
    return index_find(&snapshot->goals_by_id, hash_text(snapshot, id_lower_hex), id_lower_hex);
}

const struct adcampaign *snapshot_find_adcampaign(const struct snapshot *snapshot, uint64_t id)
{
    return find(snapshot, ENTITY_ADCAMPAIGN, id);
}

const struct variation *snapshot_find_variation(const struct snapshot *snapshot, uint64_t id)
{
    return find(snapshot, ENTITY_VARIATION, id);
}

const struct site *snapshot_find_site(const struct snapshot *snapshot, uint64_t id)
{
    return find(snapshot, ENTITY_SITE, id);
}

const struct ad_zone *snapshot_find_zone(const struct snapshot *snapshot, uint64_t id)
{
    return find(snapshot, ENTITY_ZONE, id);
}

const struct domain *snapshot_find_domain(const struct snapshot *snapshot, uint64_t id)
{
    return find(snapshot, ENTITY_DOMAIN, id);
}

const struct domain *snapshot_find_domain_by_host(const struct snapshot *snapshot, struct str host)
{
    char name[HOST_BYTES_MAX];
    if (snapshot->domains_by_name.count == 0)
        return NULL;
    ptrdiff_t port = str_find_char(host, ':');
    host = port < 0 ? host : str_slice(host, 0, (size_t)port);
    if (host.len > 0 && host.ptr[host.len - 1] == '.') /* the root may be written */
        host.len--;
    if (host.len > sizeof name)
        return NULL;
    for (size_t i = 0; i < host.len; i++) {
        char c = host.ptr[i];
        name[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    struct str lower = {name, host.len};
    return index_find(&snapshot->domains_by_name, hash_text(snapshot, lower), lower);
}

const struct workspace *snapshot_workspace(const struct snapshot *snapshot, uint64_t id)
{
    return id <= WORKSPACES_MAX ? snapshot->workspaces[id] : NULL;
}
