/* demo - `rebond demo`: the whole loop on one machine, for someone who sees Rebond for the first
 * time. Sets the scene in a temporary folder, plays, compares, and cleans up. */
#include "serve/demo.h"

#include <errno.h>
#include <ftw.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/num.h"
#include "serve/commands.h"
#include "serve/serve.h"

#define REMOVE_FDS_MAX 16

static volatile sig_atomic_t is_interrupted;

static void on_interrupt(int number)
{
    (void)number;
    is_interrupted = 1;
}

bool demo_is_interrupted(void)
{
    return is_interrupted != 0;
}

/* --- Options ------------------------------------------------------------------------------------
 */

static int print_demo_help(void)
{
    printf("rebond demo [--clicks N] [--keep] [--data DIR]\n"
           "Plays the whole loop on this machine, over real HTTP on free loopback ports: the six "
           "steps that set it up,\nclicks, purchases, postbacks in and out; then compares the ad "
           "network's figures with the tracker's.\nThen it loses a postback, delays one and "
           "mistypes a goal, "
           "and the reconciliation has to name each.\n\n"
           "  --clicks N   this many visitors, %d to %d; by default %d\n"
           "  --keep       leave the server up afterwards, and print its addresses\n"
           "  --data DIR   play in this folder; by default a temporary one, removed at the end\n\n"
           "Exit code 0: both sides agree, each planted fault is named, the ledger is proved, and "
           "nothing left the\nmachine.\n",
           DEMO_CLICKS_MIN, DEMO_CLICKS_MAX, DEMO_CLICKS_DEFAULT);
    return 0;
}

/* The value of "--name VALUE" or "--name=VALUE" at *i; NULL: it is another argument. A missing
 * value is "". */
static const char *value_at(int argc, char *const *argv, int *i, const char *name)
{
    size_t len = strlen(name);
    if (strncmp(argv[*i], name, len) != 0 || (argv[*i][len] != '\0' && argv[*i][len] != '='))
        return NULL;
    if (argv[*i][len] == '=')
        return argv[*i] + len + 1;
    return *i + 1 < argc ? argv[++*i] : "";
}

static bool read_option(struct demo *demo, int argc, char *const *argv, int *i)
{
    const char *value;
    uint64_t clicks = 0;
    if (strcmp(argv[*i], "--keep") == 0) {
        demo->is_kept = true;
        return true;
    }
    if ((value = value_at(argc, argv, i, "--clicks")) != NULL) {
        if (num_parse_u64(str_from_c(value), DEMO_CLICKS_MAX, &clicks) != OK ||
            clicks < DEMO_CLICKS_MIN)
            return demo_fail("--clicks: expected a number from %d to %d", DEMO_CLICKS_MIN,
                             DEMO_CLICKS_MAX);
        demo->clicks = clicks;
        return true;
    }
    if ((value = value_at(argc, argv, i, "--data")) != NULL) {
        if (value[0] == '\0' || strlen(value) >= sizeof(demo->dir))
            return demo_fail("--data: expected a folder's path of at most %zu bytes",
                             sizeof(demo->dir) - 1);
        snprintf(demo->dir, sizeof(demo->dir), "%s", value);
        return true;
    }
    return demo_fail("unknown option \"%s\"; --help lists what there is", argv[*i]);
}

/* --- The folder ---------------------------------------------------------------------------------
 */

static bool make_folder(struct demo *demo)
{
    if (demo->dir[0] != '\0') {
        int dir_fd;
        if (serve_open_folder(demo->dir, &dir_fd) != OK)
            return false; /* it has said why */
        close(dir_fd);
        return true;
    }
    const char *base = getenv("TMPDIR");
    int len = snprintf(demo->dir, sizeof(demo->dir), "%s/rebond-demo-XXXXXX",
                       base != NULL && base[0] != '\0' ? base : "/tmp");
    if (len < 0 || (size_t)len >= sizeof(demo->dir) || mkdtemp(demo->dir) == NULL)
        return demo_fail("%s: %s", demo->dir, strerror(errno));
    demo->is_dir_ours = true;
    return true;
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)info, (void)kind, (void)place;
    return remove(path);
}

static void remove_folder(const struct demo *demo)
{
    if (nftw(demo->dir, remove_one, REMOVE_FDS_MAX, FTW_DEPTH | FTW_PHYS) != 0)
        fprintf(stderr, "rebond demo: %s could not be removed: %s\n", demo->dir, strerror(errno));
}

/* --- The play -----------------------------------------------------------------------------------
 */

static bool set_scene(struct demo *demo)
{
    if (!make_folder(demo) || !demo_client_open(demo) || !demo_shop_open(&demo->shop))
        return false;
    demo_title("Rebond demo: both ends of a paid click on this machine, over real HTTP");
    if (!demo_server_start(demo))
        return false;
    demo_line("tracker", "http://%s", demo->tracking);
    demo_line("ad network", "http://%s", demo->network);
    demo_line("API", "http://%s/api/v1", demo->dashboard);
    demo_line("shop", "http://%s", demo_shop_address(demo->shop));
    demo_line("data", "%s", demo->dir);
    return true;
}

static bool play(struct demo *demo)
{
    return set_scene(demo) && demo_play_steps(demo) && demo_make_places(demo) &&
           demo_play_visitors(demo) && demo_play_sales(demo) && demo_play_bad_ids(demo) &&
           demo_wait_forwards(demo) && demo_compare(demo) && demo_compare_reports(demo) &&
           demo_play_faults(demo) && demo_verify(demo) && demo_check_addresses(demo);
}

/* Leaves the server up until someone ends the demo. */
static void stay(const struct demo *demo)
{
    sigset_t ends, before;
    demo_title("Still up (--keep); Ctrl-C ends it");
    demo_line("tracker", "http://%s", demo->tracking);
    demo_line("ad network", "http://%s", demo->network);
    demo_line("API", "http://%s/api/v1", demo->dashboard);
    demo_line("API key", "%s", demo->key);
    demo_line("data", "%s", demo->dir);
    demo_line("try", "curl -H 'Authorization: Bearer %s' http://%s/api/v1/conversions", demo->key,
              demo->dashboard);
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    /* Blocked while it is looked at, so that none can slip in between. */
    sigprocmask(SIG_BLOCK, &ends, &before);
    while (!is_interrupted)
        sigsuspend(&before);
    sigprocmask(SIG_SETMASK, &before, NULL);
}

static bool end(struct demo *demo, bool is_ok)
{
    bool has_ended = demo_server_stop(demo);
    fetcher_close(demo->fetcher);
    demo_hop_close(demo->hop);
    demo_shop_close(demo->shop);
    arena_free(demo->arena);
    free(demo->buyers);
    is_ok = is_ok && has_ended;
    bool is_removed = demo->is_dir_ours && !demo->is_kept && (is_ok || is_interrupted);
    if (is_removed)
        remove_folder(demo);
    else if (demo->is_dir_ours)
        printf("The data folder is left at %s\n", demo->dir);
    return is_ok;
}

int command_demo(int argc, char *const *argv)
{
    static const struct sigaction action = {.sa_handler = on_interrupt};
    struct demo demo = {.clicks = DEMO_CLICKS_DEFAULT};
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return print_demo_help();
        if (!read_option(&demo, argc, argv, &i))
            return 2;
    }
    log_set_level(LOG_ERROR);         /* what the demo finds is told in its own words */
    setvbuf(stdout, NULL, _IOLBF, 0); /* steps as they happen, also into a pipe */
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    int64_t began_mono_ms = clock_mono_ms();
    demo.arena = arena_make(DEMO_ARENA_BYTES);
    demo.buyer_count = demo.clicks / DEMO_CLICKS_PER_BUY;
    demo.buyers = heap_make((size_t)demo.buyer_count, sizeof(demo.buyers[0]));
    bool is_ok = play(&demo);
    int64_t took_ms = clock_mono_ms() - began_mono_ms;
    if (is_ok) {
        demo_title("All equal, in %" PRId64 ".%" PRId64 " s.", took_ms / 1000,
                   took_ms % 1000 / 100);
        if (demo.is_kept)
            stay(&demo);
    }
    return end(&demo, is_ok) ? 0 : 1;
}
