/* Bearers of /v2: what was given out is taken until its time is over, and nothing else is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "api/v2/bearer.h"

#define NOW_MS INT64_C(1790000000000)

static char folder[] = "/tmp/rebond-bearer-XXXXXX";
static struct keys *keys;

static int open_keys(void **state)
{
    (void)state;
    return mkdtemp(folder) != NULL && keys_open(folder, &keys) == OK ? 0 : -1;
}

static int close_keys(void **state)
{
    char path[64];
    (void)state;
    keys_free(keys);
    (void)snprintf(path, sizeof(path), "%s/keys", folder);
    return unlink(path) == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static struct bearer make(char text[BEARER_TEXT_MAX])
{
    struct bearer bearer = {.kind = BEARER_OF_USER,
                            .id = UINT64_C(0x0123456789abcdef),
                            .expires_ms = NOW_MS + (int64_t)BEARER_LIFE_S * 1000};
    bearer_mark(keys, STR("$argon2id$hash"), bearer.mark);
    bearer_write(keys, &bearer, text);
    return bearer;
}

static void a_bearer_says_who_it_is_for_until_its_last_millisecond(void **state)
{
    char text[BEARER_TEXT_MAX];
    struct bearer made = make(text), read;
    (void)state;
    assert_int_equal(bearer_parse(keys, str_from_c(text), NOW_MS, &read), OK);
    assert_int_equal(read.kind, BEARER_OF_USER);
    assert_int_equal(read.id, made.id);
    assert_int_equal(read.expires_ms, made.expires_ms);
    assert_memory_equal(read.mark, made.mark, sizeof(made.mark));
    assert_int_equal(bearer_parse(keys, str_from_c(text), made.expires_ms - 1, &read), OK);
    assert_int_equal(bearer_parse(keys, str_from_c(text), made.expires_ms, &read), ERR_STALE);
}

static void a_bearer_with_any_character_changed_is_forged(void **state)
{
    char text[BEARER_TEXT_MAX];
    struct bearer read;
    (void)make(text);
    (void)state;
    for (size_t i = 0; text[i] != '\0'; i++) {
        char kept = text[i];
        text[i] = kept == 'A' ? 'B' : 'A';
        assert_int_equal(bearer_parse(keys, str_from_c(text), NOW_MS, &read), ERR_FORGED);
        text[i] = kept;
    }
}

static void what_is_cut_longer_or_no_bearer_is_forged(void **state)
{
    char text[BEARER_TEXT_MAX], longer[BEARER_TEXT_MAX + 1];
    struct bearer read;
    (void)make(text);
    (void)state;
    for (size_t len = 0; len < strlen(text); len++)
        assert_int_equal(bearer_parse(keys, (struct str){text, len}, NOW_MS, &read), ERR_FORGED);
    (void)snprintf(longer, sizeof(longer), "%sA", text);
    assert_int_equal(bearer_parse(keys, str_from_c(longer), NOW_MS, &read), ERR_FORGED);
    assert_int_equal(bearer_parse(keys, STR_NONE, NOW_MS, &read), ERR_FORGED);
    assert_int_equal(bearer_parse(keys, STR("rbk_0123456789"), NOW_MS, &read), ERR_FORGED);
}

static void a_bearer_of_any_age_is_read_at_time_0(void **state)
{
    char text[BEARER_TEXT_MAX];
    struct bearer made = make(text), read;
    (void)state;
    assert_int_equal(bearer_parse(keys, str_from_c(text), made.expires_ms * 2, &read), ERR_STALE);
    assert_int_equal(bearer_parse(keys, str_from_c(text), 0, &read), OK);
    assert_int_equal(read.id, made.id);
}

static void what_refreshes_lives_thirty_days_and_cannot_be_made_a_bearer(void **state)
{
    char text[BEARER_TEXT_MAX], bearer_text[BEARER_TEXT_MAX];
    struct bearer made = make(bearer_text), read;
    (void)state;
    made.kind = BEARER_REFRESH;
    made.expires_ms = NOW_MS + 30 * INT64_C(86400000);
    bearer_write(keys, &made, text);
    assert_int_equal(bearer_life_ms(BEARER_REFRESH), 30 * INT64_C(86400000));
    assert_int_equal(bearer_parse(keys, str_from_c(text), made.expires_ms - 1, &read), OK);
    assert_int_equal(read.kind, BEARER_REFRESH);
    assert_int_equal(bearer_parse(keys, str_from_c(text), made.expires_ms, &read), ERR_STALE);
    memcpy(text, bearer_text, 4); /* the prefix of the other */
    assert_int_equal(bearer_parse(keys, str_from_c(text), NOW_MS, &read), ERR_FORGED);
}

static void another_password_has_another_mark(void **state)
{
    uint8_t a[BEARER_MARK_LEN], b[BEARER_MARK_LEN];
    (void)state;
    bearer_mark(keys, STR("one"), a);
    bearer_mark(keys, STR("two"), b);
    assert_memory_not_equal(a, b, sizeof(a));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bearer_says_who_it_is_for_until_its_last_millisecond),
        cmocka_unit_test(a_bearer_with_any_character_changed_is_forged),
        cmocka_unit_test(what_is_cut_longer_or_no_bearer_is_forged),
        cmocka_unit_test(a_bearer_of_any_age_is_read_at_time_0),
        cmocka_unit_test(what_refreshes_lives_thirty_days_and_cannot_be_made_a_bearer),
        cmocka_unit_test(another_password_has_another_mark),
    };
    return cmocka_run_group_tests(tests, open_keys, close_keys);
}
