/* Tests of serve/desk_socket: what its lines say is read back, and nothing else is; it ends clean.
 */
#include "serve/desk_socket.h"
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include "../base/check.h"

/* The sanitizer tells what stays. */
static void nothing_is_left_of_it_once_it_is_closed(void **state)
{
    (void)state;
    char dir[] = "/tmp/rebond-desk-socket-XXXXXX";
    struct desk_socket *socket = NULL;
    assert_non_null(mkdtemp(dir));
    int fd = open(dir, O_RDONLY | O_DIRECTORY);
    assert_true(fd >= 0);
    assert_int_equal(desk_socket_open(fd, NULL, 1, &socket), OK); /* nobody asks for facts */
    assert_int_equal(faccessat(fd, DESK_SOCKET, F_OK, 0), 0);
    desk_socket_close(socket);
    assert_int_equal(unlinkat(fd, DESK_SOCKET, 0), 0);
    assert_int_equal(close(fd), 0);
    assert_int_equal(rmdir(dir), 0);
}

static void a_sum_is_read_as_it_was_written(void **state)
{
    (void)state;
    char memory[512];
    struct buf buf = buf_from_memory(memory, sizeof(memory));
    const struct goal_total goal = {STR("0af3"), UINT64_MAX, 1, INT64_MIN, INT64_MAX};
    struct goal_total read = {0};
    enum ledger_table table = LEDGER_VISIT;
    desk_write_sum(&buf, LEDGER_GOAL_TOTAL, &goal);
    assert_str(buf_str(&buf), "goal_total 0af3 18446744073709551615 1 -9223372036854775808 "
                              "9223372036854775807\n");
    struct str line = str_trim(buf_str(&buf));
    assert_int_equal(desk_read_sum(line, &table, &read), OK);
    assert_int_equal(table, LEDGER_GOAL_TOTAL);
    assert_str(read.goal_id, "0af3");
    assert_true(read.variation_id == UINT64_MAX && read.conversions == INT64_MIN &&
                read.value_micros == INT64_MAX);
}

static void what_is_no_sum_is_refused(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "",
        "variation_total",
        "variation_total 1 2 3 4 5",     /* a column is missing */
        "variation_total 1 2 3 4 5 6 7", /* one too many */
        "variation_total 1 2 3 4 5 x",
        "variation_total -1 2 3 4 5 6",
        "visit 1 2 3",
    };
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        _Alignas(max_align_t) char row[LEDGER_ROW_BYTES_MAX];
        enum ledger_table table;
        assert_int_equal(desk_read_sum(str_from_c(lines[i]), &table, row), ERR_INVALID);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sum_is_read_as_it_was_written),
        cmocka_unit_test(what_is_no_sum_is_refused),
        cmocka_unit_test(nothing_is_left_of_it_once_it_is_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
