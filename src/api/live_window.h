/* live_window - the ledger's newest entries as the live stream tells them: a window of them read in
 * the order of their ids, which of them a client wants, and each one's event as text, made once for
 * all clients of a language. Owner: the stream's thread. */
#pragma once
#include "api/rows.h"
#include "base/say.h"
#include "ledger/tail.h"

/* X(KIND, kind) */
#define LIVE_KINDS(X)                                                                              \
    X(VISIT, visit)                                                                                \
    X(CLICK, click)                                                                                \
    X(CONVERSION, conversion)                                                                      \
    X(POSTBACK_IN, postback_in)                                                                    \
    X(POSTBACK_OUT, postback_out)

enum live_kind {
#define X(KIND, kind) LIVE_##KIND,
    LIVE_KINDS(X)
#undef X
        LIVE_KIND_COUNT
};
/* "visit" ... Static. */
const char *live_kind_text(enum live_kind kind);

#define LIVE_FILTERS_MAX 5
#define LIVE_TABLES      6 /* that the kinds are read from */

/* What one client asked for. */
struct live_wish {
    unsigned kinds; /* a bit for each */
    struct workspace_set reads;
    struct live_filter {
        uint64_t number;
        const struct column *of[LIVE_TABLES]; /* NULL: the table has none, so no row matches */
    } filters[LIVE_FILTERS_MAX];
    size_t filter_count;
};

/* Only rows whose column is that number. A kind that has no such column is left out. */
void live_wish_add(struct live_wish *wish, const char *column, uint64_t number);

struct live_item {
    uint64_t id; /* the entry's: of a conversion, its change's */
    enum live_kind kind;
    size_t table; /* of LIVE_TABLES */
    const void *row;
    struct str texts[SAY_LANGUAGES]; /* absent: not made yet */
    bool is_unreadable;
};

/* The entries with after_id < id <= until_id of those kinds, by rising id, in the arena. *until_id:
 * how far they go, which may be less than was asked for. ERR_IO, ERR_TIMEOUT, ERR_FULL. */
MUST_USE enum err live_window_read(struct tail *tail, unsigned kinds, uint64_t after_id,
                                   uint64_t *until_id, struct arena *arena,
                                   struct live_item **items, size_t *count);

bool live_item_is_wanted(const struct live_item *item, const struct live_wish *wish);

/* The item's event in the thread's language, made at its first call in the arena; rows' own arena
 * is reset. Absent: it could not be read. */
struct str live_item_text(struct live_item *item, struct rows *rows, struct arena *arena);
