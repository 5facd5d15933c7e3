#include "convert/remap.h"

#include "base/num.h"
#include "convert/status.h"

/* What all of an operation's conversions share. */
struct remap {
    const struct operation *operation;
    struct str word;
    bool is_all;
    bool is_forwarded;
    bool is_named; /* meaning is what was asked for; else the lists say */
    struct status_meaning meaning;
};

bool remap_fits(const struct conversion *conversion, struct str word, bool is_all)
{
    bool is_unmapped = str_is_equal(conversion->status, STR("unmapped"));
    return str_is_equal_nocase(conversion->status_raw, word) && (is_all || is_unmapped);
}

static struct str text_of(const json_t *args, const char *name)
{
    const json_t *value = json_object_get(args, name);
    return json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)}
                                 : STR_NONE;
}

/* The meaning that is asked for; false: it was refused. */
static bool read_meaning(struct operation *operation, struct remap *remap)
{
    const struct workspace *workspace =
        snapshot_workspace(operation->snapshot, operation->workspace_id);
    struct str status = text_of(operation->args, "status");
    struct str type = text_of(operation->args, "type");
    if (type.ptr != NULL) {
        remap->meaning.type = status_find_type(&workspace->settings, type);
        if (remap->meaning.type == NULL) {
            operation_refuse(operation, 422, "type", "there is no such conversion type");
            return false;
        }
        remap->meaning.status = remap->meaning.type->status;
    } else if (status.ptr != NULL &&
               conversion_status_parse(status, &remap->meaning.status) != OK) {
        operation_refuse(operation, 422, "status",
                         "expected one of \"lead\", \"sale\", \"rebill\", \"rejected\"");
        return false;
    }
    remap->is_named = type.ptr != NULL || status.ptr != NULL;
    return true;
}

static struct status_meaning meaning_of(const struct remap *remap,
                                        const struct conversion *conversion)
{
    if (remap->is_named)
        return remap->meaning;
    const struct snapshot *snapshot = remap->operation->snapshot;
    const struct postback_call call = {.status = conversion->status_raw};
    return status_of(&call, snapshot_find_network(snapshot, conversion->network_id),
                     &snapshot_workspace(snapshot, conversion->workspace_id)->settings);
}

/* The conversion's visit, as far as it was that conversion's, with the rate that was booked for it.
 */
static enum err find_visit(struct ledger_tx *tx, const struct conversion *conversion,
                           struct visit *visit)
{
    visit->id = conversion->visit_id;
    enum err err = ledger_find(tx, LOOKUP_VISIT, visit);
    if (err == OK && conversion->offer_id != 0) {
        visit->offer_id = conversion->offer_id;
        visit->network_id = conversion->network_id;
    }
    if (err == OK)
        err = register_fill_rate(&(struct register_book){register_find_in_batch, tx}, visit);
    return err;
}

static enum err remap_one(struct ledger_tx *tx, const struct remap *remap, uint64_t id,
                          bool *is_changed)
{
    struct conversion before = {.id = id};
    struct visit visit = {0};
    struct conversion_verdict verdict;
    *is_changed = false;
    enum err err = ledger_find(tx, LOOKUP_CONVERSION, &before);
    if (err == OK && (before.workspace_id != remap->operation->workspace_id ||
                      !remap_fits(&before, remap->word, remap->is_all)))
        return OK;
    if (err == OK)
        err = find_visit(tx, &before, &visit);
    if (err != OK)
        return err == ERR_NOT_FOUND ? OK : err;
    struct status_meaning meaning = meaning_of(remap, &before);
    if (!conversion_remap(&visit, &before, &meaning, &verdict))
        return OK;
    *is_changed = true;
    const struct register_change change = {
        .edge = remap->operation->edge,
        .snapshot = remap->operation->snapshot,
        .visit = &visit,
        .before = &before,
        .verdict = &verdict,
        .is_forward_disabled = !remap->is_forwarded,
    };
    return register_append(tx, &change);
}

enum err remap_decide(struct operation *operation, struct ledger_tx *tx)
{
    const json_t *ids = json_object_get(operation->args, "ids");
    struct remap remap = {
        .operation = operation,
        .word = text_of(operation->args, "word"),
        .is_all = json_is_true(json_object_get(operation->args, "all")),
        .is_forwarded = json_is_true(json_object_get(operation->args, "forward")),
    };
    json_int_t changed = 0;
    enum err err = OK;
    if (json_array_size(ids) > REMAP_ROWS_MAX || remap.word.len == 0) {
        operation_refuse(operation, 422, "ids", "expected a word, and at most %d ids",
                         REMAP_ROWS_MAX);
        return OK;
    }
    if (!read_meaning(operation, &remap))
        return OK;
    for (size_t i = 0; i < json_array_size(ids) && err == OK; i++) {
        struct str text = str_from_c(json_string_value(json_array_get(ids, i)));
        uint64_t id = 0;
        bool is_changed = false;
        if (text.ptr != NULL && num_parse_u64(text, INT64_MAX, &id) == OK)
            err = remap_one(tx, &remap, id, &is_changed);
        changed += is_changed;
        arena_reset(ledger_arena(tx)); /* a row needs nothing of the one before */
    }
    CHECK(json_object_set_new(operation->answer, "changed", json_integer(changed)) == 0);
    return err;
}
