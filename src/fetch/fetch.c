/* fetch - the fetcher: a pool of transfers over one curl multi handle. Owner: the thread that
 * opened it; fetcher_wake() alone comes from others. Limits: transfers_max at once, as many kept
 * connections, FETCH_BODY_BYTES_MAX of each answer. */
#include "fetch/fetch.h"

#include <signal.h>
#include <stdatomic.h>

#include "base/clock.h"
#include "base/log.h"
#include "fetch/transfer.h"

#define WAIT_MS_MAX (60 * 60 * 1000)

struct fetcher {
    struct fetch_policy policy;
    CURLM *multi;
    /* One more than may run: while done() is called the finished one still lends its body, and may
     * start another. */
    struct transfer *transfers;
    struct transfer **idle;
    size_t count;
    size_t idle_count;
    size_t running;
    char *bodies;   /* of all transfers; the kernel gives a page when something is written to it */
    bool is_inside; /* done() is being called */
    _Atomic bool is_woken;
};

static void ignore_broken_pipes(void)
{
    struct sigaction action;

    if (sigaction(SIGPIPE, NULL, &action) == 0 && (action.sa_flags & SA_SIGINFO) == 0 &&
        action.sa_handler == SIG_DFL)
        (void)signal(SIGPIPE, SIG_IGN); /* can only fail for a wrong number */
}

static void set_limits(struct fetcher *fetcher)
{
    CHECK(curl_multi_setopt(fetcher->multi, CURLMOPT_MAXCONNECTS,
                            (long)fetcher->policy.transfers_max) == CURLM_OK);
    CHECK(curl_multi_setopt(fetcher->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING) ==
          CURLM_OK);
}

static void check_policy(const struct fetch_policy *policy)
{
    CHECK(policy->allow_private_count <= FETCH_ALLOW_MAX);
    CHECK(policy->redirects_max <= FETCH_REDIRECTS_MAX);
    CHECK(policy->transfers_max >= 1 && policy->transfers_max <= FETCH_TRANSFERS_MAX);
    CHECK(!policy->keeps_cookies || policy->transfers_max == 1);
    CHECK(policy->body_bytes_max <= FETCH_BODY_BYTES_MAX || policy->transfers_max == 1);
    CHECK(policy->body_bytes_max <= FETCH_BODY_BYTES_LIMIT);
    CHECK(policy->timeout_ms > 0 && policy->connect_timeout_ms > 0);
}

enum err fetcher_open(const struct fetch_policy *policy, struct fetcher **fetcher)
{
    check_policy(policy);
    ignore_broken_pipes();
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return ERR_IO;
    CURLM *multi = curl_multi_init();
    if (multi == NULL) {
        curl_global_cleanup();
        return ERR_IO;
    }

    struct fetcher *made = heap_make(1, sizeof(*made));
    made->policy = *policy;
    made->multi = multi;
    made->count = policy->transfers_max + 1;
    made->transfers = heap_make(made->count, sizeof(made->transfers[0]));
    made->idle = heap_make(made->count, sizeof(made->idle[0]));
    made->bodies = heap_make(made->count, transfer_body_max(policy));
    for (size_t i = 0; i < made->count; i++) {
        made->transfers[i].policy = &made->policy;
        made->transfers[i].body = made->bodies + i * transfer_body_max(policy);
        made->idle[made->idle_count++] = &made->transfers[i];
    }
    set_limits(made);
    *fetcher = made;
    return OK;
}

void fetcher_close(struct fetcher *fetcher)
{
    if (fetcher == NULL)
        return;
    CHECK(!fetcher->is_inside);
    for (size_t i = 0; i < fetcher->count; i++) {
        struct transfer *transfer = &fetcher->transfers[i];
        if (transfer->is_running)
            CHECK(curl_multi_remove_handle(fetcher->multi, transfer->easy) == CURLM_OK);
        transfer_fini(transfer);
    }
    (void)curl_multi_cleanup(fetcher->multi); /* nothing is left in it that could fail */
    curl_global_cleanup();
    free(fetcher->bodies);
    free(fetcher->idle);
    free(fetcher->transfers);
    free(fetcher);
}

enum err fetcher_start(struct fetcher *fetcher, const struct fetch_request *request,
                       fetch_done *done, void *context)
{
    enum err err;

    if (fetcher->running == fetcher->policy.transfers_max)
        return ERR_FULL;
    CHECK(fetcher->idle_count > 0);
    struct transfer *transfer = fetcher->idle[fetcher->idle_count - 1];
    if (transfer->easy == NULL && (err = transfer_init(transfer)) != OK)
        return err;
    if ((err = transfer_prepare(transfer, request)) != OK)
        return err;
    if (curl_multi_add_handle(fetcher->multi, transfer->easy) != CURLM_OK)
        return ERR_IO;
    transfer->done = done;
    transfer->context = context;
    transfer->is_running = true;
    fetcher->idle_count--;
    fetcher->running++;
    return OK;
}

static void finish(struct fetcher *fetcher, CURL *easy, CURLcode code)
{
    struct transfer *transfer = NULL;
    struct fetch_result result;

    CHECK(curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&transfer) == CURLE_OK);
    CHECK(curl_multi_remove_handle(fetcher->multi, easy) == CURLM_OK);
    transfer->is_running = false;
    fetcher->running--;
    transfer_conclude(transfer, code, &result);
    if (result.refused)
        log_warning("fetch", "refused by the guard reason=\"%.*s\"", STR_FMT(result.error));
    fetcher->is_inside = true;
    transfer->done(transfer->context, &result);
    fetcher->is_inside = false;
    fetcher->idle[fetcher->idle_count++] = transfer;
}

/* Moves all transfers on as far as they go without waiting; tells whether any finished. */
static bool work(struct fetcher *fetcher)
{
    int left;
    bool is_finished = false;

    CHECK(!fetcher->is_inside);
    CHECK(curl_multi_perform(fetcher->multi, &left) == CURLM_OK);
    for (CURLMsg *message; (message = curl_multi_info_read(fetcher->multi, &left)) != NULL;) {
        CHECK(message->msg == CURLMSG_DONE);
        finish(fetcher, message->easy_handle, message->data.result);
        is_finished = true;
    }
    return is_finished;
}

static void wait_for_event(struct fetcher *fetcher, int64_t wait_ms)
{
    CHECK(curl_multi_poll(fetcher->multi, NULL, 0, (int)wait_ms, NULL) == CURLM_OK);
}

void fetcher_run(struct fetcher *fetcher, int64_t wait_ms)
{
    int64_t until_ms = clock_mono_ms() + (wait_ms < WAIT_MS_MAX ? wait_ms : WAIT_MS_MAX);

    while (!work(fetcher) && !atomic_exchange(&fetcher->is_woken, false)) {
        int64_t left_ms = until_ms - clock_mono_ms();
        if (left_ms <= 0)
            return;
        wait_for_event(fetcher, left_ms);
    }
}

void fetcher_wake(struct fetcher *fetcher)
{
    atomic_store(&fetcher->is_woken, true);
    (void)curl_multi_wakeup(fetcher->multi); /* fails only when a wake is pending already */
}

size_t fetcher_running(const struct fetcher *fetcher)
{
    return fetcher->running;
}

struct once {
    struct arena *arena;
    struct fetch_result result;
    bool is_done;
};

static void keep_result(void *context, const struct fetch_result *result)
{
    struct once *once = context;

    once->result = *result;
    once->result.body = arena_copy(once->arena, result->body);
    once->result.location = arena_copy(once->arena, result->location);
    once->result.refresh = arena_copy(once->arena, result->refresh);
    once->result.content_type = arena_copy(once->arena, result->content_type);
    once->result.set_cookie = arena_copy(once->arena, result->set_cookie);
    once->result.rate_remaining = arena_copy(once->arena, result->rate_remaining);
    once->result.rate_reset = arena_copy(once->arena, result->rate_reset);
    once->result.retry_after = arena_copy(once->arena, result->retry_after);
    once->result.error = arena_copy(once->arena, result->error);
    once->is_done = true;
}

enum err fetch_once(struct fetcher *fetcher, struct arena *arena,
                    const struct fetch_request *request, struct fetch_result *result)
{
    struct once once = {.arena = arena};
    enum err err = fetcher_start(fetcher, request, keep_result, &once);

    if (err != OK)
        return err;
    /* A wake that comes meanwhile is left to fetcher_run(). */
    while (work(fetcher), !once.is_done)
        wait_for_event(fetcher, WAIT_MS_MAX);
    if (arena_is_full(arena))
        return ERR_FULL;
    *result = once.result;
    return OK;
}

enum err fetch_parse_date(struct str text, int64_t *wall_ms)
{
    char copy[64];

    if (text.len == 0 || text.len >= sizeof(copy))
        return ERR_INVALID;
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    time_t seconds = curl_getdate(copy, NULL);
    if (seconds < 0)
        return ERR_INVALID;
    *wall_ms = (int64_t)seconds * 1000;
    return OK;
}
