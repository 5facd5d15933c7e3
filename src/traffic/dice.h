/* dice - random numbers from a seed, and wheels that draw by weight in constant time. One owner. */
#pragma once
#include "base/base.h"

struct dice {
    uint64_t state;
};

uint64_t dice_next(struct dice *dice);
/* From 0 to below count (at least 1). */
uint64_t dice_below(struct dice *dice, uint64_t count);
/* True so many times in a million. */
bool dice_is(struct dice *dice, unsigned of_a_million);
/* A time that is exponentially distributed around its mean, in whole units. */
int64_t dice_wait(struct dice *dice, double mean);

/* Values 0 to count - 1, each with its weight (Walker's alias method). */
struct wheel;

/* Weights 1 / (value + 1)^exponent, which is Zipf's law: a few are met everywhere, most hardly
 * ever. */
struct wheel *wheel_make(size_t count, double exponent);
void wheel_free(struct wheel *wheel); /* accepts NULL */
size_t wheel_draw(const struct wheel *wheel, struct dice *dice);
