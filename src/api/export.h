/* export - rows of any number as a file on its way: CSV and JSON lines leave as they come, Parquet
 * is written to a file without a name first and leaves from there. At most EXPORTS_MAX at once;
 * each holds a thread of the pool and the memory of one page. A client that leaves ends it
 * (ERR_CLOSED); what fails in the middle cuts the connection, so that no short file looks like a
 * whole one. Owner: a call. */
#pragma once
#include "api/format.h"

#define EXPORTS_MAX     3
#define EXPORT_PIECE    (64 * 1024) /* bytes that are gathered before they leave */
#define EXPORT_ROW_MAX  (16 * 1024 * 1024)
#define EXPORT_FREE_MIB 256 /* that the disk must have, for a Parquet file to be begun */

struct export;

/* Begins the file, with which the call is answered at its end. schema: of a row of CSV, lent until
 * then; NULL for another format. NULL: the call is refused. */
struct export *export_begin(struct call *call, enum format format, const json_t *schema);
/* Adds a row of CSV or JSON lines. ERR_CLOSED: the client left; ERR_FULL: it is too large. */
MUST_USE enum err export_put(struct export *export, const json_t *row);
/* A file without a name, for rows that wait for another way. -1: the call is refused. */
int export_spool(struct call *call);
/* Of Parquet: where the file is to be written. */
int export_file(const struct export *export);
/* Whether the client left; context is the export. Any thread. */
bool export_is_gone(void *context);
/* Ends it: with OK what is left is sent, the Parquet file too; else the connection is cut. */
void export_end(struct export *export, enum err err);
