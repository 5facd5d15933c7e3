/* Any text as a report's parameters, a line each ("g" group, "f" filter, "s" sort, "m" metric, "n"
 * a name, "t" what else): whatever is taken is answered by the store, never as an error of SQL, and
 * changes nothing there. */
#include <unistd.h>
#include "base/id.h"
#include "facts/report.h"
#include "facts/statement.h"

#define ROWS 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct facts *facts;
static struct zone *zone;

static enum err take_count(void *context, const struct statement_row *row)
{
    *(int64_t *)context = statement_i64(row, 0);
    return OK;
}

static int64_t count_rows(void)
{
    int64_t count = -1;
    CHECK(statement_run(facts, NULL, "SELECT count(*) FROM fact", NULL, 0, take_count, &count) ==
          OK);
    return count;
}

/* A small store that lives as long as the process. */
static void make_store(void)
{
    static char dir[] = "/tmp/rebond-report-fuzz-XXXXXX";
    struct facts_load *load = NULL;
    CHECK(mkdtemp(dir) != NULL);
    struct facts_options options = facts_options_default(dir);
    CHECK(facts_open(&options, &facts) == OK && facts_load_begin(facts, &load) == OK);
    for (unsigned i = 1; i <= ROWS; i++) {
        uint64_t id = id_from_ms(1795392000000 + (int64_t)i * 3600000) + i;
        struct fact fact = {.entry_id = id, .visit_id = id, .kind = FACT_VISIT, .workspace_id = 1};
        fact.campaign_id = i % 3;
        fact.token1 = i % 2 == 0 ? STR("a'b") : STR("");
        fact.visits = 1;
        fact.cost = (int64_t)i * 1000;
        CHECK(facts_load_add(load, FACT_TABLE, &fact) == OK);
    }
    CHECK(facts_load_commit(load, &(struct facts_position){.node = 1, .id = 1}) == OK);
    CHECK(zone_make(STR("Europe/Paris"), &zone) == OK);
}

static void read_line(struct question *question, struct arena *arena, struct str line,
                      const struct metric **metrics, struct question_name *names)
{
    struct str rest = str_slice(line, 1, line.len);
    char kind = line.len > 0 ? line.ptr[0] : '\0';
    const struct dimension *dimension = dimension_find(question->table, rest);
    const struct metric *metric = metric_find(question->table, rest);
    struct str message;
    if (kind == 'g' && dimension != NULL && dimension->kind != DIMENSION_LEDGER &&
        question->group_count < QUESTION_GROUPS_MAX)
        question->groups[question->group_count++] = dimension;
    else if (kind == 'f' && question->filter_count < QUESTION_FILTERS_MAX &&
             filter_parse(question->table, rest, arena, &question->filters[question->filter_count],
                          &message) == OK)
        question->filter_count++;
    else if (kind == 'm' && metric != NULL && question->metric_count < 8)
        metrics[question->metric_count++] = metric;
    else if (kind == 's' && metric != NULL && question->sort_count < QUESTION_SORTS_MAX)
        question->sorts[question->sort_count++] =
            (struct sort){.metric = metric, .is_descending = rest.len % 2 == 0};
    else if (kind == 'n' && question->name_count < 4)
        names[question->name_count++] = (struct question_name){question->name_count, rest};
}

static void read_switches(struct question *question, uint8_t bits)
{
    question->table = (bits & 1) != 0 ? AD_FACT_TABLE : FACT_TABLE;
    question->time = (bits & 2) != 0 ? TIME_CONVERSION : TIME_VISIT;
    question->bots = (bits & 4) != 0 ? BOTS_IN : BOTS_OUT;
    question->is_smart = (bits & 8) != 0 && question->table == FACT_TABLE;
    if ((bits & 16) != 0)
        question->compared = (struct span_ms){1790000000000, 1795392000000};
    else if ((bits & 128) != 0)
        question->bots = BOTS_BOTH;
    question->limit = (bits & 32) != 0 ? 3 : 0;
    question->offset = (bits & 64) != 0 ? 2 : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint64_t workspaces[] = {1, 2};
    const struct metric *metrics[8];
    struct question_name names[4];
    struct report_row totals;
    uint64_t row_count;
    if (facts == NULL)
        make_store();
    if (size == 0 || size > 2000)
        return 0;
    struct arena *arena = arena_make(4 << 20);
    struct question question = {.workspaces = workspaces,
                                .workspace_count = 1 + (data[0] >> 7),
                                .span = {1795392000000, 1797000000000},
                                .zone = zone,
                                .rate = RATE_SAME,
                                .metrics = metrics};
    read_switches(&question, data[0]);
    struct str rest = {(const char *)data + 1, size - 1};
    struct str line;
    while (str_take_piece(&rest, '\n', &line))
        read_line(&question, arena, line, metrics, names);
    question.names = question.tags = names;
    question.tag_count = question.name_count;
    if (question.group_count == 0 || question.groups[0]->kind != DIMENSION_ENTITY ||
        strcmp(question.groups[0]->name, "goal") == 0)
        question.name_count = 0;
    question.is_complete = question.group_count == 1 && question.name_count > 0;
    enum err err = report_run(facts, NULL, &question, NULL, NULL, &totals, NULL, &row_count);
    CHECK(err == OK || err == ERR_RANGE || err == ERR_FULL);
    CHECK(count_rows() == ROWS);
    arena_free(arena);
    return 0;
}
