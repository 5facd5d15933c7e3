#include "facts/report_signals.h"

#include "facts/project.h"
#include "visitor/signals.h"

#define SETS ((uint64_t)1 << SIGNALS_COUNT)

void report_signals_pairs(struct report_sql *sql)
{
    size_t word_count, count = 0;
    const struct visitor_word *words = signals_words(&word_count);
    struct str *sets = ARENA_ARRAY(sql->arena, struct str, SETS * SIGNALS_COUNT);
    struct str *texts = ARENA_ARRAY(sql->arena, struct str, SETS * SIGNALS_COUNT);
    if (sets == NULL || texts == NULL)
        return; /* the arena is full: so is the statement */
    for (uint64_t set = 1; set < SETS; set++) {
        struct str text = project_bot_reason(set, sql->arena);
        for (size_t i = 0; i < word_count; i++) {
            if ((set & words[i].bit) == 0)
                continue;
            sets[count] = text;
            texts[count++] = str_from_c(words[i].word);
        }
    }
    report_sql_write(sql, "signals AS (SELECT unnest(");
    report_sql_texts(sql, sets, count);
    report_sql_write(sql, ") AS reason, unnest(");
    report_sql_texts(sql, texts, count);
    report_sql_write(sql, ") AS word), ");
}

static uint64_t bits_of(const struct filter *filter)
{
    size_t count;
    const struct visitor_word *words = signals_words(&count);
    uint64_t bits = 0;
    for (size_t i = 0; i < filter->count; i++)
        for (size_t j = 0; j < count; j++)
            if (str_is_equal(filter->values[i], str_from_c(words[j].word)))
                bits |= words[j].bit;
    return bits;
}

void report_signals_filter(struct report_sql *sql, const struct filter *filter)
{
    uint64_t bits = bits_of(filter);
    size_t count = 0;
    if (filter->op == FILTER_EMPTY || filter->op == FILTER_NOT_EMPTY) {
        report_sql_write(sql, filter->op == FILTER_EMPTY ? "bot_reason = ''" : "bot_reason <> ''");
        return;
    }
    struct str *sets = ARENA_ARRAY(sql->arena, struct str, SETS);
    if (sets == NULL)
        return;
    for (uint64_t set = 1; set < SETS; set++)
        if ((set & bits) != 0)
            sets[count++] = project_bot_reason(set, sql->arena);
    report_sql_write(sql, filter->op == FILTER_NOT_IN ? "bot_reason NOT IN (SELECT unnest("
                                                      : "bot_reason IN (SELECT unnest(");
    report_sql_texts(sql, sets, count);
    report_sql_write(sql, "))");
}
