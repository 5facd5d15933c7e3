/* demo_server - the server under demonstration: this very program as `rebond serve`, in a process
 * of its own, on free loopback ports. It ends when the demo ends, however that happens. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/clock.h"
#include "serve/demo.h"
#include "serve/listen.h"
#include "serve/serve.h"

#define STARTS_MAX    3 /* another program may take a port between our look and the start */
#define READY_MS      10000
#define READY_POLL_MS 20
#define END_MS        20000 /* more than the supervisor gives its children */
#define END_POLL_MS   10

extern char **environ;

/* --- Ports --------------------------------------------------------------------------------------
 */

/* All at once, so that they differ. */
static bool pick_ports(struct demo *demo)
{
    char *const texts[] = {demo->tracking, demo->dashboard, demo->network, demo->api};
    struct listen_group groups[ARRAY_LEN(texts)];
    size_t bound = 0;
    while (bound < ARRAY_LEN(texts) &&
           listen_bind("demo", "127.0.0.1:0", 1, &groups[bound]) == OK) {
        listen_text(groups[bound].sockets[0], texts[bound], DEMO_ADDRESS_BYTES);
        bound++;
    }
    for (size_t i = 0; i < bound; i++)
        listen_close(&groups[i]);
    return bound == ARRAY_LEN(texts) ? true : demo_fail("no free port on 127.0.0.1");
}

/* --- The child ----------------------------------------------------------------------------------
 */

/* Settings of the environment are for real servers; the demo's is as its command line says. */
static void clear_settings(void)
{
    const struct str mark = STR("REBOND_");
    char name[256];
    for (size_t i = 0; environ[i] != NULL;) {
        struct str entry = str_from_c(environ[i]);
        ptrdiff_t equals = str_find_char(entry, '=');
        bool is_setting = str_has_prefix(entry, mark) && equals > 0 &&
                          (size_t)equals < sizeof(name) &&
                          !str_has_prefix(entry, STR("REBOND_PRESETS="));
        if (!is_setting) {
            i++;
            continue;
        }
        snprintf(name, sizeof(name), "%.*s", (int)equals, entry.ptr);
        (void)unsetenv(name); /* moves the next one to this place */
    }
}

static _Noreturn void become_server(const struct demo *demo, int log_fd, pid_t parent)
{
    char tracking_url[64], network_url[64];
    snprintf(tracking_url, sizeof(tracking_url), "http://%s", demo->tracking);
    snprintf(network_url, sizeof(network_url), "http://%s", demo->network);
    const char *const args[] = {"rebond",
                                "serve",
                                "--data",
                                demo->dir,
                                "--tracking-listen",
                                demo->tracking,
                                "--dashboard-listen",
                                demo->dashboard,
                                "--network-listen",
                                demo->network,
                                "--api-listen",
                                demo->api,
                                "--tracking-url",
                                tracking_url,
                                "--network-url",
                                network_url,
                                "--courier-allow-private",
                                "127.0.0.0/8",
                                NULL};
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) /* it died before the line above */
        _exit(1);
    int null_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (null_fd >= 0)
        (void)dup2(null_fd, STDIN_FILENO);
    (void)dup2(log_fd, STDOUT_FILENO);
    (void)dup2(log_fd, STDERR_FILENO);
    execv("/proc/self/exe", (char *const *)(uintptr_t)args);
    fprintf(stderr, "rebond demo: starting the server: %s\n", strerror(errno));
    _exit(1);
}

static bool start_child(struct demo *demo)
{
    char path[DEMO_PATH_BYTES_MAX + 16];
    snprintf(path, sizeof(path), "%s/serve.log", demo->dir);
    int log_fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log_fd < 0)
        return demo_fail("%s: %s", path, strerror(errno));
    fflush(stdout);
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid == 0)
        become_server(demo, log_fd, parent);
    close(log_fd);
    if (pid < 0)
        return demo_fail("starting the server: %s", strerror(errno));
    demo->server = pid;
    return true;
}

/* Whether it has ended already; then it is reaped. */
static bool has_ended(struct demo *demo, int *status)
{
    if (waitpid(demo->server, status, WNOHANG) != demo->server)
        return false;
    demo->server = 0;
    return true;
}

static bool is_ready(struct demo *demo, struct arena *arena)
{
    struct fetch_result result;
    struct fetch_request request = {.url = arena_format(arena, "http://%s/readyz", demo->dashboard),
                                    .timeout_ms = 1000};
    bool is_ok = fetch_once(demo->fetcher, arena, &request, &result) == OK &&
                 result.reach == FETCH_ANSWERED && result.status == 200;
    arena_reset(arena);
    return is_ok;
}

/* Until it serves; *has_died when it ended instead. */
static bool wait_ready(struct demo *demo, bool *has_died)
{
    struct arena *arena = arena_make(256 * 1024);
    int64_t by_mono_ms = clock_mono_ms() + READY_MS;
    bool is_up = false;
    int status;
    while (!is_up && !*has_died && clock_mono_ms() < by_mono_ms && !demo_is_interrupted()) {
        *has_died = has_ended(demo, &status);
        is_up = !*has_died && is_ready(demo, arena);
        if (!is_up && !*has_died)
            (void)usleep(READY_POLL_MS * 1000);
    }
    arena_free(arena);
    return is_up;
}

/* --- The start and the end ----------------------------------------------------------------------
 */

static bool make_key(struct demo *demo)
{
    struct catalog *catalog = NULL;
    struct model_fault fault;
    enum err err = catalog_open(demo->dir, &catalog);
    if (err == OK)
        err = catalog_create_key(catalog, STR("demo"), STR_NONE, demo->key, &fault);
    catalog_close(catalog);
    return err == OK ? true : demo_fail("the API key was not made: %s", err_text(err));
}

bool demo_server_start(struct demo *demo)
{
    bool is_up = false, has_died = true;
    clear_settings();
    for (int i = 0; i < STARTS_MAX && has_died; i++) {
        has_died = false;
        if (!pick_ports(demo) || !start_child(demo))
            return false;
        is_up = wait_ready(demo, &has_died);
    }
    if (demo_is_interrupted())
        return demo_fail("interrupted");
    if (!is_up)
        return demo_fail("the server %s; see %s/serve.log",
                         has_died ? "ended at once" : "was not ready within 10 s", demo->dir);
    return make_key(demo);
}

bool demo_server_stop(struct demo *demo)
{
    int64_t by_mono_ms = clock_mono_ms() + END_MS;
    int status = 0;
    if (demo->server == 0)
        return true;
    pid_t pid = demo->server;
    kill(pid, SIGTERM);
    while (!has_ended(demo, &status) && clock_mono_ms() < by_mono_ms)
        (void)usleep(END_POLL_MS * 1000);
    if (demo->server != 0) {
        kill(pid, SIGKILL);
        (void)waitpid(pid, &status, 0);
        demo->server = 0;
        return demo_fail("the server did not end within %d s: killed", END_MS / 1000);
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    return demo_fail("the server ended badly (wait status %d); see %s/serve.log", status,
                     demo->dir);
}
