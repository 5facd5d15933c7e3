/* shim - preloaded into the program under test: its wall clock stands $REBOND_TEST_CLOCK_MS ahead
 * of the machine's (behind, when negative), and each sync of a file takes $REBOND_TEST_SYNC_MS
 * longer, as on a slow disk. Monotonic clocks are left alone. */
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long setting_ms(const char *name)
{
    const char *text = getenv(name);
    return text != NULL ? strtol(text, NULL, 10) : 0;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int result = (int)syscall(SYS_clock_gettime, clock, now);
    if (result != 0 || clock != CLOCK_REALTIME)
        return result;
    long ms = setting_ms("REBOND_TEST_CLOCK_MS");
    now->tv_sec += ms / 1000;
    now->tv_nsec += ms % 1000 * 1000000;
    if (now->tv_nsec >= 1000000000 || now->tv_nsec < 0) {
        now->tv_sec += now->tv_nsec < 0 ? -1 : 1;
        now->tv_nsec += now->tv_nsec < 0 ? 1000000000 : -1000000000;
    }
    return 0;
}

/* The wait comes first: a process that is killed in it has written nothing. */
static void wait_for_disk(void)
{
    long ms = setting_ms("REBOND_TEST_SYNC_MS");
    struct timespec wait = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    if (ms > 0)
        (void)nanosleep(&wait, NULL);
}

int fdatasync(int fd)
{
    wait_for_disk();
    return (int)syscall(SYS_fdatasync, fd);
}

int fsync(int fd)
{
    wait_for_disk();
    return (int)syscall(SYS_fsync, fd);
}
