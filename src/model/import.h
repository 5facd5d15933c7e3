/* import - the reading half of catalog_import.c, which alone includes it: a document's lists become
 * items, and the items rows of the catalogue. One call, in its transaction. */
#pragma once
#include "model/call.h"

/* An entity of the document, or one that the document has no longer or does not speak of. */
struct import_item {
    enum entity entity;
    bool is_listed;
    size_t index; /* in its list */
    bool is_new;
    struct db_row before; /* unless it is new */
    struct db_row row;    /* what it is to be */
};

struct import {
    struct call *call;   /* its arena holds the items */
    struct call scratch; /* its arena holds the work on one item, and is emptied after each */
    struct write write;  /* on the scratch */
    const json_t *config;
    struct import_item *items;
    size_t count, cap;
    struct catalog_import_place *place; /* where the fault is */
    json_t *differences;
};

/* Names the item as the place of a fault that may come. */
void import_stand_at(struct import *import, const struct import_item *item);
/* Whether the scope may write there: ERR_FORBIDDEN. */
MUST_USE enum err import_check_place(const struct import *import, uint64_t workspace_id);
/* Reads all lists, stores each item as it stands, archives what a list does not name any more, and
 * adds the rest of the catalogue as items that stay. ERR_INVALID with the fault, ERR_IO, ERR_FULL.
 */
MUST_USE enum err import_read(struct import *import);
/* Reads and stores the list of settings, and notes what differs. */
MUST_USE enum err import_settings(struct import *import, uint64_t version);
