#include "visitor/place.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include "base/log.h"
#include "visitor/country.h"
#include "visitor/hosting.h"

struct place_set {
    _Atomic size_t references;
    struct place_file *files[PLACE_KINDS][PLACE_FILES_MAX]; /* held */
    size_t counts[PLACE_KINDS];
};

/* What tells one file from another that came to its place. */
struct look {
    bool is_there;
    dev_t device;
    ino_t inode;
    off_t bytes;
    struct timespec changed;
};

/* One file of the options. */
struct slot {
    struct look look;
    struct place_file *file; /* held; NULL: none was ever good */
    char reason[PLACE_REASON_MAX];
};

struct places {
    struct place_options options;
    pthread_mutex_t lock; /* guards slots and set */
    struct slot slots[PLACE_KINDS][PLACE_FILES_MAX];
    struct place_set *set;
    _Atomic uint64_t version;
};

static const char *const kind_words[PLACE_KINDS] = {"place", "network"};

/* ------------------------------------------------------------------ pictures */

struct place_set *place_set_hold(struct place_set *set)
{
    size_t before = atomic_fetch_add_explicit(&set->references, 1, memory_order_relaxed);
    CHECK(before > 0);
    return set;
}

void place_set_drop(struct place_set *set)
{
    if (set == NULL || atomic_fetch_sub_explicit(&set->references, 1, memory_order_acq_rel) != 1)
        return;
    for (size_t kind = 0; kind < PLACE_KINDS; kind++)
        for (size_t i = 0; i < set->counts[kind]; i++)
            place_file_drop(set->files[kind][i]);
    free(set);
}

/* Of what the slots have; under the lock. */
static void publish(struct places *places)
{
    struct place_set *old = places->set;
    struct place_set *set = heap_make(1, sizeof(*set));
    set->references = 1;
    for (size_t kind = 0; kind < PLACE_KINDS; kind++)
        for (size_t i = 0; i < places->options.path_count[kind]; i++)
            if (places->slots[kind][i].file != NULL)
                set->files[kind][set->counts[kind]++] =
                    place_file_hold(places->slots[kind][i].file);
    places->set = set;
    places->version++;
    place_set_drop(old);
}

struct place_set *places_hold(struct places *places)
{
    pthread_mutex_lock(&places->lock);
    struct place_set *set = place_set_hold(places->set);
    pthread_mutex_unlock(&places->lock);
    return set;
}

uint64_t places_version(const struct places *places)
{
    return places->version;
}

void places_renew(struct places *places, struct place_set **set, uint64_t *version)
{
    uint64_t now = places->version;
    if (*set != NULL && *version == now)
        return;
    place_set_drop(*set);
    /* It may be newer than `now`: then it is taken once more. */
    *set = places_hold(places);
    *version = now;
}

/* ------------------------------------------------------------------ looking after the files */

static struct look look_at(const char *path)
{
    struct stat stat_now;
    if (stat(path, &stat_now) != 0)
        return (struct look){0};
    return (struct look){true, stat_now.st_dev, stat_now.st_ino, stat_now.st_size,
                         stat_now.st_mtim};
}

static bool is_same(const struct look *a, const struct look *b)
{
    return a->is_there == b->is_there && a->device == b->device && a->inode == b->inode &&
           a->bytes == b->bytes && a->changed.tv_sec == b->changed.tv_sec &&
           a->changed.tv_nsec == b->changed.tv_nsec;
}

static void say(const struct places *places, enum place_kind kind, size_t i, enum err err,
                const char *reason)
{
    const char *path = places->options.paths[kind][i];
    bool has_old = places->slots[kind][i].file != NULL;
    if (err == OK)
        log_info("visitor", "opened a database kind=%s path=%s", kind_words[kind], path);
    else
        log_warning("visitor", "a database is not used%s kind=%s path=%s reason=\"%s\"",
                    has_old ? ", the one before stays" : "", kind_words[kind], path, reason);
}

/* Opens the file of a slot when it changed. True: there is a new one. */
static bool look_after(struct places *places, enum place_kind kind, size_t i)
{
    const char *path = places->options.paths[kind][i];
    struct slot *slot = &places->slots[kind][i];
    struct look look = look_at(path);
    char reason[PLACE_REASON_MAX] = "there is no such file";
    struct place_file *file = NULL;
    if (places->set != NULL && is_same(&look, &slot->look))
        return false;
    enum err err = ERR_NOT_FOUND;
    if (look.is_there)
        err = place_file_open(path, places->options.is_own[kind] ? NULL : places->options.copy_dir,
                              &file, reason);
    say(places, kind, i, err, reason);
    pthread_mutex_lock(&places->lock);
    slot->look = look;
    (void)snprintf(slot->reason, sizeof(slot->reason), "%s", err == OK ? "" : reason);
    struct place_file *old = NULL;
    if (err == OK) {
        old = slot->file;
        slot->file = file;
    }
    pthread_mutex_unlock(&places->lock);
    place_file_drop(old);
    return err == OK;
}

void places_look(struct places *places)
{
    bool is_new = places->set == NULL;
    for (enum place_kind kind = 0; kind < PLACE_KINDS; kind++)
        for (size_t i = 0; i < places->options.path_count[kind]; i++)
            is_new = look_after(places, kind, i) || is_new;
    if (!is_new)
        return;
    pthread_mutex_lock(&places->lock);
    publish(places);
    pthread_mutex_unlock(&places->lock);
}

struct places *places_open(const struct place_options *options)
{
    struct places *places = heap_make(1, sizeof(*places));
    places->options = *options;
    CHECK(pthread_mutex_init(&places->lock, NULL) == 0);
    places_look(places);
    return places;
}

void places_close(struct places *places)
{
    if (places == NULL)
        return;
    place_set_drop(places->set);
    for (size_t kind = 0; kind < PLACE_KINDS; kind++)
        for (size_t i = 0; i < PLACE_FILES_MAX; i++)
            place_file_drop(places->slots[kind][i].file);
    pthread_mutex_destroy(&places->lock);
    free(places);
}

/* ------------------------------------------------------------------ asking */

/* What follows from the country. */
static void fill_country(struct visitor_facts *facts)
{
    const struct country *country = country_find(facts->country);
    if (country == NULL)
        return;
    if (facts->continent.len == 0)
        facts->continent = country->continent;
    if (facts->time_zone.len == 0)
        facts->time_zone = country->time_zone;
}

void place_set_fill(const struct place_set *set, const struct net_address *address,
                    struct visitor_facts *facts)
{
    if (address->family == 0)
        return;
    for (size_t i = 0; i < set->counts[PLACE_PLACES] && facts->country.len == 0; i++) {
        struct visitor_facts found = {0};
        if (!place_file_fill(set->files[PLACE_PLACES][i], address, &found))
            continue;
        facts->continent = found.continent;
        facts->country = found.country;
        facts->region = found.region;
        facts->city = found.city;
        facts->time_zone = found.time_zone;
    }
    for (size_t i = 0; i < set->counts[PLACE_NETWORKS]; i++) {
        struct visitor_facts found = *facts;
        if (!place_file_fill(set->files[PLACE_NETWORKS][i], address, &found))
            continue;
        facts->isp = found.isp;
        facts->asn = found.asn;
        facts->connection_type = found.connection_type;
        facts->proxy = found.proxy;
        facts->vpn = found.vpn;
        facts->hosting = found.hosting;
    }
    if (facts->hosting == VISITOR_UNKNOWN && hosting_has(facts->asn))
        facts->hosting = VISITOR_YES;
    fill_country(facts);
}

size_t place_set_files(const struct place_set *set, enum place_kind kind,
                       const struct place_file *files[PLACE_FILES_MAX])
{
    for (size_t i = 0; i < set->counts[kind]; i++)
        files[i] = set->files[kind][i];
    return set->counts[kind];
}

/* ------------------------------------------------------------------ state */

struct places_state *places_state(struct places *places)
{
    struct places_state *state = heap_make(1, sizeof(*state));
    pthread_mutex_lock(&places->lock);
    for (enum place_kind kind = 0; kind < PLACE_KINDS; kind++) {
        state->is_missing[kind] = places->set->counts[kind] == 0 && !places->options.is_off[kind];
        for (size_t i = 0; i < places->options.path_count[kind]; i++) {
            const struct slot *slot = &places->slots[kind][i];
            struct place_state *one = &state->states[state->count++];
            one->kind = kind;
            one->is_own = places->options.is_own[kind];
            memcpy(one->path, places->options.paths[kind][i], sizeof(one->path));
            memcpy(one->reason, slot->reason, sizeof(one->reason));
            one->file = slot->file != NULL ? place_file_hold(slot->file) : NULL;
        }
    }
    pthread_mutex_unlock(&places->lock);
    return state;
}

void places_state_drop(struct places_state *state)
{
    if (state == NULL)
        return;
    for (size_t i = 0; i < state->count; i++)
        place_file_drop(state->states[i].file);
    free(state);
}
