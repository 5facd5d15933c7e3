/* conversion_test_told - what came of a test's postback: the conversion, and each destination's
 * first attempt, which is waited for. */
#include "api/conversion_test.h"

#include <time.h>
#include "base/clock.h"
#include "base/money.h"
#include "base/say.h"

#define LOOK_EVERY_MS 50 /* the ledger tells nobody across processes: it is looked at */
#define FORWARDS_MAX  8

static void pause_a_moment(void)
{
    const struct timespec pause = {.tv_nsec = LOOK_EVERY_MS * 1000000L};
    (void)nanosleep(&pause, NULL); /* one that is cut short only looks earlier */
}

/* ------------------------------------------------------------------ the conversion */

static void add_conversion_step(struct conversion_test *test, const struct conversion *conversion)
{
    struct arena *arena = test->call->arena;
    struct test_step step = {.name = "conversion"};
    struct str amount = money_text(arena, conversion->payout_amount_micros);

    step.answer = arena_format(arena, "%.*s, %.*s %.*s%s", STR_FMT(conversion->status),
                               STR_FMT(amount), STR_FMT(conversion->payout_currency),
                               conversion->no_rate != 0 ? say_text(", without a rate") : "");
    if (str_is_equal(conversion->status, STR("unmapped")))
        step.mend = reason_mend(arena, REASON_OF_POSTBACK, STR("unmapped"), NULL);
    else if (conversion->payout_missing != 0)
        step.answer = arena_format(arena, say_text("%.*s: no payout came, and the offer has none"),
                                   STR_FMT(step.answer));
    test_add_step(test, &step);
}

/* ------------------------------------------------------------------ the forwards */

static bool is_on_its_way(const struct forward_fate *fate)
{
    bool is_open =
        str_is_equal(fate->state, STR("due")) || str_is_equal(fate->state, STR("sending"));
    return is_open && fate->last == NULL;
}

static void wait_for(struct conversion_test *test, const struct forward *forward,
                     int64_t by_mono_ms, struct forward_fate *fate)
{
    forwards_explain(&test->page.rows, forward, fate);
    while (is_on_its_way(fate) && test->page.rows.err == OK && clock_mono_ms() < by_mono_ms) {
        pause_a_moment();
        forwards_explain(&test->page.rows, forward, fate);
    }
}

/* A receiver that was reached, and said no: it may be about the sample. */
static bool may_mind_sample(const struct conversion_test *test, const struct forward_fate *fate)
{
    return test->is_sample && fate->last != NULL && fate->last->status_code != 0 &&
           str_is_equal(fate->state, STR("refused"));
}

static struct str mend_of_fate(const struct conversion_test *test, const struct forward_fate *fate)
{
    struct arena *arena = test->call->arena;

    if (may_mind_sample(test, fate))
        return arena_format(
            arena,
            say_text("%.*s The click's id was a sample, which a source may refuse: give a"
                     " real one of the source in tokens. Else: %.*s"),
            STR_FMT(fate->text), STR_FMT(fate->mend));
    if (fate->text.ptr == NULL)
        return say_str(
            "No attempt has ended within 10 s: look at the queue of outgoing postbacks.");
    if (fate->mend.ptr == NULL)
        return fate->text;
    return arena_format(arena, "%.*s %.*s", STR_FMT(fate->text), STR_FMT(fate->mend));
}

static void add_forward_step(struct conversion_test *test, const struct forward *forward,
                             int64_t by_mono_ms)
{
    struct forward_fate fate;
    bool is_campaigns = str_is_equal(forward->destination, STR("campaign"));
    struct test_step step = {.name = is_campaigns ? "campaign_postback" : "source_postback",
                             .url = forward->url};

    wait_for(test, forward, by_mono_ms, &fate);
    bool is_told =
        str_is_equal(fate.state, STR("delivered")) || str_is_equal(fate.state, STR("duplicate"));
    bool is_unwanted =
        !test->input.is_forwarded && str_is_equal(fate.reason, STR("disabled_by_sender"));
    if (fate.last != NULL) {
        step.status = (unsigned)fate.last->status_code;
        step.ms = fate.last->duration_us / 1000;
        step.answer = fate.last->body.len > 0 ? fate.last->body : fate.last->error;
    }
    if (is_unwanted)
        step.answer = say_str("Not told: it was not asked for.");
    else if (!is_told)
        step.mend = mend_of_fate(test, &fate);
    test_add_step(test, &step);
}

void test_look_at_conversion(struct conversion_test *test)
{
    struct forward forwards[FORWARDS_MAX];
    size_t count = 0;
    int64_t by_mono_ms = clock_mono_ms() + TEST_WAIT_MS;
    const struct conversion *conversion =
        rows_select(&test->page.rows, LEDGER_CONVERSION, "visit_id", test->visit.id, 1, &count);

    if (count == 0) {
        test_add_step(test, &(struct test_step){
                                .name = "conversion",
                                .mend = say_str("No conversion came of it: look at the input log."),
                            });
        return;
    }
    test->conversion_id = conversion->id;
    add_conversion_step(test, conversion);
    const struct forward *rows = rows_select(&test->page.rows, LEDGER_FORWARD, "conversion_id",
                                             conversion->id, FORWARDS_MAX, &count);
    if (count > 0)
        memcpy(forwards, rows, count * sizeof(*rows));
    for (size_t i = count; i > 0; i--)
        add_forward_step(test, &forwards[i - 1], by_mono_ms);
}
