/* Tests of convert/upload: what becomes of a text before anything is asked of the ledger. */
#include "convert/upload.h"
#include "../base/check.h"

#include "../base/folder.h"
#include "base/id.h"

struct desk {
    void *dir;
    struct keys *keys;
    struct arena *arena;
    struct str cid;
    struct upload upload;
    struct upload_fault fault;
};

static int desk_make(void **state)
{
    struct desk *desk = heap_make(1, sizeof(*desk));

    if (folder_make(&desk->dir) != 0 || keys_open(desk->dir, &desk->keys) != OK)
        return -1;
    desk->arena = arena_make(64 << 20);
    desk->cid = click_id_text(desk->arena, desk->keys, id_from_ms(INT64_C(1795485600000)));
    *state = desk;
    return 0;
}

static int desk_drop(void **state)
{
    struct desk *desk = *state;

    keys_free(desk->keys);
    arena_free(desk->arena);
    int err = folder_drop(&desk->dir);
    free(desk);
    return err;
}

/* Reads a text in which @ stands for a click id of ours. */
static enum err read_text(struct desk *desk, bool is_csv, const char *text)
{
    struct buf buf = buf_in_arena(desk->arena, 4096);

    for (; *text != '\0'; text++) {
        if (*text == '@')
            buf_write(&buf, desk->cid);
        else
            buf_write_char(&buf, *text);
    }
    return is_csv ? upload_read_csv(desk->arena, desk->keys, buf_str(&buf), &desk->upload,
                                    &desk->fault)
                  : upload_read_lines(desk->arena, desk->keys, buf_str(&buf), &desk->upload,
                                      &desk->fault);
}

/* The i-th row is that query behind its click id. */
static void assert_row(const struct desk *desk, size_t i, size_t line, const char *query)
{
    struct str expected = arena_format(desk->arena, "cid=%.*s%s", STR_FMT(desk->cid), query);

    assert_true(i < desk->upload.count);
    assert_int_equal(desk->upload.rows[i].line, line);
    if (!str_is_equal(desk->upload.rows[i].query, expected))
        fail_msg("%.*s", STR_FMT(desk->upload.rows[i].query));
    assert_null(desk->upload.rows[i].reason);
}

static void assert_fault(struct desk *desk, bool is_csv, const char *text, const char *field,
                         const char *reason)
{
    assert_int_equal(read_text(desk, is_csv, text), OK);
    assert_int_equal(desk->upload.count, 1);
    assert_true(str_is_equal(desk->upload.rows[0].field, str_from_c(field)));
    assert_string_equal(desk->upload.rows[0].reason, reason);
}

static void lines_of_the_first_form_have_places_and_may_leave_them_empty(void **state)
{
    struct desk *desk = *state;

    assert_int_equal(read_text(desk, false, "@:5\n\n@::Hold\r\n @ : 1.5 : sale : event_1=4 \n@"),
                     OK);
    assert_int_equal(desk->upload.count, 4);
    assert_row(desk, 0, 1, "&payout=5");
    assert_row(desk, 1, 3, "&status=Hold");
    assert_row(desk, 2, 4, "&payout=1.5&status=sale&event1=4");
    assert_row(desk, 3, 5, "");
}

static void lines_of_the_second_form_have_names(void **state)
{
    struct desk *desk = *state;

    assert_int_equal(
        read_text(desk, false, "@:payout=auto:cnv_status=a b&c:cnv_status2=x:add_event30=-1"), OK);
    assert_row(desk, 0, 1, "&cnv_status=a%20b%26c&cnv_status2=x&add_event30=-1");
}

static void a_line_that_is_wrong_says_where(void **state)
{
    struct desk *desk = *state;

    assert_fault(desk, false, "@:1:sale:x", "", "expected clickid:payout:status, then name=value");
    assert_fault(desk, false, "@:colour=red", "colour", "no parameter of a postback");
    assert_fault(desk, false, "@:key=secret", "key", "no parameter of a postback");
    assert_fault(desk, false, "@:event31=1", "event31", "no parameter of a postback");
    assert_fault(desk, false, "@:many", "payout", "not an amount");
    assert_fault(desk, false, ":5", "cid", "missing");
    assert_fault(desk, false, "06f8m8c3v0g8z2q4s6w8y0a1:5", "cid", "not a click id of ours");
    assert_fault(desk, false, "short:5", "cid", "not a click id");
}

static void csv_takes_quotes_separators_and_aliases(void **state)
{
    struct desk *desk = *state;

    assert_int_equal(read_text(desk, true, "sub_id,Amount,txid\n@,\"1,50\",\"a\"\"b\"\n\n@,,\n"),
                     OK);
    assert_int_equal(desk->upload.count, 2);
    struct str expected =
        arena_format(desk->arena, "sub_id=%.*s&Amount=1%%2C50&txid=a%%22b", STR_FMT(desk->cid));
    assert_true(str_is_equal(desk->upload.rows[0].query, expected));
    assert_null(desk->upload.rows[0].reason);
    assert_true(desk->upload.rows[0].visit_id == id_from_ms(INT64_C(1795485600000)));
    assert_int_equal(desk->upload.rows[1].line, 4);
}

static void csv_rows_may_be_short_but_not_long(void **state)
{
    struct desk *desk = *state;

    assert_int_equal(read_text(desk, true, "cid;payout;status\n@;2\n"), OK);
    assert_row(desk, 0, 2, "&payout=2");
    assert_fault(desk, true, "cid\tpayout\n@\t2\t3\n", "", "more fields than the header has");
}

static void there_is_a_most_of_rows(void **state)
{
    struct desk *desk = *state;
    struct buf buf = buf_in_arena(desk->arena, 2 * UPLOAD_ROWS_MAX + 8);

    for (size_t i = 0; i <= UPLOAD_ROWS_MAX; i++)
        buf_write_c(&buf, "x\n");
    struct str text = buf_str(&buf);
    assert_int_equal(upload_read_lines(desk->arena, desk->keys, text, &desk->upload, &desk->fault),
                     ERR_INVALID);
    assert_non_null(strstr(desk->fault.message, "more than 20000 rows"));
    text.len -= 2;
    assert_int_equal(upload_read_lines(desk->arena, desk->keys, text, &desk->upload, &desk->fault),
                     OK);
    assert_int_equal(desk->upload.count, UPLOAD_ROWS_MAX);
}

static void a_row_that_is_too_long_is_no_row(void **state)
{
    struct desk *desk = *state;
    struct buf buf = buf_in_arena(desk->arena, 2 * UPLOAD_ROW_BYTES_MAX);

    buf_write(&buf, desk->cid);
    buf_write_c(&buf, ":txid=");
    while (buf.len < UPLOAD_ROW_BYTES_MAX + 8)
        buf_write_char(&buf, 'x');
    assert_int_equal(
        upload_read_lines(desk->arena, desk->keys, buf_str(&buf), &desk->upload, &desk->fault), OK);
    assert_string_equal(desk->upload.rows[0].reason, "too long");
}

#define DESK_TEST(name) cmocka_unit_test_setup_teardown(name, desk_make, desk_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        DESK_TEST(lines_of_the_first_form_have_places_and_may_leave_them_empty),
        DESK_TEST(lines_of_the_second_form_have_names),
        DESK_TEST(a_line_that_is_wrong_says_where),
        DESK_TEST(csv_takes_quotes_separators_and_aliases),
        DESK_TEST(csv_rows_may_be_short_but_not_long),
        DESK_TEST(there_is_a_most_of_rows),
        DESK_TEST(a_row_that_is_too_long_is_no_row),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
