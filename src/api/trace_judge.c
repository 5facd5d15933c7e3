/* trace_judge - the findings, hop by hop, then parameter by parameter, then how it ended. */
#include "api/trace_judge.h"

#include "base/say.h"
#include <stdarg.h>
#include <stdio.h>

#include "macro/macro.h"

#define SLOW_HOP_MS    1000
#define SLOW_TOTAL_MS  3000
#define FIND_BYTES_MIN 6 /* a shorter value stands in others by chance */
#define SHOWN_MAX      60
#define ERROR_MAX      300

/* ------------------------------------------------------------------ parameters of a hop */

/* Decoded where that can be done, else as it stands: a broken URL is what one looks for here. */
static struct str decoded(struct arena *arena, struct str text)
{
    struct str plain;

    return uri_decode(arena, text, true, &plain) == OK ? plain : text;
}

void trace_cut(struct arena *arena, struct str url, struct trace_pairs *pairs)
{
    ptrdiff_t question = str_find_char(url, '?');
    ptrdiff_t hash = str_find_char(url, '#');
    struct str query = str_slice(url, question < 0 ? url.len : (size_t)question + 1,
                                 hash < 0 ? url.len : (size_t)hash);
    struct str piece;

    pairs->count = 0;
    while (pairs->count < URI_PARAMS_MAX && str_take_piece(&query, '&', &piece)) {
        struct str name = STR_NONE;
        (void)str_take_piece(&piece, '=', &name); /* there is one: the piece is not absent */
        if (name.len > 0)
            pairs->list[pairs->count++] = (struct trace_pair){
                decoded(arena, name), piece.ptr != NULL ? decoded(arena, piece) : STR("")};
    }
}

const char *trace_state_text(enum trace_state state)
{
    static const char *const words[] = {"kept", "renamed", "inside", "changed", "lost"};
    return words[state];
}

const struct trace_pair *trace_find_pair(const struct trace_pairs *pairs, struct str name)
{
    for (size_t i = 0; i < pairs->count; i++)
        if (str_is_equal(pairs->list[i].name, name))
            return &pairs->list[i];
    return NULL;
}

/* What became of a parameter of the first URL. */
struct trace_fate trace_fate_of(const struct trace_pair *first, struct str url,
                                const struct trace_pairs *here)
{
    const struct trace_pair *same = trace_find_pair(here, first->name);
    struct str value = first->value;

    if (same != NULL && str_is_equal(same->value, value))
        return (struct trace_fate){TRACE_KEPT, same->name, same->value};
    for (size_t i = 0; i < here->count && value.len > 0; i++)
        if (str_is_equal(here->list[i].value, value))
            return (struct trace_fate){TRACE_RENAMED, here->list[i].name, here->list[i].value};
    for (size_t i = 0; i < here->count && value.len >= FIND_BYTES_MIN; i++)
        if (str_find(here->list[i].value, value) >= 0)
            return (struct trace_fate){TRACE_INSIDE, here->list[i].name, here->list[i].value};
    if (value.len >= FIND_BYTES_MIN && str_find(url, value) >= 0)
        return (struct trace_fate){TRACE_INSIDE, STR_NONE, STR_NONE};
    if (same != NULL)
        return (struct trace_fate){TRACE_CHANGED, same->name, same->value};
    return (struct trace_fate){TRACE_LOST, STR_NONE, STR_NONE};
}

/* ------------------------------------------------------------------ findings */

struct judging {
    struct arena *arena;
    const struct trace *trace;
    const struct trace_pairs *first;
    bool is_named;
    struct trace_report *report;
    enum trace_state states[TRACE_HOPS_MAX][URI_PARAMS_MAX];
};

static void find(struct judging *judging, size_t hop, const char *code, const char *severity,
                 const char *format, ...) PRINTF_LIKE(5, 6);

static void find(struct judging *judging, size_t hop, const char *code, const char *severity,
                 const char *format, ...)
{
    struct trace_report *report = judging->report;
    va_list args;

    CHECK(report->count < TRACE_FINDINGS_MAX);
    struct trace_finding *finding = &report->findings[report->count++];
    finding->code = code;
    finding->severity = severity;
    finding->hop = hop;
    va_start(args, format);
    (void)vsnprintf(finding->message, sizeof(finding->message), say_text(format), args);
    va_end(args);
}

static int64_t ms_of(const struct trace_hop *hop)
{
    return hop->duration_us / 1000;
}

static bool is_https(struct str url)
{
    return str_is_equal_nocase(str_slice(url, 0, 8), STR("https://"));
}

static void judge_hop(struct judging *judging, size_t index)
{
    const struct trace_hop *hop = &judging->trace->hops[index];
    const struct trace_hop *before = index > 0 ? hop - 1 : NULL;

    if (before != NULL && is_https(before->url) && !is_https(hop->url))
        find(judging, index + 1, "downgrade", "warning",
             "hop %zu leaves https for http: browsers warn, and drop the referrer", index + 1);
    if (ms_of(hop) >= SLOW_HOP_MS)
        find(judging, index + 1, "slow", "warning", "hop %zu took %" PRId64 " ms: visitors leave",
             index + 1, ms_of(hop));
    if (hop->how == REDIRECT_META || hop->how == REDIRECT_HEADER)
        find(judging, index + 1, "refresh", "note",
             "hop %zu sends on by %s: slower than a redirect, and the referrer changes", index + 1,
             hop->how == REDIRECT_META ? say_text("a page") : say_text("a Refresh header"));
    if (hop->has_script)
        find(judging, index + 1, "script", "note",
             "the page of hop %zu may send on by a script, which is not run here", index + 1);
}

static void judge_param(struct judging *judging, size_t i)
{
    const struct trace_pair *param = &judging->first->list[i];
    struct str name = str_slice(param->name, 0, SHOWN_MAX);
    size_t last = judging->trace->count - 1, hop = last;
    enum trace_state state = judging->states[last][i];

    while (hop > 0 && judging->states[hop - 1][i] == state)
        hop--;
    if (macro_is_placeholder(param->value) && param->value.len > 0)
        find(judging, 1, "macro_left", "note",
             "%.*s holds the macro %.*s, which nothing replaces here", STR_FMT(name),
             STR_FMT(str_slice(param->value, 0, SHOWN_MAX)));
    if (state == TRACE_LOST)
        find(judging, hop + 1, "lost", judging->is_named ? "error" : "warning",
             "the parameter %.*s is lost at hop %zu", STR_FMT(name), hop + 1);
    else if (state == TRACE_CHANGED)
        find(judging, hop + 1, "changed", "warning",
             "the parameter %.*s has another value from hop %zu on", STR_FMT(name), hop + 1);
}

static void judge_end(struct judging *judging)
{
    const struct trace *trace = judging->trace;
    const struct trace_hop *last = &trace->hops[trace->count - 1];

    switch (trace->end) {
    case TRACE_ARRIVED:
        if (last->status >= 400)
            find(judging, trace->count, "bad_status", "error", "the last page answers %u",
                 last->status);
        break;
    case TRACE_LOOP:
        find(judging, trace->count, "redirect_loop", "error",
             "hop %zu leads back to an address that was there before", trace->count);
        break;
    case TRACE_TOO_MANY:
        find(judging, trace->count, "too_many_hops", "error", "more than %zu hops", trace->count);
        break;
    case TRACE_FAILED:
        find(judging, trace->count, last->is_refused ? "refused" : "no_answer", "error",
             "hop %zu gives no answer: %.*s", trace->count,
             STR_FMT(str_slice(last->error, 0, ERROR_MAX)));
        break;
    case TRACE_LEFT:
        find(judging, trace->count, "left_the_web", "note",
             "hop %zu leads to something that is neither http nor https", trace->count);
        break;
    case TRACE_TIMED_OUT:
        find(judging, trace->count, "timed_out", "error", "no end was reached in the time given");
        break;
    }
}

static void read_states(struct judging *judging)
{
    struct trace_pairs *here = ARENA_NEW(judging->arena, struct trace_pairs);

    for (size_t hop = 0; here != NULL && hop < judging->trace->count; hop++) {
        struct str url = judging->trace->hops[hop].url;
        trace_cut(judging->arena, url, here);
        for (size_t i = 0; i < judging->first->count; i++)
            judging->states[hop][i] = trace_fate_of(&judging->first->list[i], url, here).state;
    }
}

void trace_judge(struct arena *arena, const struct trace *trace, const struct trace_pairs *first,
                 bool is_named, struct trace_report *report)
{
    struct judging *judging = ARENA_NEW(arena, struct judging);

    report->count = 0;
    report->total_ms = 0;
    if (judging == NULL) /* the caller asks the arena */
        return;
    CHECK(trace->count >= 1);
    *judging = (struct judging){
        .arena = arena, .trace = trace, .first = first, .is_named = is_named, .report = report};
    read_states(judging);
    for (size_t i = 0; i < trace->count; i++) {
        report->total_ms += ms_of(&trace->hops[i]);
        judge_hop(judging, i);
    }
    for (size_t i = 0; i < first->count; i++)
        judge_param(judging, i);
    judge_end(judging);
    if (report->total_ms >= SLOW_TOTAL_MS)
        find(judging, trace->count, "slow_in_all", "warning", "the way takes %" PRId64 " ms in all",
             report->total_ms);
}
