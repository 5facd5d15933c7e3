/* crowd - who made traffic comes from: countries, languages and user agents, a few of them met
 * everywhere and most hardly ever (Zipf's law), and persons drawn of them. One owner. */
#pragma once
#include "ledger/chain.h"
#include "ledger/ledger.h"
#include "traffic/dice.h"
#include "visitor/device.h"

#define CROWD_COUNTRIES 120
#define CROWD_LANGUAGES 40
#define CROWD_AGENTS    400
#define CROWD_FORMATS   8
#define CROWD_TEXT_MAX  192

extern const char *const crowd_formats[CROWD_FORMATS]; /* of ads */

struct crowd {
    char countries[CROWD_COUNTRIES][3];
    char languages[CROWD_LANGUAGES][6];
    char agents[CROWD_AGENTS][CROWD_TEXT_MAX];
    struct visitor_facts devices[CROWD_AGENTS]; /* what the agents say; strings are the arena's */
    struct arena *arena;
    struct wheel *country, *language, *agent;
};

/* devices: the rules that tell of user agents; NULL: nothing is known of them. */
struct crowd *crowd_make(struct dice *dice, const struct devices *devices);
void crowd_free(struct crowd *crowd); /* accepts NULL */

/* Fills what a request says of its device, the texts copied into the arena. */
void crowd_ask_device(struct device_desk *desk, const struct http_request *request,
                      struct arena *arena, struct visitor_facts *facts);

/* The personal fields of one request. */
struct person {
    char salt[PERSONAL_SALT_BYTES];
    uint8_t hash[PERSONAL_HASH_BYTES];
    char address[16];
    char referrer[64];
    const struct visitor_facts *device;
    struct personal row;
};

/* Draws one who comes from that site; visitor: their number at the campaign, or 0. The row lends
 * from the person and the crowd. */
void person_fill(const struct crowd *crowd, struct dice *dice, uint64_t workspace_id,
                 uint64_t visitor, uint32_t site, struct person *person);
/* They come from that address, or with that user agent, after all. */
void person_set_address(struct person *person, struct str address);
void person_set_agent(struct person *person, struct str user_agent,
                      const struct visitor_facts *device);
/* Fills what their user agent says of the device. */
void person_fill_visit(const struct person *person, struct visit *visit);
void person_fill_ad_click(const struct person *person, struct ad_click *click);
struct str person_hash(const struct person *person);
/* Writes them as of the entry of that id. ERR_IO. */
MUST_USE enum err person_put(struct ledger_tx *tx, struct person *person, uint64_t id);
