/* rows - entries and state of the ledger as the API shows them, one function a kind: what logs,
 * exports and the live stream have in common. A row that cannot be read is given as far as it is
 * known, and the error sticks in rows->err. Owner: one thread. Amounts without a currency beside
 * them are in the workspace's. */
#pragma once
#include "api/internal.h"
#include "api/names.h"
#include "base/rate.h"

#define ROWS_AHEAD_MAX 4 /* tables that a page is read ahead of */

/* Rows of one table that were read for a whole page at once. */
struct rows_ahead {
    enum ledger_table table;
    const struct column *column;
    const uint64_t *asked; /* rising */
    size_t asked_count;
    const char *found; /* by the column, falling */
    size_t found_count;
};

/* What a visit costs now, in the workspace's currency: what reports sum. */
struct row_cost {
    uint64_t visit_id;
    int64_t micros;
    struct str origin; /* setup: as it was recorded; manual, api, csv: told afterwards */
};

struct rows {
    struct api *api;
    struct arena *arena;                     /* what was read for rows: may be reset between them */
    struct ledger_reader *reader;            /* NULL until the first read */
    char workspaces[WORKSPACE_SET_TEXT_MAX]; /* those that may be read, for a reader_query */
    enum err err;                            /* of the ledger; sticks */
    struct names names;
    struct rows_ahead ahead[ROWS_AHEAD_MAX];
    size_t ahead_count;
    const struct row_cost *costs; /* of the visits read ahead, by rising visit_id */
    size_t cost_count;
    /* What the workspace of the conversion before says: most often the next one's is the same. */
    struct {
        uint64_t workspace_id; /* 0: there was none yet */
        bool is_at_postback;
    } registration;
};

/* All are lent. */
void rows_init(struct rows *rows, struct api *api, struct arena *arena, const struct scope *scope);
/* Gives the reader back. */
void rows_fini(struct rows *rows);

/* Takes a reader, if there is none yet. False: rows->err says why. */
bool rows_open(struct rows *rows);
/* Fills the row whose key is given. False when there is none; the row is then as it was. */
bool rows_find(struct rows *rows, enum ledger_table table, void *row);
/* Reads up to max rows, newest first, whose column is that number and has an index; lends them. */
const void *rows_select(struct rows *rows, enum ledger_table table, const char *column,
                        uint64_t number, size_t max, size_t *count);

/* --- Ahead of a page ------------------------------------------------------------------------- */

/* Read at once what the rows of a page need, at most READER_PAGE_MAX; without it each row reads for
 * itself. It lives until rows_forget(). */
void rows_prepare_visits(struct rows *rows, const struct visit *visits, size_t count);
void rows_prepare_conversions(struct rows *rows, const struct conversion *conversions,
                              size_t count);
/* Reads rows of a table ahead whose column, a key or a unique index of its own, is one of the
 * numbers, in any order. */
void rows_read_ahead(struct rows *rows, enum ledger_table table, const char *column,
                     const uint64_t *numbers, size_t count);
/* The row read ahead of that number; NULL: there is none, or it was not asked for. */
const void *rows_find_ahead(const struct rows *rows, enum ledger_table table, uint64_t number,
                            bool *is_asked);
/* Before the arena is reset. */
void rows_forget(struct rows *rows);

/* --- Rows: each a new reference -------------------------------------------------------------- */

json_t *rows_visit_json(struct rows *rows, const struct visit *visit);
json_t *rows_click_json(struct rows *rows, const struct click *click);
json_t *rows_conversion_json(struct rows *rows, const struct conversion *conversion);
json_t *rows_postback_in_json(struct rows *rows, const struct postback *postback);
/* Of /postbacks/out: an attempt that was answered, and a decision not to tell. */
json_t *rows_answer_json(struct rows *rows, const struct answer *answer);
json_t *rows_skip_json(struct rows *rows, const struct forward *forward);
json_t *rows_ad_click_json(struct rows *rows, const struct ad_click *click);
json_t *rows_goal_call_json(struct rows *rows, const struct goal_call *goal_call);

/* --- What rows share ------------------------------------------------------------------------- */

/* The click id of a visit; null for 0. */
json_t *rows_cid_json(struct rows *rows, uint64_t visit_id);
/* Puts a visit's tokens and events as they are now: lander and network may update them. */
void rows_put_updated(struct rows *rows, json_t *row, const struct visit *visit);
/* The visit with the rate at which its cost was booked since, if there was none at first. */
struct visit rows_correct_visit(struct rows *rows, const struct visit *visit);
/* What the visit costs now: all updates told afterwards, undone ones left out, and its correction
 * (ledger/spread.h). */
struct row_cost rows_cost_of(struct rows *rows, const struct visit *visit);
/* The words of the bits that are set. */
struct visitor_word;
json_t *rows_words_json(uint64_t bits, const struct visitor_word *words, size_t count);
/* The words of a visitor's signals (enum visitor_signal). */
json_t *rows_signals_json(uint64_t signals);
/* Puts who called, of the entry with that id: "address", and when is_whole "user_agent" and
 * "referrer"; null where nothing was kept or it was forgotten. */
void rows_put_personal(struct rows *rows, json_t *row, uint64_t id, bool is_whole);
/* The parameters of a stored query by name, as a new object; empty when it is absent. */
json_t *rows_params_json(struct rows *rows, struct str params);
/* Puts a rate to the workspace's currency, and the day it is of as NAME_date; null where none was
 * known, the day also where none is needed. */
void rows_put_rate(struct rows *rows, json_t *row, const char *name, struct rate rate);
