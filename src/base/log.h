/* log - one event a line on standard error: time, level, room, message, key=value. Any thread.
 * Each call site is limited to LOG_SITE_PER_SECOND lines a second; what is left out is counted and
 * said. An error means that someone must act. No secret, and no visitor's address or cookie above
 * debug. */
#pragma once
#include "base/base.h"

#define LOG_SITE_PER_SECOND 10

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };

struct log_site {
    _Atomic int64_t second;
    _Atomic unsigned count;
};

void log_set_level(enum log_level level);
/* Names the process in each line ("edge", "desk"). Keeps the pointer. */
void log_set_process(const char *name);
void log_write(struct log_site *site, enum log_level level, const char *room, const char *format,
               ...) PRINTF_LIKE(4, 5);

#define LOG(level, room, ...)                                                                      \
    do {                                                                                           \
        static struct log_site log_site_;                                                          \
        log_write(&log_site_, (level), (room), __VA_ARGS__);                                       \
    } while (0)
#define log_debug(room, ...)   LOG(LOG_DEBUG, room, __VA_ARGS__)
#define log_info(room, ...)    LOG(LOG_INFO, room, __VA_ARGS__)
#define log_warning(room, ...) LOG(LOG_WARNING, room, __VA_ARGS__)
#define log_error(room, ...)   LOG(LOG_ERROR, room, __VA_ARGS__)
