/* buf - writes bytes into memory of a fixed size. An overflow sticks: write many pieces, test
 * buf_is_full() once. */
#pragma once
#include "base/arena.h"

struct buf {
    char *ptr;
    size_t len;
    size_t cap;
    bool full; /* something did not fit; len stays at what did */
};

struct buf buf_from_memory(void *memory, size_t cap);
/* A buffer of cap bytes in the arena; when the arena is full the buffer is full from the start. */
struct buf buf_in_arena(struct arena *arena, size_t cap);
bool buf_is_full(const struct buf *buf);
struct str buf_str(const struct buf *buf); /* lends */

void buf_write(struct buf *buf, struct str s);
void buf_write_char(struct buf *buf, char c);
void buf_write_c(struct buf *buf, const char *text);
void buf_write_u64(struct buf *buf, uint64_t value); /* decimal */
void buf_write_i64(struct buf *buf, int64_t value);
void buf_write_hex(struct buf *buf, const void *bytes, size_t count); /* lower case */
void buf_format(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
