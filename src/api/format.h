/* format - how an answer's rows are written: what the request asks for, and what its answer says of
 * it. Pure; any thread. */
#pragma once
#include "api/internal.h"

enum format { FORMAT_JSON, FORMAT_CSV, FORMAT_JSON_LINES, FORMAT_PARQUET };

/* Parameters of who exports, for the table of routes. */
#define FORMAT_PARAMS "format export download bom "

/* ?format= , else what Accept names first of all that is known; FORMAT_JSON without either. Refuses
 * a format that is none. */
enum format format_of(struct call *call);
/* Whether all rows are asked for: ?export=all . Refuses another word. */
bool format_is_whole(struct call *call);
/* Whether CSV is to begin with a byte order mark: ?bom=true. */
bool format_has_mark(struct call *call);

/* "text/csv; charset=utf-8; header=present" */
struct str format_content_type(enum format format);
/* The headers of such an answer, each ended by CRLF, in the call's arena: Vary, and the file's
 * name, which is ?download= or comes from the path. Refuses a name that is none. */
struct str format_headers(struct call *call, enum format format);
/* Answers rows as CSV or JSON lines, whose columns the schema of a row tells; next: the cursor that
 * goes on, in the header Link, absent at the end. */
void call_answer_file(struct call *call, const json_t *schema, const json_t *rows, struct str next,
                      enum format format);
