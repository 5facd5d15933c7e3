/* names - what the catalogue calls the things that rows of a log name by id; documents are kept for
 * the length of one call. Owner: the call. At most NAMES_MAX are kept; the oldest one goes first.
 */
#pragma once
#include "model/catalog.h"

#define NAMES_MAX      256
#define NAMES_ID_BYTES 40 /* a goal's id, or a number */

struct names {
    struct catalog *catalog;
    const struct scope *scope;
    struct name {
        enum entity entity;
        char id[NAMES_ID_BYTES];
        json_t *document; /* NULL: the catalogue has none of that id */
    } known[NAMES_MAX];
    size_t count;
    size_t oldest; /* once all places are taken */
};

/* Both are lent. */
void names_init(struct names *names, struct catalog *catalog, const struct scope *scope);
void names_fini(struct names *names);

/* The entity's document, lent until the next call; NULL when there is none of that id or the
 * catalogue cannot be read. */
const json_t *names_find(struct names *names, enum entity entity, struct str id);
/* {"id","name"} as a new reference: null for id 0; name null for one that is not in the catalogue.
 */
json_t *names_of_number(struct names *names, enum entity entity, uint64_t id);
/* {"id","name","hostname"} of a site, or of a zone with its site's host name. */
json_t *names_of_site(struct names *names, uint64_t id);
json_t *names_of_zone(struct names *names, uint64_t id);
/* The same as names_of_number() for an entity whose id is text (goals); null when absent. */
json_t *names_of_text(struct names *names, enum entity entity, struct str id);
/* The document of an entity with a number, as names_find(). */
const json_t *names_find_number(struct names *names, enum entity entity, uint64_t id);
