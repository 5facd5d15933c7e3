/* demo - the demo data's loading: a thread of its own makes the catalogue, has the edge write the
 * traffic (traffic/demo.h), tells some costs afterwards, and only then lets people see the
 * workspace. One load at a time.
 *
 * What a process that ends meanwhile leaves behind is seen by nobody: a catalogue that is not
 * whole, which the next load throws away, or a whole one, whose load goes on under the same key, so
 * that the edge writes once. */
#pragma once
#include "api/api.h"

#define DEMO_ERROR_BYTES 256
#define DEMO_ZONE_BYTES  64
#define DEMO_ACTOR_BYTES 32

struct demo_loader;

struct demo_loader *demo_loader_make(struct api *api);
void demo_loader_free(struct demo_loader *loader); /* waits for its load; accepts NULL */

/* Starts one, for who asked, with the days of that time zone. False: one is running. */
bool demo_loader_start(struct demo_loader *loader, const char *actor, struct str time_zone);
/* Whether one runs, and why the last one failed: "" when it did not. */
bool demo_loader_runs(struct demo_loader *loader, char error[DEMO_ERROR_BYTES]);
