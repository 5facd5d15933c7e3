/* log - one of the logs: what it takes, and how a page of it is read and written. A list shows one
 * page, an export all of them. Owner: a call. */
#pragma once
#include "api/page.h"
#include "facts/fact.h"

struct log {
    /* Reads the log's own filters from the call's parameters. */
    void (*filter)(struct page *page);
    /* Appends a page's rows to the list; *next goes on, 0 at the end. */
    void (*read)(struct page *page, json_t *list, uint64_t *next);
    enum fact_table_id table; /* whose questions it is asked by */
};

/* Answers a call for the log. */
void log_answer(struct call *call, const struct log *log);
