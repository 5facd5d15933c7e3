#include "serve/commands.h"

#include <unistd.h>
#include "base/log.h"
#include "base/num.h"
#include "ledger/verify.h"
#include "model/catalog.h"
#include "serve/serve.h"

static bool wants_help(int argc, char *const *argv)
{
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    }
    return false;
}

static void apply_log_level(const struct settings *settings)
{
    static const char *const levels[] = {"debug", "info", "warning", "error"};
    for (size_t i = 0; i < ARRAY_LEN(levels); i++) {
        if (strcmp(settings->log_level, levels[i]) == 0)
            log_set_level((enum log_level)i);
    }
}

/* --- serve, edge, desk ---------------------------------------------------- */

static int print_server_help(const char *name, const char *what)
{
    printf("rebond %s [--data DIR] [--KEY VALUE ...]\n%s\n\n"
           "Settings, later ones winning: DIR/rebond.conf (key = value), the environment "
           "(REBOND_TRACKING_LISTEN), the command line (--tracking-listen):\n",
           name, what);
    settings_print(stdout, false);
    return 0;
}

int command_serve(int argc, char *const *argv)
{
    struct settings settings;
    if (wants_help(argc, argv))
        return print_server_help(
            "serve",
            "Serves everything: starts the edge and the desk, and starts again what dies.");
    if (settings_read(argc, argv, NULL, &settings) != OK)
        return 2;
    apply_log_level(&settings);
    return serve_supervise(&settings, argc, argv);
}

int command_edge(int argc, char *const *argv)
{
    struct settings settings;
    if (wants_help(argc, argv))
        return print_server_help("edge", "Serves clicks, postbacks and tag.php, and delivers "
                                         "postbacks; `rebond serve` starts it.");
    if (settings_read(argc, argv, NULL, &settings) != OK)
        return 2;
    apply_log_level(&settings);
    return serve_edge(&settings);
}

int command_desk(int argc, char *const *argv)
{
    struct settings settings;
    if (wants_help(argc, argv))
        return print_server_help("desk", "Serves the JSON API; `rebond serve` starts it.");
    if (settings_read(argc, argv, NULL, &settings) != OK)
        return 2;
    apply_log_level(&settings);
    return serve_desk(&settings);
}

/* Writes docs/settings.md's table. */
int command_settings(int argc, char *const *argv)
{
    if (argc > 0) {
        fprintf(stderr, "rebond settings takes no \"%s\"\n", argv[0]);
        return 2;
    }
    printf("| key | default | limits | meaning |\n|---|---|---|---|\n");
    settings_print(stdout, true);
    return 0;
}

/* --- key ------------------------------------------------------------------ */

static int print_key_help(void)
{
    printf("rebond key create --data DIR --name NAME [--scope SCOPES]\n"
           "Makes an API key and prints it on standard output: it is shown this once, and only its "
           "hash is stored.\n"
           "SCOPES: read, write, or areas one by one as in offers:read,campaigns:write (commas "
           "between); without them it may everything, in all workspaces.\n"
           "Works while a server runs on the folder, and before the first one.\n");
    return 0;
}

static int create_key(const struct settings *settings, const char *name, const char *scopes)
{
    struct model_fault fault = {0};
    struct catalog *catalog = NULL;
    char text[CATALOG_KEY_TEXT_MAX];
    int dir_fd;
    if (serve_open_folder(settings->data, &dir_fd) != OK)
        return 1;
    enum err err = catalog_open(settings->data, &catalog);
    if (err == OK)
        err = catalog_create_key(catalog, str_from_c(name), str_from_c(scopes), text, &fault);
    catalog_close(catalog);
    close(dir_fd);
    if (err != OK) {
        fprintf(stderr, "rebond: the key was not made: %s%s%s\n", fault.field,
                fault.field[0] != '\0' ? ": " : "",
                fault.message[0] != '\0' ? fault.message : err_text(err));
        return 1;
    }
    printf("%s\n", text);
    return 0;
}

int command_key(int argc, char *const *argv)
{
    struct settings settings;
    const char *name = NULL;
    const char *scopes = NULL;
    const struct settings_option options[] = {
        {"--name", &name, NULL, NULL}, {"--scope", &scopes, NULL, NULL}, {NULL, NULL, NULL, NULL}};
    if (wants_help(argc, argv) || argc == 0)
        return print_key_help();
    if (strcmp(argv[0], "create") != 0) {
        fprintf(stderr, "rebond key: expected \"create\", not \"%s\"\n", argv[0]);
        return 2;
    }
    if (settings_read(argc - 1, argv + 1, options, &settings) != OK)
        return 2;
    if (name == NULL || name[0] == '\0') {
        fprintf(
            stderr,
            "rebond key create: --name: expected what the key is for, such as --name dashboard\n");
        return 2;
    }
    apply_log_level(&settings);
    return create_key(&settings, name, scopes);
}

/* --- verify --------------------------------------------------------------- */

static int print_verify_help(void)
{
    printf("rebond verify [--data DIR] [--head HASH]\n"
           "Proves the ledger: every link of its chain, every personal field that is kept, and "
           "that conversions, outbox and totals equal the sums of the entries.\n"
           "Works while a server runs. --head: a head noted earlier, which must be met on the way. "
           "Exit code 0: proved; 1: not.\n");
    return 0;
}

static void print_fault(void *context, const char *sentence)
{
    (void)context;
    printf("FAULT %s\n", sentence);
}

static int verify(const struct settings *settings, const uint8_t *head)
{
    struct verify_report report;
    enum err err = ledger_verify(settings->data, head, print_fault, NULL, &report);
    if (err != OK) {
        fprintf(stderr, "rebond verify: %s: %s\n", settings->data,
                err == ERR_NOT_FOUND ? "there is no ledger in this folder" : err_text(err));
        return 1;
    }
    printf("%" PRIu64 " entries in %" PRIu64 " batches, %" PRIu64 " personal records, %" PRIu64
           " faults\nhead ",
           report.entries, report.batches, report.personal, report.faults);
    for (size_t i = 0; i < sizeof(report.head); i++)
        printf("%02x", report.head[i]);
    printf(" (entry %" PRIu64 ")\n", report.head_id);
    if (head != NULL && !report.has_expected_head)
        printf("FAULT the head asked for is not in this ledger\n");
    return report.faults == 0 && (head == NULL || report.has_expected_head) ? 0 : 1;
}

int command_verify(int argc, char *const *argv)
{
    struct settings settings;
    const char *text = NULL;
    uint8_t head[STORE_HASH_BYTES];
    const struct settings_option options[] = {{"--head", &text, NULL, NULL},
                                              {NULL, NULL, NULL, NULL}};
    if (wants_help(argc, argv))
        return print_verify_help();
    if (settings_read(argc, argv, options, &settings) != OK)
        return 2;
    if (text != NULL && num_parse_hex(str_from_c(text), head, sizeof(head)) != OK) {
        fprintf(stderr, "rebond verify: --head: expected 64 hex digits\n");
        return 2;
    }
    apply_log_level(&settings);
    return verify(&settings, text != NULL ? head : NULL);
}
