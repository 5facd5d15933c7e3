/* Who may come in: users, one-time links, sessions and keys; only hashes are kept. */
#include "model.h"

#include <sqlite3.h>
#include "base/clock.h"
#include "model/account.h"
#include "model/area.h"

#define NOW  INT64_C(1800000000000)
#define HOUR INT64_C(3600000)
#define DAY  (24 * HOUR)

#define OWNER "{'name':'Olga','email':'Olga@Example.com','role':'owner'}"
#define BUYER "{'name':'Ben','email':'ben@example.com','role':'buyer','workspaces':[{'id':1}]}"

static struct model_fault refused(const struct scene *scene, enum err expected, const char *id,
                                  const char *text)
{
    struct model_fault fault = {0};
    uint64_t version;
    json_t *input = json_of(text), *document = NULL, *warnings = NULL;
    enum err err = id == NULL
                       ? catalog_create(scene->catalog, ENTITY_USER, input, &scene->scope,
                                        &document, &warnings, &version, &fault)
                       : catalog_update(scene->catalog, ENTITY_USER, str_from_c(id), input,
                                        &scene->scope, &document, &warnings, &version, &fault);
    assert_int_equal(err, expected);
    json_decref(input);
    return fault;
}

/* Whether any file of the catalogue holds the text. */
static bool is_on_disk(const struct scene *scene, const char *text)
{
    static const char *const files[] = {"catalog.db", "catalog.db-wal"};
    bool found = false;
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        char path[1024];
        (void)snprintf(path, sizeof path, "%s/%s", scene->dir, files[i]);
        FILE *file = fopen(path, "rb");
        assert_non_null(file);
        assert_int_equal(fseek(file, 0, SEEK_END), 0);
        long size = ftell(file);
        char *bytes = heap_make((size_t)size + 1, 1);
        rewind(file);
        assert_int_equal(fread(bytes, 1, (size_t)size, file), size);
        assert_int_equal(fclose(file), 0);
        found = found || str_find((struct str){bytes, (size_t)size}, str_from_c(text)) >= 0;
        free(bytes);
    }
    return found;
}

/* ------------------------------------------------------------------ users */

static void a_user_needs_an_address_a_role_and_workspaces_that_exist(void **state)
{
    const struct scene *scene = *state;
    static const struct {
        const char *text, *field;
    } bad[] = {
        {"{'name':'x','role':'buyer'}", "email"},
        {"{'name':'x','email':'no','role':'buyer'}", "email"},
        {"{'name':'x','email':'a@b@c','role':'buyer'}", "email"},
        {"{'name':'x','email':'a b@c','role':'buyer'}", "email"},
        {"{'name':'x','email':'a@b','role':'admin'}", "role"},
        {"{'name':'x','email':'a@b'}", "role"},
        {"{'name':'x','email':'a@b','role':'buyer','workspaces':[{'id':9}]}", "workspaces[0].id"},
        {"{'name':'x','email':'a@b','role':'owner','workspaces':[{'id':1}]}", "workspaces"},
        {"{'name':'x','email':'a@b','role':'buyer','password':'secret'}", "password"},
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_string_equal(refused(scene, ERR_INVALID, NULL, bad[i].text).field, bad[i].field);
}

static void an_address_is_one_users_in_any_case(void **state)
{
    const struct scene *scene = *state;
    struct account_user user;
    char hash[ACCOUNT_PASSWORD_MAX];
    make(scene, ENTITY_USER, OWNER);
    struct model_fault fault = refused(scene, ERR_CONFLICT, NULL,
                                       "{'name':'x','email':'OLGA@example.com','role':'buyer'}");
    assert_string_equal(fault.field, "email");
    assert_int_equal(account_find_user(scene->catalog, STR("olga@EXAMPLE.com"), &user, hash), OK);
    assert_int_equal(user.role, ROLE_OWNER);
    assert_string_equal(hash, "");
    assert_int_equal(account_find_user(scene->catalog, STR("olga"), &user, hash), ERR_NOT_FOUND);
}

static void the_last_owner_stays_one(void **state)
{
    const struct scene *scene = *state;
    struct model_fault fault;
    uint64_t version;
    make(scene, ENTITY_USER, OWNER);
    (void)refused(scene, ERR_CONFLICT, "1", "{'role':'manager'}");
    (void)refused(scene, ERR_CONFLICT, "1", "{'status':'paused'}");
    assert_int_equal(catalog_archive(scene->catalog, ENTITY_USER, STR("1"), NULL, &scene->scope,
                                     NULL, &version, &fault),
                     ERR_CONFLICT);
    make(scene, ENTITY_USER, "{'name':'Two','email':'two@example.com','role':'owner'}");
    json_decref(update(scene, ENTITY_USER, "1", "{'role':'manager'}"));
}

static void who_is_in_a_workspace_writes_there_and_reads_public_ones(void **state)
{
    const struct scene *scene = *state;
    struct account_user user;
    char hash[ACCOUNT_PASSWORD_MAX];
    make(scene, ENTITY_WORKSPACE, "{'name':'Public','visibility':'public'}");
    make(scene, ENTITY_WORKSPACE, "{'name':'Private'}");
    make(scene, ENTITY_WORKSPACE, "{'name':'Own'}");
    make(scene, ENTITY_USER,
         "{'name':'Ben','email':'b@example.com','role':'buyer','workspaces':[{'id':4},{'id':1}]}");
    make(scene, ENTITY_USER, OWNER);
    assert_int_equal(account_get_user(scene->catalog, 1, &user, hash), OK);
    assert_int_equal(user.scope.home, 4);
    for (uint64_t id = 0; id <= 4; id++) {
        assert_int_equal(workspace_set_has(&user.scope.reads, id), id == 1 || id == 2 || id == 4);
        assert_int_equal(workspace_set_has(&user.scope.writes, id), id == 1 || id == 4);
    }
    assert_int_equal(account_get_user(scene->catalog, 2, &user, hash), OK);
    assert_int_equal(user.scope.home, 1);
    assert_true(workspace_set_has(&user.scope.writes, 0) &&
                workspace_set_has(&user.scope.writes, 3));
}

/* ------------------------------------------------------------------ links */

static void the_first_owners_link_works_once_and_makes_an_owner(void **state)
{
    const struct scene *scene = *state;
    char token[ACCOUNT_TOKEN_MAX];
    struct model_fault fault;
    struct account_user user;
    char hash[ACCOUNT_PASSWORD_MAX];
    int64_t ends_ms = 0;
    uint64_t id = 9;
    assert_int_equal(account_has_owner(scene->catalog), ERR_NOT_FOUND);
    assert_int_equal(account_make_link(scene->catalog, 0, "cli", NOW, token, &ends_ms), OK);
    assert_int_equal(ends_ms, NOW + ACCOUNT_LINK_MS);
    assert_false(is_on_disk(scene, token));
    assert_int_equal(account_find_link(scene->catalog, str_from_c(token), NOW, &id), OK);
    assert_int_equal(id, 0);
    assert_int_equal(account_take_setup(scene->catalog, str_from_c(token), STR("Olga"), STR("bad"),
                                        "hash", NOW, &id, &fault),
                     ERR_INVALID); /* and the link is good still */
    assert_int_equal(account_take_setup(scene->catalog, STR("rbl_"), STR("Olga"), STR("o@e"),
                                        "hash", NOW, &id, &fault),
                     ERR_NOT_FOUND);
    assert_int_equal(account_take_setup(scene->catalog, str_from_c(token), STR("Olga"), STR("o@e"),
                                        "hash", NOW, &id, &fault),
                     OK);
    assert_int_equal(account_get_user(scene->catalog, id, &user, hash), OK);
    assert_int_equal(user.role, ROLE_OWNER);
    assert_string_equal(hash, "hash");
    assert_int_equal(account_take_setup(scene->catalog, str_from_c(token), STR("Eve"), STR("e@e"),
                                        "hash", NOW, &id, &fault),
                     ERR_NOT_FOUND);
    assert_int_equal(account_make_link(scene->catalog, 0, "cli", NOW, token, &ends_ms),
                     ERR_CONFLICT);
    assert_int_equal(account_has_owner(scene->catalog), OK);
}

static void an_unknown_link_is_none_while_another_is_open(void **state)
{
    const struct scene *scene = *state;
    char token[ACCOUNT_TOKEN_MAX], other[ACCOUNT_TOKEN_MAX];
    struct model_fault fault;
    int64_t ends_ms;
    uint64_t id = 0;
    assert_int_equal(account_make_link(scene->catalog, 0, "cli", NOW, token, &ends_ms), OK);
    memcpy(other, token, sizeof other);
    other[20] = other[20] == 'a' ? 'b' : 'a';
    assert_int_equal(account_take_setup(scene->catalog, str_from_c(other), STR("Eve"), STR("e@e"),
                                        "hash", NOW, &id, &fault),
                     ERR_NOT_FOUND);
    assert_int_equal(account_take_link(scene->catalog, str_from_c(token), "hash", NOW, &id),
                     ERR_NOT_FOUND); /* a setup link is nobody's password */
    assert_int_equal(account_find_link(scene->catalog, str_from_c(token), NOW, &id), OK);
}

static void an_invitation_ends_by_time_by_another_and_when_it_is_revoked(void **state)
{
    const struct scene *scene = *state;
    char first[ACCOUNT_TOKEN_MAX], second[ACCOUNT_TOKEN_MAX];
    int64_t ends_ms;
    uint64_t id = 0;
    make(scene, ENTITY_USER, BUYER);
    assert_int_equal(account_make_link(scene->catalog, 1, "cli", NOW, first, &ends_ms), OK);
    assert_int_equal(account_find_link(scene->catalog, str_from_c(first), ends_ms, &id),
                     ERR_NOT_FOUND);
    assert_int_equal(account_make_link(scene->catalog, 1, "cli", NOW, second, &ends_ms), OK);
    assert_int_equal(account_find_link(scene->catalog, str_from_c(first), NOW, &id), ERR_NOT_FOUND);
    assert_int_equal(account_drop_links(scene->catalog, 1, "cli", NOW), OK);
    assert_int_equal(account_drop_links(scene->catalog, 1, "cli", NOW), ERR_NOT_FOUND);
    assert_int_equal(account_take_link(scene->catalog, str_from_c(second), "h", NOW, &id),
                     ERR_NOT_FOUND);
    assert_int_equal(account_make_link(scene->catalog, 7, "cli", NOW, second, &ends_ms),
                     ERR_NOT_FOUND);
}

/* ------------------------------------------------------------------ sessions */

static struct account_session open_session(const struct scene *scene, uint64_t user_id,
                                           int64_t now_ms)
{
    struct account_session session;
    assert_int_equal(account_open_session(scene->catalog, user_id, STR("192.0.2.1"), STR("Firefox"),
                                          now_ms, &session),
                     OK);
    return session;
}

static enum err look(const struct scene *scene, const char *token, int64_t now_ms,
                     struct account_session *session)
{
    return account_find_session(scene->catalog, str_from_c(token), now_ms, session);
}

static void a_session_is_found_by_its_token_alone(void **state)
{
    const struct scene *scene = *state;
    struct account_session found;
    make(scene, ENTITY_USER, BUYER);
    struct account_session session = open_session(scene, 1, NOW);
    assert_int_equal(strlen(session.token), 47);
    assert_false(is_on_disk(scene, session.token));
    assert_int_equal(look(scene, session.token, NOW + 1, &found), OK);
    assert_int_equal(found.user.id, 1);
    assert_string_equal(found.token, "");
    session.token[10] = session.token[10] == 'a' ? 'b' : 'a';
    assert_int_equal(look(scene, session.token, NOW + 1, &found), ERR_NOT_FOUND);
    assert_int_equal(look(scene, "", NOW, &found), ERR_NOT_FOUND);
}

static void a_session_ends_when_idle_or_too_old(void **state)
{
    const struct scene *scene = *state;
    struct account_session found;
    char token[ACCOUNT_TOKEN_MAX];
    make(scene, ENTITY_USER, BUYER);
    struct account_session idle = open_session(scene, 1, NOW);
    assert_int_equal(look(scene, idle.token, NOW + ACCOUNT_SESSION_IDLE_MS, &found), ERR_NOT_FOUND);
    struct account_session busy = open_session(scene, 1, NOW);
    memcpy(token, busy.token, sizeof token);
    int64_t at_ms = NOW;
    for (; at_ms < NOW + ACCOUNT_SESSION_MS; at_ms += 12 * HOUR) {
        assert_int_equal(look(scene, token, at_ms, &found), OK);
        if (found.token[0] != '\0') {
            memcpy(token, found.token, sizeof token);
            assert_int_equal(look(scene, token, at_ms, &found), OK);
        }
    }
    assert_int_equal(look(scene, token, at_ms, &found), ERR_NOT_FOUND);
}

static void a_token_changes_hourly_and_the_one_before_it_soon_ends(void **state)
{
    const struct scene *scene = *state;
    struct account_session first, second;
    int64_t later_ms = NOW + ACCOUNT_ROTATE_MS;
    make(scene, ENTITY_USER, BUYER);
    struct account_session session = open_session(scene, 1, NOW);
    assert_int_equal(look(scene, session.token, later_ms - 1, &first), OK);
    assert_string_equal(first.token, "");
    assert_int_equal(look(scene, session.token, later_ms, &first), OK);
    assert_string_not_equal(first.token, "");
    assert_string_not_equal(first.token, session.token);
    assert_int_equal(look(scene, session.token, later_ms + 1, &second), OK); /* at the same time */
    assert_string_equal(second.token, "");
    assert_int_equal(look(scene, first.token, later_ms + 1000, &second), OK);
    assert_int_equal(second.id, session.id);
    assert_int_equal(look(scene, session.token, later_ms + 1000 + ACCOUNT_OVERLAP_MS - 1, &second),
                     OK);
    assert_int_equal(look(scene, session.token, later_ms + 1000 + ACCOUNT_OVERLAP_MS, &second),
                     ERR_NOT_FOUND);
    assert_int_equal(look(scene, first.token, later_ms + 1000 + ACCOUNT_OVERLAP_MS, &second), OK);
}

static void a_token_that_never_arrived_is_given_anew(void **state)
{
    const struct scene *scene = *state;
    struct account_session lost, again, found;
    int64_t later_ms = NOW + ACCOUNT_ROTATE_MS;
    make(scene, ENTITY_USER, BUYER);
    struct account_session session = open_session(scene, 1, NOW);
    assert_int_equal(look(scene, session.token, later_ms, &lost), OK);
    assert_string_not_equal(lost.token, "");
    assert_int_equal(look(scene, session.token, later_ms + ACCOUNT_OVERLAP_MS, &again), OK);
    assert_string_not_equal(again.token, "");
    assert_int_equal(look(scene, lost.token, later_ms + ACCOUNT_OVERLAP_MS, &found), ERR_NOT_FOUND);
    assert_int_equal(look(scene, again.token, later_ms + 2 * ACCOUNT_OVERLAP_MS, &found), OK);
}

static void sessions_end_with_the_password_the_role_and_the_user(void **state)
{
    const struct scene *scene = *state;
    struct account_session found;
    make(scene, ENTITY_USER, BUYER);
    struct account_session kept = open_session(scene, 1, NOW);
    struct account_session other = open_session(scene, 1, NOW);
    assert_int_equal(account_set_password(scene->catalog, 1, "h", kept.id, "user 1", NOW), OK);
    assert_int_equal(look(scene, kept.token, NOW, &found), OK);
    assert_int_equal(look(scene, other.token, NOW, &found), ERR_NOT_FOUND);
    json_decref(update(scene, ENTITY_USER, "1", "{'name':'Benno'}"));
    assert_int_equal(look(scene, kept.token, NOW, &found), OK);
    json_decref(update(scene, ENTITY_USER, "1", "{'role':'read-only'}"));
    assert_int_equal(look(scene, kept.token, NOW, &found), ERR_NOT_FOUND);
    struct account_session last = open_session(scene, 1, NOW);
    json_decref(update(scene, ENTITY_USER, "1", "{'status':'paused'}"));
    assert_int_equal(look(scene, last.token, NOW, &found), ERR_NOT_FOUND);
    json_decref(update(scene, ENTITY_USER, "1", "{'status':'active'}"));
    assert_int_equal(look(scene, last.token, NOW, &found), ERR_NOT_FOUND);
}

static void one_ends_ones_own_sessions_only(void **state)
{
    const struct scene *scene = *state;
    struct account_session found;
    json_t *rows = NULL;
    make(scene, ENTITY_USER, BUYER);
    make(scene, ENTITY_USER, OWNER);
    struct account_session bens = open_session(scene, 1, NOW);
    struct account_session olgas = open_session(scene, 2, NOW);
    assert_int_equal(account_end_session(scene->catalog, olgas.id, 1, "user 1", NOW),
                     ERR_NOT_FOUND);
    assert_int_equal(look(scene, olgas.token, NOW, &found), OK);
    assert_int_equal(account_list_sessions(scene->catalog, 1, NOW, &rows), OK);
    assert_int_equal(json_array_size(rows), 1);
    json_decref(rows);
    assert_int_equal(account_list_sessions(scene->catalog, 0, NOW, &rows), OK);
    assert_int_equal(json_array_size(rows), 2);
    json_decref(rows);
    assert_int_equal(account_end_session(scene->catalog, bens.id, 0, "user 2", NOW), OK);
    assert_int_equal(look(scene, bens.token, NOW, &found), ERR_NOT_FOUND);
}

static void a_user_has_only_so_many_sessions(void **state)
{
    const struct scene *scene = *state;
    struct account_session found;
    json_t *rows = NULL;
    make(scene, ENTITY_USER, BUYER);
    struct account_session first = open_session(scene, 1, NOW);
    for (int i = 1; i <= ACCOUNT_SESSIONS_MAX; i++)
        (void)open_session(scene, 1, NOW + i);
    assert_int_equal(look(scene, first.token, NOW + 100, &found), ERR_NOT_FOUND);
    assert_int_equal(account_list_sessions(scene->catalog, 1, NOW + 100, &rows), OK);
    assert_int_equal(json_array_size(rows), ACCOUNT_SESSIONS_MAX);
    json_decref(rows);
}

/* ------------------------------------------------------------------ keys */

static struct account_key key; /* large */

static void a_key_is_found_until_it_is_revoked(void **state)
{
    const struct scene *scene = *state;
    char text[CATALOG_KEY_TEXT_MAX], other[CATALOG_KEY_TEXT_MAX];
    struct model_fault fault;
    uint64_t version;
    assert_int_equal(catalog_create_key(scene->catalog, STR("ci"), STR_NONE, text, &fault), OK);
    assert_int_equal(catalog_create_key(scene->catalog, STR("ci"), STR("read"), other, &fault), OK);
    assert_int_equal(strlen(text), 44);
    assert_memory_equal(text, "rbk_", 4);
    assert_false(is_on_disk(scene, text));
    assert_int_equal(account_find_key(scene->catalog, str_from_c(other), NOW, &key), OK);
    assert_int_equal(key.id, 2);
    assert_string_equal(key.scopes[0], "read");
    assert_int_equal(account_find_key(scene->catalog, str_from_c(text), NOW, &key), OK);
    assert_string_equal(key.scopes[0], "write");
    assert_true(workspace_set_has(&key.scope.writes, 0));
    assert_int_equal(catalog_archive(scene->catalog, ENTITY_KEY, STR("1"), NULL, &scene->scope,
                                     NULL, &version, &fault),
                     OK);
    assert_int_equal(account_find_key(scene->catalog, str_from_c(text), NOW, &key), ERR_NOT_FOUND);
    assert_int_equal(account_find_key(scene->catalog, str_from_c(other), NOW, &key), OK);
}

static void what_is_no_key_is_not_found(void **state)
{
    const struct scene *scene = *state;
    char text[CATALOG_KEY_TEXT_MAX];
    struct model_fault fault;
    assert_int_equal(catalog_create_key(scene->catalog, STR("ci"), STR_NONE, text, &fault), OK);
    text[20] = text[20] == 'a' ? 'b' : 'a';
    assert_int_equal(account_find_key(scene->catalog, str_from_c(text), NOW, &key), ERR_NOT_FOUND);
    assert_int_equal(account_find_key(scene->catalog, STR("rbk_"), NOW, &key), ERR_NOT_FOUND);
    assert_int_equal(account_find_key(scene->catalog, STR_NONE, NOW, &key), ERR_NOT_FOUND);
    assert_int_equal(catalog_create_key(scene->catalog, STR(" "), STR_NONE, text, &fault),
                     ERR_INVALID);
    assert_string_equal(fault.field, "name");
    assert_int_equal(
        catalog_create_key(scene->catalog, STR("k"), STR("read,offers:own"), text, &fault),
        ERR_INVALID);
    assert_string_equal(fault.field, "scopes[1]");
}

static void a_key_ends_at_its_time_and_keeps_to_its_workspaces(void **state)
{
    const struct scene *scene = *state;
    char text[CATALOG_KEY_TEXT_MAX];
    int64_t ends_ms = 0;
    make(scene, ENTITY_WORKSPACE, "{'name':'Two'}");
    json_t *made = create(scene, ENTITY_KEY,
                          "{'name':'k','workspaces':[{'id':2}],'expires_at':'2027-01-31'}", NULL);
    json_decref(made);
    assert_int_equal(clock_parse(STR("2027-01-31"), &ends_ms), OK);
    assert_int_equal(account_issue_key(scene->catalog, 1, NOW, text), OK);
    assert_int_equal(account_find_key(scene->catalog, str_from_c(text), ends_ms - 1, &key), OK);
    assert_false(workspace_set_has(&key.scope.reads, 0));
    assert_false(workspace_set_has(&key.scope.reads, 1));
    assert_true(workspace_set_has(&key.scope.writes, 2));
    assert_int_equal(key.scope.home, 2);
    assert_int_equal(account_find_key(scene->catalog, str_from_c(text), ends_ms, &key),
                     ERR_NOT_FOUND);
}

/* ------------------------------------------------------------------ history */

static void the_history_tells_of_accounts_without_their_secrets(void **state)
{
    const struct scene *scene = *state;
    struct arena *arena = arena_make(1 << 20);
    char token[ACCOUNT_TOKEN_MAX], text[CATALOG_KEY_TEXT_MAX];
    struct model_fault fault;
    int64_t ends_ms;
    sqlite3 *db = NULL;
    sqlite3_stmt *sql = NULL;
    char path[1024];
    make(scene, ENTITY_USER, OWNER);
    assert_int_equal(account_make_link(scene->catalog, 1, "cli", NOW, token, &ends_ms), OK);
    assert_int_equal(account_set_password(scene->catalog, 1, "$argon2id$x", 0, "user 1", NOW), OK);
    assert_int_equal(catalog_create_key(scene->catalog, STR("ci"), STR_NONE, text, &fault), OK);
    (void)snprintf(path, sizeof path, "%s/catalog.db", scene->dir);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT count(*), sum(entity = 'users'),"
                                        " sum(entity = 'keys'), group_concat(after) FROM change",
                                        -1, &sql, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(sql), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(sql, 0), 4);
    assert_int_equal(sqlite3_column_int(sql, 1), 3);
    assert_int_equal(sqlite3_column_int(sql, 2), 1);
    struct str all = str_from_c((const char *)sqlite3_column_text(sql, 3));
    assert_true(str_find(all, STR("argon2")) < 0);
    assert_true(str_find(all, STR("rbl_")) < 0);
    assert_true(str_find(all, STR("rbk_")) < 0);
    sqlite3_finalize(sql);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    arena_free(arena);
}

static void scopes_are_read_for_all_areas_and_for_one(void **state)
{
    enum area area;
    enum level level;
    (void)state;
    assert_int_equal(scope_parse(STR("write"), &area, &level), OK);
    assert_int_equal(area, AREA_UNNAMED);
    assert_int_equal(level, LEVEL_WRITE);
    assert_int_equal(scope_parse(STR("offers:read"), &area, &level), OK);
    assert_int_equal(area, AREA_OFFERS);
    assert_int_equal(level, LEVEL_READ);
    static const char *const bad[] = {"",           "offers",      "offers:", ":read",
                                      "offer:read", "offers:none", "READ",    "offers:read:x"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_int_equal(scope_parse(str_from_c(bad[i]), &area, &level), ERR_INVALID);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_make, scene_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_user_needs_an_address_a_role_and_workspaces_that_exist),
        TEST(an_address_is_one_users_in_any_case),
        TEST(the_last_owner_stays_one),
        TEST(who_is_in_a_workspace_writes_there_and_reads_public_ones),
        TEST(the_first_owners_link_works_once_and_makes_an_owner),
        TEST(an_unknown_link_is_none_while_another_is_open),
        TEST(an_invitation_ends_by_time_by_another_and_when_it_is_revoked),
        TEST(a_session_is_found_by_its_token_alone),
        TEST(a_session_ends_when_idle_or_too_old),
        TEST(a_token_changes_hourly_and_the_one_before_it_soon_ends),
        TEST(a_token_that_never_arrived_is_given_anew),
        TEST(sessions_end_with_the_password_the_role_and_the_user),
        TEST(one_ends_ones_own_sessions_only),
        TEST(a_user_has_only_so_many_sessions),
        TEST(a_key_is_found_until_it_is_revoked),
        TEST(what_is_no_key_is_not_found),
        TEST(a_key_ends_at_its_time_and_keeps_to_its_workspaces),
        TEST(the_history_tells_of_accounts_without_their_secrets),
        cmocka_unit_test(scopes_are_read_for_all_areas_and_for_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
