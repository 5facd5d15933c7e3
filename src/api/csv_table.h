/* csv_table - the text of a CSV file as rows of cells (RFC 4180; ',', ';' or tab, whichever the
 * first row uses; a byte order mark is passed over). Pure. At most CSV_TABLE_COLUMNS_MAX columns.
 */
#pragma once
#include "base/arena.h"

#define CSV_TABLE_COLUMNS_MAX 64

struct csv_table_row {
    size_t line;       /* where it begins, from 1 */
    struct str *cells; /* trimmed; one for each column of the header, absent where nothing stands */
};

struct csv_table {
    struct str *header; /* its cells, trimmed */
    size_t column_count;
    struct csv_table_row *rows; /* without the header, and without empty rows */
    size_t count;
};

/* Reads it into the arena; an empty text is a table without columns. ERR_INVALID with a sentence
 * there: more than rows_max rows; a row with more in it than the header names; a quote that is
 * never closed, or closed in the midst of a cell. ERR_FULL. */
MUST_USE enum err csv_table_read(struct arena *arena, struct str text, size_t rows_max,
                                 struct csv_table *table, struct str *fault);
/* The column of that name, in any case; table->column_count: there is none. */
size_t csv_table_find(const struct csv_table *table, struct str name);
