#include "visit/update.h"

#define NAME_BYTES 16

struct str update_tokens(struct arena *arena, struct str tokens, struct str brought)
{
    struct uri_query query = {NULL, 0};
    struct uri_fault fault;
    struct str rest = tokens, piece;
    if (brought.ptr == NULL || uri_parse_query(arena, brought, &query, &fault) != OK)
        return tokens;
    struct buf buf = buf_in_arena(arena, tokens.len + 3 * brought.len + MACRO_TOKENS_MAX);
    size_t filled = 0; /* up to the last slot that holds something */
    for (unsigned slot = 1; slot <= MACRO_TOKENS_MAX; slot++) {
        char name[NAME_BYTES];
        (void)snprintf(name, sizeof(name), "token%u", slot);
        struct str value = uri_value(&query, str_from_c(name));
        bool has_piece = str_take_piece(&rest, '&', &piece);
        if (slot > 1)
            buf_write_char(&buf, '&');
        if (value.ptr != NULL)
            uri_write_encoded(&buf, value);
        else if (has_piece)
            buf_write(&buf, piece);
        if (value.ptr != NULL || has_piece)
            filled = buf.len;
    }
    return buf_is_full(&buf) ? STR_NONE : str_slice(buf_str(&buf), 0, filled);
}

/* What the visit has now: its own tokens until an update says others. */
static enum err find_state(struct ledger_tx *tx, const struct visit *visit,
                           struct visit_state *state)
{
    *state = (struct visit_state){.visit_id = visit->id};
    enum err err = ledger_find(tx, LOOKUP_VISIT_STATE, state);
    if (err == ERR_NOT_FOUND)
        *state = (struct visit_state){.visit_id = visit->id, .tokens = visit->tokens};
    return err == ERR_NOT_FOUND ? OK : err;
}

static bool is_same(struct str a, struct str b)
{
    return (a.ptr == NULL) == (b.ptr == NULL) && str_is_equal(a, b);
}

enum err update_merge(struct ledger_tx *tx, const struct visit *visit, struct visit_update *row,
                      bool *is_changed)
{
    struct arena *arena = ledger_arena(tx);
    struct visit_state state;
    enum err err = find_state(tx, visit, &state);
    if (err != OK)
        return err;
    row->workspace_id = visit->workspace_id;
    row->events = events_merge(arena, state.events, row->events);
    row->tokens = update_tokens(arena, state.tokens, row->tokens);
    *is_changed = !is_same(row->events, state.events) || !is_same(row->tokens, state.tokens);
    return OK;
}

enum err update_append(struct ledger_tx *tx, const struct visit_update *row)
{
    const struct visit_state state = {.visit_id = row->visit_id,
                                      .workspace_id = row->workspace_id,
                                      .update_id = row->id,
                                      .events = row->events,
                                      .tokens = row->tokens};
    enum err err = ledger_append(tx, LEDGER_VISIT_UPDATE, row);
    return err == OK ? ledger_put(tx, LEDGER_VISIT_STATE, &state) : err;
}

enum err update_write_part(struct ledger_tx *tx, void *row)
{
    struct visit_update *update = row;
    struct visit visit = {.id = update->visit_id};
    bool is_changed = false;
    enum err err = ledger_find(tx, LOOKUP_VISIT, &visit);
    if (err == OK)
        err = update_merge(tx, &visit, update, &is_changed);
    if (err != OK || !is_changed)
        return err == ERR_NOT_FOUND ? OK : err;
    return update_append(tx, update);
}

enum err update_find(struct ledger_tx *tx, struct visit *visit, struct str *events)
{
    struct visit_state state;
    enum err err = find_state(tx, visit, &state);
    if (err != OK)
        return err;
    visit->tokens = state.tokens;
    *events = state.events;
    return OK;
}
