/* split - what the figures of a campaign's arms (its offers, landers or paths) say about which is
 * the best: intervals, the probability to be best, what is still needed, and a plain word. The
 * method, its sources and its limits stand in docs/statistics.md. Pure; any thread. */
#pragma once
#include "base/arena.h"

#define SPLIT_ARMS_MAX      100
#define SPLIT_TRIALS_MIN    100  /* of an arm; before, nothing is said of it */
#define SPLIT_CONVERTED_MIN 10   /* of all arms together for rates, of each for what it earns */
#define SPLIT_CERTAIN       0.95 /* the probability from which on an arm leads */
#define SPLIT_Z_CONFIDENCE  1.959963984540054 /* two-sided, 95 % */
#define SPLIT_Z_POWER       0.841621233572914 /* 80 % */

/* The figures of one arm. A trial is a visit, or what shows an offer: a lander's click, or a visit
 * that came to it directly. */
struct split_figures {
    uint64_t trials;
    uint64_t converted; /* trials with at least one conversion */
    int64_t revenue;    /* of all trials; micro-units */
    double squares;     /* the sum of the squares of what each trial earned, in micro-units */
};

/* X(word, text): what is said of an arm, and of the whole. */
#define SPLIT_WORDS(X)                                                                             \
    X(SPLIT_ALONE, "alone")         /* there is no other arm to compare with */                    \
    X(SPLIT_TOO_EARLY, "too_early") /* fewer trials or conversions than SPLIT_*_MIN */             \
    X(SPLIT_UNDECIDED, "undecided")                                                                \
    X(SPLIT_LEADS, "leads")   /* best with a probability of SPLIT_CERTAIN or more */               \
    X(SPLIT_TRAILS, "trails") /* best with one of 1 - SPLIT_CERTAIN or less */

enum split_word {
#define X(word, text) word,
    SPLIT_WORDS(X)
#undef X
};
/* The text of a word: "leads". Static. */
const char *split_word_text(enum split_word word);

struct split_interval {
    bool is_known;
    double low, high;
};

/* What is said of one arm by one of the two measures: the conversion rate (converted / trials, 0 to
 * 1), and EPV, what a trial earns (micro-units). */
struct split_measure {
    struct split_interval interval; /* 95 % */
    bool has_chance;
    double chance;   /* to be the best of the arms of which one is known */
    bool has_needed; /* not without another arm, nor where both are equal */
    uint64_t needed; /* trials still to come, so that 80 of 100 such tests would tell it from its
                        rival: the best of the others, or, for those, the best */
    enum split_word word;
};

struct split_arm {
    struct split_measure rate, earned;
};

/* The whole: arm is the leader's place for SPLIT_LEADS, else that of the one ahead. */
struct split_verdict {
    enum split_word word;
    size_t arm;
};

struct split_verdicts {
    struct split_verdict rate, earned;
};

/* Fills arms[i] from figures[i]; count at most SPLIT_ARMS_MAX. Arms without a trial are no rivals.
 * ERR_FULL: the arena is. */
MUST_USE enum err split_judge(struct arena *arena, const struct split_figures *figures,
                              size_t count, struct split_arm *arms,
                              struct split_verdicts *verdicts);

/* Wilson's score interval for a rate, 95 %. Unknown without trials, or with more successes than
 * trials. */
struct split_interval split_wilson(uint64_t trials, uint64_t successes);
/* The normal interval for the mean of what trials earned, 95 %, rounded outwards to micro-units.
 * Unknown for fewer trials or conversions than SPLIT_*_MIN, or when all earned the same. */
struct split_interval split_earned(const struct split_figures *figures);
/* How many trials each of two arms needs for their rates to be told apart, at those normal
 * quantiles of confidence and power; infinite for equal rates. */
double split_sample_rates(double rate, double other, double z_confidence, double z_power);
/* The same for two means, by their variances. */
double split_sample_means(double difference, double variance, double other_variance,
                          double z_confidence, double z_power);
