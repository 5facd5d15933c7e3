/* Tests of base/log: standard error is a file while a test writes. */
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>

#include "base/clock.h"
#include "check.h"

#define TEXT_MAX 65536

struct capture {
    int file;
    int saved;
    char text[TEXT_MAX];
};

static void capture_begin(struct capture *capture)
{
    char path[] = "/tmp/rebond-test-XXXXXX";

    capture->file = mkostemp(path, O_APPEND | O_CLOEXEC);
    assert_true(capture->file >= 0);
    assert_int_equal(unlink(path), 0);
    (void)fflush(stderr);
    capture->saved = dup(STDERR_FILENO);
    assert_true(dup2(capture->file, STDERR_FILENO) >= 0);
}

static struct str capture_end(struct capture *capture)
{
    assert_true(dup2(capture->saved, STDERR_FILENO) >= 0);
    ssize_t len = pread(capture->file, capture->text, TEXT_MAX, 0);
    assert_true(len >= 0);
    assert_int_equal(close(capture->file) | close(capture->saved), 0);
    return (struct str){capture->text, (size_t)len};
}

static size_t count_lines(struct str text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == '\n';
    return count;
}

static void a_line_has_time_level_process_room_and_message(void **state)
{
    struct capture capture;
    int64_t wall_ms = 0, before = clock_wall_ms();

    (void)state;
    log_set_process("edge");
    capture_begin(&capture);
    log_warning("visit", "late campaign=%d", 7);
    struct str text = capture_end(&capture);
    int64_t after = clock_wall_ms();
    assert_str(str_slice(text, 24, text.len), " warning edge/visit late campaign=7\n");
    assert_int_equal(clock_parse(str_slice(text, 0, 24), &wall_ms), OK);
    assert_in_range(wall_ms, before, after);
}

static void lines_below_the_level_are_not_written(void **state)
{
    struct capture capture;

    (void)state;
    log_set_process("desk");
    capture_begin(&capture);
    log_debug("a", "no");
    log_info("b", "yes");
    log_set_level(LOG_ERROR);
    log_warning("c", "no");
    log_error("d", "yes");
    log_set_level(LOG_DEBUG);
    log_debug("e", "yes");
    log_set_level(LOG_INFO);
    struct str text = capture_end(&capture);
    assert_int_equal(count_lines(text), 3);
    assert_true(str_find(text, STR(" info desk/b yes\n")) > 0);
    assert_true(str_find(text, STR(" error desk/d yes\n")) > 0);
    assert_true(str_find(text, STR(" debug desk/e yes\n")) > 0);
}

static int64_t second_of_the_log(void)
{
    struct timespec now;

    assert_int_equal(clock_gettime(CLOCK_MONOTONIC_COARSE, &now), 0);
    return now.tv_sec;
}

static void a_site_is_limited_and_says_what_it_left_out(void **state)
{
    struct capture capture;
    struct str text;
    struct log_site site;
    int64_t second;

    (void)state;
    /* Once more when a second ended within the burst. */
    do {
        memset(&site, 0, sizeof(site));
        second = second_of_the_log();
        capture_begin(&capture);
        for (int i = 0; i < LOG_SITE_PER_SECOND + 15; i++)
            log_write(&site, LOG_INFO, "base", "burst i=%d", i);
        text = capture_end(&capture);
    } while (second_of_the_log() != second);
    assert_int_equal(count_lines(text), LOG_SITE_PER_SECOND);
    assert_true(str_find(text, STR("left_out")) < 0);
    /* As if that second were over. */
    site.second = second - 1;
    capture_begin(&capture);
    log_write(&site, LOG_INFO, "base", "next");
    text = capture_end(&capture);
    assert_true(str_has_suffix(text, STR("/base next left_out=15\n")));
}

static void one_event_stays_one_line_of_bounded_length(void **state)
{
    struct capture capture;
    char large[5000];

    (void)state;
    memset(large, 'x', sizeof(large));
    large[sizeof(large) - 1] = '\0';
    capture_begin(&capture);
    log_info("base", "a\nb\r\x1b[0m%s", "\x7f");
    log_info("base", "%s", large);
    struct str text = capture_end(&capture);
    assert_int_equal(count_lines(text), 2);
    assert_true(str_find(text, STR("/base a b  [0m \n")) > 0);
    assert_true(str_has_suffix(text, STR("xxx...\n")));
    assert_in_range(text.len, 2000, 2200);
}

static void fill_pipe(int pipe_end)
{
    static const char page[PIPE_BUF];

    assert_int_equal(fcntl(pipe_end, F_SETFL, O_NONBLOCK), 0);
    while (write(pipe_end, page, sizeof(page)) > 0) {
    }
    assert_int_equal(errno, EAGAIN);
    assert_int_equal(fcntl(pipe_end, F_SETFL, 0), 0); /* as standard error mostly is */
}

static void empty_pipe(int pipe_end)
{
    char page[PIPE_BUF];

    assert_int_equal(fcntl(pipe_end, F_SETFL, O_NONBLOCK), 0);
    while (read(pipe_end, page, sizeof(page)) > 0) {
    }
    assert_int_equal(errno, EAGAIN);
}

static void a_full_pipe_drops_lines_without_waiting_and_the_next_line_says_how_many(void **state)
{
    char text[1024];
    int ends[2];

    (void)state;
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    fill_pipe(ends[1]);
    (void)fflush(stderr);
    int saved = dup(STDERR_FILENO);
    assert_true(dup2(ends[1], STDERR_FILENO) >= 0);
    (void)alarm(10); /* a line that waits would wait for ever */
    for (int i = 0; i < 3; i++)
        log_warning("base", "unheard i=%d", i);
    (void)alarm(0);
    empty_pipe(ends[0]);
    log_info("base", "heard");
    log_info("base", "heard again");
    assert_true(dup2(saved, STDERR_FILENO) >= 0);
    ssize_t len = read(ends[0], text, sizeof(text));
    assert_true(len > 0);
    struct str heard = {text, (size_t)len};
    assert_int_equal(count_lines(heard), 2);
    assert_true(str_find(heard, STR("/base heard dropped=3\n")) > 0);
    assert_true(str_has_suffix(heard, STR("/base heard again\n")));
    assert_int_equal(close(ends[0]) | close(ends[1]) | close(saved), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_has_time_level_process_room_and_message),
        cmocka_unit_test(lines_below_the_level_are_not_written),
        cmocka_unit_test(a_site_is_limited_and_says_what_it_left_out),
        cmocka_unit_test(a_full_pipe_drops_lines_without_waiting_and_the_next_line_says_how_many),
        cmocka_unit_test(one_event_stays_one_line_of_bounded_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
