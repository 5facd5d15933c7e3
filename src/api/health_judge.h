/* health_judge - whether numbers are as they usually are (docs/health.md has the rules and why they
 * are so). Counts scatter as a Poisson process does, but wider: each series is held against its own
 * scatter. Pure; any thread. */
#pragma once
#include "base/base.h"

#define JUDGE_HOURS      672  /* of a series: 28 days */
#define JUDGE_BASE_HOURS 336  /* what is usual: the 14 days before what is judged ... */
#define JUDGE_BASE_MIN   72   /* ... three at least ... */
#define JUDGE_EVENTS_MIN 20   /* ... with so many events */
#define JUDGE_SILENT     12.0 /* so many were to be expected, by their own scatter, and none came */
#define JUDGE_SIGMAS     5.0
#define JUDGE_FALL       (2.0 / 3)
#define JUDGE_RISE       1.5
#define JUDGE_SHARE_MIN  0.01 /* of visits */
#define JUDGE_MENDED     7.0  /* so many were to be expected since the last one, and none came */

/* The whole hours up to now, by rising time. */
struct judge_series {
    int64_t first_hour;          /* since 1970: of index 0 */
    int64_t visits[JUDGE_HOURS]; /* what events come from; of visits themselves: zeros */
    int64_t events[JUDGE_HOURS];
    int64_t current_events; /* in the hour that is not over: they end a silence */
};

struct judge_silence {
    int64_t hours;   /* whole ones without an event, up to now */
    double expected; /* events in them: the lesser of what hours and what visits foretell */
    double scatter;  /* variance by mean of the events, 1 at least */
    double usual_per_hour;
    int64_t visits; /* that came meanwhile */
};
/* Whether events stopped that used to come. With has_visits false they are expected by the hour
 * alone. *silence is filled whenever it answers true. */
bool judge_is_silent(const struct judge_series *series, bool has_visits,
                     struct judge_silence *silence);

enum judge_change { JUDGE_SAME, JUDGE_FELL, JUDGE_ROSE };
struct judge_rate {
    int64_t events; /* of the last 24 whole hours */
    double expected;
    double sigmas; /* how far beyond its scatter, negative below */
    int64_t visits;
};
/* Whether the last day's events are fewer or more than its visits and the days before foretell.
 * *rate is filled whenever it does not answer JUDGE_SAME. */
enum judge_change judge_rate_change(const struct judge_series *series, struct judge_rate *rate);

/* Whether what goes wrong in so many of all visits is more than a stray one. */
bool judge_is_worth_telling(int64_t wrong, int64_t all);
/* Whether what went wrong in `wrong` of `all` cases does so no more, since it did not in the last
 * `since` of them. */
bool judge_is_mended(int64_t wrong, int64_t all, int64_t since);
