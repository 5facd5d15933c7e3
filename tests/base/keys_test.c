/* Tests of base/keys. */
#include "base/keys.h"

#include <sys/wait.h>

#include "base/buf.h"
#include "folder.h"

#define ZERO_KEY  "0000000000000000000000000000000000000000000000000000000000000000"
#define PROCESSES 8

static void fresh_keys_stay_the_same_after_a_restart(void **state)
{
    struct keys *first = NULL, *second = NULL;
    char file[2 * FOLDER_PATH_MAX];
    struct stat status;

    assert_int_equal(keys_open(*state, &first), OK);
    assert_int_equal(keys_open(*state, &second), OK);
    const struct key *click = keys_at(first, KEYS_CLICK, 0), *tag = keys_at(first, KEYS_TAG, 0);
    assert_int_equal(click->number, 1);
    assert_true(click->from_ms == 0);
    assert_memory_not_equal(click->bytes, tag->bytes, KEYS_BYTES);
    assert_memory_equal(click->bytes, keys_at(second, KEYS_CLICK, 0)->bytes, KEYS_BYTES);
    assert_memory_equal(tag->bytes, keys_by_number(second, KEYS_TAG, 1)->bytes, KEYS_BYTES);
    (void)snprintf(file, sizeof(file), "%s/keys", (const char *)*state);
    assert_int_equal(stat(file, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_int_equal(folder_each(*state, NULL), 1);
    keys_free(first);
    keys_free(second);
    keys_free(NULL);
}

static void the_key_in_force_is_the_last_that_began(void **state)
{
    struct keys *keys = NULL;

    folder_write(*state, "keys",
                 "# comment\r\n\n"
                 "  click 7 2000 " ZERO_KEY "\r\n"
                 "tag 255 0 " ZERO_KEY "\n"
                 "click\t3  1000 " ZERO_KEY "  \n"
                 "click 9 3000 " ZERO_KEY);
    assert_int_equal(keys_open(*state, &keys), OK);
    assert_int_equal(keys_at(keys, KEYS_CLICK, -5)->number, 3);
    assert_int_equal(keys_at(keys, KEYS_CLICK, 999)->number, 3);
    assert_int_equal(keys_at(keys, KEYS_CLICK, 1999)->number, 3);
    assert_int_equal(keys_at(keys, KEYS_CLICK, 2000)->number, 7);
    assert_int_equal(keys_at(keys, KEYS_CLICK, 3000)->number, 9);
    assert_int_equal(keys_at(keys, KEYS_CLICK, INT64_MAX)->number, 9);
    assert_true(keys_by_number(keys, KEYS_CLICK, 7)->from_ms == 2000);
    assert_null(keys_by_number(keys, KEYS_CLICK, 255));
    assert_int_equal(keys_by_number(keys, KEYS_TAG, 255)->number, 255);
    keys_free(keys);
}

static void a_broken_file_is_refused_and_left_alone(void **state)
{
    static const char *const broken[] = {
        "",
        "click 1 0 " ZERO_KEY "\n",
        "click 1 0 " ZERO_KEY "\ntag 0 0 " ZERO_KEY "\n",
        "click 1 0 " ZERO_KEY "\ntag 256 0 " ZERO_KEY "\n",
        "click 1 0 " ZERO_KEY "\ntag 1 -1 " ZERO_KEY "\n",
        "click 1 0 " ZERO_KEY "\ntag 1 0 " ZERO_KEY "0\n",
        "click 1 0 " ZERO_KEY "\ntag 1 0 " ZERO_KEY " 0\n",
        "click 1 0 " ZERO_KEY "\ntag 1 0\n",
        "click 1 0 " ZERO_KEY "\ntag 1 0 " ZERO_KEY "\nclick 1 5 " ZERO_KEY "\n",
        "click 1 0 " ZERO_KEY "\ntag 1 0 " ZERO_KEY "\nclick 2 0 " ZERO_KEY "\n",
        "click 1 0 " ZERO_KEY "\ntag 1 0 " ZERO_KEY "\ncookie 1 0 " ZERO_KEY "\n",
    };
    struct keys *keys = NULL;

    for (size_t i = 0; i < ARRAY_LEN(broken); i++) {
        folder_write(*state, "keys", broken[i]);
        assert_int_equal(keys_open(*state, &keys), ERR_INVALID);
        assert_null(keys);
        assert_int_equal(folder_each(*state, NULL), 1);
    }
}

static void a_file_that_is_too_long_or_has_too_many_keys_is_refused(void **state)
{
    struct keys *keys = NULL;
    char *text = heap_make(1, 70000);
    struct buf lines = buf_from_memory(text, 69999);

    for (int i = 1; i <= KEYS_MAX; i++)
        buf_format(&lines, "click %d %d " ZERO_KEY "\n", i, i);
    buf_write_c(&lines, "tag 1 0 " ZERO_KEY "\n");
    folder_write(*state, "keys", text);
    assert_int_equal(keys_open(*state, &keys), OK);
    keys_free(keys);
    buf_write_c(&lines, "click 65 65 " ZERO_KEY "\n");
    folder_write(*state, "keys", text);
    assert_int_equal(keys_open(*state, &keys), ERR_INVALID);
    memset(text, '#', 69999);
    folder_write(*state, "keys", text);
    assert_int_equal(keys_open(*state, &keys), ERR_INVALID);
    free(text);
}

static void a_folder_that_is_not_there_is_an_error_of_io(void **state)
{
    struct keys *keys = NULL;
    char long_path[5000];

    (void)state;
    assert_int_equal(keys_open("/nowhere/at/all", &keys), ERR_IO);
    memset(long_path, 'x', sizeof(long_path));
    long_path[sizeof(long_path) - 1] = '\0';
    assert_int_equal(keys_open(long_path, &keys), ERR_IO);
    assert_null(keys);
}

/* Waits until the parent closes its end, then opens and answers with the key it found. */
static _Noreturn void open_and_answer(const char *dir, int start, int answer)
{
    struct keys *keys = NULL;
    char byte;

    if (read(start, &byte, 1) != 0 || keys_open(dir, &keys) != OK)
        _exit(1);
    ssize_t written = write(answer, keys_at(keys, KEYS_CLICK, 0)->bytes, KEYS_BYTES);
    keys_free(keys);
    _exit(written == KEYS_BYTES ? 0 : 1);
}

static void processes_that_start_at_once_agree_on_the_keys(void **state)
{
    uint8_t first[KEYS_BYTES], other[KEYS_BYTES];
    int start[2], answer[2];
    pid_t pids[PROCESSES];

    assert_int_equal(pipe(start), 0);
    assert_int_equal(pipe(answer), 0);
    for (size_t i = 0; i < PROCESSES; i++) {
        pids[i] = fork();
        assert_true(pids[i] >= 0);
        if (pids[i] == 0) {
            (void)close(start[1]);
            open_and_answer(*state, start[0], answer[1]);
        }
    }
    assert_int_equal(close(start[1]), 0);
    for (size_t i = 0; i < PROCESSES; i++) {
        int status = 0;
        assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
        assert_int_equal(status, 0);
        assert_int_equal(read(answer[0], other, KEYS_BYTES), KEYS_BYTES);
        if (i == 0)
            memcpy(first, other, KEYS_BYTES);
        assert_memory_equal(first, other, KEYS_BYTES);
    }
    assert_int_equal(folder_each(*state, NULL), 1);
    assert_int_equal(close(start[0]) | close(answer[0]) | close(answer[1]), 0);
}

#define with_folder(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_folder(fresh_keys_stay_the_same_after_a_restart),
        with_folder(the_key_in_force_is_the_last_that_began),
        with_folder(a_broken_file_is_refused_and_left_alone),
        with_folder(a_file_that_is_too_long_or_has_too_many_keys_is_refused),
        cmocka_unit_test(a_folder_that_is_not_there_is_an_error_of_io),
        with_folder(processes_that_start_at_once_agree_on_the_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
