/* place - the place and the network of an address, from files that may be exchanged while they are
 * asked. One thread looks after the files (places_look()); any thread holds a picture of them
 * (place_set) and asks it.
 *
 * Happy path: a file is opened, proved and mapped; it becomes part of a new picture, which readers
 * take over when they look at places_version(); the old one is unmapped when nobody holds it any
 * more. Ways it fails: a file that is missing or broken is refused, said once, and what was there
 * before stays; without any file everything is unknown. */
#pragma once
#include "visitor/place_file.h"

#define PLACE_FILES_MAX 4 /* of each kind */

/* What files are asked for. */
enum place_kind {
    PLACE_PLACES,   /* country, region, city, time zone: of the first that knows the address */
    PLACE_NETWORKS, /* provider, AS number, kind of connection: each of the first that knows it */
    PLACE_KINDS
};

struct place_options {
    /* Files by kind, asked in this order. */
    char paths[PLACE_KINDS][PLACE_FILES_MAX][PLACE_PATH_MAX];
    size_t path_count[PLACE_KINDS];
    /* Whether they came with the program, which replaces them whole: only then the file itself is
     * mapped; else a copy is made in copy_dir. */
    bool is_own[PLACE_KINDS];
    bool is_off[PLACE_KINDS]; /* whoever set this wants to know nothing: that is no trouble */
    char copy_dir[PLACE_PATH_MAX];
};

struct places;
struct place_set;

/* Opens what can be opened. Never fails: what is wrong is in places_state(). */
struct places *places_open(const struct place_options *options);
void places_close(struct places *places); /* accepts NULL; sets that are held stay */

/* Looks whether a file changed (by its time, size or number) and takes the new one. One thread. */
void places_look(struct places *places);

/* The picture of now, held. Any thread. */
struct place_set *places_hold(struct places *places);
struct place_set *place_set_hold(struct place_set *set);
void place_set_drop(struct place_set *set); /* accepts NULL */
/* Changes with every new picture. Any thread. */
uint64_t places_version(const struct places *places);
/* Renews *set, which *version tells, when there is a newer picture. */
void places_renew(struct places *places, struct place_set **set, uint64_t *version);

/* Fills what the files say of an address. Strings are lent while the set is held. */
void place_set_fill(const struct place_set *set, const struct net_address *address,
                    struct visitor_facts *facts);
/* The files of a kind that are open; lent while the set is held. */
size_t place_set_files(const struct place_set *set, enum place_kind kind,
                       const struct place_file *files[PLACE_FILES_MAX]);

/* One file as it stands. */
struct place_state {
    enum place_kind kind;
    char path[PLACE_PATH_MAX];
    bool is_own;
    char reason[PLACE_REASON_MAX]; /* why the file that is there now is not used; "": it is */
    struct place_file *file;       /* what is asked, held; NULL: nothing */
};
struct places_state {
    bool is_missing[PLACE_KINDS]; /* nothing of that kind is open, and it is not off */
    size_t count;
    struct place_state states[PLACE_KINDS * PLACE_FILES_MAX];
};
/* Any thread. Give it back with places_state_drop(). */
struct places_state *places_state(struct places *places);
void places_state_drop(struct places_state *state); /* accepts NULL */
