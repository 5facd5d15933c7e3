#include "serve/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "serve/listen.h"

enum err serve_open_folder(const char *dir, int *dir_fd)
{
    if (mkdir(dir, 0700) != 0 && errno != EEXIST) {
        fprintf(stderr, "rebond: --data %s: %s\n", dir, strerror(errno));
        return ERR_IO;
    }
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        fprintf(stderr, "rebond: --data %s: %s\n", dir, strerror(errno));
        return ERR_IO;
    }
    (void)fchmod(fd, 0700);
    *dir_fd = fd;
    return OK;
}

enum err serve_lock(int dir_fd, const char *file, const char *who)
{
    int fd = openat(dir_fd, file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        fprintf(stderr, "rebond: %s: %s\n", file, strerror(errno));
        return ERR_IO;
    }
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        fprintf(
            stderr,
            "rebond: another %s runs on this data folder already (it holds the file %s there)\n",
            who, file);
        close(fd);
        return ERR_CONFLICT;
    }
    return OK; /* held open, and so locked, until the process ends */
}

size_t serve_edge_threads(const struct settings *settings)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t threads = settings->edge_threads != 0 ? (size_t)settings->edge_threads
                     : cores > 3                 ? (size_t)cores / 2
                                                 : 1;
    return threads < LISTEN_TWINS_MAX ? threads : LISTEN_TWINS_MAX;
}

static void fill_end_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGINT);
}

void serve_block_signals(void)
{
    sigset_t set;
    fill_end_signals(&set);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
}

void serve_wait_for_end(void)
{
    sigset_t set;
    int number;
    fill_end_signals(&set);
    while (sigwait(&set, &number) != 0) {
    }
}
