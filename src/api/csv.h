/* csv - rows of an answer as RFC 4180 text in UTF-8: a header row of field paths
 * ("campaign.id", "campaign.name"), lines that end in CRLF, null as an empty field, lists and maps
 * as one field of JSON. A field that a spreadsheet would take for a formula is prefixed by an
 * apostrophe (OWASP, CSV injection): it begins with = + - @ tab or CR and is no plain number. Pure;
 * any thread. */
#pragma once
#include <jansson.h>
#include "base/buf.h"

#define CSV_COLUMNS_MAX 2048

struct csv;

/* The columns of a schema (an object's JSON Schema), in the arena. NULL: it is full. */
struct csv *csv_make(struct arena *arena, const json_t *schema);
/* has_mark: a byte order mark stands before it, by which Excel knows UTF-8. */
void csv_write_header(const struct csv *csv, bool has_mark, struct buf *buf);
void csv_write_row(const struct csv *csv, const json_t *row, struct buf *buf);

/* The rows, which follow the schema (an object's JSON Schema), as text in the arena. Absent when it
 * does not fit. */
struct str csv_write(struct arena *arena, const json_t *schema, const json_t *rows, bool has_mark);
