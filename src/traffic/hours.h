/* hours - when traffic comes over some days: nights are quiet, weekends busier. One owner. */
#pragma once
#include "base/base.h"

struct hours;

/* Of so many days before end_ms. */
struct hours *hours_make(int64_t end_ms, size_t days);
void hours_free(struct hours *hours); /* accepts NULL */
/* The time by which that share of the traffic has come, 0 to 1; asked by rising shares. */
int64_t hours_time(struct hours *hours, double share);
/* The hour of the span that the last answer lies in, from 0. */
size_t hours_at(const struct hours *hours);
