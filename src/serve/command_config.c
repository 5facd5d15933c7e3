/* rebond export, rebond import - the catalogue as one file. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/log.h"
#include "model/config.h"
#include "serve/commands.h"
#include "serve/serve.h"

#define FILE_BYTES_MAX  ((size_t)256 * 1024 * 1024)
#define PATH_BYTES_MAX  4096
#define EXIT_DIFFERENCE 2
#define ACTOR           "import"

static bool is_help(int argc, char *const *argv)
{
    for (int i = 0; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

static enum err open_catalog(const struct settings *settings, struct catalog **catalog)
{
    int dir_fd;
    if (serve_open_folder(settings->data, &dir_fd) != OK)
        return ERR_IO;
    (void)close(dir_fd);
    return catalog_open(settings->data, catalog);
}

/* ------------------------------------------------------------------ export */

static int print_export_help(void)
{
    printf("rebond export [--data DIR] [--secrets] [FILE]\n"
           "Writes the whole catalogue as one readable JSON file, or on standard output: "
           "workspaces, settings and every resource, archived ones too, with their ids and keys.\n"
           "Secrets stand as \"" CONFIG_MASK "\", which an import leaves as they are; --secrets "
           "writes them out. Works while a server runs.\n");
    return 0;
}

static bool write_text(int fd, const char *text)
{
    size_t len = strlen(text);
    for (size_t done = 0; done < len;) {
        ssize_t n = write(fd, text + done, len - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

/* Writes beside the file first, and takes its place once it is whole: 0600, for it may hold
 * secrets. */
static bool write_file(const char *path, const char *text)
{
    char beside[PATH_BYTES_MAX];
    int len = snprintf(beside, sizeof(beside), "%s.new", path);
    int fd = len > 0 && (size_t)len < sizeof(beside)
                 ? open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)
                 : -1;
    bool is_good = fd >= 0 && write_text(fd, text) && fsync(fd) == 0;
    if (fd >= 0 && close(fd) != 0)
        is_good = false;
    return is_good && rename(beside, path) == 0;
}

static bool has_catalog(const char *dir)
{
    char path[PATH_BYTES_MAX];
    int len = snprintf(path, sizeof(path), "%s/catalog.db", dir);
    return len > 0 && (size_t)len < sizeof(path) && access(path, F_OK) == 0;
}

static int export_to(const struct settings *settings, bool with_secrets, const char *path)
{
    struct catalog *catalog = NULL;
    struct scope scope = scope_of_all(ACTOR);
    json_t *config = NULL;
    if (!has_catalog(settings->data)) {
        fprintf(stderr, "rebond export: %s: there is no catalogue in this folder\n",
                settings->data);
        return 1;
    }
    enum err err = open_catalog(settings, &catalog);
    if (err == OK)
        err = catalog_export(catalog, &scope, with_secrets, &config);
    catalog_close(catalog);
    if (err != OK) {
        fprintf(stderr, "rebond export: %s: %s\n", settings->data, err_text(err));
        return 1;
    }
    char *text = config_text(config);
    json_decref(config);
    bool is_file = path != NULL && strcmp(path, "-") != 0;
    bool is_good = is_file ? write_file(path, text) : write_text(STDOUT_FILENO, text);
    free(text);
    if (!is_good)
        fprintf(stderr, "rebond export: %s: %s\n", is_file ? path : "standard output",
                strerror(errno));
    return is_good ? 0 : 1;
}

/* The file's name: what stands last and is no option's value. NULL: none. */
static const char *take_file(int *argc, char *const *argv)
{
    int last = *argc - 1;
    if (last < 0 || (argv[last][0] == '-' && argv[last][1] != '\0'))
        return NULL;
    bool is_value =
        last > 0 && argv[last - 1][0] == '-' && strcmp(argv[last - 1], "--secrets") != 0;
    if (is_value)
        return NULL;
    *argc = last;
    return argv[last];
}

int command_export(int argc, char *const *argv)
{
    struct settings settings;
    bool with_secrets = false;
    const struct settings_option options[] = {{"--secrets", NULL, &with_secrets, NULL},
                                              {NULL, NULL, NULL, NULL}};
    if (is_help(argc, argv))
        return print_export_help();
    const char *path = take_file(&argc, argv);
    if (settings_read(argc, argv, options, &settings) != OK)
        return 2;
    return export_to(&settings, with_secrets, path);
}

/* ------------------------------------------------------------------ import */

static int print_import_help(void)
{
    printf("rebond import --plan FILE | --apply FILE [--data DIR]\n"
           "Makes the catalogue what a file of `rebond export` says, in one transaction, or only "
           "shows what that would change. FILE -: standard input.\n"
           "Entities are found by their ids; those that a list does not name any more are "
           "archived; a list that is left out stays as it is. Works while a server runs.\n"
           "Exit code of --plan: 0 no difference, 2 differences, 1 the file is refused; of "
           "--apply: 0 or 1.\n");
    return 0;
}

/* The file as a string of the heap. NULL: told on standard error. */
static char *read_file(const char *path, size_t *len)
{
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    size_t cap = 65536, got = 0;
    if (file == NULL) {
        fprintf(stderr, "rebond import: %s: %s\n", path, strerror(errno));
        return NULL;
    }
    char *text = heap_make(cap, 1);
    for (size_t n; (n = fread(text + got, 1, cap - got, file)) > 0 && got <= FILE_BYTES_MAX;) {
        got += n;
        if (got == cap)
            text = heap_grow(text, cap *= 2);
    }
    bool is_bad = ferror(file) != 0 || got > FILE_BYTES_MAX;
    if (file != stdin)
        (void)fclose(file);
    if (is_bad) {
        fprintf(stderr, "rebond import: %s: %s\n", path,
                got > FILE_BYTES_MAX ? "larger than 256 MiB" : "could not be read");
        free(text);
        return NULL;
    }
    *len = got;
    return text;
}

/* FILE:LINE: campaigns[3] (7 "Name"): paths[0].weight: what was expected */
static void print_fault(const char *path, struct str text, const struct catalog_import_place *place,
                        const struct model_fault *fault)
{
    fprintf(stderr, "%s", path);
    if (place->is_listed)
        fprintf(stderr, ":%zu: %s[%zu]", config_line(text, place->list, place->index), place->list,
                place->index);
    else if (place->list[0] != '\0')
        fprintf(stderr, ": %s, which the file does not name", place->list);
    if (place->id != 0)
        fprintf(stderr, " (%" PRIu64 " \"%s\")", place->id, place->name);
    fprintf(stderr, ": %s%s%s\n", fault->field, fault->field[0] != '\0' ? ": " : "",
            fault->message);
}

static void print_value(const json_t *value)
{
    char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
    printf("%s", text != NULL ? text : "null");
    free(text);
}

static void print_difference(const json_t *one)
{
    size_t i;
    json_t *field;
    const char *action = json_string_value(json_object_get(one, "action"));
    bool is_new = strcmp(action, "create") == 0;
    printf("%s %s ", action, json_string_value(json_object_get(one, "resource")));
    print_value(json_object_get(one, "id"));
    printf(" ");
    print_value(json_object_get(one, "name"));
    printf("\n");
    json_array_foreach(json_object_get(one, "fields"), i, field)
    {
        printf("    %s: ", json_string_value(json_object_get(field, "field")));
        if (!is_new) {
            print_value(json_object_get(field, "before"));
            printf(" -> ");
        }
        print_value(json_object_get(field, "after"));
        printf("\n");
    }
}

static int print_plan(const json_t *differences, bool applies)
{
    size_t i, count = json_array_size(differences);
    json_t *one;
    json_array_foreach(differences, i, one) print_difference(one);
    if (count == 0)
        printf("no difference\n");
    else
        printf("%zu %s%s\n", count, count == 1 ? "difference" : "differences",
               applies ? ", made" : "; nothing was changed");
    return count > 0 && !applies ? EXIT_DIFFERENCE : 0;
}

static int import_text(const struct settings *settings, const char *path, struct str text,
                       bool applies)
{
    struct catalog *catalog = NULL;
    struct catalog_import_place place;
    struct model_fault fault;
    struct scope scope = scope_of_all(ACTOR);
    json_error_t error;
    uint64_t version;
    json_auto_t *differences = NULL;
    json_auto_t *config = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, &error);
    if (config == NULL) {
        fprintf(stderr, "%s:%d:%d: no JSON: %s\n", path, error.line, error.column, error.text);
        return 1;
    }
    enum err err = open_catalog(settings, &catalog);
    bool is_open = err == OK;
    if (is_open)
        err = catalog_import(catalog, config, &scope, applies, &differences, &version, &place,
                             &fault);
    catalog_close(catalog);
    if (is_open && (err == ERR_INVALID || err == ERR_CONFLICT))
        print_fault(path, text, &place, &fault);
    else if (err != OK)
        fprintf(stderr, "rebond import: %s: %s\n", settings->data, err_text(err));
    return err == OK ? print_plan(differences, applies) : 1;
}

int command_import(int argc, char *const *argv)
{
    struct settings settings;
    const char *plan = NULL, *apply = NULL;
    const struct settings_option options[] = {
        {"--plan", &plan, NULL, NULL}, {"--apply", &apply, NULL, NULL}, {NULL, NULL, NULL, NULL}};
    size_t len = 0;
    if (is_help(argc, argv))
        return print_import_help();
    if (settings_read(argc, argv, options, &settings) != OK)
        return 1; /* 2 says that there are differences */
    if ((plan == NULL) == (apply == NULL)) {
        fprintf(stderr, "rebond import: expected --plan FILE or --apply FILE\n");
        return 1;
    }
    const char *path = plan != NULL ? plan : apply;
    char *text = read_file(path, &len);
    int code =
        text != NULL ? import_text(&settings, path, (struct str){text, len}, apply != NULL) : 1;
    free(text);
    return code;
}
