/* report_export - a report as a file of any number of rows: CSV and JSON lines leave as the store
 * hands the groups out, Parquet is written from a file without a name that holds them meanwhile.
 * The statement has a place of its own among exports. Owner: a call. */
#pragma once
#include "api/ask.h"
#include "api/export.h"

/* Answers the question with all its groups, or with its page. Refuses what fails before the first
 * row; what fails later cuts the connection. */
void report_export(struct ask *ask, enum format format, bool is_whole);
