/* The quadrature is piecewise: each distribution says where its mass begins, bends and ends, by
 * multiples of its standard deviation; between two such edges it is so smooth that five points are
 * enough. Far tails count too: a rate without a success falls off no faster than exp(-x). */
#include "facts/belief.h"

#include <math.h>

#define POINTS 5

/* Gauss-Legendre on -1 to 1 (Abramowitz and Stegun, table 25.4). */
static const double point_at[POINTS] = {-0.906179845938664, -0.538469310105683, 0,
                                        0.538469310105683, 0.906179845938664};
static const double point_weight[POINTS] = {0.236926885056189, 0.478628670499366, 0.568888888888889,
                                            0.478628670499366, 0.236926885056189};

/* Edges, in standard deviations from the mean. */
static const double edge_at[] = {-40, -20, -14, -10, -8, -6, -5, -4, -3, -2, -1.5, -1, -0.5, 0,
                                 0.5, 1,   1.5, 2,   3,  4,  5,  6,  8,  10, 14,   20, 40};

struct belief belief_of_rate(uint64_t trials, uint64_t successes)
{
    CHECK(successes <= trials);
    double a = 1 + (double)successes;
    double b = 1 + (double)(trials - successes);
    double all = a + b;
    return (struct belief){.kind = BELIEF_BETA,
                           .a = a,
                           .b = b,
                           .mean = a / all,
                           .sd = sqrt(a / all * (b / all) / (all + 1))};
}

struct belief belief_of_mean(double mean, double error)
{
    CHECK(error > 0);
    return (struct belief){.kind = BELIEF_NORMAL, .mean = mean, .sd = error};
}

/* log(x^n), where 0^0 is 1. */
static double log_power(double log_x, double n)
{
    return n == 0 ? 0 : n * log_x;
}

/* The logarithm of what the density of a Beta distribution is multiplied by. */
static double log_scale(const struct belief *belief)
{
    int sign;
    return lgamma_r(belief->a + belief->b, &sign) - lgamma_r(belief->a, &sign) -
           lgamma_r(belief->b, &sign);
}

static double density(const struct belief *belief, double scale, double x)
{
    double z = (x - belief->mean) / belief->sd;
    if (belief->kind == BELIEF_NORMAL)
        return exp(-z * z / 2) / (belief->sd * sqrt(2 * M_PI));
    return exp(scale + log_power(log(x), belief->a - 1) + log_power(log1p(-x), belief->b - 1));
}

/* An edge of a belief; a rate's lie within 0 to 1. */
static double edge_of(const struct belief *belief, size_t i)
{
    double x = belief->mean + edge_at[i] * belief->sd;
    return belief->kind == BELIEF_NORMAL ? x : fmin(fmax(x, 0), 1);
}

static double integrate(const struct belief *belief, double scale, double from, double to)
{
    double sum = 0, half = (to - from) / 2;
    if (!(half > 0))
        return 0;
    for (size_t i = 0; i < POINTS; i++)
        sum += point_weight[i] * density(belief, scale, from + half * (1 + point_at[i]));
    return sum * half;
}

static void beta_cdf(const struct belief *belief, const double *x, size_t count, double *chances)
{
    double scale = log_scale(belief), sum = 0, at = edge_of(belief, 0);
    size_t edge = 1;
    for (size_t i = 0; i < count; i++) {
        while (edge < ARRAY_LEN(edge_at) && edge_of(belief, edge) < x[i]) {
            double next = edge_of(belief, edge++);
            sum += integrate(belief, scale, at, next);
            at = next;
        }
        if (x[i] > at && edge < ARRAY_LEN(edge_at)) {
            sum += integrate(belief, scale, at, x[i]);
            at = x[i];
        }
        chances[i] = fmin(sum, 1);
    }
}

void belief_cdf(const struct belief *belief, const double *x, size_t count, double *chances)
{
    if (belief->kind == BELIEF_BETA) {
        beta_cdf(belief, x, count, chances);
        return;
    }
    for (size_t i = 0; i < count; i++)
        chances[i] = erfc((belief->mean - x[i]) / belief->sd / M_SQRT2) / 2;
}

/* --- The largest of several --- */

/* Where the product is looked at. */
struct grid {
    double *x, *weight;
    size_t count;
};

static int compare_numbers(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void fill_grid(struct grid *grid, const double *edges, size_t edge_count)
{
    for (size_t i = 1; i < edge_count; i++) {
        double half = (edges[i] - edges[i - 1]) / 2;
        for (size_t j = 0; half > 0 && j < POINTS; j++) {
            grid->x[grid->count] = edges[i - 1] + half * (1 + point_at[j]);
            grid->weight[grid->count++] = half * point_weight[j];
        }
    }
}

static enum err make_grid(struct arena *arena, const struct belief *beliefs, size_t count,
                          struct grid *grid)
{
    size_t edge_count = 0, edges_max = count * ARRAY_LEN(edge_at);
    double *edges = ARENA_ARRAY(arena, double, edges_max);
    *grid = (struct grid){.x = ARENA_ARRAY(arena, double, edges_max *POINTS),
                          .weight = ARENA_ARRAY(arena, double, edges_max *POINTS)};
    if (arena_is_full(arena))
        return ERR_FULL;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < ARRAY_LEN(edge_at); j++)
            edges[edge_count++] = edge_of(&beliefs[i], j);
    qsort(edges, edge_count, sizeof(edges[0]), compare_numbers);
    fill_grid(grid, edges, edge_count);
    return OK;
}

enum err belief_best(struct arena *arena, const struct belief *beliefs, size_t count,
                     double *chances)
{
    struct grid grid;
    CHECK(count >= 2 && count <= BELIEFS_MAX);
    enum err err = make_grid(arena, beliefs, count, &grid);
    if (err != OK)
        return err;
    double *below = ARENA_ARRAY(arena, double, grid.count *count);
    double *all = ARENA_ARRAY(arena, double, grid.count);
    if (arena_is_full(arena))
        return ERR_FULL;
    for (size_t j = 0; j < grid.count; j++)
        all[j] = grid.weight[j];
    for (size_t i = 0; i < count; i++) {
        double *own = below + i * grid.count;
        belief_cdf(&beliefs[i], grid.x, grid.count, own);
        for (size_t j = 0; j < grid.count; j++)
            all[j] *= own[j];
    }
    for (size_t i = 0; i < count; i++) {
        const double *own = below + i * grid.count;
        double sum = 0, scale = beliefs[i].kind == BELIEF_BETA ? log_scale(&beliefs[i]) : 0;
        for (size_t j = 0; j < grid.count; j++)
            if (all[j] > 0) /* so that own[j] is above 0 too: the others' product is all / own */
                sum += density(&beliefs[i], scale, grid.x[j]) * (all[j] / own[j]);
        chances[i] = fmin(sum, 1);
    }
    return OK;
}
