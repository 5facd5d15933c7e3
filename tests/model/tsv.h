/* tsv - the tables that presets are held against: lines of fields between tabs, '#' begins a
 * comment. The strings are the specification's own (spec/network.md §6). */
#pragma once
#include "model.h"

#include "base/str.h"

#define TSV_FIELDS_MAX 9
#define TSV_BYTES_MAX  65536

struct tsv_row {
    struct str fields[TSV_FIELDS_MAX];
};

/* Calls visit with each row of TEST_TABLES/file, which must have that many fields. Gives the number
 * of rows. */
static inline size_t tsv_each(const char *file, size_t fields,
                              void (*visit)(const struct scene *scene, const struct tsv_row *row),
                              const struct scene *scene)
{
    static char text[TSV_BYTES_MAX];
    char path[512];
    size_t rows = 0;
    (void)snprintf(path, sizeof path, TEST_TABLES "/%s", file);
    FILE *opened = fopen(path, "r");
    assert_non_null(opened);
    size_t len = fread(text, 1, sizeof text, opened);
    assert_int_equal(fclose(opened), 0);
    assert_true(len < sizeof text);
    struct str rest = {text, len}, line;
    while (str_take_piece(&rest, '\n', &line)) {
        struct tsv_row row = {0};
        size_t count = 0;
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        while (count < fields && str_take_piece(&line, '\t', &row.fields[count]))
            count++;
        assert_int_equal(count, fields);
        assert_null(line.ptr);
        visit(scene, &row);
        rows++;
    }
    return rows;
}
