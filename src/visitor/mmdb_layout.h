/* mmdb_layout - where the makers of databases in MaxMind's format put what we look for, and what
 * their words mean. Pure; any thread. */
#pragma once
#include <maxminddb.h>
#include "visitor/visitor.h"

#define MMDB_WAYS_MAX 64

/* Layouts, told apart by what their records hold; a file may have several. */
struct mmdb_way;
struct mmdb_layouts {
    uint32_t bits;
};

/* Adds the layouts that a record shows. False: the record cannot be read. */
MUST_USE bool mmdb_layouts_add(struct mmdb_layouts *layouts, MMDB_entry_s *record);
/* Where values stand in files of these layouts: at most MMDB_WAYS_MAX. Static. */
size_t mmdb_layouts_ways(struct mmdb_layouts layouts, const struct mmdb_way *ways[MMDB_WAYS_MAX]);
/* Whether a value belongs to the group. */
bool mmdb_way_is_of(const struct mmdb_way *way, enum place_group group);
/* Adds what stands there in the record to what facts lack. Strings are lent by the file. */
void mmdb_way_fill(const struct mmdb_way *way, MMDB_entry_s *record, struct visitor_facts *facts);
