#include "api/bot_run.h"

#include <stdlib.h>
#include "api/json_out.h"

#define CAP_FIRST 16

static json_t *number(uint64_t value)
{
    return json_integer((json_int_t)value);
}

static uint64_t number_of(const json_t *json, const char *name)
{
    return (uint64_t)json_integer_value(json_object_get(json, name));
}

static json_t *campaign_json(const struct bot_campaign *campaign)
{
    json_t *json = json_object();
    json_out_put(json, "id", number(campaign->id));
    json_out_put(json, "bots", number(campaign->bots));
    json_out_put(json, "people", number(campaign->people));
    json_out_put(json, "conversions", number(campaign->conversions));
    json_out_put(json, "cost_micros", json_integer(campaign->cost_micros));
    json_out_put(json, "first_update", number(campaign->first_update));
    return json;
}

/* The numbers of the progress, each under its name. */
#define NUMBERS(X)                                                                                 \
    X(created_ms)                                                                                  \
    X(ended_ms)                                                                                    \
    X(from_ms)                                                                                     \
    X(to_ms)                                                                                       \
    X(from_id)                                                                                     \
    X(to_id) X(looked) X(judged) X(unknown) X(unspread) X(skipped) X(left) X(bots) X(people)

json_t *bot_progress_json(const struct bot_progress *progress)
{
    json_t *json = json_object();
    json_t *campaigns = json_array(), *updates = json_array();
#define PUT(name) json_out_put(json, #name, number((uint64_t)progress->name));
    NUMBERS(PUT)
#undef PUT
    json_out_put(json, "actor", json_string(progress->actor));
    json_out_put(json, "error", json_string(progress->error));
    json_out_put(json, "is_dry", json_boolean(progress->is_dry));
    json_out_put(json, "phase", json_integer(progress->phase));
    for (size_t i = 0; i < progress->campaign_count; i++)
        json_out_append(campaigns, campaign_json(&progress->campaigns[i]));
    for (size_t i = 0; i < progress->update_count; i++)
        json_out_append(updates,
                        json_pack("[I, I, I]", (json_int_t)progress->updates[i].campaign_id,
                                  (json_int_t)progress->updates[i].id,
                                  (json_int_t)progress->updates[i].anew_id));
    json_out_put(json, "campaigns", campaigns);
    json_out_put(json, "updates", updates);
    return json;
}

static void read_text(const json_t *json, const char *name, char *text, size_t cap)
{
    const char *value = json_string_value(json_object_get(json, name));
    (void)snprintf(text, cap, "%s", value != NULL ? value : "");
}

static void read_campaign(const json_t *json, struct bot_progress *progress)
{
    struct bot_campaign *campaign = bot_progress_campaign(progress, number_of(json, "id"));
    campaign->bots = number_of(json, "bots");
    campaign->people = number_of(json, "people");
    campaign->conversions = number_of(json, "conversions");
    campaign->cost_micros = json_integer_value(json_object_get(json, "cost_micros"));
    campaign->first_update = number_of(json, "first_update");
}

static uint64_t number_at(const json_t *item, size_t at)
{
    return (uint64_t)json_integer_value(json_array_get(item, at));
}

static struct bot_update read_update(const json_t *item)
{
    return (struct bot_update){number_at(item, 0), number_at(item, 1), number_at(item, 2)};
}

enum err bot_progress_read(const json_t *json, struct bot_progress *progress)
{
    const json_t *item;
    size_t i;
    *progress = (struct bot_progress){0};
    if (!json_is_object(json))
        return ERR_INVALID;
#define READ(name) progress->name = (__typeof__(progress->name))number_of(json, #name);
    NUMBERS(READ)
#undef READ
    read_text(json, "actor", progress->actor, sizeof(progress->actor));
    read_text(json, "error", progress->error, sizeof(progress->error));
    progress->is_dry = json_is_true(json_object_get(json, "is_dry"));
    uint64_t phase = number_of(json, "phase");
    progress->phase = phase <= BOT_ENDED ? (enum bot_phase)phase : BOT_ENDED;
    json_array_foreach(json_object_get(json, "campaigns"), i, item) read_campaign(item, progress);
    json_array_foreach(json_object_get(json, "updates"), i, item)
        bot_progress_add_update(progress, read_update(item));
    return OK;
}

void bot_progress_fini(struct bot_progress *progress)
{
    free(TAKE(progress->campaigns));
    free(TAKE(progress->updates));
    progress->campaign_count = progress->campaign_cap = 0;
    progress->update_count = progress->update_cap = 0;
}

struct bot_campaign *bot_progress_campaign(struct bot_progress *progress, uint64_t id)
{
    for (size_t i = 0; i < progress->campaign_count; i++)
        if (progress->campaigns[i].id == id)
            return &progress->campaigns[i];
    if (progress->campaign_count == progress->campaign_cap) {
        progress->campaign_cap =
            progress->campaign_cap == 0 ? CAP_FIRST : 2 * progress->campaign_cap;
        progress->campaigns =
            heap_grow(progress->campaigns, progress->campaign_cap * sizeof(*progress->campaigns));
    }
    progress->campaigns[progress->campaign_count] = (struct bot_campaign){.id = id};
    return &progress->campaigns[progress->campaign_count++];
}

void bot_progress_add_update(struct bot_progress *progress, struct bot_update update)
{
    if (progress->update_count == progress->update_cap) {
        progress->update_cap = progress->update_cap == 0 ? CAP_FIRST : 2 * progress->update_cap;
        progress->updates =
            heap_grow(progress->updates, progress->update_cap * sizeof(*progress->updates));
    }
    progress->updates[progress->update_count++] = update;
}

static int by_id(const void *a, const void *b)
{
    const struct bot_update *left = a, *right = b;
    return left->id < right->id ? -1 : left->id > right->id;
}

void bot_progress_sort_updates(struct bot_progress *progress)
{
    if (progress->update_count > 0)
        qsort(progress->updates, progress->update_count, sizeof(*progress->updates), by_id);
}
