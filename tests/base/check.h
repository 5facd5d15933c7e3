/* check - what the tests of this room share: cmocka in its right order, assertions on str, a folder
 * for one test, random numbers from a seed that is printed and can be given back in REBOND_SEED. */
#pragma once
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/num.h"

#define assert_str(actual, literal) assert_str_equal_to((actual), STR(literal), __FILE__, __LINE__)

static inline void assert_str_equal_to(struct str actual, struct str expected, const char *file,
                                       int line)
{
    if (str_is_equal(actual, expected) && actual.ptr != NULL)
        return;
    print_error("\"%.*s\" is not \"%.*s\"\n", STR_FMT(actual), STR_FMT(expected));
    _fail(file, line);
}

struct dice {
    uint64_t state;
};

static inline struct dice dice_make(const char *test)
{
    struct dice dice = {(uint64_t)time(NULL) ^ (uint64_t)getpid() << 32};
    const char *given = getenv("REBOND_SEED");

    if (given != NULL)
        assert_int_equal(num_parse_u64(str_from_c(given), UINT64_MAX, &dice.state), OK);
    print_message("%s: REBOND_SEED=%" PRIu64 "\n", test, dice.state);
    return dice;
}

/* A number below `limit`, by xorshift with a final multiplication. */
static inline uint64_t dice_roll(struct dice *dice, uint64_t limit)
{
    dice->state += dice->state == 0;
    dice->state ^= dice->state >> 12;
    dice->state ^= dice->state << 25;
    dice->state ^= dice->state >> 27;
    return (dice->state * UINT64_C(0x2545f4914f6cdd1d) >> 11) % limit;
}
