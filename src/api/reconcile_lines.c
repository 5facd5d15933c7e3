#include "api/reconcile_lines.h"

#include "base/clock.h"

#define LINES_BEGIN 256

/* ------------------------------------------------------------------ order */

static int text_order(struct str a, struct str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len > 0 ? memcmp(a.ptr, b.ptr, len) : 0;

    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static int by_text(const void *left, const void *right)
{
    const struct line_key *a = left, *b = right;
    int order = text_order(a->text, b->text);

    return order != 0 ? order : (a->at > b->at) - (a->at < b->at);
}

static int by_sum(const void *left, const void *right)
{
    const struct line_sum *a = left, *b = right;

    if (a->of != b->of)
        return a->of < b->of ? -1 : 1;
    if (a->is_detail != b->is_detail)
        return a->is_detail ? 1 : -1;
    if (a->campaign_id != b->campaign_id)
        return a->campaign_id < b->campaign_id ? -1 : 1;
    return strcmp(a->goal, b->goal);
}

/* ------------------------------------------------------------------ goals */

/* As the source's postbacks name it, where it is one of their goals or is called like one; in small
 * letters else, as a status is. */
static void set_goal(struct reconcile *reconcile, struct reconcile_line *line)
{
    struct str text = line->line.goal;
    char small[RECONCILE_GOAL_MAX + 1];
    size_t len = text.len < RECONCILE_GOAL_MAX ? text.len : RECONCILE_GOAL_MAX;

    for (size_t i = 0; i < len; i++)
        small[i] = text.ptr[i] >= 'A' && text.ptr[i] <= 'Z' ? (char)(text.ptr[i] - 'A' + 'a')
                                                            : text.ptr[i];
    small[len] = '\0';
    memcpy(line->goal, small, sizeof(small));
    if (len == 0 || reconcile_setup_has_goal(reconcile->setup, str_from_c(small)))
        return;
    struct str id = reconcile_setup_goal_named(reconcile->setup, &reconcile->rows.names, text);
    if (id.ptr != NULL)
        (void)snprintf(line->goal, sizeof(line->goal), "%.*s", STR_FMT(id));
}

/* Lines of one goal most often follow each other, or come back soon. */
static void find_goal(struct reconcile *reconcile, const struct reconcile_lines *lines,
                      struct reconcile_line *line)
{
    for (size_t i = lines->line_count; i > 0 && lines->line_count - i < LINES_BEGIN; i--) {
        const struct reconcile_line *before = &lines->lines[i - 1];
        if (!str_is_equal(before->line.goal, line->line.goal))
            continue;
        memcpy(line->goal, before->goal, sizeof(line->goal));
        return;
    }
    set_goal(reconcile, line);
}

/* ------------------------------------------------------------------ reading */

static bool add_line(struct reconcile *reconcile, struct reconcile_lines *lines, size_t of,
                     const struct statement_line *found)
{
    if (lines->line_count == RECONCILE_ENTRIES_MAX) {
        call_refuse(reconcile->call, 422, "from",
                    "There are more than %d entries to compare: narrow the span.",
                    RECONCILE_ENTRIES_MAX);
        return false;
    }
    if (lines->line_count == lines->cap) {
        lines->cap = lines->cap == 0 ? LINES_BEGIN : 2 * lines->cap;
        lines->lines = heap_grow(lines->lines, lines->cap * sizeof(*lines->lines));
    }
    struct reconcile_line *line = &lines->lines[lines->line_count];
    *line = (struct reconcile_line){.line = *found, .of = of, .campaign_id = found->campaign_id};
    find_goal(reconcile, lines, line);
    lines->line_count++;
    return true;
}

/* Its lines of the days for which it is the newest. */
static bool read_statement(struct reconcile *reconcile, struct reconcile_lines *lines, size_t of)
{
    const struct statement *statement = &lines->list[of];
    struct statement_line *found = NULL;
    size_t count = 0;

    if (statement->deleted_ms != 0 ||
        statement->to_day < lines->first_day - RECONCILE_AROUND_DAYS ||
        statement->from_day > lines->last_day + RECONCILE_AROUND_DAYS)
        return true;
    if (zone_make(statement->tz, &lines->zones[of]) != OK ||
        catalog_list_statement_lines(
            reconcile->call->api->options.catalog, statement->id,
            lines->first_day - RECONCILE_AROUND_DAYS, lines->last_day + RECONCILE_AROUND_DAYS, 0,
            (size_t)statement->lines, reconcile->call->arena, &found, &count) != OK) {
        call_refuse(reconcile->call, 503, "", "The catalogue could not be read.");
        return false;
    }
    for (size_t i = 0; i < count; i++)
        if (statement_of_day(lines->list, lines->count, found[i].day) == statement &&
            !add_line(reconcile, lines, of, &found[i]))
            return false;
    return true;
}

static void index_lines(struct reconcile_lines *lines)
{
    lines->externals = heap_make(lines->line_count + 1, sizeof(*lines->externals));
    lines->txids = heap_make(lines->line_count + 1, sizeof(*lines->txids));
    lines->sums = heap_make(lines->line_count + 1, sizeof(*lines->sums));
    for (size_t i = 0; i < lines->line_count; i++) {
        const struct reconcile_line *line = &lines->lines[i];
        struct line_sum *sum = &lines->sums[lines->sum_count++];
        if (line->line.external_id.len > 0)
            lines->externals[lines->external_count++] =
                (struct line_key){line->line.external_id, i};
        if (line->line.txid.len > 0)
            lines->txids[lines->txid_count++] = (struct line_key){line->line.txid, i};
        *sum = (struct line_sum){.of = line->of,
                                 .campaign_id = line->line.campaign_id,
                                 .is_detail = statement_line_is_detail(&line->line)};
        memcpy(sum->goal, line->goal, sizeof(sum->goal));
    }
    qsort(lines->externals, lines->external_count, sizeof(*lines->externals), by_text);
    qsort(lines->txids, lines->txid_count, sizeof(*lines->txids), by_text);
    qsort(lines->sums, lines->sum_count, sizeof(*lines->sums), by_sum);
}

bool reconcile_lines_read(struct reconcile *reconcile, struct reconcile_lines *lines)
{
    struct call *call = reconcile->call;

    *lines = (struct reconcile_lines){
        .first_day = zone_day(reconcile->asked.zone, reconcile->span.from_ms),
        .last_day = zone_day(reconcile->asked.zone, reconcile->span.to_ms - 1)};
    if (catalog_list_statements(call->api->options.catalog, reconcile->source_id, call->arena,
                                &lines->list, &lines->count) != OK) {
        call_refuse(call, 503, "", "The catalogue could not be read.");
        return false;
    }
    lines->zones = heap_make(lines->count + 1, sizeof(struct zone *));
    for (size_t i = 0; i < lines->count; i++)
        if (!read_statement(reconcile, lines, i))
            return false;
    index_lines(lines);
    return true;
}

void reconcile_lines_free(struct reconcile_lines *lines)
{
    for (size_t i = 0; lines->zones != NULL && i < lines->count; i++)
        zone_free(lines->zones[i]);
    free(lines->zones);
    free(lines->lines);
    free(lines->externals);
    free(lines->txids);
    free(lines->sums);
}

/* ------------------------------------------------------------------ which statement */

size_t reconcile_lines_of(const struct reconcile_lines *lines, int64_t wall_ms)
{
    for (size_t i = 0; i < lines->count; i++) {
        const struct statement *statement = &lines->list[i];
        int64_t day = lines->zones[i] != NULL ? zone_day(lines->zones[i], wall_ms) : -1;
        if (day >= statement->from_day && day <= statement->to_day)
            return i;
    }
    return lines->count;
}

static const struct line_sum *find_sum(const struct reconcile_lines *lines,
                                       const struct line_sum *wanted)
{
    return bsearch(wanted, lines->sums, lines->sum_count, sizeof(*wanted), by_sum);
}

bool reconcile_lines_has(const struct reconcile_lines *lines, size_t of, uint64_t campaign_id,
                         const char *goal, bool is_detail)
{
    struct line_sum wanted = {.of = of, .campaign_id = campaign_id, .is_detail = is_detail};

    (void)snprintf(wanted.goal, sizeof(wanted.goal), "%s", goal);
    return find_sum(lines, &wanted) != NULL;
}

bool reconcile_lines_has_any(const struct reconcile_lines *lines, size_t of, bool is_detail)
{
    for (size_t i = 0; i < lines->sum_count; i++)
        if (lines->sums[i].of == of && lines->sums[i].is_detail == is_detail)
            return true;
    return false;
}

bool reconcile_lines_has_goal(const struct reconcile_lines *lines, size_t of, const char *goal)
{
    for (size_t i = 0; i < lines->sum_count; i++)
        if (lines->sums[i].of == of && strcmp(lines->sums[i].goal, goal) == 0)
            return true;
    return false;
}

/* ------------------------------------------------------------------ by an id */

/* Where the lines of that text begin. */
static size_t begin_of(const struct line_key *keys, size_t count, struct str text)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (text_order(keys[middle].text, text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* 0: it is another one. */
static int score_of(const struct reconcile_lines *lines, const struct reconcile_line *line,
                    const struct line_wanted *wanted)
{
    bool has_txids = line->line.txid.len > 0 && wanted->txid.len > 0;
    bool has_externals = line->line.external_id.len > 0 && wanted->external_id.len > 0;
    bool is_txid = has_txids && str_is_equal(line->line.txid, wanted->txid);
    bool is_external = has_externals && str_is_equal(line->line.external_id, wanted->external_id);
    bool is_day = zone_day(lines->zones[line->of], wanted->wall_ms) == line->line.day;

    if (line->is_used || has_txids != is_txid || has_externals != is_external ||
        (!is_txid && !is_external))
        return 0;
    return 1 + 8 * is_txid + 4 * is_external + 2 * (strcmp(line->goal, wanted->goal) == 0) + is_day;
}

static void look_at(struct reconcile_lines *lines, const struct line_key *keys, size_t count,
                    struct str text, const struct line_wanted *wanted, struct reconcile_line **best,
                    int *best_score)
{
    for (size_t i = begin_of(keys, count, text);
         text.len > 0 && i < count && str_is_equal(keys[i].text, text); i++) {
        struct reconcile_line *line = &lines->lines[keys[i].at];
        int score = score_of(lines, line, wanted);
        if (score > *best_score) {
            *best_score = score;
            *best = line;
        }
    }
}

struct reconcile_line *reconcile_lines_find(struct reconcile_lines *lines,
                                            const struct line_wanted *wanted)
{
    struct reconcile_line *best = NULL;
    int score = 0;

    look_at(lines, lines->externals, lines->external_count, wanted->external_id, wanted, &best,
            &score);
    look_at(lines, lines->txids, lines->txid_count, wanted->txid, wanted, &best, &score);
    return best;
}

const struct reconcile_line *reconcile_lines_used(const struct reconcile_lines *lines,
                                                  struct str external_id)
{
    for (size_t i = begin_of(lines->externals, lines->external_count, external_id);
         external_id.len > 0 && i < lines->external_count &&
         str_is_equal(lines->externals[i].text, external_id);
         i++)
        if (lines->lines[lines->externals[i].at].is_used)
            return &lines->lines[lines->externals[i].at];
    return NULL;
}
