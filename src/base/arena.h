/* arena - memory of one request: handed out in order, given back all at once, never past its cap.
 * One owner. */
#pragma once
#include "base/str.h"

struct arena;

/* Makes an arena that hands out at most bytes_max. Free with arena_free(). */
MUST_USE struct arena *arena_make(size_t bytes_max);
void arena_free(struct arena *arena); /* accepts NULL */

/* Zeroed memory aligned for any type, valid until the next arena_reset(). NULL when the cap is
 * reached; the arena then stays marked, so that a caller may allocate several times and ask
 * arena_is_full() once. */
MUST_USE void *arena_alloc(struct arena *arena, size_t bytes);
/* The same, but not zeroed: for bytes that are written before they are read. */
MUST_USE void *arena_alloc_raw(struct arena *arena, size_t bytes);
bool arena_is_full(const struct arena *arena);
void arena_reset(struct arena *arena);

/* A copy of s in the arena, followed by a NUL that is not counted. STR_NONE when s is absent or the
 * arena is full. */
struct str arena_copy(struct arena *arena, struct str s);
/* printf into the arena. STR_NONE when the arena is full. */
struct str arena_format(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);

#define ARENA_NEW(arena, type)          ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_alloc((arena), sizeof(type) * (count)))
