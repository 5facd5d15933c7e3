/* metrics - Prometheus text, a figure at a time, and those of a process and of the machine. */
#pragma once
#include "base/buf.h"
#include "visit/latency.h"

/* "# HELP", "# TYPE" and the value. type: "counter" or "gauge". */
void metrics_write(struct buf *buf, const char *name, const char *type, const char *help,
                   uint64_t value);
/* The same of a figure that has a value for each label: once its head, then each of them. */
void metrics_write_head(struct buf *buf, const char *name, const char *type, const char *help);
void metrics_write_labelled(struct buf *buf, const char *name, const char *label, const char *word,
                            uint64_t value);
/* A histogram in seconds. */
void metrics_write_latency(struct buf *buf, const char *name, const char *help,
                           const struct latency_total *total);
/* Memory and age of this process, named after it: "edge" or "desk". What the system does not tell
 * is left out. */
void metrics_write_process(struct buf *buf, const char *process, int64_t started_mono_ms);
/* Room on the data folder's disk and the sizes of its files. What cannot be read is left out. */
void metrics_write_folder(struct buf *buf, const char *dir);
