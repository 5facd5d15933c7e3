/* agenda - what made traffic leads to later: a heap of events by their time. One owner. */
#pragma once
#include "base/base.h"

struct agenda;

/* Of events that are structs of so many bytes, whose first member is int64_t at_ms. */
struct agenda *agenda_make(size_t event_bytes);
void agenda_free(struct agenda *agenda); /* accepts NULL */
/* Keeps a copy. */
void agenda_add(struct agenda *agenda, const void *event);
/* Copies the next event out, when it is due by then. */
bool agenda_take(struct agenda *agenda, int64_t by_ms, void *event);
