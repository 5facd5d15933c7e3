/* test_mark - the header by which the desk's conversion test proves that it is one: "Rebond-Test:
 * TIME.MAC", the MAC a keyed BLAKE2b over time and subject with a key derived from DIR/keys, so
 * that no stranger can keep visits out of the figures. Good for TEST_MARK_LIFE_MS. Pure; any
 * thread. */
#pragma once
#include "base/arena.h"
#include "base/keys.h"

#define TEST_MARK_HEADER   "Rebond-Test"
#define TEST_MARK_LIFE_MS  (INT64_C(60) * 1000)
#define TEST_MARK_POSTBACK "/postback" /* the subject of a postback's; a visit's is its key */

/* The header's value, in the arena; absent when that is full. */
struct str test_mark_make(struct arena *arena, const struct keys *keys, struct str subject,
                          int64_t now_ms);
/* Whether the value (absent: no header) is such a mark for the subject, made not long ago. */
bool test_mark_is_valid(const struct keys *keys, struct str subject, struct str value,
                        int64_t now_ms);
