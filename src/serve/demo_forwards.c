/* demo_forwards - waits until the tracker has told the ad network of every purchase, as its log of
 * outgoing postbacks says. */
#include <unistd.h>
#include "base/clock.h"
#include "serve/demo.h"

#define WAIT_MS   30000
#define POLL_MS   100
#define PAGE_ROWS 20 /* a page stays below what the client keeps of an answer */
#define PAGES_MAX (4 * DEMO_CLICKS_MAX / DEMO_CLICKS_PER_BUY / PAGE_ROWS) /* retries included */

struct outgoing {
    uint64_t delivered, retrying;
    json_t *first; /* the oldest delivered one */
    json_t *lost;  /* one that will not be delivered */
};

static const char *text_of(const json_t *row, const char *name)
{
    const char *text = json_string_value(json_object_get(row, name));
    return text != NULL ? text : "";
}

static void keep(json_t **kept, json_t *row)
{
    json_decref(*kept);
    *kept = json_incref(row);
}

static void count_row(struct outgoing *outgoing, json_t *row)
{
    const char *outcome = text_of(row, "outcome");
    if (strcmp(outcome, "delivered") == 0) {
        outgoing->delivered++;
        keep(&outgoing->first, row);
    } else if (strcmp(outcome, "retrying") == 0) {
        outgoing->retrying++;
    } else {
        keep(&outgoing->lost, row);
    }
}

static json_t *get_page(struct demo *demo, const char *cursor)
{
    return demo_api_get(demo, "postbacks/out?source=%" JSON_INTEGER_FORMAT "&limit=%d%s%s",
                        demo->world.source_id, PAGE_ROWS, cursor[0] != '\0' ? "&cursor=" : "",
                        cursor);
}

/* The whole log of the source, newest first. */
static bool read_log(struct demo *demo, struct outgoing *outgoing)
{
    char cursor[64] = "";
    for (int page = 0; page < PAGES_MAX; page++) {
        json_auto_t *answer = get_page(demo, cursor);
        size_t i;
        json_t *row;
        if (answer == NULL)
            return false;
        json_array_foreach(json_object_get(answer, "rows"), i, row) count_row(outgoing, row);
        snprintf(cursor, sizeof(cursor), "%s", text_of(answer, "next"));
        if (cursor[0] == '\0')
            return true;
    }
    return demo_fail("the log of outgoing postbacks has no end");
}

static bool describe(const struct outgoing *outgoing, const struct demo *demo)
{
    if (outgoing->lost != NULL)
        return demo_fail("%s: %s (%s), answered \"%s\"", text_of(outgoing->lost, "url"),
                         text_of(outgoing->lost, "outcome"), text_of(outgoing->lost, "reason"),
                         text_of(outgoing->lost, "body"));
    if (outgoing->delivered != demo->buyer_count)
        return demo_fail("after at most %d s %" PRIu64 " were delivered, of %" PRIu64 " purchases",
                         WAIT_MS / 1000, outgoing->delivered, demo->buyer_count);
    demo_line("GET", "%s", text_of(outgoing->first, "url"));
    demo_line("answered", "%" JSON_INTEGER_FORMAT " %s",
              json_integer_value(json_object_get(outgoing->first, "status_code")),
              text_of(outgoing->first, "body"));
    demo_line("delivered", "%" PRIu64 ", one for each purchase; tried again: %" PRIu64,
              outgoing->delivered, outgoing->retrying);
    return true;
}

static void forget(struct outgoing *outgoing)
{
    json_decref(outgoing->first);
    json_decref(outgoing->lost);
    *outgoing = (struct outgoing){0};
}

bool demo_wait_forwards(struct demo *demo)
{
    int64_t by_mono_ms = clock_mono_ms() + WAIT_MS;
    demo_title("Forwards: the tracker tells the ad network, at the goal's postback URL");
    for (;;) {
        struct outgoing outgoing = {0};
        if (!read_log(demo, &outgoing)) {
            forget(&outgoing);
            return false;
        }
        if (outgoing.delivered >= demo->buyer_count || outgoing.lost != NULL ||
            clock_mono_ms() >= by_mono_ms) {
            bool is_ok = describe(&outgoing, demo);
            forget(&outgoing);
            return is_ok;
        }
        forget(&outgoing);
        (void)usleep(POLL_MS * 1000);
    }
}
