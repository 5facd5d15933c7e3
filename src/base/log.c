/* log - lines on standard error. Any thread: a line is one write(2), of at most LINE_MAX_BYTES. A
 * reader that stands still costs lines, never time: a line that standard error does not take now is
 * dropped, and the next one that it takes says how many were. */
#include "base/log.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"

#define LINE_MAX_BYTES 2048
#define TAIL_BYTES     48 /* kept free for the counts of lines left out and dropped, and the end */
_Static_assert(LINE_MAX_BYTES <= PIPE_BUF, "a pipe that is ready takes a line whole");

/* The two settings of the process, made once at its start. */
static _Atomic int level_least = LOG_INFO;
static const char *_Atomic process_name = "rebond";
/* Lines that standard error did not take since the last one that it took. */
static _Atomic unsigned dropped_count;

void log_set_level(enum log_level level)
{
    level_least = (int)level;
}

void log_set_process(const char *name)
{
    process_name = name;
}

/* Whether the site may write now; *left_out lines were kept back since its last line. The coarse
 * clock is read without a system call, for a site that is over its limit is a busy one. */
static bool site_admits(struct log_site *site, unsigned *left_out)
{
    struct timespec now;

    *left_out = 0;
    CHECK(clock_gettime(CLOCK_MONOTONIC_COARSE, &now) == 0);
    int64_t second = atomic_load_explicit(&site->second, memory_order_relaxed);
    if (second != now.tv_sec &&
        atomic_compare_exchange_strong_explicit(&site->second, &second, (int64_t)now.tv_sec,
                                                memory_order_relaxed, memory_order_relaxed)) {
        unsigned count = atomic_exchange_explicit(&site->count, 1, memory_order_relaxed);
        *left_out = count > LOG_SITE_PER_SECOND ? count - LOG_SITE_PER_SECOND : 0;
        return true;
    }
    return atomic_fetch_add_explicit(&site->count, 1, memory_order_relaxed) < LOG_SITE_PER_SECOND;
}

static const char *level_text(enum log_level level)
{
    switch (level) {
    case LOG_DEBUG:
        return "debug";
    case LOG_INFO:
        return "info";
    case LOG_WARNING:
        return "warning";
    case LOG_ERROR:
        return "error";
    }
    return "error";
}

/* What comes from outside may carry line ends: one event stays one line. */
static void blank_controls(char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
            text[i] = ' ';
}

/* False: standard error did not take the line. The write may still wait when another writer takes
 * the last room of the pipe in between; a lock would not help, for other processes write there too.
 */
static bool write_line(const char *line, size_t len)
{
    struct pollfd ready = {.fd = STDERR_FILENO, .events = POLLOUT};
    ssize_t written;

    if (poll(&ready, 1, 0) != 1)
        return false;
    do
        written = write(STDERR_FILENO, line, len);
    while (written < 0 && errno == EINTR);
    return written >= 0;
}

void log_write(struct log_site *site, enum log_level level, const char *room, const char *format,
               ...)
{
    char line[LINE_MAX_BYTES], time_text[CLOCK_TEXT_MAX];
    struct buf out = buf_from_memory(line, sizeof(line));
    unsigned left_out;
    va_list args;
    int saved_errno = errno;

    if ((int)level < level_least || !site_admits(site, &left_out))
        return;
    buf_write(&out, clock_format(clock_wall_ms(), time_text));
    buf_format(&out, " %s %.64s/%.64s ", level_text(level), process_name, room);
    size_t head = out.len, room_bytes = sizeof(line) - head - TAIL_BYTES;
    va_start(args, format);
    int len = vsnprintf(line + head, room_bytes, format, args);
    va_end(args);
    CHECK(len >= 0);
    out.len += (size_t)len < room_bytes ? (size_t)len : room_bytes - 1;
    blank_controls(line + head, out.len - head);
    if ((size_t)len >= room_bytes)
        buf_write_c(&out, "...");
    if (left_out > 0)
        buf_format(&out, " left_out=%u", left_out);
    unsigned dropped = atomic_exchange_explicit(&dropped_count, 0, memory_order_relaxed);
    if (dropped > 0)
        buf_format(&out, " dropped=%u", dropped);
    buf_write_char(&out, '\n');
    if (!write_line(line, out.len))
        atomic_fetch_add_explicit(&dropped_count, dropped + 1, memory_order_relaxed);
    errno = saved_errno;
}
