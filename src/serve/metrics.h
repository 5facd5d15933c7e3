/* metrics - Prometheus text, a line at a time. */
#pragma once
#include "base/buf.h"

/* "# HELP", "# TYPE" and the value. type: "counter" or "gauge". */
void metrics_write(struct buf *buf, const char *name, const char *type, const char *help,
                   uint64_t value);
