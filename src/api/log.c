#include "api/log.h"

void log_answer(struct call *call, const struct log *log)
{
    struct page page;
    json_t *list = json_array();
    uint64_t next = 0;

    page_init(&page, call);
    log->filter(&page);
    log->read(&page, list, &next);
    page_answer(&page, list, next);
    page_fini(&page);
}
