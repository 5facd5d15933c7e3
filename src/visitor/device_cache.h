/* device_cache - what user agents say, by the text of the user agent: those that were asked for
 * last, bounded in entries and bytes; the one asked for longest ago gives way. One thread asks and
 * adds; any thread reads the counters. */
#pragma once
#include "base/str.h"

/* Strings that are absent are unknown. */
struct device_answer {
    struct str device_type; /* static */
    struct str brand, model;
    struct str os, os_version;
    struct str browser, browser_version;
    bool is_crawler;
};

struct device_cache_counters {
    uint64_t hits, misses, pushed_out;
    uint64_t entries, bytes;
};

struct device_cache;

/* bytes_max: entries and their texts, and the table. */
struct device_cache *device_cache_make(size_t entries_max, size_t bytes_max);
void device_cache_free(struct device_cache *cache); /* accepts NULL */
/* NULL: it is not known. Lends the answer until the next call that adds. */
const struct device_answer *device_cache_find(struct device_cache *cache, struct str agent);
/* Adds what was not found, copied; lends as before. */
const struct device_answer *device_cache_add(struct device_cache *cache, struct str agent,
                                             const struct device_answer *answer);
struct device_cache_counters device_cache_counters(const struct device_cache *cache);
