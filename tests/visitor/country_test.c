/* Tests of country. */
#include "visitor/country.h"
#include "../base/check.h"

static void assert_country(const char *code, const char *name, const char *continent,
                           const char *time_zone)
{
    const struct country *country = country_find(str_from_c(code));

    assert_non_null(country);
    assert_true(str_is_equal(country->name, str_from_c(name)));
    assert_true(str_is_equal(country->continent, str_from_c(continent)));
    assert_true(str_is_equal(country->time_zone, str_from_c(time_zone)));
}

static void a_country_of_one_time_has_its_zone(void **state)
{
    (void)state;
    assert_country("FR", "France", "EU", "Europe/Paris");
    assert_country("JP", "Japan", "AS", "Asia/Tokyo");
    assert_country("de", "Germany", "EU", "Europe/Berlin"); /* two zones, one time */
    assert_country("XK", "Kosovo", "EU", NULL);
}

static void a_country_of_several_times_has_none(void **state)
{
    (void)state;
    assert_country("US", "United States", "NA", NULL);
    assert_country("ES", "Spain", "EU", NULL);
    assert_country("RU", "Russia", "EU", NULL);
}

static void america_is_two_continents_and_the_antarctic_one(void **state)
{
    (void)state;
    assert_country("MX", "Mexico", "NA", NULL);
    assert_true(str_is_equal(country_find(STR("BR"))->continent, STR("SA")));
    assert_true(str_is_equal(country_find(STR("CU"))->continent, STR("NA")));
    assert_true(str_is_equal(country_find(STR("AQ"))->continent, STR("AN")));
    assert_true(str_is_equal(country_find(STR("NZ"))->continent, STR("OC")));
    assert_true(str_is_equal(country_find(STR("EG"))->continent, STR("AF")));
}

static void what_is_no_country_is_none(void **state)
{
    (void)state;
    assert_null(country_find(STR("ZZ")));
    assert_null(country_find(STR("FX"))); /* given up */
    assert_null(country_find(STR("F")));
    assert_null(country_find(STR("FRA")));
    assert_null(country_find(STR("1A")));
    assert_null(country_find(STR_NONE));
}

static void three_letters_find_the_same_country_as_two(void **state)
{
    (void)state;
    const struct country *kosovo = country_find(STR("XK"));
    assert_ptr_equal(country_find_code3(STR("FRA")), country_find(STR("FR")));
    assert_ptr_equal(country_find_code3(STR("usa")), country_find(STR("US")));
    assert_ptr_equal(country_find_code3(kosovo->code3), kosovo);
    for (char code[3] = "AA"; code[0] <= 'Z'; code[0]++)
        for (code[1] = 'A'; code[1] <= 'Z'; code[1]++) {
            const struct country *country = country_find(str_from_c(code));
            if (country != NULL)
                assert_ptr_equal(country_find_code3(country->code3), country);
        }
    assert_null(country_find_code3(STR("ZZZ")));
    assert_null(country_find_code3(STR("FR")));
    assert_null(country_find_code3(STR("")));
    assert_null(country_find_code3(STR_NONE));
}

static void continents_have_names(void **state)
{
    (void)state;
    assert_str(country_continent_name(STR("EU")), "Europe");
    assert_str(country_continent_name(STR("sa")), "South America");
    assert_null(country_continent_name(STR("XX")).ptr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_country_of_one_time_has_its_zone),
        cmocka_unit_test(a_country_of_several_times_has_none),
        cmocka_unit_test(america_is_two_continents_and_the_antarctic_one),
        cmocka_unit_test(what_is_no_country_is_none),
        cmocka_unit_test(three_letters_find_the_same_country_as_two),
        cmocka_unit_test(continents_have_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
