/* Tests of place_list. */
#include "visitor/place_list.h"
#include "mmdb_file.h"

struct scene {
    char *folder;
    struct places *places;
    struct place_list *lists[PLACE_GROUPS];
};

#define CITY(range, name_of, region_of, country_of)                                                \
    {                                                                                              \
        range, MMDB_MAP(NULL, MMDB_TEXT("city", name_of), MMDB_TEXT("country_code", country_of),   \
                        MMDB_TEXT("state1", region_of))                                            \
    }
#define ISP(range, number, name_of)                                                                \
    {                                                                                              \
        range, MMDB_MAP(NULL, MMDB_NUMBER("autonomous_system_number", number),                     \
                        MMDB_TEXT("isp", name_of))                                                 \
    }

static int scene_make(void **state)
{
    const struct mmdb_network cities[] = {
        CITY("10.0.0.0/24", "Paris", "Ile-de-France", "FR"),
        CITY("10.0.1.0/24", "Paris", "Ile-de-France", "FR"),
        CITY("10.0.2.0/24", "Paris", "Texas", "US"),
        CITY("10.0.3.0/24", "Parisot", "Occitanie", "FR"),
        CITY("10.0.4.0/24", "New Paris", "Ohio", "US"),
        CITY("10.0.5.0/24", "", "Brittany", "FR"),
    };
    const struct mmdb_network isps[] = {ISP("10.0.0.0/24", 1, "Free SAS"),
                                        ISP("10.0.1.0/24", 2, "Free SAS"),
                                        ISP("10.0.2.0/24", 3, "Sugarfree Networks")};
    struct scene *scene = heap_make(1, sizeof(*scene));
    struct place_options options = {.path_count = {1, 1}};

    if (folder_make((void **)&scene->folder) != 0)
        return -1;
    (void)snprintf(options.paths[0][0], PLACE_PATH_MAX, "%s/a.mmdb", scene->folder);
    (void)snprintf(options.paths[1][0], PLACE_PATH_MAX, "%s/b.mmdb", scene->folder);
    (void)snprintf(options.copy_dir, PLACE_PATH_MAX, "%s", scene->folder);
    mmdb_file_write(options.paths[0][0], "city ipv4", 4, cities, ARRAY_LEN(cities));
    mmdb_file_write(options.paths[1][0], "GeoIP2-ISP", 4, isps, ARRAY_LEN(isps));
    scene->places = places_open(&options);
    struct place_set *set = places_hold(scene->places);
    for (enum place_group group = 0; group < PLACE_GROUPS; group++)
        scene->lists[group] = place_list_make(set, group);
    place_set_drop(set);
    *state = scene;
    return 0;
}

static int scene_drop(void **state)
{
    struct scene *scene = *state;

    for (enum place_group group = 0; group < PLACE_GROUPS; group++)
        place_list_free(scene->lists[group]);
    places_close(scene->places);
    int status = folder_drop((void **)&scene->folder);
    free(scene);
    return status;
}

static const struct place_list *list_of(const struct scene *scene, enum place_field field)
{
    return scene->lists[field == PLACE_ISPS ? PLACE_GROUP_NETWORKS : PLACE_GROUP_PLACES];
}

/* "Paris/FR Paris/US", in the order in which they were found. */
static void assert_found(const struct scene *scene, enum place_field field, const char *part,
                         const char *country, size_t max, const char *expected)
{
    const struct place_entry *found[PLACE_FOUND_MAX];
    char text[512] = "";
    size_t len = 0;
    size_t count = place_list_find(list_of(scene, field), field, str_from_c(part),
                                   str_from_c(country), max, found);

    for (size_t i = 0; i < count; i++)
        len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%.*s/%.*s", i > 0 ? " " : "",
                                STR_FMT(found[i]->name), STR_FMT(found[i]->country));
    assert_string_equal(text, expected);
}

static void what_begins_with_the_part_comes_first_and_short_before_long(void **state)
{
    const struct scene *scene = *state;

    assert_found(scene, PLACE_CITIES, "paris", NULL, 10,
                 "Paris/FR Paris/US Parisot/FR New Paris/US");
    assert_found(scene, PLACE_CITIES, "PARIS", "FR", 10, "Paris/FR Parisot/FR");
    assert_found(scene, PLACE_CITIES, "paris", NULL, 2, "Paris/FR Paris/US");
    assert_found(scene, PLACE_CITIES, "london", NULL, 10, "");
    assert_found(scene, PLACE_CITIES, "paris", NULL, 0, "");
    assert_found(scene, PLACE_ISPS, "free", NULL, 10, "Free SAS/ Sugarfree Networks/");
    assert_found(scene, PLACE_REGIONS, "", "FR", 10, "Brittany/FR Occitanie/FR Ile-de-France/FR");
}

static void each_name_is_there_once_for_each_place_of_it(void **state)
{
    const struct scene *scene = *state;

    assert_int_equal(place_list_count(list_of(scene, PLACE_CITIES), PLACE_CITIES), 4);
    assert_int_equal(place_list_count(list_of(scene, PLACE_REGIONS), PLACE_REGIONS), 5);
    assert_int_equal(place_list_count(list_of(scene, PLACE_ISPS), PLACE_ISPS), 2);
}

static void who_looks_for_providers_does_not_read_the_places(void **state)
{
    const struct scene *scene = *state;

    assert_int_equal(place_list_count(scene->lists[PLACE_GROUP_NETWORKS], PLACE_CITIES), 0);
    assert_int_equal(place_list_count(scene->lists[PLACE_GROUP_NETWORKS], PLACE_REGIONS), 0);
    assert_int_equal(place_list_count(scene->lists[PLACE_GROUP_PLACES], PLACE_ISPS), 0);
}

static void it_lives_on_when_the_databases_are_closed(void **state)
{
    struct scene *scene = *state;

    places_close(TAKE(scene->places));
    assert_found(scene, PLACE_ISPS, "free sas", NULL, 1, "Free SAS/");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_make, scene_drop)
    const struct CMUnitTest tests[] = {
        TEST(what_begins_with_the_part_comes_first_and_short_before_long),
        TEST(each_name_is_there_once_for_each_place_of_it),
        TEST(who_looks_for_providers_does_not_read_the_places),
        TEST(it_lives_on_when_the_databases_are_closed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
