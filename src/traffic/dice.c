#include "traffic/dice.h"

#include <math.h>

uint64_t dice_next(struct dice *dice) /* splitmix64 */
{
    uint64_t z = (dice->state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

uint64_t dice_below(struct dice *dice, uint64_t count)
{
    __extension__ typedef unsigned __int128 wide;
    return (uint64_t)((wide)dice_next(dice) * count >> 64);
}

bool dice_is(struct dice *dice, unsigned of_a_million)
{
    return dice_below(dice, 1000000) < of_a_million;
}

int64_t dice_wait(struct dice *dice, double mean)
{
    double drawn = (double)(dice_next(dice) >> 11) / 9007199254740992.0;
    return (int64_t)(-log(1.0 - drawn) * mean);
}

struct wheel {
    size_t count;
    struct {
        uint32_t keep; /* of 2^32: this value, else the other */
        uint32_t other;
    } slots[];
};

struct wheel *wheel_make(size_t count, double exponent)
{
    struct wheel *wheel = heap_make(1, sizeof(*wheel) + count * sizeof(wheel->slots[0]));
    double *share = heap_make(count, sizeof(*share)); /* of an even one */
    size_t *small = heap_make(count, sizeof(*small));
    size_t *large = heap_make(count, sizeof(*large));
    size_t small_count = 0, large_count = 0;
    double sum = 0;
    wheel->count = count;
    for (size_t i = 0; i < count; i++)
        sum += share[i] = pow((double)(i + 1), -exponent);
    for (size_t i = 0; i < count; i++) {
        share[i] *= (double)count / sum;
        if (share[i] < 1)
            small[small_count++] = i;
        else
            large[large_count++] = i;
    }
    while (small_count > 0 && large_count > 0) {
        size_t less = small[--small_count], more = large[large_count - 1];
        wheel->slots[less].keep = (uint32_t)(share[less] * 4294967295.0);
        wheel->slots[less].other = (uint32_t)more;
        share[more] -= 1 - share[less];
        if (share[more] >= 1)
            continue;
        large_count--;
        small[small_count++] = more;
    }
    while (small_count > 0)
        wheel->slots[small[--small_count]].keep = UINT32_MAX;
    while (large_count > 0)
        wheel->slots[large[--large_count]].keep = UINT32_MAX;
    free(share);
    free(small);
    free(large);
    return wheel;
}

void wheel_free(struct wheel *wheel)
{
    free(wheel);
}

size_t wheel_draw(const struct wheel *wheel, struct dice *dice)
{
    uint64_t drawn = dice_next(dice);
    size_t value = (size_t)((drawn >> 32) * wheel->count >> 32);
    return (uint32_t)drawn <= wheel->slots[value].keep ? value : wheel->slots[value].other;
}
