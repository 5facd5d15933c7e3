/* health_tally - counts what went wrong in the ledger's newest entries, by what it is about. Rows
 * come newest first. Pure but for its own memory; owner: one look. */
#pragma once
#include "api/health_finding.h"
#include "ledger/reader_signs.h"
#include "model/snapshot.h"

#define TALLIES_MAX      1000 /* different ones; further ones are left out */
#define TALLY_OVERDUE_MS (15 * 60 * 1000)

/* What is about one code, one entity and one detail. */
struct tally {
    enum health_code code;
    uint64_t workspace_id;
    enum entity entity; /* ENTITY_COUNT: none */
    uint64_t entity_id;
    char detail[HEALTH_DETAIL_BYTES];
    int64_t count;
    int64_t since;    /* cases that went well and are newer than all of these */
    uint64_t last_id; /* the newest */
    int64_t due_ms;   /* the earliest that one was due, 0: not of those */
};

struct tallies {
    const struct snapshot *snapshot; /* lent */
    int64_t now_ms;
    uint64_t day_id; /* where the last 24 hours begin */
    struct tally list[TALLIES_MAX];
    size_t count;
    /* How many rows there were of an entity, and how many went well. */
    struct tally_total {
        enum signs which;
        uint64_t workspace_id;
        enum entity entity;
        uint64_t entity_id;
        int64_t rows, good;
    } totals[TALLIES_MAX];
    size_t total_count;
};

/* Counts one row. */
void tally_add(struct tallies *tallies, enum signs which, const struct sign *sign);
/* How many rows of the kind that the tally is of there were for its entity. */
int64_t tally_all(const struct tallies *tallies, const struct tally *tally);
