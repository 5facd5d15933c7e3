/* page_facts - a page of a log whose rows are those behind a question: visits, clicks and
 * conversions, ad clicks and the calls of goals are found in the facts and read from the ledger by
 * their ids; postbacks are read from the ledger, and those are kept whose conversion, or without
 * one whose visit, counts. Exact: the rows of all pages are what a report of that question adds up.
 * Owner: the page. */
#pragma once
#include "api/page.h"
#include "facts/report.h"

#define PAGE_IDS_MAX 65536 /* of entries that are found by one statement, for an export */

/* Has the page read what is behind the question; lent. id_max: how many ids one statement may
 * find. */
void page_use_facts(struct page *page, const struct question *question, size_t id_max);

/* What fill() of the page does, of the ledger alone. page->facts_err tells an error of the facts.
 */
MUST_USE enum err page_facts_fill(struct page *page, enum ledger_table table, char *rows,
                                  size_t *count, uint64_t *next);

/* Refuses with what page->facts_err means. */
void page_facts_refuse(struct page *page);

/* One read of the ledger by the page's filters. *next: where it stopped, 0 at the end. */
MUST_USE enum err page_read_once(struct page *page, enum ledger_table table,
                                 const struct reader_query *query, char *rows, size_t *count,
                                 uint64_t *next);
