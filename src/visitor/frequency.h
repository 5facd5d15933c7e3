/* frequency - how often an address came within this minute, in a table of a fixed size. Any thread,
 * without waiting: what two do at once may count once. An address that comes often is not pushed
 * out by many that come once (Misra and Gries). */
#pragma once
#include "base/net.h"

struct frequency;

struct frequency *frequency_make(void);
void frequency_free(struct frequency *frequency); /* accepts NULL */
/* Counts one more; returns how many this minute has, at least, up to 65,535. */
unsigned frequency_count(struct frequency *frequency, const struct net_address *address,
                         int64_t now_ms);
