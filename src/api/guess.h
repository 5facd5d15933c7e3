/* guess - how often somebody may try: a bucket of tries per sender and per account, which fills
 * again with time (GCRA). A bounded table whose places strangers cannot choose: one that is not
 * there any more starts full. Owner: its lock; the time comes as a value. */
#pragma once
#include "base/net.h"

#define GUESS_SETS        1024
#define GUESS_WAYS        4
#define GUESS_SENDER_MAX  20    /* at once, of one address (of an IPv6 /64) */
#define GUESS_SENDER_MS   10000 /* then one in */
#define GUESS_ACCOUNT_MAX 10
#define GUESS_ACCOUNT_MS  30000

struct guesses;

struct guesses *guesses_make(void);
void guesses_free(struct guesses *guesses); /* accepts NULL */

/* Takes a try of the sender and of the account (any case of ASCII; absent: of none), and gives 0;
 * or takes none and says how many ms to wait. A sender who was let into this account before has
 * tries of their own there, so that strangers cannot lock anyone out. Any thread. */
int64_t guess_take(struct guesses *guesses, const struct net_address *sender, struct str account,
                   int64_t mono_ms);
/* The try was right: gives it back, and knows the sender for this account (absent: for none). */
void guess_was_right(struct guesses *guesses, const struct net_address *sender, struct str account,
                     int64_t mono_ms);
