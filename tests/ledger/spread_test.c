/* Tests of ledger/spread: what each visit bears of a cost told afterwards. */
#include "../base/check.h"
#include "ledger/spread.h"

#define VISITS_MAX  400
#define UPDATES_MAX 30

static void a_token_is_found_by_its_slot(void **state)
{
    (void)state;
    assert_str(spread_token(STR("a&b&&d%20e"), 1), "a");
    assert_str(spread_token(STR("a&b&&d%20e"), 3), "");
    assert_str(spread_token(STR("a&b&&d%20e"), 4), "d%20e");
    assert_str(spread_token(STR("a&b&&d%20e"), 5), "");
    assert_str(spread_token(STR_NONE, 1), "");
}

static void an_update_covers_its_range_and_its_filter(void **state)
{
    struct cost_update update = {.from_id = 10, .to_id = 20};

    (void)state;
    assert_false(spread_covers(&update, 9, STR("7")));
    assert_true(spread_covers(&update, 10, STR("7")));
    assert_true(spread_covers(&update, 19, STR_NONE));
    assert_false(spread_covers(&update, 20, STR("7")));
    update.filter_slot = 2;
    update.filter_value = STR("z");
    assert_false(spread_covers(&update, 10, STR("z")));
    assert_true(spread_covers(&update, 10, STR("7&z")));
    assert_false(spread_covers(&update, 10, STR("7&zz")));
}

/* As costing does it: the first visits by id bear a micro-unit more. */
static void fill(struct cost_update *update, const uint64_t *ids, int64_t count)
{
    int64_t extra = spread_extra(update->cost_micros, count);
    update->visits = count;
    update->extra_until_id = extra > 0 ? ids[extra] : 0;
}

static void the_parts_are_the_whole_to_the_last_micro_unit(void **state)
{
    struct dice dice = dice_make("the_parts_are_the_whole_to_the_last_micro_unit");

    (void)state;
    for (int round = 0; round < 2000; round++) {
        uint64_t ids[VISITS_MAX];
        int64_t count = 1 + (int64_t)dice_roll(&dice, VISITS_MAX - 1), sum = 0;
        struct cost_update update = {.cost_micros = (int64_t)dice_roll(&dice, 5000000)};
        for (int64_t i = 0; i < count; i++)
            ids[i] = (i > 0 ? ids[i - 1] : 1000) + 1 + dice_roll(&dice, 50);
        fill(&update, ids, count);
        int64_t first = spread_share(&update, ids[0]);
        for (int64_t i = 0; i < count; i++) {
            int64_t share = spread_share(&update, ids[i]);
            assert_in_range(first - share, 0,
                            1); /* never more than one apart, the first ones more */
            sum += share;
        }
        assert_int_equal(sum, update.cost_micros);
    }
}

/* The definition, visit by visit: the one with the highest id that covers it. */
static const struct cost_update *find_slowly(const struct cost_update *updates, size_t count,
                                             uint64_t id, struct str tokens, uint64_t before_id)
{
    const struct cost_update *best = NULL;

    for (size_t i = 0; i < count; i++)
        if (updates[i].id < before_id && spread_covers(&updates[i], id, tokens) &&
            (best == NULL || updates[i].id > best->id))
            best = &updates[i];
    return best;
}

static int by_start(const void *a, const void *b)
{
    const struct cost_update *x = a, *y = b;
    return x->from_id < y->from_id ? -1 : x->from_id > y->from_id;
}

static void of_overlapping_updates_the_last_one_counts(void **state)
{
    struct dice dice = dice_make("of_overlapping_updates_the_last_one_counts");
    struct arena *arena = arena_make(1024 * 1024);

    (void)state;
    for (int round = 0; round < 500; round++) {
        struct cost_update updates[UPDATES_MAX];
        size_t count = dice_roll(&dice, UPDATES_MAX + 1);
        struct spread spread;
        for (size_t i = 0; i < count; i++) {
            uint64_t from_id = dice_roll(&dice, VISITS_MAX);
            updates[i] = (struct cost_update){.id = 1000 + i,
                                              .from_id = from_id,
                                              .to_id = from_id + 1 + dice_roll(&dice, VISITS_MAX),
                                              .filter_slot = dice_roll(&dice, 3),
                                              .filter_value = STR("z")};
        }
        qsort(updates, count, sizeof(*updates), by_start);
        arena_reset(arena);
        assert_int_equal(spread_init(&spread, updates, count, arena), OK);
        for (uint64_t id = 0; id < VISITS_MAX; id += 1 + dice_roll(&dice, 3)) {
            static const struct str tokens[] = {{"z", 1}, {"a&z", 3}, {"z&z", 3}, {"", 0}};
            struct str each = tokens[dice_roll(&dice, ARRAY_LEN(tokens))];
            const struct cost_update *top = spread_find(&spread, id, each, UINT64_MAX);
            assert_ptr_equal(top, find_slowly(updates, count, id, each, UINT64_MAX));
            if (top != NULL)
                assert_ptr_equal(spread_find(&spread, id, each, top->id),
                                 find_slowly(updates, count, id, each, top->id));
        }
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_is_found_by_its_slot),
        cmocka_unit_test(an_update_covers_its_range_and_its_filter),
        cmocka_unit_test(the_parts_are_the_whole_to_the_last_micro_unit),
        cmocka_unit_test(of_overlapping_updates_the_last_one_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
