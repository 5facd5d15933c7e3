/* mmdb - one database in MaxMind's format, memory-mapped by libmaxminddb, whoever made it: MaxMind,
 * DB-IP, IP2Location, ip-location-db. Which of their layouts it has is found out when it is opened.
 * Immutable when open; any thread. */
#pragma once
#include "base/net.h"
#include "visitor/visitor.h"

struct mmdb;

/* Opens the file. ERR_IO: it cannot be read; ERR_INVALID: it is no such database, is broken, or
 * says nothing that we look for; *reason says which, static. */
MUST_USE enum err mmdb_open(const char *path, struct mmdb **mmdb, const char **reason);
void mmdb_close(struct mmdb *mmdb); /* accepts NULL */

/* Adds what the database says of an address to what facts lack. Strings are lent until
 * mmdb_close(). False: it has no record, or the record cannot be read. */
bool mmdb_fill(const struct mmdb *mmdb, const struct net_address *address,
               struct visitor_facts *facts);

struct str mmdb_type(const struct mmdb *mmdb); /* as it names itself; lent */
int64_t mmdb_built_at_ms(const struct mmdb *mmdb);

/* Calls each for every record of the file, in the order of its addresses, with what belongs to the
 * group; a record that several networks share, once. None when the file says nothing of the group.
 * Strings are lent until mmdb_close(). */
void mmdb_each(const struct mmdb *mmdb, enum place_group group,
               void (*each)(void *context, const struct visitor_facts *facts), void *context);
