#include "serve/visitor_state.h"

#include "api/device_state.h"
#include "api/json_out.h"
#include "api/place_state.h"
#include "serve/metrics.h"

static void write_places(struct places *places, struct buf *buf)
{
    struct places_state *state = places_state(places);
    uint64_t open = 0, refused = 0, bytes = 0;
    for (size_t i = 0; i < state->count; i++) {
        const struct place_state *one = &state->states[i];
        open += one->file != NULL;
        refused += one->reason[0] != '\0';
        bytes += one->file != NULL ? place_file_about(one->file).bytes : 0;
    }
    places_state_drop(state);
    metrics_write(buf, "rebond_places_open", "gauge", "databases of places and networks in use",
                  open);
    metrics_write(buf, "rebond_places_refused", "gauge",
                  "databases that are missing or broken, whether or not an older one is in use",
                  refused);
    metrics_write(buf, "rebond_places_bytes", "gauge", "size of the databases in use, mapped",
                  bytes);
}

static void write_devices(struct edge *edge, struct buf *buf)
{
    struct devices_state state = devices_state(edge->devices);
    struct device_cache_counters cache = edge_device_counters(edge);
    metrics_write(buf, "rebond_device_rules", "gauge",
                  "rules of user agents in use; 0: nothing is known of user agents", state.rules);
    metrics_write(buf, "rebond_device_rules_refused", "gauge",
                  "1: the rules of user agents are missing or broken",
                  state.path[0] != '\0' && state.rules == 0);
    metrics_write(buf, "rebond_device_rules_bytes", "gauge",
                  "memory of the compiled rules, without what the regex library keeps for itself",
                  state.bytes);
    metrics_write(buf, "rebond_crawlers", "gauge",
                  "patterns of crawlers' user agents in use; 0: none are known", state.crawlers);
    metrics_write(buf, "rebond_device_cache_hits_total", "counter",
                  "user agents whose answer was kept", cache.hits);
    metrics_write(buf, "rebond_device_cache_misses_total", "counter",
                  "user agents that the rules were asked about", cache.misses);
    metrics_write(buf, "rebond_device_cache_pushed_out_total", "counter",
                  "answers that gave way to newer ones", cache.pushed_out);
    metrics_write(buf, "rebond_device_cache_entries", "gauge", "answers that are kept",
                  cache.entries);
    metrics_write(buf, "rebond_device_cache_bytes", "gauge", "memory of the answers kept",
                  cache.bytes);
    metrics_write(buf, "rebond_device_cache_bytes_max", "gauge",
                  "how much that may be, of all threads together", DEVICE_CACHE_BYTES);
}

static void write_verdicts(const struct verdict_count *verdicts, struct buf *buf)
{
    size_t count;
    const struct visitor_word *words = signals_words(&count);
    const char *name = "rebond_visits_by_verdict_total";
    metrics_write_head(buf, name, "counter", "visits answered, by what the visitor is taken for");
    metrics_write_labelled(buf, name, "verdict", "person", verdicts->people);
    metrics_write_labelled(buf, name, "verdict", "bot", verdicts->bots);
    name = "rebond_visits_by_signal_total";
    metrics_write_head(buf, name, "counter",
                       "visits answered, by each signal of a bot that they had");
    for (size_t i = 0; i < count; i++)
        metrics_write_labelled(buf, name, "signal", words[i].word, verdicts->by_signal[i]);
}

void visitor_state_write_metrics(struct edge *edge, struct buf *buf)
{
    write_verdicts(&edge->verdicts, buf);
    write_places(edge->places, buf);
    write_devices(edge, buf);
}

struct str visitor_state_text(struct edge *edge, bool has_own_rules, struct arena *arena)
{
    struct devices_state devices = devices_state(edge->devices);
    json_t *state = json_object();
    json_out_put(state, "places", place_state_json(edge->places));
    json_out_put(state, "devices", device_state_json(&devices, has_own_rules));
    char *text = json_dumps(state, JSON_OUT_FLAGS);
    CHECK(text != NULL);
    struct str copy = arena_copy(arena, str_from_c(text));
    free(text);
    json_decref(state);
    return copy;
}
