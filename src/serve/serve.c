#include "serve/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/log.h"
#include "base/num.h"
#include "serve/listen.h"

#define SUPERVISOR_VARIABLE "REBOND_SUPERVISOR"
#define HOLD_INTERVALS      2
#define OWN_FILES           512 /* beside the visitors' connections: files, timers, the courier */

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

struct projector_options serve_projector_options(const struct settings *settings)
{
    struct facts_options facts = facts_options_default(settings->data);
    facts.threads = (unsigned)settings->facts_threads;
    facts.memory_mib = (unsigned)settings->facts_memory_mib;
    facts.spill_mib = (unsigned)settings->facts_spill_mib;
    facts.statement_ms = settings->facts_statement_ms;
    bool is_relaxed = strcmp(settings->click_durability, "interval") == 0;
    return (struct projector_options){
        .dir = settings->data,
        .node = (unsigned)settings->node,
        .facts = facts,
        .hold_ms = is_relaxed ? HOLD_INTERVALS * settings->click_durability_ms : 0,
        .fresh_ms = PROJECTOR_FRESH_MS,
    };
}

size_t serve_edge_threads(const struct settings *settings)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t threads = settings->edge_threads != 0 ? (size_t)settings->edge_threads
                     : cores > 3                 ? (size_t)cores / 2
                                                 : 1;
    return threads < LISTEN_TWINS_MAX ? threads : LISTEN_TWINS_MAX;
}

void serve_raise_limits(const struct settings *settings)
{
    rlim_t wanted = (rlim_t)settings->http_connections_max + OWN_FILES;
    struct rlimit limit;
    CHECK(getrlimit(RLIMIT_NOFILE, &limit) == 0);
    rlim_t soft = limit.rlim_cur;
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
        limit.rlim_cur = soft;
    bool is_child = getenv(SUPERVISOR_VARIABLE) != NULL; /* it was said already */
    if (!is_child && limit.rlim_cur < wanted)            /* RLIM_INFINITY is the largest of all */
        log_warning("serve",
                    "%ju files may be open at once, http.connections_max = %" PRId64
                    " needs %ju: raise the limit (ulimit -n, LimitNOFILE=) or set fewer",
                    (uintmax_t)limit.rlim_cur, settings->http_connections_max, (uintmax_t)wanted);
}

void serve_name_supervisor(pid_t supervisor)
{
    char text[24];
    snprintf(text, sizeof(text), "%d", (int)supervisor);
    CHECK(setenv(SUPERVISOR_VARIABLE, text, 1) == 0);
}

bool serve_follow_supervisor(void)
{
    const char *text = getenv(SUPERVISOR_VARIABLE);
    uint64_t supervisor;
    if (text == NULL)
        return true;
    /* Set before exec as well, but the exec of a program with file capabilities clears it. */
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (num_parse_u64(str_from_c(text), INT32_MAX, &supervisor) == OK &&
        (pid_t)supervisor == getppid())
        return true;
    log_warning("serve", "not started: the supervisor (" SUPERVISOR_VARIABLE "=%s) is gone", text);
    return false;
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

void serve_print_link(FILE *to, const struct settings *settings, const char *token)
{
    if (settings->dashboard_url[0] != '\0')
        fprintf(to, "%s/setup#%s\n", settings->dashboard_url, token);
    else
        fprintf(to, "http://%s/setup#%s\n", settings->dashboard_listen, token);
}
