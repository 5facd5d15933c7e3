/* Tests of network/tag. */
#include "network/tag.h"
#include "../base/folder.h"

#include <sodium.h>

#include "base/id.h"

#define SEALED_BYTES 84

struct shop {
    void *folder;
    struct keys *keys;
};

static int shop_make(void **state)
{
    struct shop *shop = heap_make(1, sizeof(*shop));

    *state = shop;
    if (folder_make(&shop->folder) != 0)
        return -1;
    return keys_open(shop->folder, &shop->keys) == OK ? 0 : -1;
}

static int shop_drop(void **state)
{
    struct shop *shop = *state;

    keys_free(shop->keys);
    int status = folder_drop(&shop->folder);
    free(shop);
    return status;
}

static struct tag example(void)
{
    return (struct tag){.ad_click_id = id_from_ms(INT64_C(1795485600000)) + 7,
                        .workspace_id = 1,
                        .adcampaign_id = 2,
                        .variation_id = 3,
                        .site_id = 4,
                        .zone_id = 5,
                        .category_id = 6,
                        .country = "FRA",
                        .format = 1,
                        .cost_micros = 400};
}

static struct tag random_tag(struct dice *dice)
{
    struct tag tag = {.ad_click_id = dice_roll(dice, UINT64_MAX) & INT64_MAX,
                      .workspace_id = (uint32_t)dice_roll(dice, UINT64_C(1) << 32),
                      .adcampaign_id = (uint32_t)dice_roll(dice, UINT64_C(1) << 32),
                      .variation_id = (uint32_t)dice_roll(dice, UINT64_C(1) << 32),
                      .site_id = (uint32_t)dice_roll(dice, UINT64_C(1) << 32),
                      .zone_id = (uint32_t)dice_roll(dice, UINT64_C(1) << 32),
                      .category_id = (uint16_t)dice_roll(dice, 1 << 16),
                      .format = (uint16_t)dice_roll(dice, 1 << 16),
                      .cost_micros = (int64_t)dice_roll(dice, UINT64_MAX) - INT64_MAX / 2};

    for (uint64_t i = 0, letters = dice_roll(dice, 4); i < letters; i++)
        tag.country[i] = (char)('A' + dice_roll(dice, 26));
    return tag;
}

static void assert_same(const struct tag *a, const struct tag *b)
{
    assert_int_equal(a->ad_click_id, b->ad_click_id);
    assert_int_equal(a->workspace_id, b->workspace_id);
    assert_int_equal(a->adcampaign_id, b->adcampaign_id);
    assert_int_equal(a->variation_id, b->variation_id);
    assert_int_equal(a->site_id, b->site_id);
    assert_int_equal(a->zone_id, b->zone_id);
    assert_int_equal(a->category_id, b->category_id);
    assert_string_equal(a->country, b->country);
    assert_int_equal(a->format, b->format);
    assert_int_equal(a->cost_micros, b->cost_micros);
}

static enum err opened(const struct shop *shop, const char *text, size_t len)
{
    struct tag tag;

    return tag_open(shop->keys, (struct str){text, len}, &tag);
}

/* ------------------------------------------------------------------ there and back */

/* spec: n3.3-carries */
static void what_is_sealed_is_opened_as_it_was(void **state)
{
    struct shop *shop = *state;
    struct dice dice = dice_make(__func__);

    for (int i = 0; i < 10000; i++) {
        struct tag tag = random_tag(&dice), back;
        char text[TAG_TEXT_LEN];
        tag_seal(shop->keys, &tag, text);
        assert_int_equal(tag_open(shop->keys, (struct str){text, sizeof(text)}, &back), OK);
        assert_same(&tag, &back);
    }
}

/* spec: n3.3-form */
static void a_tag_is_of_characters_that_no_url_changes(void **state)
{
    struct shop *shop = *state;
    struct tag tag = example();
    char text[TAG_TEXT_LEN];

    for (int round = 0; round < 100; round++) {
        tag_seal(shop->keys, &tag, text);
        for (size_t i = 0; i < sizeof(text); i++) {
            bool is_alnum = (text[i] >= '0' && text[i] <= '9') ||
                            (text[i] >= 'a' && text[i] <= 'z') ||
                            (text[i] >= 'A' && text[i] <= 'Z');
            assert_true(is_alnum || text[i] == '-' || text[i] == '_');
        }
    }
}

static void the_same_click_is_sealed_differently_each_time(void **state)
{
    struct shop *shop = *state;
    struct tag tag = example();
    char one[TAG_TEXT_LEN], two[TAG_TEXT_LEN];

    tag_seal(shop->keys, &tag, one);
    tag_seal(shop->keys, &tag, two);
    assert_memory_not_equal(one, two, sizeof(one));
}

static void a_country_is_up_to_three_capitals(void **state)
{
    static const struct {
        const char in[4];
        const char *out;
    } cases[] = {{"FRA", "FRA"}, {"FR", "FR"}, {"", ""}, {"fra", ""}, {"F1A", "F"}, {"AZ", "AZ"}};
    struct shop *shop = *state;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct tag tag = example(), back;
        char text[TAG_TEXT_LEN];
        memcpy(tag.country, cases[i].in, sizeof(tag.country));
        tag_seal(shop->keys, &tag, text);
        assert_int_equal(tag_open(shop->keys, (struct str){text, sizeof(text)}, &back), OK);
        assert_string_equal(back.country, cases[i].out);
    }
}

/* ------------------------------------------------------------------ not ours */

/* spec: n3.3-sealed */
static void every_single_flipped_bit_is_refused(void **state)
{
    struct shop *shop = *state;
    struct tag tag = example();
    char text[TAG_TEXT_LEN], changed[TAG_TEXT_LEN + 1];
    uint8_t sealed[SEALED_BYTES];
    size_t len;

    tag_seal(shop->keys, &tag, text);
    assert_int_equal(sodium_base642bin(sealed, sizeof(sealed), text, sizeof(text), NULL, &len, NULL,
                                       sodium_base64_VARIANT_URLSAFE_NO_PADDING),
                     0);
    assert_int_equal(len, SEALED_BYTES);
    for (size_t bit = 0; bit < 8 * SEALED_BYTES; bit++) {
        sealed[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_non_null(sodium_bin2base64(changed, sizeof(changed), sealed, sizeof(sealed),
                                          sodium_base64_VARIANT_URLSAFE_NO_PADDING));
        /* The first byte is the form's version; behind it stands what only we can make. */
        assert_int_equal(opened(shop, changed, TAG_TEXT_LEN), bit < 8 ? ERR_INVALID : ERR_FORGED);
        sealed[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    for (size_t bit = 0; bit < 8 * sizeof(text); bit++) {
        text[bit / 8] = (char)(text[bit / 8] ^ (1 << bit % 8));
        assert_int_not_equal(opened(shop, text, sizeof(text)), OK);
        text[bit / 8] = (char)(text[bit / 8] ^ (1 << bit % 8));
    }
    assert_int_equal(opened(shop, text, sizeof(text)), OK);
}

/* spec: n3.3-sealed */
static void a_truncated_or_lengthened_tag_is_no_tag(void **state)
{
    struct shop *shop = *state;
    struct tag tag = example();
    char text[TAG_TEXT_LEN + 2];

    tag_seal(shop->keys, &tag, text);
    text[TAG_TEXT_LEN] = '=';
    text[TAG_TEXT_LEN + 1] = '=';
    for (size_t len = 0; len < TAG_TEXT_LEN; len++)
        assert_int_equal(opened(shop, text, len), ERR_INVALID);
    assert_int_equal(opened(shop, text, TAG_TEXT_LEN + 1), ERR_INVALID);
    assert_int_equal(opened(shop, text, TAG_TEXT_LEN + 2), ERR_INVALID);
    assert_int_equal(opened(shop, NULL, 0), ERR_INVALID);
}

/* spec: n3.3-sealed */
static void a_tag_cut_at_its_first_underscore_is_no_tag(void **state)
{
    struct shop *shop = *state;
    struct tag tag = example();
    char text[TAG_TEXT_LEN];
    ptrdiff_t at;

    do {
        tag_seal(shop->keys, &tag, text);
        at = str_find_char((struct str){text, sizeof(text)}, '_');
    } while (at < 0);
    assert_int_equal(opened(shop, text, (size_t)at), ERR_INVALID);
}

static void tags_of_other_networks_are_no_tags(void **state)
{
    static const size_t lengths[] = {1, 9, 40, 111, 112, 113, 120, 124, 350, 1024};
    char foreign[1024];

    for (size_t i = 0; i < sizeof(foreign); i++)
        foreign[i] = "ord6yWdlabqZ-_7"[i % 15];
    for (size_t i = 0; i < ARRAY_LEN(lengths); i++)
        assert_int_equal(opened(*state, foreign, lengths[i]), ERR_INVALID);
    assert_int_equal(opened(*state, "123456789", 9), ERR_INVALID);
}

static void characters_of_another_alphabet_are_no_tag(void **state)
{
    static const char others[] = {'+', '/', '=', ' ', '%', '.', '\0', '\n', '\xc3'};
    struct shop *shop = *state;
    struct tag tag = example();
    char text[TAG_TEXT_LEN];

    for (size_t i = 0; i < sizeof(others); i++) {
        tag_seal(shop->keys, &tag, text);
        text[50 + i] = others[i];
        assert_int_equal(opened(shop, text, sizeof(text)), ERR_INVALID);
    }
}

/* spec: n3.3-sealed */
static void a_tag_sealed_with_the_keys_of_another_is_forged(void **state)
{
    struct shop *shop = *state;
    void *other = NULL;
    struct tag tag = example();
    char text[TAG_TEXT_LEN];

    assert_int_equal(shop_make(&other), 0);
    tag_seal(((struct shop *)other)->keys, &tag, text);
    assert_int_equal(opened(shop, text, sizeof(text)), ERR_FORGED);
    assert_int_equal(opened(other, text, sizeof(text)), OK);
    assert_int_equal(shop_drop(&other), 0);
}

/* ------------------------------------------------------------------ formats */

static void formats_are_numbered_and_found_by_their_text(void **state)
{
    size_t known = 0;

    (void)state;
    assert_int_equal(ad_format_find(STR("300x250")), 1);
    for (uint16_t format = 1; ad_format_text(format).ptr != NULL; format++, known++)
        assert_int_equal(ad_format_find(ad_format_text(format)), format);
    assert_true(known >= 20);
    assert_int_equal(ad_format_find(STR("1x1")), 0);
    assert_int_equal(ad_format_find(STR("")), 0);
    assert_int_equal(ad_format_find(STR_NONE), 0);
    assert_null(ad_format_text(0).ptr);
    assert_null(ad_format_text(UINT16_MAX).ptr);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, shop_make, shop_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_sealed_is_opened_as_it_was),
        TEST(a_tag_is_of_characters_that_no_url_changes),
        TEST(the_same_click_is_sealed_differently_each_time),
        TEST(a_country_is_up_to_three_capitals),
        TEST(every_single_flipped_bit_is_refused),
        TEST(a_truncated_or_lengthened_tag_is_no_tag),
        TEST(a_tag_cut_at_its_first_underscore_is_no_tag),
        TEST(tags_of_other_networks_are_no_tags),
        TEST(characters_of_another_alphabet_are_no_tag),
        TEST(a_tag_sealed_with_the_keys_of_another_is_forged),
        cmocka_unit_test(formats_are_numbered_and_found_by_their_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
