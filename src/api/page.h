/* page - one page of a log: filters read from the parameters, rows from the ledger newest first,
 * the cursor that goes on. The cursor is the id of the last entry looked at, in decimal. Owner: a
 * call.
 *
 * after= asks for what is newer than an entry, wait= for how long to wait until there is something:
 * what a live view calls again and again.
 *
 * A filter that matches little may end a page early: it is then short or empty, and its cursor goes
 * on. At most PAGE_SCANS_MAX reads of the ledger, PAGE_MS_MAX together. */
#pragma once
#include "api/rows.h"

#define PAGE_SCANS_MAX  16
#define PAGE_MS_MAX     1000
#define PAGE_WAIT_S_MAX 20 /* wait= */
#define PAGE_WAITS_MAX  8  /* calls that wait at once: half of the pool's threads */
#define PAGE_LOOK_MS    100

struct page_facts;
struct report_client;

struct page {
    struct call *call;
    struct rows rows;
    struct reader_query query;
    bool is_indexed;          /* an index finds what the filters want: no scanning */
    int64_t wait_by_mono_ms;  /* wait= : an empty page is looked at again until then; 0: at once */
    struct page_facts *facts; /* api/page_facts.h; NULL: of the ledger alone */
    enum err facts_err;       /* of them; then rows.err is the same */
    const struct report_client *client; /* who asks them; NULL: they cannot leave */
};

/* Reads limit, cursor, from and to (the entry's time: from on, before to), after and wait. */
void page_init(struct page *page, struct call *call);
/* The same without from and to, which a question has read. */
void page_init_of_question(struct page *page, struct call *call);
/* Gives the reader back. */
void page_fini(struct page *page);

/* Adds a filter when the call has that parameter: an id; a text as it stands. */
void page_filter_number(struct page *page, const char *param, const char *column);
void page_filter_text(struct page *page, const char *param, const char *column);
/* ?test= true or false: only those of conversion tests, or none of them; the column is is_test. */
void page_filter_test(struct page *page);
/* ?cid= : only what belongs to that visit; the column is visit_id, which has an index. */
void page_filter_visit(struct page *page);
/* Adds a filter. text is lent until the last read. */
void page_add(struct page *page, const char *column, struct str text, uint64_t number);
/* Keeps one entry only. */
void page_filter_id(struct page *page, uint64_t id);

/* Reads up to the limit's rows, newest first; lends them. *next goes on, 0 at the end. NULL with
 * *count 0 after a refusal or an error. */
void *page_read(struct page *page, enum ledger_table table, size_t *count, uint64_t *next);
/* Answers {"rows","next"}, or what went wrong; takes rows. */
void page_answer(struct page *page, json_t *rows, uint64_t next);
