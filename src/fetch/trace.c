/* trace - one fetcher, one request after the other. */
#include "fetch/trace.h"

#include "base/clock.h"

struct follower {
    struct arena *arena;
    struct fetcher *fetcher;
    const struct trace_request *request;
    struct trace *trace;
    int64_t by_mono_ms;
    struct str url; /* of the next hop */
};

static enum err open_fetcher(const struct net_range *allow_private, size_t allow_private_count,
                             const struct trace_request *request, struct fetcher **fetcher)
{
    struct fetch_policy policy = {.timeout_ms = request->hop_ms,
                                  .connect_timeout_ms = request->hop_ms,
                                  .transfers_max = 1,
                                  .keeps_cookies = true};
    CHECK(allow_private_count <= FETCH_ALLOW_MAX);
    policy.allow_private_count = allow_private_count;
    memcpy(policy.allow_private, allow_private, allow_private_count * sizeof *allow_private);
    return fetcher_open(&policy, fetcher);
}

static bool is_known(const struct trace *trace, struct str url)
{
    int times = 0;
    for (size_t i = 0; i < trace->count; i++)
        times += str_is_equal(trace->hops[i].url, url) ? 1 : 0;
    return times >= TRACE_SAME_URL_MAX;
}

/* Says how it ends after that hop; false: it goes on. */
static bool is_end(struct follower *follower, const struct trace_hop *hop,
                   const struct redirect *redirect)
{
    struct trace *trace = follower->trace;
    if (hop->status == 0)
        trace->end = clock_mono_ms() >= follower->by_mono_ms ? TRACE_TIMED_OUT : TRACE_FAILED;
    else if (redirect->how == REDIRECT_NONE)
        trace->end = TRACE_ARRIVED;
    else if (redirect->target.ptr == NULL)
        trace->end = TRACE_LEFT;
    else if (is_known(trace, redirect->target))
        trace->end = TRACE_LOOP;
    else if (trace->count == follower->request->hops_max)
        trace->end = TRACE_TOO_MANY;
    else if (clock_mono_ms() >= follower->by_mono_ms)
        trace->end = TRACE_TIMED_OUT;
    else
        return false;
    return true;
}

static enum err make_hop(struct follower *follower, struct fetch_result *answer)
{
    const struct str headers[] = {
        arena_format(follower->arena, "User-Agent: %.*s", STR_FMT(follower->request->user_agent)),
        STR("Accept: text/html,application/xhtml+xml,*/*;q=0.8"),
    };
    int64_t left_ms = follower->by_mono_ms - clock_mono_ms();
    struct fetch_request request = {
        .url = follower->url,
        .headers = headers,
        .header_count = ARRAY_LEN(headers),
        .timeout_ms = left_ms < 1                           ? 1
                      : left_ms < follower->request->hop_ms ? left_ms
                                                            : follower->request->hop_ms,
    };
    return headers[0].ptr == NULL
               ? ERR_FULL
               : fetch_once(follower->fetcher, follower->arena, &request, answer);
}

static enum err follow(struct follower *follower, bool *is_done)
{
    struct trace *trace = follower->trace;
    struct fetch_result answer;
    struct redirect redirect = {.how = REDIRECT_NONE};
    enum err err = make_hop(follower, &answer);
    if (err == OK && answer.reach == FETCH_ANSWERED)
        err = redirect_find(follower->arena, follower->url, &answer, &redirect);
    if (err != OK)
        return err;
    struct trace_hop *hop = &trace->hops[trace->count++];
    *hop = (struct trace_hop){.url = follower->url,
                              .status = answer.status,
                              .duration_us = answer.duration_us,
                              .how = redirect.how,
                              .location = redirect.location,
                              .is_refused = answer.refused,
                              .has_script =
                                  redirect.how == REDIRECT_NONE && redirect_has_script(&answer),
                              .error = answer.error};
    *is_done = is_end(follower, hop, &redirect);
    follower->url = redirect.target;
    return OK;
}

enum err trace_run(struct arena *arena, const struct net_range *allow_private,
                   size_t allow_private_count, const struct trace_request *request,
                   struct trace *trace)
{
    struct follower follower = {.arena = arena,
                                .request = request,
                                .trace = trace,
                                .by_mono_ms = clock_mono_ms() + request->total_ms,
                                .url = arena_copy(arena, request->url)};
    bool is_done = false;
    memset(trace, 0, sizeof *trace);
    CHECK(request->hops_max >= 1 && request->hops_max <= TRACE_HOPS_MAX);
    enum err err = open_fetcher(allow_private, allow_private_count, request, &follower.fetcher);
    if (err != OK)
        return err;
    while (err == OK && !is_done)
        err = follow(&follower, &is_done);
    fetcher_close(follower.fetcher);
    return err;
}
