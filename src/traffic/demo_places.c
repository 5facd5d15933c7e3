#include "traffic/demo_places.h"

#define SEED      20261128 /* of its own: the plan's dice fall the same without any database */
#define LETTERS   26
#define POOL_MAX  250
#define DRAWS_MAX 300000
#define OF_HOST   4 /* addresses that differ in their last byte are mostly of one place */

/* First addresses of networks in one country: of people, and of data centres. */
struct pool {
    bool is_wanted;
    size_t count[2];
    uint32_t networks[2][POOL_MAX];
};

struct demo_places {
    struct place_set *set; /* lent */
    struct dice dice;
    struct pool pools[LETTERS * LETTERS];
};

static struct pool *pool_of(struct demo_places *places, struct str country)
{
    if (country.len < 2 || country.ptr[0] < 'A' || country.ptr[0] > 'Z' || country.ptr[1] < 'A' ||
        country.ptr[1] > 'Z')
        return NULL;
    return &places->pools[(country.ptr[0] - 'A') * LETTERS + country.ptr[1] - 'A'];
}

static struct net_address address_of(uint32_t number)
{
    struct net_address address = {.family = 4};
    for (unsigned i = 0; i < 4; i++)
        address.bytes[i] = (uint8_t)(number >> (24 - 8 * i));
    return address;
}

/* Whether the address is of the public internet, as far as made visitors go. */
static bool is_public(uint32_t number)
{
    unsigned first = number >> 24;
    return first > 0 && first != 10 && first != 127 && first < 224;
}

static void want(struct demo_places *places, const char *words, size_t *wanted)
{
    struct str rest = str_from_c(words), piece;
    while (str_take_piece(&rest, ' ', &piece)) {
        struct pool *pool = pool_of(places, piece);
        *wanted += pool != NULL && !pool->is_wanted;
        if (pool != NULL)
            pool->is_wanted = true;
    }
}

/* True: that pool is full now. */
static bool take(struct demo_places *places, uint32_t number)
{
    struct net_address address = address_of(number);
    struct visitor_facts facts = {0};
    place_set_fill(places->set, &address, &facts);
    struct pool *pool = pool_of(places, facts.country);
    bool is_hosting = facts.hosting == VISITOR_YES;
    if (pool == NULL || !pool->is_wanted || pool->count[is_hosting] == POOL_MAX)
        return false;
    pool->networks[is_hosting][pool->count[is_hosting]++] = number;
    return !is_hosting && pool->count[0] == POOL_MAX;
}

struct demo_places *demo_places_make(struct place_set *set, const char *const *countries,
                                     size_t count)
{
    const struct place_file *files[PLACE_FILES_MAX];
    struct demo_places *places = heap_make(1, sizeof(*places));
    size_t wanted = 0;
    places->set = set;
    places->dice.state = SEED;
    for (size_t i = 0; i < count; i++)
        want(places, countries[i], &wanted);
    if (set == NULL || place_set_files(set, PLACE_PLACES, files) == 0)
        return places;
    for (size_t i = 0; i < DRAWS_MAX && wanted > 0; i++) {
        uint32_t number = (uint32_t)dice_next(&places->dice);
        if (is_public(number) && take(places, number))
            wanted--;
    }
    return places;
}

void demo_places_free(struct demo_places *places)
{
    free(places);
}

bool demo_places_draw(struct demo_places *places, const char *country, bool is_hosting,
                      struct net_address *address, struct visitor_facts *facts)
{
    struct pool *pool = pool_of(places, str_from_c(country));
    if (pool == NULL || pool->count[is_hosting] == 0)
        return false;
    uint32_t network =
        pool->networks[is_hosting][dice_below(&places->dice, pool->count[is_hosting])];
    for (unsigned i = 0; i <= OF_HOST; i++) {
        uint32_t number =
            i < OF_HOST ? (network & ~UINT32_C(255)) | (uint32_t)dice_below(&places->dice, 256)
                        : network;
        struct visitor_facts found = {0};
        *address = address_of(number);
        place_set_fill(places->set, address, &found);
        if (str_is_equal(found.country, str_from_c(country)) &&
            (found.hosting == VISITOR_YES) == is_hosting) {
            place_set_fill(places->set, address, facts);
            return true;
        }
    }
    return false; /* the databases were exchanged */
}
