/* Any text as lines and as CSV: refused with a reason, or rows that are each good or say which
 * field is wrong, in the order of their lines. */
#include <stdlib.h>
#include <unistd.h>

#include "convert/upload.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct keys *make_keys(void)
{
    char dir[] = "/tmp/rebond-fuzz-XXXXXX";
    char file[sizeof(dir) + 8];
    struct keys *keys = NULL;
    CHECK(mkdtemp(dir) != NULL && keys_open(dir, &keys) == OK);
    (void)snprintf(file, sizeof(file), "%s/keys", dir);
    CHECK(unlink(file) == 0 && rmdir(dir) == 0);
    return keys;
}

static void check_rows(const struct upload *upload)
{
    size_t line = 0;
    CHECK(upload->count >= 1 && upload->count <= UPLOAD_ROWS_MAX);
    for (size_t i = 0; i < upload->count; i++) {
        const struct upload_row *row = &upload->rows[i];
        CHECK(row->line >= line); /* a lone CR ends a row, but no line */
        CHECK(row->reason != NULL || (row->query.ptr != NULL && row->visit_id != 0));
        CHECK(row->query.len <= UPLOAD_ROW_BYTES_MAX);
        line = row->line;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct keys *keys;
    if (keys == NULL)
        keys = make_keys();
    struct arena *arena = arena_make(16 << 20);
    struct str text = {(const char *)data, size};
    struct upload upload = {0};
    struct upload_fault fault = {""};
    enum err err = upload_read_lines(arena, keys, text, &upload, &fault);
    CHECK(err == OK || err == ERR_FULL || fault.message[0] != '\0');
    if (err == OK)
        check_rows(&upload);
    err = upload_read_csv(arena, keys, text, &upload, &fault);
    CHECK(err == OK || err == ERR_FULL || fault.message[0] != '\0');
    if (err == OK)
        check_rows(&upload);
    arena_free(arena);
    return 0;
}
