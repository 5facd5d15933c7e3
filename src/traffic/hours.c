#include "traffic/hours.h"

#define HOUR_MS   (INT64_C(3600) * 1000)
#define DAY_HOURS 24

struct hours {
    int64_t begin_ms;
    size_t count;
    size_t at;
    double shares[]; /* up to the end of each hour */
};

struct hours *hours_make(int64_t end_ms, size_t days)
{
    static const double day[DAY_HOURS] = {5, 4, 3, 2, 2, 2, 3, 4,  5,  6,  6, 7,
                                          7, 7, 7, 7, 8, 8, 9, 10, 11, 11, 9, 7};
    size_t count = days * DAY_HOURS;
    struct hours *hours = heap_make(1, sizeof(*hours) + count * sizeof(hours->shares[0]));
    double sum = 0;
    hours->count = count;
    hours->begin_ms = end_ms - (int64_t)count * HOUR_MS;
    for (size_t i = 0; i < count; i++) {
        int64_t hour = hours->begin_ms / HOUR_MS + (int64_t)i;
        bool is_weekend = (hour / DAY_HOURS + 3) % 7 >= 5; /* 1970 began on a Thursday */
        sum += day[hour % DAY_HOURS] * (is_weekend ? 1.25 : 1);
        hours->shares[i] = sum;
    }
    for (size_t i = 0; i < count; i++)
        hours->shares[i] /= sum;
    return hours;
}

void hours_free(struct hours *hours)
{
    free(hours);
}

int64_t hours_time(struct hours *hours, double share)
{
    while (hours->at + 1 < hours->count && hours->shares[hours->at] <= share)
        hours->at++;
    double before = hours->at > 0 ? hours->shares[hours->at - 1] : 0;
    double within = (share - before) / (hours->shares[hours->at] - before);
    return hours->begin_ms + (int64_t)hours->at * HOUR_MS + (int64_t)(within * (double)HOUR_MS);
}

size_t hours_at(const struct hours *hours)
{
    return hours->at;
}
