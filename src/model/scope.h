/* scope - for whom the catalogue is read and written: in which workspaces, and who it is for the
 * history. Plain values, pure. What a caller may not read is not there for them (DESIGN.md §6,
 * spec/tracker.md §1.10). */
#pragma once
#include "base/base.h"

#define WORKSPACES_MAX     256 /* ids are 1 to this, never used again */
#define WORKSPACES_OWN_MAX 240 /* those behind it hold demo data, or did */
#define WORKSPACE_SET_INTS (WORKSPACES_MAX / 64 + 1)

/* Ids of workspaces, a bit for each; 0 stands for what belongs to no workspace but to the account:
 * users, keys, postbacks that nobody can be named for. */
struct workspace_set {
    uint64_t bits[WORKSPACE_SET_INTS];
};

struct scope {
    const char *actor;           /* "user 2", "key 5", "cli"; lent */
    struct workspace_set reads;  /* what is there for them */
    struct workspace_set writes; /* what they may change; never more than reads */
    uint64_t home;               /* where new entities go that name no workspace; 0: none */
};

/* The account and every workspace, those to come too; new entities go to the first. */
struct scope scope_of_all(const char *actor);

void workspace_set_add(struct workspace_set *set, uint64_t id); /* ids past the last are left out */
void workspace_set_remove(struct workspace_set *set, uint64_t id);
bool workspace_set_has(const struct workspace_set *set, uint64_t id);
/* The lowest workspace in it, or 0. */
uint64_t workspace_set_first(const struct workspace_set *set);
/* Takes all but that workspace out, the account too. */
void workspace_set_keep(struct workspace_set *set, uint64_t id);
/* Takes the workspaces of demo data out: they are for who asks for them by name. */
void scope_leave_out_demo(struct scope *scope);
/* Writes the ids as a JSON array, for a query to unpack. */
#define WORKSPACE_SET_TEXT_MAX (WORKSPACES_MAX * 4 + 5)
void workspace_set_write(const struct workspace_set *set, char text[WORKSPACE_SET_TEXT_MAX]);
