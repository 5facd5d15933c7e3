/* rebond rates - imports exchange rates from a file. */
#include <errno.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/log.h"
#include "model/catalog.h"
#include "model/rates_read.h"
#include "serve/commands.h"
#include "serve/serve.h"

#define FILE_BYTES_MAX ((size_t)64 * 1024 * 1024)
#define LIST_BYTES_MAX ((size_t)256 * 1024 * 1024)

static int print_help(void)
{
    printf("rebond rates import FILE [--data DIR]\n"
           "Imports exchange rates: the European Central Bank's XML (eurofxref-daily.xml, "
           "eurofxref-hist-90d.xml, eurofxref-hist.xml) or JSON such as\n"
           "{\"date\":\"2026-11-24\",\"base\":\"EUR\",\"rates\":{\"USD\":\"1.0823\"}}. The same "
           "file again "
           "changes nothing.\n"
           "Works while a server runs on the folder: it then books what waited for these rates.\n");
    return 0;
}

/* The file in the arena. False: told on standard error. */
static bool read_file(const char *path, struct arena *arena, struct str *text)
{
    FILE *file = fopen(path, "rb");
    char *bytes = file != NULL ? arena_alloc_raw(arena, FILE_BYTES_MAX + 1) : NULL;
    if (bytes == NULL) {
        fprintf(stderr, "rebond rates: %s: %s\n", path, strerror(errno));
        if (file != NULL)
            (void)fclose(file);
        return false;
    }
    size_t len = fread(bytes, 1, FILE_BYTES_MAX + 1, file);
    bool is_bad = ferror(file) != 0;
    (void)fclose(file);
    if (is_bad || len > FILE_BYTES_MAX) {
        fprintf(stderr, "rebond rates: %s: %s\n", path,
                is_bad ? "could not be read" : "larger than 64 MiB");
        return false;
    }
    *text = (struct str){bytes, len};
    return true;
}

static enum err read_list(struct str text, struct arena *arena, struct rates_list *list,
                          struct model_fault *fault)
{
    int64_t today = rate_day(clock_wall_ms());
    json_error_t error;

    if (!str_has_prefix(str_trim(text), STR("{")))
        return rates_read_xml(text, today, arena, list, fault);
    json_t *document = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, &error);
    if (document == NULL) {
        (void)snprintf(fault->message, sizeof(fault->message), "line %d: %.160s", error.line,
                       error.text);
        return ERR_INVALID;
    }
    enum err err = rates_read_json(document, today, arena, list, fault);
    json_decref(document);
    return err;
}

static enum err store(const struct settings *settings, const struct rates_list *list,
                      struct rates_import *import)
{
    struct catalog *catalog = NULL;
    uint64_t version;
    int dir_fd;

    if (serve_open_folder(settings->data, &dir_fd) != OK)
        return ERR_IO;
    enum err err = catalog_open(settings->data, &catalog);
    if (err == OK)
        err = catalog_import_rates(catalog, list, "cli", import, &version);
    catalog_close(catalog);
    (void)close(dir_fd);
    return err;
}

static void print_import(const struct rates_import *import)
{
    char memory[2 * RATE_TEXT_MAX];
    struct buf days = buf_from_memory(memory, sizeof(memory));

    rate_write_date(&days, rate_date_of_day(import->first_day));
    buf_write_c(&days, " to ");
    rate_write_date(&days, rate_date_of_day(import->last_day));
    printf("%zu rates of %.*s, %zu new or changed\n", import->rates, STR_FMT(buf_str(&days)),
           import->written);
}

static int import_file(const struct settings *settings, const char *path, struct arena *arena)
{
    struct model_fault fault = {0};
    struct rates_list list;
    struct rates_import import;
    struct str text;

    if (!read_file(path, arena, &text))
        return 1;
    enum err err = read_list(text, arena, &list, &fault);
    if (err == OK)
        err = store(settings, &list, &import);
    if (err != OK) {
        fprintf(stderr, "rebond rates: %s: %s%s%s\n", path, fault.field,
                fault.field[0] != '\0' ? ": " : "",
                fault.message[0] != '\0' ? fault.message : err_text(err));
        return 1;
    }
    print_import(&import);
    return 0;
}

int command_rates(int argc, char *const *argv)
{
    struct settings settings;

    if (argc == 0 || strcmp(argv[0], "--help") == 0 || strcmp(argv[0], "-h") == 0)
        return print_help();
    if (argc < 2 || strcmp(argv[0], "import") != 0 || argv[1][0] == '-') {
        fprintf(stderr, "rebond rates: expected: import FILE [--data DIR]\n");
        return 2;
    }
    if (settings_read(argc - 2, argv + 2, NULL, &settings) != OK)
        return 2;
    struct arena *arena = arena_make(FILE_BYTES_MAX + LIST_BYTES_MAX);
    int status = import_file(&settings, argv[1], arena);
    arena_free(arena);
    return status;
}
