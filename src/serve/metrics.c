#include "serve/metrics.h"

void metrics_write(struct buf *buf, const char *name, const char *type, const char *help,
                   uint64_t value)
{
    buf_format(buf, "# HELP %s %s\n# TYPE %s %s\n%s %" PRIu64 "\n", name, help, name, type, name,
               value);
}
