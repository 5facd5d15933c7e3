#include "serve/metrics.h"

void metrics_write_head(struct buf *buf, const char *name, const char *type, const char *help)
{
    buf_format(buf, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

void metrics_write(struct buf *buf, const char *name, const char *type, const char *help,
                   uint64_t value)
{
    metrics_write_head(buf, name, type, help);
    buf_format(buf, "%s %" PRIu64 "\n", name, value);
}

void metrics_write_labelled(struct buf *buf, const char *name, const char *label, const char *word,
                            uint64_t value)
{
    buf_format(buf, "%s{%s=\"%s\"} %" PRIu64 "\n", name, label, word, value);
}

void metrics_write_latency(struct buf *buf, const char *name, const char *help,
                           const struct latency_total *total)
{
    uint64_t count = 0;
    buf_format(buf, "# HELP %s %s\n# TYPE %s histogram\n", name, help, name);
    for (size_t i = 0; i < LATENCY_BOUNDS; i++) {
        count += total->counts[i];
        buf_format(buf, "%s_bucket{le=\"%g\"} %" PRIu64 "\n", name,
                   (double)latency_bounds_us[i] / 1e6, count);
    }
    count += total->counts[LATENCY_BOUNDS];
    buf_format(buf, "%s_bucket{le=\"+Inf\"} %" PRIu64 "\n", name, count);
    buf_format(buf, "%s_sum %" PRIu64 ".%06" PRIu64 "\n%s_count %" PRIu64 "\n", name,
               total->sum_us / 1000000, total->sum_us % 1000000, name, count);
}
