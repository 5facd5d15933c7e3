#include "facts/split.h"

#include <math.h>
#include "facts/belief.h"

#define NEEDED_MAX 1e15 /* beyond, a difference is none */

const char *split_word_text(enum split_word word)
{
    static const char *const texts[] = {
#define X(word, text) [word] = (text),
        SPLIT_WORDS(X)
#undef X
    };
    return texts[word];
}

/* --- One arm --- */

struct split_interval split_wilson(uint64_t trials, uint64_t successes)
{
    if (trials == 0 || successes > trials)
        return (struct split_interval){0};
    double n = (double)trials, z = SPLIT_Z_CONFIDENCE, square = z * z;
    double rate = (double)successes / n, middle = rate + square / (2 * n);
    double half = z * sqrt(rate * (1 - rate) / n + square / (4 * n * n));
    double scale = 1 + square / n;
    return (struct split_interval){
        .is_known = true,
        .low = successes == 0 ? 0 : fmax((middle - half) / scale, 0),
        .high = successes == trials ? 1 : fmin((middle + half) / scale, 1),
    };
}

static double mean_of(const struct split_figures *figures)
{
    return (double)figures->revenue / (double)figures->trials;
}

/* Of what one trial earns, from the sample. */
static double variance_of(const struct split_figures *figures)
{
    double n = (double)figures->trials, mean = mean_of(figures);
    return (figures->squares - n * mean * mean) / (n - 1);
}

static bool is_earned_known(const struct split_figures *figures)
{
    return figures->trials >= SPLIT_TRIALS_MIN && figures->converted >= SPLIT_CONVERTED_MIN &&
           variance_of(figures) > 0;
}

/* The standard error of the mean. */
static double error_of(const struct split_figures *figures)
{
    return sqrt(variance_of(figures) / (double)figures->trials);
}

struct split_interval split_earned(const struct split_figures *figures)
{
    if (!is_earned_known(figures))
        return (struct split_interval){0};
    double mean = mean_of(figures), half = SPLIT_Z_CONFIDENCE * error_of(figures);
    return (struct split_interval){
        .is_known = true, .low = floor(mean - half), .high = ceil(mean + half)};
}

/* --- How many are needed --- */

double split_sample_rates(double rate, double other, double z_confidence, double z_power)
{
    double mean = (rate + other) / 2;
    double sum = z_confidence * sqrt(2 * mean * (1 - mean)) +
                 z_power * sqrt(rate * (1 - rate) + other * (1 - other));
    return rate == other ? (double)INFINITY : sum * sum / ((rate - other) * (rate - other));
}

double split_sample_means(double difference, double variance, double other_variance,
                          double z_confidence, double z_power)
{
    double sum = z_confidence + z_power;
    return difference == 0 ? (double)INFINITY
                           : sum * sum * (variance + other_variance) / (difference * difference);
}

/* --- All arms, by one measure --- */

/* What both measures ask of the figures. */
struct measure {
    bool (*is_known)(const struct split_figures *figures);
    double (*value)(const struct split_figures *figures);
    struct belief (*believe)(const struct split_figures *figures);
    double (*sample)(const struct split_figures *figures, const struct split_figures *rival);
};

static bool rate_is_known(const struct split_figures *figures)
{
    return figures->trials > 0 && figures->converted <= figures->trials;
}

static double rate_of(const struct split_figures *figures)
{
    return (double)figures->converted / (double)figures->trials;
}

static struct belief rate_believe(const struct split_figures *figures)
{
    return belief_of_rate(figures->trials, figures->converted);
}

static double rate_sample(const struct split_figures *figures, const struct split_figures *rival)
{
    return split_sample_rates(rate_of(figures), rate_of(rival), SPLIT_Z_CONFIDENCE, SPLIT_Z_POWER);
}

static struct belief earned_believe(const struct split_figures *figures)
{
    return belief_of_mean(mean_of(figures), error_of(figures));
}

static double earned_sample(const struct split_figures *figures, const struct split_figures *rival)
{
    return split_sample_means(mean_of(figures) - mean_of(rival), variance_of(figures),
                              variance_of(rival), SPLIT_Z_CONFIDENCE, SPLIT_Z_POWER);
}

static const struct measure measure_rate = {rate_is_known, rate_of, rate_believe, rate_sample};
static const struct measure measure_earned = {is_earned_known, mean_of, earned_believe,
                                              earned_sample};

/* The arms of which the measure is known, the best two first. */
struct field {
    const struct measure *measure;
    const struct split_figures *figures; /* of all arms */
    size_t arms[SPLIT_ARMS_MAX];         /* places of the known ones */
    double chances[SPLIT_ARMS_MAX];      /* of those */
    size_t count;
    size_t best, second; /* places of the two highest values */
};

static double value_at(const struct field *field, size_t arm)
{
    return field->measure->value(&field->figures[arm]);
}

static void find_best(struct field *field)
{
    field->best = field->arms[0];
    field->second = field->arms[1];
    if (value_at(field, field->second) > value_at(field, field->best)) {
        field->best = field->arms[1];
        field->second = field->arms[0];
    }
    for (size_t i = 2; i < field->count; i++) {
        size_t arm = field->arms[i];
        if (value_at(field, arm) > value_at(field, field->best)) {
            field->second = field->best;
            field->best = arm;
        } else if (value_at(field, arm) > value_at(field, field->second)) {
            field->second = arm;
        }
    }
}

static enum err compare(struct arena *arena, struct field *field, size_t count)
{
    struct belief beliefs[SPLIT_ARMS_MAX];
    for (size_t i = 0; i < count; i++) {
        if (!field->measure->is_known(&field->figures[i]))
            continue;
        beliefs[field->count] = field->measure->believe(&field->figures[i]);
        field->arms[field->count++] = i;
    }
    if (field->count < 2)
        return OK;
    find_best(field);
    return belief_best(arena, beliefs, field->count, field->chances);
}

static void need(const struct field *field, size_t arm, struct split_measure *measure)
{
    const struct split_figures *own = &field->figures[arm];
    size_t rival = arm == field->best ? field->second : field->best;
    double sample = field->measure->sample(own, &field->figures[rival]);
    measure->has_needed = sample <= NEEDED_MAX;
    if (measure->has_needed && sample > (double)own->trials)
        measure->needed = (uint64_t)ceil(sample) - own->trials;
}

static enum split_word word_of(double chance)
{
    if (chance >= SPLIT_CERTAIN)
        return SPLIT_LEADS;
    return chance <= 1 - SPLIT_CERTAIN ? SPLIT_TRAILS : SPLIT_UNDECIDED;
}

/* Says of each known arm what the comparison gave; is_early: nothing is decided yet. */
static void fill(const struct field *field, bool is_early, size_t measure_offset,
                 struct split_arm *arms)
{
    for (size_t i = 0; i < field->count; i++) {
        size_t arm = field->arms[i];
        struct split_measure *measure = (void *)((char *)&arms[arm] + measure_offset);
        measure->has_chance = true;
        measure->chance = field->chances[i];
        need(field, arm, measure);
        if (!is_early && field->figures[arm].trials >= SPLIT_TRIALS_MIN)
            measure->word = word_of(measure->chance);
    }
}

static struct split_verdict conclude(const struct field *field, bool is_early, size_t rivals)
{
    if (rivals < 2)
        return (struct split_verdict){.word = SPLIT_ALONE};
    if (field->count < 2 || is_early)
        return (struct split_verdict){.word = SPLIT_TOO_EARLY};
    size_t ahead = 0;
    for (size_t i = 1; i < field->count; i++)
        if (field->chances[i] > field->chances[ahead])
            ahead = i;
    size_t arm = field->arms[ahead];
    bool leads =
        field->chances[ahead] >= SPLIT_CERTAIN && field->figures[arm].trials >= SPLIT_TRIALS_MIN;
    return (struct split_verdict){.word = leads ? SPLIT_LEADS : SPLIT_UNDECIDED, .arm = arm};
}

enum err split_judge(struct arena *arena, const struct split_figures *figures, size_t count,
                     struct split_arm *arms, struct split_verdicts *verdicts)
{
    struct field rate = {.measure = &measure_rate, .figures = figures};
    struct field earned = {.measure = &measure_earned, .figures = figures};
    uint64_t converted = 0, ripe = 0;
    size_t rivals = 0;
    CHECK(count <= SPLIT_ARMS_MAX);
    enum err err = compare(arena, &rate, count);
    if (err == OK)
        err = compare(arena, &earned, count);
    if (err != OK)
        return err;
    for (size_t i = 0; i < count; i++) {
        converted += figures[i].converted;
        ripe += figures[i].trials >= SPLIT_TRIALS_MIN;
        rivals += figures[i].trials > 0;
    }
    for (size_t i = 0; i < count; i++) {
        enum split_word word = rivals < 2 ? SPLIT_ALONE : SPLIT_TOO_EARLY;
        arms[i] = (struct split_arm){
            .rate = {.interval = split_wilson(figures[i].trials, figures[i].converted),
                     .word = word},
            .earned = {.interval = split_earned(&figures[i]), .word = word}};
    }
    bool is_early = converted < SPLIT_CONVERTED_MIN || ripe < 2;
    if (rate.count >= 2)
        fill(&rate, is_early, offsetof(struct split_arm, rate), arms);
    if (earned.count >= 2)
        fill(&earned, false, offsetof(struct split_arm, earned), arms);
    *verdicts = (struct split_verdicts){.rate = conclude(&rate, is_early, rivals),
                                        .earned = conclude(&earned, false, rivals)};
    return OK;
}
