/* belief - what figures let one believe of a rate or of a mean, as a distribution, and which of
 * several is the largest (docs/statistics.md). Numbers of statistics, never sums of money: double.
 * The same input gives the same output, for nothing is drawn. Pure; any thread. */
#pragma once
#include "base/arena.h"

#define BELIEFS_MAX 100

enum belief_kind { BELIEF_BETA, BELIEF_NORMAL };

struct belief {
    enum belief_kind kind;
    double a, b;     /* of a Beta distribution, from 1 */
    double mean, sd; /* of either; sd above 0 */
};

/* Of a rate after so many trials of which some succeeded, when before them every rate was as likely
 * as any other: Beta(1 + successes, 1 + trials - successes). successes <= trials. */
struct belief belief_of_rate(uint64_t trials, uint64_t successes);
/* Of a mean whose estimate has that standard error, above 0: normal. */
struct belief belief_of_mean(double mean, double error);

/* Sets chances[i] to the probability that what belief i is about does not exceed x[i]; x rises, and
 * for a rate lies in 0 to 1. Of a Beta distribution this is the regularised incomplete beta
 * function I_x(a, b), by Gauss-Legendre quadrature of its density: exact to 1e-9. */
void belief_cdf(const struct belief *belief, const double *x, size_t count, double *chances);

/* Sets chances[i] to the probability that belief i's is the largest of all: the integral over x of
 * the density of i times the chances of the others to lie below x. Two to BELIEFS_MAX beliefs of
 * one kind. ERR_FULL: the arena is. */
MUST_USE enum err belief_best(struct arena *arena, const struct belief *beliefs, size_t count,
                              double *chances);
