#include "traffic/agenda.h"

#define AT_ONCE 4096

/* A heap, the smallest time on top. */
struct agenda {
    size_t event_bytes;
    size_t count, cap;
    char *events;
};

static char *at(const struct agenda *agenda, size_t i)
{
    return agenda->events + i * agenda->event_bytes;
}

static int64_t time_of(const void *event)
{
    int64_t at_ms;
    memcpy(&at_ms, event, sizeof(at_ms));
    return at_ms;
}

static void put(struct agenda *agenda, size_t i, const void *event)
{
    memcpy(at(agenda, i), event, agenda->event_bytes);
}

struct agenda *agenda_make(size_t event_bytes)
{
    struct agenda *agenda = heap_make(1, sizeof(*agenda));
    agenda->event_bytes = event_bytes;
    return agenda;
}

void agenda_free(struct agenda *agenda)
{
    if (agenda == NULL)
        return;
    free(agenda->events);
    free(agenda);
}

void agenda_add(struct agenda *agenda, const void *event)
{
    if (agenda->count == agenda->cap) {
        agenda->cap += agenda->cap + AT_ONCE;
        agenda->events = heap_grow(agenda->events, agenda->cap * agenda->event_bytes);
    }
    size_t place = agenda->count++;
    for (; place > 0 && time_of(at(agenda, (place - 1) / 2)) > time_of(event);
         place = (place - 1) / 2)
        put(agenda, place, at(agenda, (place - 1) / 2));
    put(agenda, place, event);
}

/* Where the last event goes when the first one is gone: smaller ones move up on its way. */
static size_t sink(struct agenda *agenda, int64_t last_ms)
{
    size_t place = 0;
    for (;;) {
        size_t child = 2 * place + 1;
        if (child >= agenda->count)
            return place;
        if (child + 1 < agenda->count &&
            time_of(at(agenda, child + 1)) < time_of(at(agenda, child)))
            child++;
        if (last_ms <= time_of(at(agenda, child)))
            return place;
        put(agenda, place, at(agenda, child));
        place = child;
    }
}

bool agenda_take(struct agenda *agenda, int64_t by_ms, void *event)
{
    if (agenda->count == 0 || time_of(agenda->events) > by_ms)
        return false;
    memcpy(event, agenda->events, agenda->event_bytes);
    const char *last = at(agenda, --agenda->count);
    size_t place = sink(agenda, time_of(last));
    if (place < agenda->count)
        put(agenda, place, last);
    return true;
}
