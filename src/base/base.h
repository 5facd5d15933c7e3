/* base - what every file of Rebond includes: checks, ownership marks, and the functions we do not
 * call. */
#pragma once
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
/* What declares the functions poisoned below stands here, before the poison, whether used or not.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/err.h"

#define MUST_USE          __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))
#define ARRAY_LEN(a)      (sizeof(a) / sizeof((a)[0]))

/* A programmer's mistake: prints the place and aborts, in release too. Never for input or I/O. */
#define CHECK(x) ((x) ? (void)0 : check_failed(#x, __FILE__, __LINE__))
_Noreturn void check_failed(const char *what, const char *file, int line);

/* Moves ownership out of a pointer variable: its value is returned, the variable is left NULL. */
#define TAKE(p)                                                                                    \
    __extension__({                                                                                \
        __typeof__(p) taken_ = (p);                                                                \
        (p) = NULL;                                                                                \
        taken_;                                                                                    \
    })

/* Heap memory, zeroed. Never NULL: out of memory aborts, for a server that cannot allocate cannot
 * keep a promise. */
MUST_USE void *heap_make(size_t count, size_t size);
MUST_USE void *heap_grow(void *ptr, size_t bytes);

/* Runs free_fn(variable) when the variable leaves its scope; the functions are named x_cleanup. */
#define CLEANUP(fn) __attribute__((cleanup(fn)))

#undef alloca
#pragma GCC poison strcpy strcat strncpy sprintf strtok atoi atol gets rand gmtime localtime alloca
