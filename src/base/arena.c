/* arena - a bump allocator over a chain of chunks. The first chunk is part of the arena; each later
 * one is at least twice as large as the one before, up to the cap, so that an arena holds at most
 * about three times its cap. Chunks are kept over resets. Under AddressSanitizer what is not handed
 * out is poisoned, and a red zone follows each piece. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISONS 1
#endif
#endif

#ifdef ARENA_POISONS
#include <sanitizer/asan_interface.h>
#define RED_ZONE             16u
#define POISON(ptr, bytes)   ASAN_POISON_MEMORY_REGION((ptr), (bytes))
#define UNPOISON(ptr, bytes) ASAN_UNPOISON_MEMORY_REGION((ptr), (bytes))
#else
#define RED_ZONE             0u
#define POISON(ptr, bytes)   ((void)(ptr), (void)(bytes))
#define UNPOISON(ptr, bytes) ((void)(ptr), (void)(bytes))
#endif

#define ALIGNMENT        _Alignof(max_align_t)
#define FIRST_BYTES      4096u
#define FORMAT_BYTES_TRY 256u

struct chunk {
    struct chunk *next;
    size_t bytes;
    _Alignas(max_align_t) char memory[];
};

/* The first chunk follows in the same piece of heap. */
struct arena {
    _Alignas(max_align_t) struct chunk *current;
    size_t at;     /* in the current chunk */
    size_t handed; /* bytes handed out since the reset */
    size_t bytes_max;
    bool full;
    struct chunk *first;
};

struct arena *arena_make(size_t bytes_max)
{
    struct arena *arena = heap_make(1, sizeof(*arena) + sizeof(struct chunk) + FIRST_BYTES);

    CHECK(bytes_max <= SIZE_MAX / 4);
    arena->bytes_max = bytes_max;
    arena->first = (struct chunk *)(void *)(arena + 1);
    arena->first->bytes = FIRST_BYTES;
    arena->current = arena->first;
    POISON(arena->first->memory, FIRST_BYTES);
    return arena;
}

void arena_free(struct arena *arena)
{
    if (arena == NULL)
        return;
    for (struct chunk *chunk = arena->first->next, *next; chunk != NULL; chunk = next) {
        next = chunk->next;
        UNPOISON(chunk->memory, chunk->bytes);
        free(chunk);
    }
    UNPOISON(arena->first->memory, FIRST_BYTES);
    free(arena);
}

/* Makes the next chunk that has room for `bytes` the current one; the chain grows at its end only.
 */
static void enter_next_chunk(struct arena *arena, size_t bytes)
{
    struct chunk *before = arena->current;

    while (before->next != NULL && before->next->bytes < bytes)
        before = before->next;
    if (before->next == NULL) {
        size_t wanted = 2 * before->bytes;
        if (wanted > arena->bytes_max)
            wanted = arena->bytes_max;
        if (wanted < bytes)
            wanted = bytes;
        struct chunk *made = malloc(sizeof(*made) + wanted);
        CHECK(made != NULL);
        made->next = NULL;
        made->bytes = wanted;
        POISON(made->memory, wanted);
        before->next = made;
    }
    arena->current = before->next;
    arena->at = 0;
}

void *arena_alloc_raw(struct arena *arena, size_t bytes)
{
    size_t left = arena->bytes_max - arena->handed;
    size_t counted = (bytes + (bytes == 0) + ALIGNMENT - 1) & ~(ALIGNMENT - 1);

    if (bytes > left || counted > left) {
        arena->full = true;
        return NULL;
    }
    if (counted + RED_ZONE > arena->current->bytes - arena->at)
        enter_next_chunk(arena, counted + RED_ZONE);
    char *memory = arena->current->memory + arena->at;
    arena->at += counted + RED_ZONE;
    arena->handed += counted;
    UNPOISON(memory, bytes);
    return memory;
}

void *arena_alloc(struct arena *arena, size_t bytes)
{
    void *memory = arena_alloc_raw(arena, bytes);

    return memory != NULL ? memset(memory, 0, bytes) : NULL;
}

bool arena_is_full(const struct arena *arena)
{
    return arena->full;
}

void arena_reset(struct arena *arena)
{
#ifdef ARENA_POISONS
    for (struct chunk *chunk = arena->first; chunk != NULL; chunk = chunk->next)
        POISON(chunk->memory, chunk->bytes);
#endif
    arena->current = arena->first;
    arena->at = 0;
    arena->handed = 0;
    arena->full = false;
}

struct str arena_copy(struct arena *arena, struct str s)
{
    if (s.ptr == NULL)
        return STR_NONE;
    char *copy = arena_alloc_raw(arena, s.len + 1);
    if (copy == NULL)
        return STR_NONE;
    memcpy(copy, s.ptr, s.len);
    copy[s.len] = '\0';
    return (struct str){copy, s.len};
}

struct str arena_format(struct arena *arena, const char *format, ...)
{
    char small[FORMAT_BYTES_TRY];
    va_list args;

    va_start(args, format);
    int len = vsnprintf(small, sizeof(small), format, args);
    va_end(args);
    CHECK(len >= 0);
    if ((size_t)len < sizeof(small))
        return arena_copy(arena, (struct str){small, (size_t)len});

    char *text = arena_alloc_raw(arena, (size_t)len + 1);
    if (text == NULL)
        return STR_NONE;
    va_start(args, format);
    (void)vsnprintf(text, (size_t)len + 1, format, args); /* the length is known already */
    va_end(args);
    return (struct str){text, (size_t)len};
}
