/* demo_bots - machines among made visitors: what they send, from which the signals and the verdict
 * follow as they do of real ones. One owner. */
#pragma once
#include "traffic/dice.h"
#include "visitor/device.h"
#include "visitor/signals.h"

#define DEMO_BOTS 12

/* One kind of machine. */
struct demo_bot {
    unsigned share;
    enum http_method method;
    const char *user_agent, *language; /* "": not sent */
    bool is_hosting, is_frequent;
};
extern const struct demo_bot demo_bots[DEMO_BOTS];

struct demo_bots;
/* devices: NULL: nothing is known of user agents. Strings of facts are the arena's. */
struct demo_bots *demo_bots_make(const struct devices *devices, struct arena *arena);
/* What its user agent says. */
const struct visitor_facts *demo_bot_device(const struct demo_bots *bots,
                                            const struct demo_bot *bot);
/* The signals of a request of it; facts: what is known of the visitor, address included. */
uint64_t demo_bot_signals(const struct demo_bot *bot, const struct visitor_facts *facts);
