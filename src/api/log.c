#include "api/log.h"

#include "api/page_facts.h"
#include "api/question.h"

/* Whether the call asks for what is behind a question, not for the ledger as it stands. */
static bool is_of_facts(const struct call *call)
{
    static const char *const params[] = {"filter", "tz", "time", "bots", "tests"};

    for (size_t i = 0; i < ARRAY_LEN(params); i++)
        if (call_param(call, params[i]).ptr != NULL)
            return true;
    return false;
}

static void init_of_facts(struct page *page, struct call *call, enum fact_table_id table,
                          struct asked *asked)
{
    page_init_of_question(page, call);
    if (question_read(call, table, asked))
        question_seek(call, &asked->question);
    if (!call->is_answered)
        page_use_facts(page, &asked->question, page->query.limit + 1);
}

void log_answer(struct call *call, const struct log *log)
{
    struct asked asked = {.zone = NULL};
    struct page page;
    json_t *list = json_array();
    uint64_t next = 0;

    if (is_of_facts(call))
        init_of_facts(&page, call, log->table, &asked);
    else
        page_init(&page, call);
    log->filter(&page);
    log->read(&page, list, &next);
    page_answer(&page, list, next);
    page_fini(&page);
    question_end(&asked);
}
