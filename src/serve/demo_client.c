/* demo_client - asks the server as any program would: HTTP with an API key, JSON both ways. */
#include <stdarg.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/num.h"
#include "serve/demo.h"

#define TIMEOUT_MS       10000
#define BUSY_MS          20000 /* how long "not yet" is asked again: reports open behind the rest */
#define BUSY_POLL_MS     50
#define SCRATCH_BYTES    (1024 * 1024)
#define PATH_BYTES_MAX   512
#define METRIC_BYTES_MAX 128

bool demo_client_open(struct demo *demo)
{
    struct fetch_policy policy = {
        .allow_private_count = 1,
        .timeout_ms = TIMEOUT_MS,
        .connect_timeout_ms = TIMEOUT_MS,
        .redirects_max = 0,                  /* visitors read each Location themselves */
        .transfers_max = 3 * DEMO_IN_FLIGHT, /* connections to three servers are kept */
    };
    enum err err = net_parse_range(STR("127.0.0.0/8"), &policy.allow_private[0]);
    if (err == OK)
        err = fetcher_open(&policy, &demo->fetcher);
    return err == OK ? true : demo_fail("the HTTP client did not open: %s", err_text(err));
}

static bool fetch(struct demo *demo, struct arena *arena, const struct fetch_request *request,
                  struct fetch_result *result)
{
    enum err err = fetch_once(demo->fetcher, arena, request, result);
    if (demo_is_interrupted())
        return demo_fail("interrupted");
    if (err != OK)
        return demo_fail("%.*s: %s", STR_FMT(request->url), err_text(err));
    if (result->reach != FETCH_ANSWERED)
        return demo_fail("%.*s: no answer: %.*s", STR_FMT(request->url), STR_FMT(result->error));
    return true;
}

bool demo_get(struct demo *demo, struct arena *arena, struct str url, struct fetch_result *result)
{
    return fetch(demo, arena, &(struct fetch_request){.url = url}, result);
}

/* --- The API ------------------------------------------------------------------------------------
 */

/* What is only read is asked again while the server says that it cannot yet. */
static bool fetch_when_ready(struct demo *demo, struct arena *arena,
                             const struct fetch_request *request, struct fetch_result *result)
{
    int64_t end_mono_ms = clock_mono_ms() + BUSY_MS;
    bool is_read = str_is_equal(request->method, STR("GET"));
    while (fetch(demo, arena, request, result)) {
        if (result->status != 503 || !is_read || clock_mono_ms() > end_mono_ms)
            return true;
        usleep(BUSY_POLL_MS * 1000);
    }
    return false;
}

/* One call; NULL unless it was answered with that status and JSON. */
static json_t *call(struct demo *demo, struct str method, const char *path, struct str body,
                    unsigned status)
{
    struct arena *arena = arena_make(SCRATCH_BYTES);
    struct str headers[] = {arena_format(arena, "Authorization: Bearer %s", demo->key),
                            STR("Content-Type: application/json")};
    struct fetch_request request = {
        .url = arena_format(arena, "http://%s/api/v1/%s", demo->dashboard, path),
        .method = method,
        .body = body,
        .headers = headers,
        .header_count = body.ptr != NULL ? 2 : 1,
    };
    struct fetch_result result;
    json_t *answer = NULL;
    if (fetch_when_ready(demo, arena, &request, &result)) {
        if (result.status == status)
            answer = json_loadb(result.body.ptr, result.body.len, 0, NULL);
        if (answer == NULL)
            demo_fail("%.*s %.*s: expected %u with JSON, got %u %.*s", STR_FMT(method),
                      STR_FMT(request.url), status, result.status, STR_FMT(result.body));
    }
    arena_free(arena);
    return answer;
}

json_t *demo_api_get(struct demo *demo, const char *path_format, ...)
{
    char path[PATH_BYTES_MAX];
    va_list args;
    va_start(args, path_format);
    int len = vsnprintf(path, sizeof(path), path_format, args);
    va_end(args);
    CHECK(len > 0 && (size_t)len < sizeof(path));
    return call(demo, STR("GET"), path, STR_NONE, 200);
}

/* Prints what it sends; takes body. */
static json_t *tell(struct demo *demo, struct str method, const char *path, json_t *body,
                    unsigned status)
{
    CHECK(body != NULL);
    char *text = json_dumps(body, JSON_COMPACT);
    json_decref(body);
    CHECK(text != NULL);
    demo_line(method.ptr, "http://%s/api/v1/%s", demo->dashboard, path);
    demo_line("", "%s", text);
    json_t *answer = call(demo, method, path, str_from_c(text), status);
    free(text);
    return answer;
}

json_t *demo_api_post(struct demo *demo, const char *path, json_t *body)
{
    return tell(demo, STR("POST"), path, body, 201);
}

json_t *demo_api_make(struct demo *demo, const char *path, json_t *body)
{
    CHECK(body != NULL);
    char *text = json_dumps(body, JSON_COMPACT);
    json_decref(body);
    CHECK(text != NULL);
    json_t *answer = call(demo, STR("POST"), path, str_from_c(text), 201);
    free(text);
    return answer;
}

json_t *demo_api_patch(struct demo *demo, const char *path, json_t *body)
{
    return tell(demo, STR("PATCH"), path, body, 200);
}

bool demo_text(struct demo *demo, const json_t *answer, const char *object, const char *name,
               struct str *text)
{
    const json_t *holder = object != NULL ? json_object_get(answer, object) : answer;
    const char *found = json_string_value(json_object_get(holder, name));
    if (found == NULL)
        return demo_fail("the API's answer has no %s%s%s", object != NULL ? object : "",
                         object != NULL ? "." : "", name);
    *text = arena_copy(demo->arena, str_from_c(found));
    CHECK(text->ptr != NULL);
    return true;
}

/* --- Metrics ------------------------------------------------------------------------------------
 */

/* Prometheus text: "name value" at the beginning of a line. */
static bool find_metric(struct str text, const char *name, uint64_t *value)
{
    char start[METRIC_BYTES_MAX];
    struct str line;
    snprintf(start, sizeof(start), "%s ", name);
    struct str mark = str_from_c(start);
    while (str_take_piece(&text, '\n', &line)) {
        if (str_has_prefix(line, mark))
            return num_parse_u64(str_trim(str_slice(line, mark.len, line.len)), UINT64_MAX,
                                 value) == OK;
    }
    return false;
}

bool demo_metric(struct demo *demo, const char *name, uint64_t *value)
{
    struct arena *arena = arena_make(SCRATCH_BYTES);
    struct fetch_result result;
    struct str url = arena_format(arena, "http://%s/metrics", demo->dashboard);
    bool is_ok = demo_get(demo, arena, url, &result);
    if (is_ok && !find_metric(result.body, name, value))
        is_ok = demo_fail("%.*s does not show %s", STR_FMT(url), name);
    arena_free(arena);
    return is_ok;
}
