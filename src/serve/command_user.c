/* command_user - users from the machine itself: the first owner's link, invitations, a lost
 * password. Works while a server runs on the folder; a link is printed once and kept as a hash. */
#include "serve/commands.h"

#include <unistd.h>
#include "base/clock.h"
#include "base/num.h"
#include "model/account.h"
#include "serve/serve.h"

#define USERS_MAX      1000
#define LIST_ARENA_MAX ((size_t)64 << 20)

struct asked {
    struct settings settings;
    const char *name, *email, *role, *workspaces;
};

static int print_help(void)
{
    printf(
        "rebond user setup --data DIR\n"
        "    prints a one-time link by which the first owner sets name, address and password\n"
        "rebond user list --data DIR\n"
        "rebond user invite --data DIR --name NAME --email ADDRESS --role owner|manager|buyer|"
        "read-only [--workspaces 1,2]\n"
        "    makes the user and prints a one-time link by which they set their password\n"
        "rebond user reset --data DIR --email ADDRESS\n"
        "    ends the user's sessions and prints a link for a new password\n"
        "rebond user disable --data DIR --email ADDRESS\n"
        "    ends the user's sessions and links, and lets nobody in by that address\n"
        "All of it works while a server runs on the folder. A link works once, within 48 hours.\n");
    return 0;
}

static int fail(enum err err, const struct model_fault *fault)
{
    bool has_words = fault != NULL && fault->message[0] != '\0';
    fprintf(stderr, "rebond user: %s%s%s\n", has_words ? fault->field : "",
            has_words && fault->field[0] != '\0' ? ": " : "",
            has_words ? fault->message : err_text(err));
    return 1;
}

static int print_link(const struct asked *asked, struct catalog *catalog, uint64_t user_id)
{
    char token[ACCOUNT_TOKEN_MAX];
    int64_t expires_ms = 0;
    enum err err = account_make_link(catalog, user_id, "cli", clock_wall_ms(), token, &expires_ms);
    if (err == ERR_CONFLICT) {
        fprintf(stderr, "rebond user: there is an owner already: see rebond user list, and "
                        "rebond user reset\n");
        return 1;
    }
    if (err != OK)
        return fail(err, NULL);
    serve_print_link(stdout, &asked->settings, token);
    return 0;
}

/* --- setup, invite -------------------------------------------------------- */

static int set_up(const struct asked *asked, struct catalog *catalog)
{
    return print_link(asked, catalog, 0);
}

/* [{"id":1},{"id":2}] of "1,2"; NULL: it is no such list. */
static json_t *places_of(const char *text)
{
    json_t *list = json_array();
    struct str rest = str_from_c(text);
    struct str piece;
    while (str_take_piece(&rest, ',', &piece)) {
        uint64_t id = 0;
        if (num_parse_u64(str_trim(piece), WORKSPACES_MAX, &id) != OK) {
            json_decref(list);
            return NULL;
        }
        CHECK(json_array_append_new(list, json_pack("{s:I}", "id", (json_int_t)id)) == 0);
    }
    return list;
}

static int invite(const struct asked *asked, struct catalog *catalog)
{
    const struct scope scope = scope_of_all("cli");
    struct model_fault fault = {0};
    json_auto_t *places = places_of(asked->workspaces);
    json_auto_t *document = NULL;
    json_auto_t *warnings = NULL;
    uint64_t version;
    if (places == NULL || asked->name == NULL || asked->email == NULL || asked->role == NULL) {
        fprintf(stderr, "rebond user invite: expected --name NAME --email ADDRESS --role ROLE "
                        "[--workspaces 1,2]\n");
        return 2;
    }
    json_auto_t *input = json_pack("{s:s, s:s, s:s, s:O}", "name", asked->name, "email",
                                   asked->email, "role", asked->role, "workspaces", places);
    enum err err = input != NULL ? catalog_create(catalog, ENTITY_USER, input, &scope, &document,
                                                  &warnings, &version, &fault)
                                 : ERR_INVALID;
    if (err != OK)
        return fail(err, &fault);
    return print_link(asked, catalog,
                      (uint64_t)json_integer_value(json_object_get(document, "id")));
}

/* --- list ----------------------------------------------------------------- */

static void print_user(struct catalog *catalog, json_t *user)
{
    const char *state = json_string_value(json_object_get(user, "status"));
    if (account_put_state(catalog, ENTITY_USER, user, clock_wall_ms()) == OK &&
        !json_is_true(json_object_get(user, "has_password")))
        state = json_is_null(json_object_get(user, "invited_until")) ? "no password" : "invited";
    printf("%" JSON_INTEGER_FORMAT "\t%s\t%s\t%s\t%s\n",
           json_integer_value(json_object_get(user, "id")),
           json_string_value(json_object_get(user, "email")),
           json_string_value(json_object_get(user, "role")), state,
           json_string_value(json_object_get(user, "name")));
}

static int list(const struct asked *asked, struct catalog *catalog)
{
    const struct scope scope = scope_of_all("cli");
    const struct catalog_query query = {.status = STR("all"), .limit = USERS_MAX};
    struct arena *arena = arena_make(LIST_ARENA_MAX);
    json_t *rows = NULL;
    json_t *user;
    struct str next;
    size_t i;
    (void)asked;
    enum err err = catalog_list(catalog, ENTITY_USER, &query, &scope, arena, &rows, &next);
    json_array_foreach(rows, i, user) print_user(catalog, user);
    json_decref(rows);
    arena_free(arena);
    return err == OK ? 0 : fail(err, NULL);
}

/* --- reset, disable ------------------------------------------------------- */

static enum err find(const struct asked *asked, struct catalog *catalog, uint64_t *id)
{
    struct account_user user;
    char hash[ACCOUNT_PASSWORD_MAX];
    enum err err = account_find_user(catalog, str_from_c(asked->email), &user, hash);
    if (err == OK)
        *id = user.id;
    return err;
}

static int reset(const struct asked *asked, struct catalog *catalog)
{
    uint64_t id = 0;
    enum err err = find(asked, catalog, &id);
    if (err == OK)
        err = account_end_sessions(catalog, id, "cli", clock_wall_ms());
    if (err == ERR_NOT_FOUND) {
        fprintf(stderr, "rebond user: there is no active user of that address: see rebond user "
                        "list\n");
        return 1;
    }
    return err == OK ? print_link(asked, catalog, id) : fail(err, NULL);
}

static int disable(const struct asked *asked, struct catalog *catalog)
{
    const struct scope scope = scope_of_all("cli");
    struct model_fault fault = {0};
    uint64_t id = 0, version = 0;
    char text[24];
    enum err err = find(asked, catalog, &id);
    (void)snprintf(text, sizeof(text), "%" PRIu64, id);
    if (err == OK)
        err = catalog_archive(catalog, ENTITY_USER, str_from_c(text), NULL, &scope, NULL, &version,
                              &fault);
    return err == OK ? 0 : fail(err, &fault);
}

/* --- the command ---------------------------------------------------------- */

static const struct {
    const char *name;
    int (*run)(const struct asked *asked, struct catalog *catalog);
    bool needs_email;
} verbs[] = {
    {"setup", set_up, false}, {"list", list, false},      {"invite", invite, false},
    {"reset", reset, true},   {"disable", disable, true},
};

static int run(const struct asked *asked, size_t verb)
{
    struct catalog *catalog = NULL;
    int dir_fd;
    if (verbs[verb].needs_email && asked->email == NULL) {
        fprintf(stderr, "rebond user %s: expected --email ADDRESS\n", verbs[verb].name);
        return 2;
    }
    if (serve_open_folder(asked->settings.data, &dir_fd) != OK)
        return 1;
    enum err err = catalog_open(asked->settings.data, &catalog);
    int code = err == OK ? verbs[verb].run(asked, catalog) : fail(err, NULL);
    catalog_close(catalog);
    close(dir_fd);
    return code;
}

int command_user(int argc, char *const *argv)
{
    struct asked asked = {.workspaces = NULL};
    const struct settings_option options[] = {{"--name", &asked.name, NULL, NULL},
                                              {"--email", &asked.email, NULL, NULL},
                                              {"--role", &asked.role, NULL, NULL},
                                              {"--workspaces", &asked.workspaces, NULL, NULL},
                                              {NULL, NULL, NULL, NULL}};
    for (int i = 0; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return print_help();
    if (argc == 0)
        return print_help();
    for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
        if (strcmp(argv[0], verbs[i].name) == 0)
            return settings_read(argc - 1, argv + 1, options, &asked.settings) == OK
                       ? run(&asked, i)
                       : 2;
    fprintf(stderr, "rebond user: expected setup, list, invite, reset or disable, not \"%s\"\n",
            argv[0]);
    return 2;
}
