#include "serve/commands.h"

#include <unistd.h>
#include "base/log.h"
#include "model/catalog.h"
#include "serve/serve.h"

bool command_wants_help(int argc, char *const *argv)
{
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    }
    return false;
}

void command_apply_log_level(const struct settings *settings)
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
    if (command_wants_help(argc, argv))
        return print_server_help(
            "serve",
            "Serves everything: starts the edge and the desk, and starts again what dies.");
    if (settings_read(argc, argv, NULL, &settings) != OK)
        return 2;
    command_apply_log_level(&settings);
    return serve_supervise(&settings, argc, argv);
}

int command_edge(int argc, char *const *argv)
{
    struct settings settings;
    if (command_wants_help(argc, argv))
        return print_server_help("edge", "Serves clicks, postbacks and tag.php, and delivers "
                                         "postbacks; `rebond serve` starts it.");
    if (settings_read(argc, argv, NULL, &settings) != OK)
        return 2;
    command_apply_log_level(&settings);
    return serve_edge(&settings);
}

int command_desk(int argc, char *const *argv)
{
    struct settings settings;
    if (command_wants_help(argc, argv))
        return print_server_help("desk", "Serves the JSON API; `rebond serve` starts it.");
    if (settings_read(argc, argv, NULL, &settings) != OK)
        return 2;
    command_apply_log_level(&settings);
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
    if (command_wants_help(argc, argv) || argc == 0)
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
    command_apply_log_level(&settings);
    return create_key(&settings, name, scopes);
}
