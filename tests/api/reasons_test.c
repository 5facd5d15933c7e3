/* Tests of api/reasons: every reason is a whole sentence, and its words are filled in. */
#include "api/reasons.h"
#include "../base/check.h"

static void every_reason_is_a_whole_sentence(void **state)
{
    (void)state;
    struct arena *arena = arena_make(1u << 20);
    const struct reason_words words = {STR("the source"), STR("lead"), STR("sale, rebill")};
    enum reason_of of;
    struct str code;

    for (size_t i = 0; reason_at(i, &of, &code); i++) {
        struct str texts[] = {reason_text(arena, of, code, &words),
                              reason_text(arena, of, code, NULL),
                              reason_mend(arena, of, code, &words)};
        assert_non_null(texts[0].ptr);
        for (size_t j = 0; j < ARRAY_LEN(texts); j++) {
            struct str text = texts[j];
            if (text.ptr == NULL)
                continue;
            assert_true(text.len > 10 && text.ptr[text.len - 1] == '.');
            assert_true(text.ptr[0] >= 'A' && text.ptr[0] <= 'Z');
            assert_true(str_find_char(text, '%') < 0);
        }
    }
    arena_free(arena);
}

static void the_words_stand_where_they_belong(void **state)
{
    (void)state;
    struct arena *arena = arena_make(65536);
    struct reason_words words = {STR("the campaign's postback"), STR("lead"), STR("")};

    assert_str(reason_text(arena, REASON_OF_FORWARD, STR("status_not_selected"), &words),
               "The campaign's postback takes only nothing; this is lead.");
    words.statuses = STR("sale, rebill");
    assert_str(reason_text(arena, REASON_OF_FORWARD, STR("status_not_selected"), &words),
               "The campaign's postback takes only sale, rebill; this is lead.");
    assert_str(reason_mend(arena, REASON_OF_FORWARD, STR("status_not_selected"), &words),
               "Tick lead under statuses.");
    assert_null(reason_text(arena, REASON_OF_FORWARD, STR(""), &words).ptr);
    assert_null(reason_text(arena, REASON_OF_ATTEMPT, STR("bot"), &words).ptr);
    assert_null(reason_mend(arena, REASON_OF_FORWARD, STR("already_forwarded"), &words).ptr);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_reason_is_a_whole_sentence),
        cmocka_unit_test(the_words_stand_where_they_belong),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
