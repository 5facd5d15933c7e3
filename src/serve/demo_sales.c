/* demo_sales - the affiliate network calls back: each purchase once, every 4th of them three times
 * at once, and then calls that no tracker must count. At most DEMO_IN_FLIGHT at once. */
#include "base/id.h"
#include "base/uri.h"
#include "serve/demo.h"

#define RUN_MS       50
#define REASON_BYTES 1024
#define FIRST_MICROS (5 * MONEY_MICROS)
#define STEP_MICROS  (MONEY_MICROS / 4)

struct sales {
    struct demo *demo;
    uint64_t next_buy; /* the purchase that is told next */
    uint64_t next_repeat;
    uint64_t calls, recorded, duplicates;
    char reason[REASON_BYTES];
};

int64_t demo_price_micros(uint64_t k)
{
    return FIRST_MICROS + (int64_t)k * STEP_MICROS;
}

static uint64_t times_of(uint64_t k)
{
    return (k + 1) % DEMO_BUYS_PER_REPEAT == 0 ? DEMO_REPEATS : 1;
}

/* --- The network's macros -----------------------------------------------------------------------
 */

struct filling {
    struct str macro, value;
};

static bool fill_one(struct buf *buf, struct str rest, const struct filling *fillings, size_t count,
                     size_t *taken)
{
    for (size_t i = 0; i < count; i++) {
        if (!str_has_prefix(rest, fillings[i].macro))
            continue;
        uri_write_encoded(buf, fillings[i].value);
        *taken = fillings[i].macro.len;
        return true;
    }
    return false;
}

/* What every affiliate network does with the postback URL it was given. */
static struct str fill_macros(struct buf *buf, struct str template, struct str cid,
                              struct str price, struct str txid)
{
    const struct filling fillings[] = {
        {STR("#s1#"), cid}, {STR("#price#"), price}, {STR("#tid#"), txid}};
    for (size_t i = 0; i < template.len;) {
        size_t taken = 1;
        if (!fill_one(buf, str_slice(template, i, template.len), fillings, ARRAY_LEN(fillings),
                      &taken))
            buf_write_char(buf, template.ptr[i]);
        i += taken;
    }
    CHECK(!buf_is_full(buf));
    return buf_str(buf);
}

struct str demo_postback_url(const struct demo *demo, uint64_t k, struct str cid,
                             char memory[DEMO_URL_BYTES_MAX])
{
    char price[MONEY_TEXT_MAX], txid[32];
    struct buf buf = buf_from_memory(memory, DEMO_URL_BYTES_MAX);
    snprintf(txid, sizeof(txid), "T%" PRIu64, 100001 + k);
    return fill_macros(&buf, demo->world.postback_url, cid,
                       str_from_c(demo_money(demo_price_micros(k), price)), str_from_c(txid));
}

/* --- Purchases ----------------------------------------------------------------------------------
 */

static void on_answer(void *context, const struct fetch_result *result);

static void tell_next(struct sales *sales)
{
    char memory[DEMO_URL_BYTES_MAX];
    const struct demo *demo = sales->demo;
    if (sales->next_buy == demo->buyer_count || sales->reason[0] != '\0' || demo_is_interrupted())
        return;
    uint64_t k = sales->next_buy;
    struct str url = demo_postback_url(demo, k, str_from_c(demo->buyers[k]), memory);
    if (++sales->next_repeat == times_of(k)) {
        sales->next_repeat = 0;
        sales->next_buy++;
    }
    if (sales->calls++ == 0)
        demo_line("GET", "%.*s", STR_FMT(url));
    enum err err =
        fetcher_start(demo->fetcher, &(struct fetch_request){.url = url}, on_answer, sales);
    if (err != OK)
        snprintf(sales->reason, sizeof(sales->reason), "%.*s: %s", STR_FMT(url), err_text(err));
}

static void on_answer(void *context, const struct fetch_result *result)
{
    struct sales *sales = context;
    bool is_answered = result->reach == FETCH_ANSWERED && result->status == 200;
    if (is_answered && str_is_equal(result->body, STR("OK")))
        sales->recorded++;
    else if (is_answered && str_is_equal(result->body, STR("DUPLICATE")))
        sales->duplicates++;
    else if (sales->reason[0] == '\0')
        snprintf(sales->reason, sizeof(sales->reason), "a postback was answered %u %.*s%.*s",
                 result->status, STR_FMT(result->error), STR_FMT(result->body));
    tell_next(sales);
}

static bool check_sales(const struct sales *sales)
{
    uint64_t buys = sales->demo->buyer_count;
    uint64_t repeated = buys / DEMO_BUYS_PER_REPEAT;
    if (demo_is_interrupted())
        return demo_fail("interrupted");
    if (sales->reason[0] != '\0')
        return demo_fail("%s", sales->reason);
    demo_line("calls", "%" PRIu64 ": %" PRIu64 " answered OK, %" PRIu64 " answered DUPLICATE",
              sales->calls, sales->recorded, sales->duplicates);
    if (sales->recorded == buys && sales->duplicates == repeated * (DEMO_REPEATS - 1))
        return true;
    return demo_fail("expected %" PRIu64 " OK and %" PRIu64 " DUPLICATE", buys,
                     repeated * (DEMO_REPEATS - 1));
}

bool demo_play_sales(struct demo *demo)
{
    struct sales sales = {.demo = demo};
    demo_title("Purchases: every %dth visitor buys; the affiliate network tells the tracker, every "
               "%dth purchase %d times at once",
               DEMO_CLICKS_PER_BUY, DEMO_BUYS_PER_REPEAT, DEMO_REPEATS);
    for (size_t i = 0; i < DEMO_IN_FLIGHT; i++)
        tell_next(&sales);
    while (fetcher_running(demo->fetcher) > 0 && !demo_is_interrupted())
        fetcher_run(demo->fetcher, RUN_MS);
    return check_sales(&sales);
}

/* --- Bad ids ------------------------------------------------------------------------------------
 */

/* Where a real click id gets one other character; no place: the words themselves. */
struct bad_id {
    const char *words;
    size_t place;
    unsigned status;
    const char *body;
};

static const struct bad_id bad_ids[] = {
    {NULL, 3, 404, "ERROR: click not found"},
    {NULL, 11, 404, "ERROR: click not found"},
    {NULL, 17, 404, "ERROR: click not found"},
    {NULL, CLICK_ID_LEN - 1, 404, "ERROR: click not found"},
    {"test", 0, 400, "ERROR: invalid cid"},
    {"undefined", 0, 400, "ERROR: invalid cid"},
    {"1' OR '1'='1", 0, 400, "ERROR: invalid cid"},
    {"{subid}", 0, 400, "ERROR: missing cid"},
    {"#s1#", 0, 400, "ERROR: missing cid"},
    {"", 0, 400, "ERROR: missing cid"},
};

static struct str write_bad_id(const struct demo *demo, const struct bad_id *bad,
                               char memory[DEMO_CID_BYTES])
{
    if (bad->words != NULL)
        return str_from_c(bad->words);
    memcpy(memory, demo->buyers[0], DEMO_CID_BYTES);
    memory[bad->place] = memory[bad->place] == 'x' ? 'y' : 'x';
    return str_from_c(memory);
}

static bool play_bad_id(struct demo *demo, struct arena *arena, const struct bad_id *bad)
{
    char url[DEMO_URL_BYTES_MAX], forged[DEMO_CID_BYTES];
    struct fetch_result result;
    struct str cid = write_bad_id(demo, bad, forged);
    if (!demo_get(demo, arena, demo_postback_url(demo, 0, cid, url), &result))
        return false;
    printf("     cid=%-26.*s %u %.*s\n", STR_FMT(cid), result.status, STR_FMT(result.body));
    if (result.status == bad->status && str_is_equal(result.body, str_from_c(bad->body)))
        return true;
    return demo_fail("expected %u %s", bad->status, bad->body);
}

bool demo_play_bad_ids(struct demo *demo)
{
    struct arena *arena = arena_make(DEMO_ARENA_BYTES);
    bool is_ok = true;
    demo_title("Bad ids: %zu postbacks that must not count (the first %d are %.24s with one "
               "character changed)",
               ARRAY_LEN(bad_ids), 4, demo->buyers[0]);
    for (size_t i = 0; i < ARRAY_LEN(bad_ids) && is_ok; i++) {
        is_ok = play_bad_id(demo, arena, &bad_ids[i]);
        arena_reset(arena);
    }
    arena_free(arena);
    return is_ok;
}
