/* Tests of base/say: which language a request asks for, and what is said in it. */
#include "check.h"

#include "base/say.h"

static void the_language_with_the_most_weight_is_spoken(void **state)
{
    (void)state;
    assert_int_equal(say_language_of(STR_NONE), SAY_ENGLISH);
    assert_int_equal(say_language_of(STR("")), SAY_ENGLISH);
    assert_int_equal(say_language_of(STR("fr")), SAY_FRENCH);
    assert_int_equal(say_language_of(STR("FR-CA, en;q=0.9")), SAY_FRENCH);
    assert_int_equal(say_language_of(STR("en-US,en;q=0.9,fr;q=0.8")), SAY_ENGLISH);
    assert_int_equal(say_language_of(STR("en;q=0.7, fr;q=0.75")), SAY_FRENCH);
    assert_int_equal(say_language_of(STR("de-DE, de;q=0.9, fr;q=0.2")), SAY_FRENCH);
    assert_int_equal(say_language_of(STR("fr;q=0")), SAY_ENGLISH);
    assert_int_equal(say_language_of(STR("fry, en;q=0.1")), SAY_ENGLISH); /* Frisian */
    assert_int_equal(say_language_of(STR(",;q=,fr;q=x,;;")), SAY_ENGLISH);
}

static void a_thread_speaks_what_was_set(void **state)
{
    (void)state;
    assert_string_equal(say_text("required"), "required");
    say_set_language(SAY_FRENCH);
    assert_string_equal(say_text("required"), "nécessaire");
    assert_string_equal(say_text("said by nobody"), "said by nobody");
    assert_string_equal(say_text_in(SAY_ENGLISH, "required"), "required");
    say_set_language(SAY_ENGLISH);
    assert_string_equal(say_text("required"), "required");
}

static void one_is_one_and_in_french_nought_too(void **state)
{
    (void)state;
    assert_true(say_is_one(1) && !say_is_one(0) && !say_is_one(2) && !say_is_one(-1));
    say_set_language(SAY_FRENCH);
    assert_true(say_is_one(1) && say_is_one(0) && !say_is_one(2) && !say_is_one(1000000));
    say_set_language(SAY_ENGLISH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_language_with_the_most_weight_is_spoken),
        cmocka_unit_test(a_thread_speaks_what_was_set),
        cmocka_unit_test(one_is_one_and_in_french_nought_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
