#include "api/health_judge.h"

#include <math.h>

#define DAY 24

/* What is usual, from the hours begin to end - 1. */
struct base {
    int64_t begin, end;
    double events, visits;
    double by_hour[DAY]; /* mean events of each hour of the day */
};

static int64_t hour_of_day(const struct judge_series *series, int64_t i)
{
    return (series->first_hour + i) % DAY;
}

/* Begins with the first hour in which something came. False: too little to know what is usual. */
static bool find_base(const struct judge_series *series, int64_t end, struct base *base)
{
    int64_t counts[DAY] = {0};
    *base = (struct base){.begin = end > JUDGE_BASE_HOURS ? end - JUDGE_BASE_HOURS : 0, .end = end};
    while (base->begin < end && series->visits[base->begin] <= 0 &&
           series->events[base->begin] <= 0)
        base->begin++;
    for (int64_t i = base->begin; i < end; i++) {
        int64_t at = hour_of_day(series, i);
        base->events += (double)series->events[i];
        base->visits += (double)series->visits[i];
        base->by_hour[at] += (double)series->events[i];
        counts[at]++;
    }
    for (int i = 0; i < DAY; i++)
        base->by_hour[i] = counts[i] > 0 ? base->by_hour[i] / (double)counts[i] : 0;
    return end - base->begin >= JUDGE_BASE_MIN && base->events >= JUDGE_EVENTS_MIN;
}

/* Pearson's: what hours scatter about the mean of their hour of the day. */
static double scatter_of_hours(const struct judge_series *series, const struct base *base)
{
    double sum = 0;
    for (int64_t i = base->begin; i < base->end; i++) {
        double mean = base->by_hour[hour_of_day(series, i)];
        double off = (double)series->events[i] - mean;
        sum += mean > 0 ? off * off / mean : 0;
    }
    double scatter = sum / (double)(base->end - base->begin - DAY);
    return scatter > 1 ? scatter : 1;
}

/* The same of whole days, counted back from the end, about what their visits foretell. */
static double scatter_of_days(const struct judge_series *series, const struct base *base)
{
    double sum = 0;
    int64_t days = (base->end - base->begin) / DAY;
    for (int64_t day = 1; day <= days; day++) {
        double events = 0, visits = 0;
        for (int64_t i = base->end - day * DAY; i < base->end - (day - 1) * DAY; i++) {
            events += (double)series->events[i];
            visits += (double)series->visits[i];
        }
        double mean = base->visits > 0 ? base->events * visits / base->visits : 0;
        sum += mean > 0 ? (events - mean) * (events - mean) / mean : 0;
    }
    double scatter = days > 1 ? sum / (double)(days - 1) : 1;
    return scatter > 1 ? scatter : 1;
}

bool judge_is_silent(const struct judge_series *series, bool has_visits,
                     struct judge_silence *silence)
{
    struct base base;
    int64_t last = JUDGE_HOURS - 1;
    double by_hour = 0, visits = 0;

    while (last >= 0 && series->events[last] <= 0)
        last--;
    if (last < 0 || series->current_events > 0 || !find_base(series, last + 1, &base))
        return false;
    for (int64_t i = last + 1; i < JUDGE_HOURS; i++) {
        by_hour += base.by_hour[hour_of_day(series, i)];
        visits += (double)series->visits[i];
    }
    double expected = by_hour;
    if (has_visits) {
        double by_visits = base.visits > 0 ? base.events * visits / base.visits : 0;
        expected = by_visits < expected ? by_visits : expected;
    }
    double scatter = scatter_of_hours(series, &base);
    if (expected / scatter < JUDGE_SILENT)
        return false;
    *silence =
        (struct judge_silence){.hours = JUDGE_HOURS - 1 - last,
                               .expected = expected,
                               .scatter = scatter,
                               .usual_per_hour = base.events / (double)(base.end - base.begin),
                               .visits = (int64_t)visits};
    return true;
}

enum judge_change judge_rate_change(const struct judge_series *series, struct judge_rate *rate)
{
    struct base base;
    double events = 0, visits = 0;

    if (!find_base(series, JUDGE_HOURS - DAY, &base) || base.visits <= 0)
        return JUDGE_SAME;
    for (int64_t i = JUDGE_HOURS - DAY; i < JUDGE_HOURS; i++) {
        events += (double)series->events[i];
        visits += (double)series->visits[i];
    }
    /* Visits convert later: after a day of unusual traffic its conversions are still to come, or
     * those of the day before come now. So both ways to foretell must be off. */
    double by_visits = base.events * visits / base.visits;
    double by_days = base.events * DAY / (double)(base.end - base.begin);
    bool is_below = events < by_visits;
    double expected = (by_visits < by_days) == is_below ? by_visits : by_days;
    double of_hours = scatter_of_hours(series, &base);
    double of_days = scatter_of_days(series, &base);
    double scatter = of_hours > of_days ? of_hours : of_days;
    double sigmas =
        expected <= 0
            ? 0
            : (events - expected) / sqrt(scatter * (expected + expected * expected / base.events));
    *rate = (struct judge_rate){(int64_t)events, expected, sigmas, (int64_t)visits};
    if (is_below && sigmas <= -JUDGE_SIGMAS && events <= JUDGE_FALL * expected)
        return JUDGE_FELL;
    if (!is_below && sigmas >= JUDGE_SIGMAS && events >= JUDGE_RISE * expected &&
        events >= JUDGE_EVENTS_MIN)
        return JUDGE_ROSE;
    return JUDGE_SAME;
}

bool judge_is_worth_telling(int64_t wrong, int64_t all)
{
    return (double)wrong >= JUDGE_SHARE_MIN * (double)all;
}

bool judge_is_mended(int64_t wrong, int64_t all, int64_t since)
{
    double share = all - since > wrong ? (double)wrong / (double)(all - since) : 1;
    return (double)since * share >= JUDGE_MENDED;
}
