#include "visit/late.h"

#include <pthread.h>
#include <stdlib.h>

struct late {
    pthread_mutex_t lock;
    struct visit *visits[LATE_VISITS_MAX]; /* owned; a ring */
    size_t next;
};

struct late *late_make(void)
{
    struct late *late = heap_make(1, sizeof(*late));
    CHECK(pthread_mutex_init(&late->lock, NULL) == 0);
    return late;
}

void late_free(struct late *late)
{
    if (late == NULL)
        return;
    for (size_t i = 0; i < LATE_VISITS_MAX; i++)
        free(late->visits[i]);
    pthread_mutex_destroy(&late->lock);
    free(late);
}

void late_add(struct late *late, const struct visit *visit)
{
    if (late == NULL)
        return;
    struct visit *copy = row_copy(table_of(LEDGER_VISIT), visit);
    pthread_mutex_lock(&late->lock);
    free(late->visits[late->next]);
    late->visits[late->next] = copy;
    late->next = (late->next + 1) % LATE_VISITS_MAX;
    pthread_mutex_unlock(&late->lock);
}

static const struct visit *find(const struct late *late, uint64_t id)
{
    for (size_t i = 0; i < LATE_VISITS_MAX; i++) {
        if (late->visits[i] != NULL && late->visits[i]->id == id)
            return late->visits[i];
    }
    return NULL;
}

static void copy_to(struct arena *arena, const struct visit *from, struct visit *visit)
{
    const struct table *table = table_of(LEDGER_VISIT);
    *visit = *from;
    for (size_t i = 0; i < table->column_count; i++) {
        if (column_is_number(&table->columns[i]))
            continue;
        struct str s = arena_copy(arena, row_get_str(from, &table->columns[i]));
        memcpy((char *)visit + table->columns[i].offset, &s, sizeof(s));
    }
}

enum err late_find(struct late *late, struct arena *arena, struct visit *visit)
{
    if (late == NULL)
        return ERR_NOT_FOUND;
    pthread_mutex_lock(&late->lock);
    const struct visit *found = find(late, visit->id);
    if (found != NULL)
        copy_to(arena, found, visit);
    pthread_mutex_unlock(&late->lock);
    if (found == NULL)
        return ERR_NOT_FOUND;
    return arena_is_full(arena) ? ERR_FULL : OK;
}
