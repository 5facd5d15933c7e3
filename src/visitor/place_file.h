/* place_file - one opened database of places or networks, whatever its format. Immutable and
 * counted: who holds it reads, the last one to drop it unmaps it. Any thread. */
#pragma once
#include "base/net.h"
#include "visitor/visitor.h"

#define PLACE_PATH_MAX   1024
#define PLACE_REASON_MAX 160
#define PLACE_TEXT_MAX   128

struct place_file;

/* What a database says of itself. Strings are lent while the file is held, those of the source are
 * static or the file's. */
struct place_about {
    struct str format; /* "mmdb", "ranges" */
    struct str type;   /* as it names itself; absent: it has no name */
    int64_t built_at_ms;
    uint64_t bytes;
    struct str source;      /* who made the data: "DB-IP"; absent: unknown */
    struct str attribution; /* what they ask to be shown; absent: nothing is known */
    struct str url;         /* where that leads */
    struct str licence;
};

/* Opens the file. copy_dir NULL: the file itself is mapped, so it must never be written to in
 * place; else a copy without a name, in that folder, which nobody can write to. ERR_IO,
 * ERR_INVALID; reason says why. */
MUST_USE enum err place_file_open(const char *path, const char *copy_dir, struct place_file **file,
                                  char reason[PLACE_REASON_MAX]);
struct place_file *place_file_hold(struct place_file *file);
void place_file_drop(struct place_file *file); /* accepts NULL */

/* Adds what it says of the address to what facts lack; false: nothing. Strings are lent while the
 * file is held. */
bool place_file_fill(const struct place_file *file, const struct net_address *address,
                     struct visitor_facts *facts);
struct place_about place_file_about(const struct place_file *file);
/* Calls each with every record that it has, and what of it belongs to the group, in no order;
 * strings are lent while the file is held. */
void place_file_each(const struct place_file *file, enum place_group group,
                     void (*each)(void *context, const struct visitor_facts *facts), void *context);
