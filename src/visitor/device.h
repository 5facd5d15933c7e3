/* device - with what a visitor calls: type, brand, model, system and browser, of the user agent and
 * of client hints, which win; and whether its user agent says that it is a machine.
 *
 * Happy path: the rules are read and compiled on a thread of their own while the program starts;
 * each loop then asks at a desk of its own, which keeps the answers it gave last. Ways it fails:
 * rules that are missing or broken are said once, and nothing is known of user agents. */
#pragma once
#include "visitor/agent.h"
#include "visitor/device_cache.h"
#include "visitor/device_name.h"
#include "visitor/hints.h"
#include "visitor/visitor.h"

#define DEVICE_CACHE_ENTRIES 16384 /* of all desks together */
#define DEVICE_CACHE_BYTES   (8 * 1024 * 1024)
#define DEVICE_PATH_MAX      1024

struct devices;
struct device_desk;

/* Begins to read the rules and the list of crawlers; path "": none are to be used. */
struct devices *devices_open(const char *path, const char *crawlers_path);
/* Waits until they are read, and says what is wrong with them. Once, before the first desk. */
void devices_wait(struct devices *devices);
void devices_close(struct devices *devices); /* accepts NULL; after the last desk */

struct devices_state {
    const char *path;   /* "": none are to be used */
    const char *reason; /* why they are not used; "": they are */
    size_t rules, bytes;
    int64_t made_us;                             /* how long it took, with the crawlers */
    const char *crawlers_path, *crawlers_reason; /* as path and reason */
    size_t crawlers;                             /* patterns */
};
/* After devices_wait(). Lent. */
struct devices_state devices_state(const struct devices *devices);

/* A desk for one of desks threads, which share the bounds of the cache. */
struct device_desk *device_desk_make(const struct devices *devices, size_t desks);
void device_desk_free(struct device_desk *desk); /* accepts NULL */
/* Fills what the request says of its device, and a page's script (NULL: none spoke). Strings are
 * lent until the next call, and as long as the request and what the script said. */
void device_fill(struct device_desk *desk, const struct http_request *request,
                 const struct hints_said *said, struct visitor_facts *facts);
/* Any thread. */
struct device_cache_counters device_desk_counters(const struct device_desk *desk);
