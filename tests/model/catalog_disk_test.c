/* Tests of model/catalog: many at once, what lies on disk, API keys. */
#include "model/catalog.h"

#include <pthread.h>
#include <sqlite3.h>

#include "model.h"

#define THREADS           4
#define CREATES_OF_THREAD 25

/* ------------------------------------------------------------------ many at once, on disk */

struct creator {
    const struct scene *scene;
    json_t *made[CREATES_OF_THREAD];
};

static void *create_many(void *context)
{
    struct creator *creator = context;
    json_t *input = json_of(CAMPAIGN);
    for (size_t i = 0; i < CREATES_OF_THREAD; i++) {
        struct model_fault fault;
        json_t *warnings = NULL;
        uint64_t version;
        if (catalog_create(creator->scene->catalog, ENTITY_CAMPAIGN, input, &creator->scene->scope,
                           &creator->made[i], &warnings, &version, &fault) == OK)
            json_decref(warnings);
    }
    json_decref(input);
    return NULL;
}

static void creating_from_four_threads_gives_unique_ids_and_keys(void **state)
{
    const struct scene *scene = *state;
    struct creator creators[THREADS];
    pthread_t threads[THREADS];
    json_t *keys = json_object();
    bool seen[THREADS * CREATES_OF_THREAD + 1] = {false};
    make_basics(scene);
    for (int i = 0; i < THREADS; i++) {
        creators[i] = (struct creator){.scene = scene};
        assert_int_equal(pthread_create(&threads[i], NULL, create_many, &creators[i]), 0);
    }
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    for (int i = 0; i < THREADS; i++)
        for (int j = 0; j < CREATES_OF_THREAD; j++) {
            json_t *made = creators[i].made[j];
            assert_non_null(made);
            json_int_t id = json_integer_value(json_object_get(made, "id"));
            assert_in_range(id, 1, THREADS * CREATES_OF_THREAD);
            assert_false(seen[id]);
            seen[id] = true;
            assert_int_equal(json_object_set_new(keys, text_at(made, "key"), json_true()), 0);
            json_decref(made);
        }
    assert_int_equal(json_object_size(keys), THREADS * CREATES_OF_THREAD);
    assert_true(version_of(scene) == 4 + THREADS * CREATES_OF_THREAD);
    json_decref(keys);
}

static void two_catalogues_on_one_folder_see_each_other(void **state)
{
    const struct scene *scene = *state;
    struct scene other = {.dir = scene->dir, .scope = scene->scope};
    assert_int_equal(catalog_open(other.dir, &other.catalog), OK);
    make(scene, ENTITY_GOAL, "{'name':'one'}");
    make(&other, ENTITY_GOAL, "{'name':'two'}");
    assert_true(version_of(scene) == 2);
    assert_true(version_of(&other) == 2);
    assert_int_equal(count_of(scene, ENTITY_GOAL), 2);
    catalog_close(other.catalog);
}

static void *open_and_close(void *dir)
{
    struct catalog *catalog = NULL;
    enum err err = catalog_open(dir, &catalog);
    catalog_close(catalog);
    return err == OK ? dir : NULL;
}

static void a_new_folder_may_be_opened_by_many_at_once(void **state)
{
    pthread_t threads[THREADS];
    assert_int_equal(setenv("REBOND_PRESETS", TEST_PRESETS, 1), 0);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, open_and_close, *state), 0);
    for (int i = 0; i < THREADS; i++) {
        void *opened = NULL;
        assert_int_equal(pthread_join(threads[i], &opened), 0);
        assert_non_null(opened);
    }
}

static void a_folder_that_is_not_there_is_an_error(void **state)
{
    struct catalog *catalog = NULL;
    (void)state;
    assert_int_equal(catalog_open("/nonexistent/folder", &catalog), ERR_IO);
    catalog_close(NULL);
}

static void the_file_is_the_owners_alone_and_outlives_a_restart(void **state)
{
    struct scene *scene = *state;
    char file[2 * FOLDER_PATH_MAX];
    struct stat status;
    make(scene, ENTITY_GOAL, "{'name':'kept'}");
    static const char *const names[] = {"catalog.db", "catalog.db-wal", "catalog.db-shm"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        (void)snprintf(file, sizeof file, "%s/%s", scene->dir, names[i]);
        assert_int_equal(stat(file, &status), 0);
        assert_int_equal(status.st_mode & 07777, 0600);
    }
    catalog_close(scene->catalog);
    assert_int_equal(catalog_open(scene->dir, &scene->catalog), OK);
    assert_int_equal(count_of(scene, ENTITY_GOAL), 1);
    assert_true(version_of(scene) == 1);
}

/* The one number that a query gives. */
static int64_t ask(const struct scene *scene, const char *query)
{
    char file[2 * FOLDER_PATH_MAX];
    sqlite3 *db = NULL;
    sqlite3_stmt *sql = NULL;
    (void)snprintf(file, sizeof file, "%s/catalog.db", scene->dir);
    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, query, -1, &sql, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(sql), SQLITE_ROW);
    int64_t number = sqlite3_column_int64(sql, 0);
    sqlite3_finalize(sql);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return number;
}

static void every_write_is_in_the_history(void **state)
{
    const struct scene *scene = *state;
    struct model_fault fault;
    uint64_t version;
    make(scene, ENTITY_ADCAMPAIGN, "{'name':'a'}");
    json_decref(update(scene, ENTITY_ADCAMPAIGN, "1", "{'name':'b'}"));
    assert_int_equal(catalog_archive(scene->catalog, ENTITY_ADCAMPAIGN, STR("1"), NULL,
                                     &scene->scope, NULL, &version, &fault),
                     OK);
    assert_int_equal(ask(scene, "SELECT count(*) FROM change WHERE entity = 'adcampaigns'"
                                " AND entity_id = 1 AND actor = 'test' AND workspace_id = 1"),
                     3);
    assert_int_equal(ask(scene, "SELECT version FROM change WHERE before ->> '$.name' = 'a'"
                                " AND after ->> '$.name' = 'b'"),
                     2);
    assert_int_equal(ask(scene, "SELECT before IS NULL FROM change WHERE version = 1"), 1);
}

/* A folder from before what was found wrong with the tracking was kept. */
static void a_catalogue_without_the_table_of_health_gets_it(void **state)
{
    struct scene *scene = *state;
    char file[2 * FOLDER_PATH_MAX];
    sqlite3 *db = NULL;
    struct arena *arena = arena_make(1u << 20);
    struct catalog_health *rows = NULL;
    size_t count = 9;
    make(scene, ENTITY_GOAL, "{'name':'kept'}");
    catalog_close(scene->catalog);
    (void)snprintf(file, sizeof file, "%s/catalog.db", scene->dir);
    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "DROP TABLE health", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_int_equal(catalog_open(scene->dir, &scene->catalog), OK);
    enum err err = catalog_list_health(scene->catalog, arena, &rows, &count);
    arena_free(arena);
    assert_int_equal(err, OK);
    assert_int_equal(count, 0);
    assert_int_equal(count_of(scene, ENTITY_GOAL), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_make, scene_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(creating_from_four_threads_gives_unique_ids_and_keys),
        TEST(two_catalogues_on_one_folder_see_each_other),
        cmocka_unit_test_setup_teardown(a_new_folder_may_be_opened_by_many_at_once, folder_make,
                                        folder_drop),
        cmocka_unit_test(a_folder_that_is_not_there_is_an_error),
        TEST(the_file_is_the_owners_alone_and_outlives_a_restart),
        TEST(a_catalogue_without_the_table_of_health_gets_it),
        TEST(every_write_is_in_the_history),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
