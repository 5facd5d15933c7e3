/* Tests of facts/spans: which ranges hold ids that lie far apart. */
#include "../base/check.h"

#include "facts/spans.h"

#define SPANS(ids, gap_min) spans_of_ids(ids, ARRAY_LEN(ids), gap_min, spans)

static void no_ids_make_no_span(void **state)
{
    struct id_span spans[SPANS_MAX];
    (void)state;
    assert_int_equal(spans_of_ids(NULL, 0, 1, spans), 0);
}

static void one_far_id_makes_a_span_of_its_own(void **state)
{
    struct id_span spans[SPANS_MAX];
    uint64_t ids[] = {1005, 7, 1001, 1003};
    (void)state;
    assert_int_equal(SPANS(ids, 100), 2);
    assert_int_equal(spans[0].first, 7);
    assert_int_equal(spans[0].last, 7);
    assert_int_equal(spans[1].first, 1001);
    assert_int_equal(spans[1].last, 1005);
}

static void what_lies_close_together_is_one_span(void **state)
{
    struct id_span spans[SPANS_MAX];
    uint64_t ids[] = {1, 100, 199, 298};
    (void)state;
    assert_int_equal(SPANS(ids, 100), 1);
    assert_int_equal(spans[0].first, 1);
    assert_int_equal(spans[0].last, 298);
}

static void of_too_many_gaps_the_widest_are_cut(void **state)
{
    struct id_span spans[SPANS_MAX];
    uint64_t ids[20], id = 0;
    (void)state;
    for (uint64_t i = 0; i < ARRAY_LEN(ids); i++)
        ids[i] = id += 10 * (i + 1); /* each gap wider than the one before */
    uint64_t last = ids[19], eighth = ids[13];
    assert_int_equal(SPANS(ids, 10), SPANS_MAX);
    assert_int_equal(spans[0].first, 10);
    assert_int_equal(spans[1].first, eighth);
    assert_int_equal(spans[SPANS_MAX - 1].last, last);
    for (size_t i = 1; i < SPANS_MAX; i++)
        assert_true(spans[i - 1].last < spans[i].first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_ids_make_no_span),
        cmocka_unit_test(one_far_id_makes_a_span_of_its_own),
        cmocka_unit_test(what_lies_close_together_is_one_span),
        cmocka_unit_test(of_too_many_gaps_the_widest_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
