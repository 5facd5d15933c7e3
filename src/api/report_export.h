/* report_export - a report as a file of any number of rows: CSV and JSON lines leave as the store
 * hands the groups out, Parquet is written from a file without a name that holds them meanwhile.
 * The statement has a place of its own among exports. Owner: a call. */
#pragma once
#include "api/ask.h"
#include "api/export.h"

/* What the file's rows are made of. */
struct report_file {
    struct ask *ask;
    struct question *question; /* may sum more than is told */
    json_t *schema;            /* of a row of CSV; lent */
    const struct shape *shape; /* of a row of Parquet */
    struct report_goal *goals; /* of the totals, where the question has goals; else NULL */
    /* Puts what was reckoned into the row, behind its keys. ERR_RANGE: beyond reckoning. */
    enum err (*put)(void *context, json_t *row, const struct report_row *found);
    void *context;
};

/* Answers the question with all its groups, or with its page. Refuses what fails before the first
 * row; what fails later cuts the connection. */
void report_export(const struct report_file *file, enum format format, bool is_whole);
