/* supervisor - binds all sockets, starts edge and desk, starts again what dies, and ends both when
 * it ends. It serves nothing itself, so there is little in it that can fail. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/log.h"
#include "ledger/ledger.h"
#include "model/account.h"
#include "serve/listen.h"
#include "serve/serve.h"

#define ARGS_MAX         128
#define RESTART_FIRST_MS 100
#define RESTART_MAX_MS   5000
#define LIVED_LONG_MS    10000 /* a child that lived this long starts again at once */
#define END_GRACE_MS     15000
#define END_REPEAT_MS    1000 /* SIGTERM is sent again: one that comes just after fork is lost */
#define TICK_MS          100
#define WAL_BYTES_MAX                                                                              \
    (INT64_C(1) << 30) /* past this a reader of the desk holds the log: the desk is started anew   \
                        */

struct child {
    const char *name; /* the command */
    bool is_desk;
    const struct listen_group *groups;
    size_t group_count;
    pid_t pid; /* 0: not running */
    int64_t started_mono_ms;
    int64_t start_at_mono_ms;
    int64_t wait_ms;
};

struct supervisor {
    const struct settings *settings;
    int argc;
    char *const *argv;
    struct listen_group edge_groups[2], desk_groups[2];
    struct child children[2];
};

static volatile sig_atomic_t is_ending;

static void on_end(int number)
{
    (void)number;
    is_ending = 1;
}

/* --- A child -------------------------------------------------------------- */

/* The desk gives way: it is a person's, the edge is the visitors'. What is refused (in a container)
 * is no reason not to start. */
static void give_way(void)
{
    (void)setpriority(PRIO_PROCESS, 0, 10);
    (void)syscall(SYS_ioprio_set, 1, 0, 3 << 13); /* idle class */
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd >= 0) {
        (void)!write(fd, "800", 3);
        close(fd);
    }
}

static _Noreturn void become(const struct supervisor *supervisor, const struct child *child,
                             pid_t parent)
{
    char *args[ARGS_MAX];
    char command[16];
    char program[] = "rebond";
    size_t count = 0;
    signal(SIGTERM, SIG_DFL); /* from here on it ends the child: on_end() would only note it */
    signal(SIGINT, SIG_DFL);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) /* it died before the line above */
        _exit(1);
    snprintf(command, sizeof(command), "%s", child->name);
    args[count++] = program;
    args[count++] = command;
    for (int i = 0; i < supervisor->argc && count < ARGS_MAX - 1; i++)
        args[count++] = supervisor->argv[i];
    args[count] = NULL;
    serve_name_supervisor(parent);
    listen_export(child->groups, child->group_count);
    if (child->is_desk)
        give_way();
    execv("/proc/self/exe", args);
    fprintf(stderr, "rebond: starting the %s: %s\n", child->name, strerror(errno));
    _exit(1);
}

static void start(const struct supervisor *supervisor, struct child *child)
{
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid == 0)
        become(supervisor, child, parent);
    child->started_mono_ms = clock_mono_ms();
    if (pid > 0) {
        child->pid = pid;
        return;
    }
    log_error("supervisor", "cannot start the %s: %s", child->name, strerror(errno));
    child->start_at_mono_ms = child->started_mono_ms + RESTART_MAX_MS;
}

static void on_death(struct child *child, int status)
{
    bool lived_long = clock_mono_ms() - child->started_mono_ms >= LIVED_LONG_MS;
    child->pid = 0;
    child->wait_ms = lived_long ? RESTART_FIRST_MS : child->wait_ms * 2;
    if (child->wait_ms > RESTART_MAX_MS)
        child->wait_ms = RESTART_MAX_MS;
    child->start_at_mono_ms = clock_mono_ms() + child->wait_ms;
    if (is_ending)
        return;
    if (WIFSIGNALED(status))
        log_error("supervisor", "the %s was ended by signal %d; starting again in %" PRId64 " ms",
                  child->name, WTERMSIG(status), child->wait_ms);
    else
        log_error("supervisor", "the %s ended with code %d; starting again in %" PRId64 " ms",
                  child->name, WEXITSTATUS(status), child->wait_ms);
}

static void reap(struct supervisor *supervisor)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        for (size_t i = 0; i < ARRAY_LEN(supervisor->children); i++) {
            if (supervisor->children[i].pid == pid)
                on_death(&supervisor->children[i], status);
        }
    }
}

/* --- The watch ------------------------------------------------------------ */

static void check_log_size(struct supervisor *supervisor)
{
    char path[sizeof(supervisor->settings->data) + 32];
    struct stat info;
    struct child *desk = &supervisor->children[1];
    snprintf(path, sizeof(path), "%s/ledger.db-wal", supervisor->settings->data);
    if (desk->pid == 0 || stat(path, &info) != 0 || info.st_size < WAL_BYTES_MAX ||
        clock_mono_ms() - desk->started_mono_ms < LIVED_LONG_MS)
        return;
    log_error("supervisor", "the ledger's log grew to %" PRId64 " bytes: starting the desk anew",
              (int64_t)info.st_size);
    kill(desk->pid, SIGKILL);
}

static void watch(struct supervisor *supervisor)
{
    while (!is_ending) {
        reap(supervisor);
        for (size_t i = 0; i < ARRAY_LEN(supervisor->children); i++) {
            struct child *child = &supervisor->children[i];
            if (child->pid == 0 && clock_mono_ms() >= child->start_at_mono_ms)
                start(supervisor, child);
        }
        check_log_size(supervisor);
        (void)usleep(TICK_MS * 1000);
    }
}

static bool is_any_left(const struct supervisor *supervisor)
{
    return supervisor->children[0].pid != 0 || supervisor->children[1].pid != 0;
}

static void ask_to_end(const struct supervisor *supervisor)
{
    for (size_t i = 0; i < ARRAY_LEN(supervisor->children); i++) {
        if (supervisor->children[i].pid != 0)
            kill(supervisor->children[i].pid, SIGTERM);
    }
}

static void end_children(struct supervisor *supervisor)
{
    int64_t ask_at_mono_ms = clock_mono_ms();
    int64_t by_mono_ms = ask_at_mono_ms + END_GRACE_MS;
    while (is_any_left(supervisor) && clock_mono_ms() < by_mono_ms) {
        if (clock_mono_ms() >= ask_at_mono_ms) {
            ask_to_end(supervisor);
            ask_at_mono_ms += END_REPEAT_MS;
        }
        reap(supervisor);
        (void)usleep(10 * 1000);
    }
    for (size_t i = 0; i < ARRAY_LEN(supervisor->children); i++) {
        if (supervisor->children[i].pid != 0) {
            log_error("supervisor", "the %s did not end within %d ms: killed",
                      supervisor->children[i].name, END_GRACE_MS);
            kill(supervisor->children[i].pid, SIGKILL);
            (void)waitpid(supervisor->children[i].pid, NULL, 0);
        }
    }
}

/* --- The start ------------------------------------------------------------ */

static enum err bind_all(struct supervisor *supervisor)
{
    const struct settings *settings = supervisor->settings;
    size_t threads = serve_edge_threads(settings);
    enum err err =
        listen_bind("tracking", settings->tracking_listen, threads, &supervisor->edge_groups[0]);
    if (err == OK)
        err =
            listen_bind("network", settings->network_listen, threads, &supervisor->edge_groups[1]);
    if (err == OK)
        err = listen_bind("dashboard", settings->dashboard_listen, 1, &supervisor->desk_groups[0]);
    if (err == OK)
        err = listen_bind("api", settings->api_listen, 1, &supervisor->desk_groups[1]);
    return err;
}

static void tell_addresses(const struct supervisor *supervisor)
{
    char text[4][64];
    listen_text(supervisor->edge_groups[0].sockets[0], text[0], sizeof(text[0]));
    listen_text(supervisor->desk_groups[0].sockets[0], text[1], sizeof(text[1]));
    listen_text(supervisor->edge_groups[1].sockets[0], text[2], sizeof(text[2]));
    listen_text(supervisor->desk_groups[1].sockets[0], text[3], sizeof(text[3]));
    log_info("supervisor",
             "tracking http://%s, dashboard http://%s, network http://%s, api http://%s, data %s",
             text[0], text[1], text[2], text[3], supervisor->settings->data);
}

/* While nobody can sign in, the way in is said on standard error, past the log's lines: it is a
 * secret until it is used. A link that is open already stays: somebody may have its page before
 * them. */
static void tell_first_owner(const struct settings *settings, struct catalog *catalog)
{
    char token[ACCOUNT_TOKEN_MAX];
    int64_t expires_ms;
    int64_t now_ms = clock_wall_ms();
    if (account_has_owner(catalog) != ERR_NOT_FOUND)
        return;
    if (account_has_setup_link(catalog, now_ms) == OK) {
        log_info("supervisor", "there is no owner yet, and a link that was printed before is open; "
                               "\"rebond user setup\" prints a new one");
        return;
    }
    enum err err = account_make_link(catalog, 0, "serve", now_ms, token, &expires_ms);
    if (err != OK) {
        log_error("supervisor", "no link for the first owner: %s", err_text(err));
        return;
    }
    fprintf(stderr, "\nNobody can sign in yet. The first owner's link, once, within 48 hours:\n  ");
    serve_print_link(stderr, settings, token);
    fprintf(stderr, "\n");
}

int serve_supervise(const struct settings *settings, int argc, char *const *argv)
{
    static const struct sigaction action = {.sa_handler = on_end};
    struct supervisor supervisor = {.settings = settings, .argc = argc, .argv = argv};
    supervisor.children[0] =
        (struct child){"edge", false, supervisor.edge_groups, 2, 0, 0, 0, RESTART_FIRST_MS};
    supervisor.children[1] =
        (struct child){"desk", true, supervisor.desk_groups, 2, 0, 0, 0, RESTART_FIRST_MS};
    log_set_process("serve");
    signal(SIGPIPE, SIG_IGN); /* a log whose reader is gone is no reason to end */
    serve_raise_limits(settings);
    int dir_fd;
    struct catalog *catalog = NULL;
    if (serve_open_folder(settings->data, &dir_fd) != OK ||
        serve_lock(dir_fd, SERVE_LOCK, "rebond serve") != OK || bind_all(&supervisor) != OK)
        return 1;
    /* A ledger that does not fit is refused once: a child would be started again and again. */
    if (ledger_check_schema(settings->data) == ERR_INVALID)
        return 1;
    /* Both children read it: its tables are there before they start. */
    if (catalog_open(settings->data, &catalog) != OK)
        return 1;
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    tell_addresses(&supervisor);
    tell_first_owner(settings, catalog);
    catalog_close(catalog);
    watch(&supervisor);
    log_info("supervisor", "ending");
    end_children(&supervisor);
    return 0;
}
