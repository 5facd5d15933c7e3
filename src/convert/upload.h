/* upload - an upload's text as postbacks: lines of Binom's two forms, or CSV with a header that
 * names a postback's parameters (spec/tracker.md §1.9). Each row becomes the query of a postback,
 * and is judged as one. Pure. At most UPLOAD_ROWS_MAX rows. */
#pragma once
#include "base/keys.h"
#include "convert/postback.h"

#define UPLOAD_ROWS_MAX      20000
#define UPLOAD_ROW_BYTES_MAX 4096 /* of a row's query */

struct upload_row {
    size_t line;      /* where it begins, from 1 */
    struct str query; /* "cid=...&payout=..."; absent when there is a fault before it */
    uint64_t visit_id;
    struct str cid;     /* as it was written */
    struct str field;   /* the parameter that is wrong; "" for the whole row */
    const char *reason; /* NULL: it is good */
};

struct upload {
    struct upload_row *rows; /* in the arena */
    size_t count;
};

/* Why an upload was refused as a whole. */
struct upload_fault {
    char message[160];
};

/* Reads "clickid:payout:status:event_1=5" (payout and status may be empty, payout "auto" is the
 * offer's) and "clickid:payout=5:cnv_status=sale:add_event1=2", one per line; empty lines are
 * skipped. ERR_INVALID with *fault: more than UPLOAD_ROWS_MAX, or none; ERR_FULL. */
MUST_USE enum err upload_read_lines(struct arena *arena, const struct keys *keys, struct str text,
                                    struct upload *upload, struct upload_fault *fault);
/* Reads CSV (RFC 4180; ',', ';' or tab, whichever the header uses) whose first row names the
 * parameters or their aliases. ERR_INVALID with *fault: also a header that names something else,
 * one thing twice, or no click id; a quote that is never closed. ERR_FULL. */
MUST_USE enum err upload_read_csv(struct arena *arena, const struct keys *keys, struct str text,
                                  struct upload *upload, struct upload_fault *fault);
/* Judges a row's query as a postback's: fills visit_id, cid, or field and reason. */
void upload_judge_row(struct arena *arena, const struct keys *keys, struct upload_row *row);
