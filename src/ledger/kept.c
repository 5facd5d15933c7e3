#include "ledger/kept.h"

#include <stdlib.h>

struct item {
    struct item *next;
    uint64_t id;
    struct ledger_part parts[LEDGER_PARTS_MAX];
    size_t part_count;
};

struct kept {
    struct item *first, *last;
    _Atomic uint64_t count, recorded, lost;
};

struct kept *kept_make(void)
{
    return heap_make(1, sizeof(struct kept));
}

static void drop_first(struct kept *kept)
{
    struct item *item = kept->first;
    kept->first = item->next;
    if (kept->first == NULL)
        kept->last = NULL;
    for (size_t i = 0; i < item->part_count; i++)
        free(item->parts[i].row);
    free(item);
    kept->count--;
}

void kept_free(struct kept *kept)
{
    while (kept != NULL && kept->first != NULL)
        drop_first(kept);
    free(kept);
}

void kept_add(struct kept *kept, const struct ledger_job *job)
{
    CHECK(job->decide == NULL);
    if (kept->count == LEDGER_KEPT_MAX) {
        drop_first(kept);
        kept->lost++;
    }
    struct item *item = heap_make(1, sizeof(*item));
    item->id = job->id;
    item->part_count = job->part_count;
    for (size_t i = 0; i < job->part_count; i++) {
        item->parts[i].table = job->parts[i].table;
        item->parts[i].write = job->parts[i].write;
        item->parts[i].row = row_copy(table_of(job->parts[i].table), job->parts[i].row);
    }
    if (kept->last != NULL)
        kept->last->next = item;
    else
        kept->first = item;
    kept->last = item;
    kept->count++;
}

enum err kept_write(struct kept *kept, struct ledger_tx *tx)
{
    enum err err = OK;
    for (struct item *item = kept->first; item != NULL && err == OK; item = item->next)
        err = batch_write_parts(tx, item->parts, item->part_count, item->id);
    return err;
}

void kept_drop_recorded(struct kept *kept, uint64_t last_id)
{
    while (kept->first != NULL && kept->first->id <= last_id) {
        drop_first(kept);
        kept->recorded++;
    }
}

uint64_t kept_count(const struct kept *kept)
{
    return kept->count;
}

uint64_t kept_recorded(const struct kept *kept)
{
    return kept->recorded;
}

uint64_t kept_lost(const struct kept *kept)
{
    return kept->lost;
}
