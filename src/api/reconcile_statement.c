/* reconcile_statement - what a network's statement says, against what the tracker counts. A line
 * that names a conversion is matched with it. Lines of sums are compared by day, campaign and goal:
 * what the network took of the tracker's is expected to be in them, and what they hold more or less
 * than that is unexplained. */
#include "api/json_out.h"
#include "api/reconcile_lines.h"

#define OPEN_BEGIN 256

struct reconcile_statements {
    struct reconcile_lines lines;
    /* What sums say, and less what is expected in them: entries of the network's side alone. */
    struct reconcile_entry *open;
    size_t count, cap;
};

/* ------------------------------------------------------------------ life */

void reconcile_statements_open(struct reconcile *reconcile)
{
    struct reconcile_statements *own = heap_make(1, sizeof(*own));

    reconcile->statements = own;
    if (!reconcile_lines_read(reconcile, &own->lines))
        return; /* freed with the reconciliation */
    bool is_asked = false;
    for (size_t i = 0; i < own->lines.count; i++)
        is_asked = is_asked || own->lines.zones[i] != NULL;
    if (!is_asked)
        reconcile_statements_free(TAKE(reconcile->statements));
}

void reconcile_statements_free(struct reconcile_statements *own)
{
    if (own == NULL)
        return;
    reconcile_lines_free(&own->lines);
    free(own->open);
    free(own);
}

void reconcile_statements_reset(struct reconcile *reconcile)
{
    struct reconcile_statements *own = reconcile->statements;

    if (own == NULL)
        return;
    own->count = 0;
    for (size_t i = 0; i < own->lines.line_count; i++)
        own->lines.lines[i].is_used = false;
}

bool reconcile_statements_cover(const struct reconcile *reconcile, int64_t wall_ms)
{
    const struct reconcile_statements *own = reconcile->statements;

    return own != NULL && reconcile_lines_of(&own->lines, wall_ms) < own->lines.count;
}

/* ------------------------------------------------------------------ what sums hold */

static void add_open(struct reconcile_statements *own, const struct reconcile_entry *like,
                     int64_t day, struct reconcile_sums sums, uint64_t statement_id, int64_t line)
{
    if (own->count == own->cap) {
        own->cap = own->cap == 0 ? OPEN_BEGIN : 2 * own->cap;
        own->open = heap_grow(own->open, own->cap * sizeof(*own->open));
    }
    struct reconcile_entry *open = &own->open[own->count++];
    *open = (struct reconcile_entry){.day = day,
                                     .campaign_id = like->campaign_id,
                                     .network = sums,
                                     .cause = RECONCILE_UNEXPLAINED,
                                     .statement_id = statement_id,
                                     .statement_line = line};
    memcpy(open->goal, like->goal, sizeof(open->goal));
}

/* The network took it: it is expected among what the statement's sums say of that day. */
static void append_expected(struct reconcile *reconcile, const struct reconcile_entry *entry,
                            size_t of, int64_t told_ms)
{
    struct reconcile_statements *own = reconcile->statements;
    const struct zone *zone = reconcile->asked.zone;
    int64_t day = zone_day(own->lines.zones[of], told_ms);
    bool is_same = zone_day(zone, told_ms) == entry->day;
    struct reconcile_counted counted = {
        .day = day,
        .is_here = reconcile_lines_is_here(&own->lines, day),
        .sums = {1, entry->tracker.micros},
        .other_day = is_same ? RECONCILE_TIME_ZONE : RECONCILE_LATE,
    };

    reconcile_append_counted(reconcile, entry, &counted);
    if (counted.is_here)
        add_open(own, entry, day,
                 (struct reconcile_sums){-counted.sums.count, -counted.sums.micros}, 0, 0);
}

/* ------------------------------------------------------------------ a line of its own */

static enum reconcile_cause cause_of_line(const struct reconcile *reconcile,
                                          const struct reconcile_line *line, int64_t converted_ms)
{
    const struct zone *zone = reconcile->statements->lines.zones[line->of];

    return zone_day(zone, converted_ms) == line->line.day ? RECONCILE_TIME_ZONE : RECONCILE_LATE;
}

static struct reconcile_counted counted_by(const struct reconcile *reconcile,
                                           const struct reconcile_line *line, int64_t converted_ms)
{
    return (struct reconcile_counted){
        .day = line->line.day,
        .is_here = reconcile_lines_is_here(&reconcile->statements->lines, line->line.day),
        .sums = {line->line.conversions, line->line.value_micros},
        .other_day = cause_of_line(reconcile, line, converted_ms),
        .statement_id = line->line.statement_id,
        .statement_line = line->line.line};
}

/* The visit's id at the network; "" without one. */
static struct str external_id_of(struct reconcile *reconcile, const struct conversion *conversion)
{
    struct visit visit = {.id = conversion->visit_id};

    if (reconcile->statements->lines.external_count == 0 ||
        !rows_find(&reconcile->rows, LEDGER_VISIT, &visit) || visit.external_id.ptr == NULL)
        return STR("");
    return visit.external_id;
}

static struct reconcile_line *find_line(struct reconcile *reconcile,
                                        const struct conversion *conversion, const char *goal)
{
    struct line_wanted wanted = {external_id_of(reconcile, conversion), conversion->txid, goal,
                                 id_time_ms(conversion->id)};
    struct reconcile_line *line = reconcile_lines_find(&reconcile->statements->lines, &wanted);

    if (line != NULL) {
        line->is_used = true;
        line->conversion_id = conversion->id;
        line->campaign_id = conversion->campaign_id;
    }
    return line;
}

/* ------------------------------------------------------------------ a conversion */

/* The goal as the statement names it: the postback's, else the status that was told. */
static void name_goal(const struct reconcile_lines *lines, size_t of, struct str status,
                      char goal[RECONCILE_GOAL_MAX + 1])
{
    char word[RECONCILE_GOAL_MAX + 1];

    if (!lines->list[of].has_goals ||
        (goal[0] != '\0' && reconcile_lines_has_goal(lines, of, goal)))
        return;
    (void)snprintf(word, sizeof(word), "%.*s", STR_FMT(str_cut(status, RECONCILE_GOAL_MAX)));
    if (goal[0] == '\0' || reconcile_lines_has_goal(lines, of, word))
        memcpy(goal, word, sizeof(word));
}

/* As the lines of sums name it, which may say less than the tracker knows. */
static void make_like_sums(const struct reconcile_lines *lines, size_t of,
                           struct reconcile_entry *entry)
{
    if (!lines->list[of].has_campaigns)
        entry->campaign_id = 0;
    if (!lines->list[of].has_goals)
        entry->goal[0] = '\0';
}

/* Whether the statement tells of such conversions by sums, and not one by one. */
static bool is_in_sums(const struct reconcile_lines *lines, size_t of,
                       const struct reconcile_entry *entry)
{
    struct reconcile_entry like = *entry;

    make_like_sums(lines, of, &like);
    return reconcile_lines_has(lines, of, like.campaign_id, like.goal, false) ||
           !reconcile_lines_has_any(lines, of, true);
}

static void append_missing(struct reconcile *reconcile, struct reconcile_entry *entry,
                           const struct reconcile_sent *sent)
{
    if (entry->tracker.count == 0 && entry->tracker.micros == 0)
        return;
    entry->cause = sent == NULL                      ? RECONCILE_NOT_SENT
                   : reconcile_is_taken(&sent->fate) ? RECONCILE_LOST
                                                     : reconcile_judge(&sent->fate);
    reconcile_append(reconcile, entry);
}

/* Further goals of the same conversion that the network took. */
static void append_further(struct reconcile *reconcile, const struct reconcile_entry *entry,
                           size_t of, const struct reconcile_sent *sent, size_t count, size_t main)
{
    const struct reconcile_lines *lines = &reconcile->statements->lines;

    for (size_t i = 0; i < count; i++) {
        struct reconcile_entry further = *entry;
        if (i == main || !reconcile_is_taken(&sent[i].fate) ||
            strcmp(sent[i].goal, sent[main].goal) == 0)
            continue;
        memcpy(further.goal, sent[i].goal, sizeof(further.goal));
        name_goal(lines, of, sent[i].forward->status, further.goal);
        make_like_sums(lines, of, &further);
        further.forward_id = sent[i].forward->id;
        further.tracker = (struct reconcile_sums){0, 0};
        further.cause = RECONCILE_EXTRA;
        append_expected(reconcile, &further, of, sent[i].fate.answered_ms);
    }
}

static void take_by_sums(struct reconcile *reconcile, struct reconcile_entry *entry, size_t of,
                         const struct reconcile_sent *sent, size_t count, size_t main)
{
    make_like_sums(&reconcile->statements->lines, of, entry);
    if (count > 0 && reconcile_is_taken(&sent[main].fate))
        append_expected(reconcile, entry, of, sent[main].fate.answered_ms);
    else
        append_missing(reconcile, entry, count > 0 ? &sent[main] : NULL);
    if (count > 1)
        append_further(reconcile, entry, of, sent, count, main);
}

bool reconcile_statements_take(struct reconcile *reconcile, const struct reconcile_entry *tracker,
                               const struct conversion *conversion,
                               const struct reconcile_sent *sent, size_t count, size_t main)
{
    struct reconcile_statements *own = reconcile->statements;
    struct reconcile_entry entry = *tracker;
    struct str status = count > 0 ? sent[main].forward->status : conversion->status;
    int64_t converted_ms = id_time_ms(conversion->id);
    int64_t told_ms = count > 0 ? sent[main].fate.answered_ms : 0;

    if (own == NULL)
        return false;
    size_t of = reconcile_lines_of(&own->lines, told_ms != 0 ? told_ms : converted_ms);
    if (of < own->lines.count)
        name_goal(&own->lines, of, status, entry.goal);
    struct reconcile_line *line = find_line(reconcile, conversion, entry.goal);
    if (line != NULL) {
        struct reconcile_counted counted = counted_by(reconcile, line, converted_ms);
        reconcile_append_counted(reconcile, &entry, &counted);
        return true;
    }
    if (of == own->lines.count)
        return false;
    if (is_in_sums(&own->lines, of, &entry))
        take_by_sums(reconcile, &entry, of, sent, count, main);
    else
        append_missing(reconcile, &entry, count > 0 ? &sent[main] : NULL);
    return true;
}

/* ------------------------------------------------------------------ what is left */

static bool is_left(const struct reconcile_lines *lines, const struct reconcile_line *line)
{
    return !line->is_used && statement_line_is_detail(&line->line) &&
           reconcile_lines_is_here(lines, line->line.day);
}

bool reconcile_statements_wait(const struct reconcile *reconcile)
{
    const struct reconcile_statements *own = reconcile->statements;

    for (size_t i = 0; own != NULL && i < own->lines.line_count; i++)
        if (is_left(&own->lines, &own->lines.lines[i]))
            return true;
    return false;
}

static struct reconcile_entry entry_of(const struct reconcile_line *line)
{
    struct reconcile_entry entry = {.day = line->line.day, .campaign_id = line->campaign_id};

    memcpy(entry.goal, line->goal, sizeof(entry.goal));
    return entry;
}

static void append_line(struct reconcile *reconcile, const struct reconcile_line *line,
                        enum reconcile_cause cause, uint64_t conversion_id, uint64_t campaign_id)
{
    struct reconcile_entry entry = entry_of(line);
    struct reconcile_counted counted = counted_by(reconcile, line, 0);

    entry.campaign_id = campaign_id;
    entry.conversion_id = conversion_id;
    entry.cause = cause;
    reconcile_append_counted(reconcile, &entry, &counted);
}

void reconcile_statements_take_outside(struct reconcile *reconcile,
                                       const struct conversion *conversion)
{
    struct reconcile_statements *own = reconcile->statements;

    if (conversion->is_test != 0)
        return;
    struct reconcile_line *line = find_line(reconcile, conversion, "");
    if (line == NULL || !reconcile_lines_is_here(&own->lines, line->line.day))
        return;
    enum reconcile_cause cause = conversion->is_bot != 0 ? RECONCILE_BOT
                                 : conversion->is_counted == 0
                                     ? RECONCILE_EXTRA
                                     : cause_of_line(reconcile, line, id_time_ms(conversion->id));
    append_line(reconcile, line, cause, conversion->id, conversion->campaign_id);
}

/* Lines that no conversion was found for. */
static void append_left(struct reconcile *reconcile)
{
    struct reconcile_lines *lines = &reconcile->statements->lines;

    for (size_t i = 0; i < lines->line_count; i++) {
        struct reconcile_line *line = &lines->lines[i];
        if (!is_left(lines, line))
            continue;
        const struct reconcile_line *twin = reconcile_lines_used(lines, line->line.external_id);
        enum reconcile_cause cause = twin == NULL                          ? RECONCILE_ONLY_NETWORK
                                     : strcmp(twin->goal, line->goal) == 0 ? RECONCILE_DUPLICATE
                                                                           : RECONCILE_EXTRA;
        append_line(reconcile, line, cause, twin != NULL ? twin->conversion_id : 0,
                    twin != NULL ? twin->campaign_id : line->campaign_id);
    }
}

/* One entry for each row whose sums are not what was expected. */
static void append_unexplained(struct reconcile *reconcile)
{
    struct reconcile_statements *own = reconcile->statements;

    if (own->count > 0)
        qsort(own->open, own->count, sizeof(*own->open), reconcile_order);
    for (size_t i = 0; i < own->count;) {
        struct reconcile_entry rest = own->open[i];
        for (i++; i < own->count && reconcile_is_same_row(&rest, &own->open[i]); i++) {
            rest.network.count += own->open[i].network.count;
            rest.network.micros += own->open[i].network.micros;
            rest.statement_id = own->open[i].statement_id;
            rest.statement_line = own->open[i].statement_line;
        }
        if (rest.network.count != 0 || rest.network.micros != 0)
            reconcile_append(reconcile, &rest);
    }
}

void reconcile_statements_end(struct reconcile *reconcile)
{
    struct reconcile_statements *own = reconcile->statements;

    if (own == NULL)
        return;
    append_left(reconcile);
    for (size_t i = 0; i < own->lines.line_count; i++) {
        const struct reconcile_line *line = &own->lines.lines[i];
        struct reconcile_entry entry = entry_of(line);
        if (statement_line_is_detail(&line->line) ||
            !reconcile_lines_is_here(&own->lines, line->line.day))
            continue;
        add_open(own, &entry, line->line.day,
                 (struct reconcile_sums){line->line.conversions, line->line.value_micros},
                 line->line.statement_id, line->line.line);
    }
    append_unexplained(reconcile);
}

/* ------------------------------------------------------------------ the answer */

json_t *reconcile_statements_json(struct reconcile *reconcile)
{
    const struct reconcile_statements *own = reconcile->statements;
    json_t *list = json_array();

    for (size_t i = 0; own != NULL && i < own->lines.count; i++) {
        const struct statement *statement = &own->lines.list[i];
        if (own->lines.zones[i] == NULL || statement->from_day > own->lines.last_day ||
            statement->to_day < own->lines.first_day)
            continue;
        json_t *object = json_object();
        json_out_put(object, "id", json_out_number(statement->id));
        json_out_put(object, "name", json_out_text(statement->name));
        json_out_put(object, "from", reconcile_day_json(statement->from_day));
        json_out_put(object, "to", reconcile_day_json(statement->to_day));
        json_out_put(object, "tz", json_out_text(statement->tz));
        json_out_put(object, "has_ids", json_boolean(statement->has_ids));
        json_out_append(list, object);
    }
    return list;
}
