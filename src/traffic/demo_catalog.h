/* demo_catalog - makes the plan's entities in a workspace, through the calls that make everybody's.
 * Any thread. */
#pragma once
#include "model/catalog.h"

/* Where the demo's own links lead: public bases, no slash at the end; lent. */
struct demo_links {
    struct str tracking_url, network_url;
};

/* *version is the catalogue's afterwards. What went wrong is logged: ERR_INVALID, ERR_CONFLICT,
 * ERR_IO; what was made by then stays. */
MUST_USE enum err demo_make_catalog(struct catalog *catalog, uint64_t workspace_id,
                                    const char *actor, const struct demo_links *links,
                                    uint64_t *version);
/* The ids of what was made, in the plan's order: a new {"offers":[...],"goals":["HEX"] ...}, as
 * demo_load() takes it (demo.h). ERR_IO. */
MUST_USE enum err demo_list_ids(struct catalog *catalog, uint64_t workspace_id, json_t **ids);
