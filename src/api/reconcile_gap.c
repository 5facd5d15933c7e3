#include "api/reconcile_gap.h"

/* ------------------------------------------------------------------ words */

static const char *const words[] = {[RECONCILE_AGREED] = "",
#define X(NAME, word) [RECONCILE_##NAME] = (word),
                                    RECONCILE_CAUSES(X)
#undef X
};

const char *reconcile_word(enum reconcile_cause cause)
{
    CHECK(cause > RECONCILE_AGREED && cause < RECONCILE_CAUSE_COUNT);
    return words[cause];
}

enum reconcile_cause reconcile_cause_of(struct str word)
{
    for (int cause = RECONCILE_AGREED + 1; cause < RECONCILE_CAUSE_COUNT; cause++)
        if (str_is_equal(word, str_from_c(words[cause])))
            return (enum reconcile_cause)cause;
    return RECONCILE_AGREED;
}

/* ------------------------------------------------------------------ sums */

static void add(struct reconcile_sums *to, struct reconcile_sums of)
{
    to->count += of.count;
    to->micros += of.micros;
}

bool reconcile_is_because(const struct reconcile_entry *entry, enum reconcile_cause cause)
{
    return cause == entry->cause || (cause == RECONCILE_AMOUNT && entry->amount_micros != 0);
}

struct reconcile_sums reconcile_share(const struct reconcile_entry *entry,
                                      enum reconcile_cause cause)
{
    struct reconcile_sums share = {0};

    if (cause == RECONCILE_AMOUNT)
        share.micros += entry->amount_micros;
    if (cause == entry->cause) {
        share.count += entry->network.count - entry->tracker.count;
        share.micros += entry->network.micros - entry->tracker.micros - entry->amount_micros;
    }
    return share;
}

void reconcile_add(struct reconcile_row *row, const struct reconcile_entry *entry)
{
    add(&row->tracker, entry->tracker);
    add(&row->network, entry->network);
    for (int cause = RECONCILE_AGREED; cause < RECONCILE_CAUSE_COUNT; cause++) {
        add(&row->causes[cause], reconcile_share(entry, (enum reconcile_cause)cause));
        row->is_there[cause] |= reconcile_is_because(entry, (enum reconcile_cause)cause);
    }
    /* What both sides count leaves nothing to explain, or the parts would not make up the gap. */
    CHECK(row->causes[RECONCILE_AGREED].count == 0 && row->causes[RECONCILE_AGREED].micros == 0);
}

int reconcile_order(const void *left, const void *right)
{
    const struct reconcile_entry *a = left, *b = right;

    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    if (a->campaign_id != b->campaign_id)
        return a->campaign_id < b->campaign_id ? -1 : 1;
    int goals = strcmp(a->goal, b->goal);
    if (goals != 0)
        return goals;
    /* Then by what it is, so that pages of entries do not depend on the sorting. */
    if (a->conversion_id != b->conversion_id)
        return a->conversion_id < b->conversion_id ? -1 : 1;
    if (a->goal_call_id != b->goal_call_id)
        return a->goal_call_id < b->goal_call_id ? -1 : 1;
    if (a->statement_id != b->statement_id)
        return a->statement_id < b->statement_id ? -1 : 1;
    return (a->statement_line > b->statement_line) - (a->statement_line < b->statement_line);
}

bool reconcile_is_same_row(const struct reconcile_entry *a, const struct reconcile_entry *b)
{
    return a->day == b->day && a->campaign_id == b->campaign_id && strcmp(a->goal, b->goal) == 0;
}

/* ------------------------------------------------------------------ causes */

static bool has(struct str body, const char *words_of_it)
{
    return str_find(body, str_from_c(words_of_it)) >= 0;
}

/* The network's own words. */
static enum reconcile_cause judge_refusal(const struct reconcile_told *told)
{
    if (has(told->body, "already been notified"))
        return RECONCILE_DUPLICATE;
    if (has(told->body, "Goal ID"))
        return RECONCILE_WRONG_GOAL;
    if (has(told->body, "Tag is invalid"))
        return told->is_own_tag ? RECONCILE_WINDOW : RECONCILE_INVALID_TAG;
    return has(told->body, "No tag data") ? RECONCILE_INVALID_TAG : RECONCILE_REFUSED;
}

static struct str state_of(const struct reconcile_told *told)
{
    return told->state.ptr != NULL ? told->state : told->outcome;
}

bool reconcile_is_taken(const struct reconcile_told *told)
{
    return str_is_equal(state_of(told), STR("delivered")) ||
           (str_is_equal(state_of(told), STR("duplicate")) && told->is_own_retry);
}

enum reconcile_cause reconcile_judge(const struct reconcile_told *told)
{
    struct str state = state_of(told);

    if (str_is_equal(state, STR("due")) || str_is_equal(state, STR("sending")) ||
        str_is_equal(state, STR("held")) || str_is_equal(state, STR("retrying")))
        return RECONCILE_LATE;
    if (str_is_equal(state, STR("dropped")))
        return RECONCILE_NOT_SENT;
    if (str_is_equal(state, STR("duplicate")))
        return RECONCILE_DUPLICATE;
    if (str_is_equal(state, STR("refused")))
        return judge_refusal(told);
    return str_is_equal(state, STR("delivered")) && !told->is_own_tag ? RECONCILE_UNSTATED
                                                                      : RECONCILE_LOST;
}
