/* base - the two ways in which a program may stop itself: a failed check, and no memory. Any
 * thread. */
#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void check_failed(const char *what, const char *file, int line)
{
    (void)fprintf(stderr, "%s:%d: check failed: %s\n", file, line, what);
    abort();
}

void *heap_make(size_t count, size_t size)
{
    /* calloc(0) may answer NULL without being out of memory. */
    void *memory = count == 0 || size == 0 ? calloc(1, 1) : calloc(count, size);

    CHECK(memory != NULL);
    return memory;
}

void *heap_grow(void *ptr, size_t bytes)
{
    void *memory = realloc(ptr, bytes != 0 ? bytes : 1);

    CHECK(memory != NULL);
    return memory;
}
