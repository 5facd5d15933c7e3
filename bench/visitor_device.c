/* visitor_device - what it costs to find out with what a visitor calls: RULES is uap-core's
 * regexes.yaml, CRAWLERS crawler-user-agents.json, each FILE has a user agent a line. Cold: each
 * once, nothing is kept; warm: all of them are kept. With the headers that a browser sends, hints
 * among them. */
#include <unistd.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/num.h"
#include "visitor/device.h"

#define AGENTS_MAX  65536
#define WARM_CALLS  2000000
#define WARM_AGENTS 10000 /* as many as fit into the cache */
#define NS          1000

static struct str agents[AGENTS_MAX];
static int64_t cold_ns[AGENTS_MAX];

static int64_t now_ns(void)
{
    struct timespec time;
    CHECK(clock_gettime(CLOCK_MONOTONIC, &time) == 0);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void add_header(struct http_request *request, const char *name, const char *value)
{
    request->headers[request->header_count++] =
        (struct http_header){str_from_c(name), str_from_c(value)};
}

static struct http_request request_of_a_browser(void)
{
    struct http_request request = {0};
    add_header(&request, "Host", "track.example");
    add_header(&request, "User-Agent", "");
    add_header(&request, "Sec-CH-UA",
               "\"Chromium\";v=\"124\", \"Google Chrome\";v=\"124\", \"Not-A.Brand\";v=\"99\"");
    add_header(&request, "Sec-CH-UA-Mobile", "?0");
    add_header(&request, "Sec-CH-UA-Platform", "\"Windows\"");
    add_header(&request, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    add_header(&request, "Accept-Language", "fr-FR,fr;q=0.9,en;q=0.8");
    add_header(&request, "Accept-Encoding", "gzip, deflate");
    add_header(&request, "Referer", "http://site.example/videos/12345");
    add_header(&request, "Upgrade-Insecure-Requests", "1");
    return request;
}

static size_t read_agents(const char *path)
{
    static char line[65536];
    size_t count = 0;
    FILE *file = fopen(path, "re");
    CHECK(file != NULL);
    while (count < AGENTS_MAX && fgets(line, sizeof(line), file) != NULL) {
        struct str text = str_trim(str_from_c(line));
        if (text.len == 0)
            continue;
        char *copy = heap_make(text.len, 1);
        memcpy(copy, text.ptr, text.len);
        agents[count++] = (struct str){copy, text.len};
    }
    (void)fclose(file);
    return count;
}

static int by_size(const void *a, const void *b)
{
    const int64_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

static void measure_cold(const struct devices *devices, size_t count)
{
    struct http_request request = request_of_a_browser();
    struct visitor_facts facts = {0};
    struct device_desk *desk = device_desk_make(devices, 1);
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        request.headers[1].value = agents[i];
        int64_t from = now_ns();
        device_fill(desk, &request, NULL, &facts);
        cold_ns[i] = now_ns() - from;
        sum += cold_ns[i];
    }
    struct device_cache_counters counters = device_desk_counters(desk);
    qsort(cold_ns, count, sizeof(*cold_ns), by_size);
    printf("cold %.1f us a call (median %.1f, p99 %.1f; %zu user agents, %" PRIu64 " of them new)",
           (double)sum / (double)count / NS, (double)cold_ns[count / 2] / NS,
           (double)cold_ns[count * 99 / 100] / NS, count, counters.misses);
    device_desk_free(desk);
}

static void measure_warm(const struct devices *devices, size_t count)
{
    struct http_request request = request_of_a_browser();
    struct visitor_facts facts = {0};
    struct device_desk *desk = device_desk_make(devices, 1);
    uint64_t step = 7919, at = 0; /* all of them, in no order */
    count = count < WARM_AGENTS ? count : WARM_AGENTS;
    for (size_t i = 0; i < count; i++) {
        request.headers[1].value = agents[i];
        device_fill(desk, &request, NULL, &facts);
    }
    struct device_cache_counters before = device_desk_counters(desk);
    int64_t from = now_ns();
    for (size_t i = 0; i < WARM_CALLS; i++) {
        request.headers[1].value = agents[at];
        device_fill(desk, &request, NULL, &facts);
        at = (at + step) % count;
    }
    int64_t took = now_ns() - from;
    struct device_cache_counters after = device_desk_counters(desk);
    printf(", warm %.2f us (%zu user agents again and again, %.2f %% found); %" PRIu64
           " KiB of cache\n",
           (double)took / WARM_CALLS / NS, count,
           (double)(after.hits - before.hits) * 100 / WARM_CALLS, after.bytes / 1024);
    device_desk_free(desk);
}

/* A line of /proc/self/smaps_rollup, in KiB. */
static uint64_t private_kib(void)
{
    char line[256];
    uint64_t kib = 0;
    FILE *file = fopen("/proc/self/smaps_rollup", "re");
    while (file != NULL && fgets(line, sizeof(line), file) != NULL)
        (void)sscanf(line, "Private_Dirty: %" SCNu64, &kib); /* else it stays */
    if (file != NULL)
        (void)fclose(file);
    return kib;
}

int main(int argc, char **argv)
{
    if (argc < 4)
        return fprintf(stderr, "visitor_device RULES CRAWLERS FILE ...\n"), 2;
    log_set_level(LOG_WARNING);
    uint64_t before_kib = private_kib();
    struct devices *devices = devices_open(argv[1], argv[2]);
    devices_wait(devices);
    struct devices_state state = devices_state(devices);
    if (state.reason[0] != '\0')
        return 1;
    printf("rules of user agents: %zu, crawlers: %zu, compiled in %.0f ms; %.1f MiB, %.1f MiB with "
           "what making "
           "them left behind; the cache has at most %d user agents and %d MiB\n",
           state.rules, state.crawlers, (double)state.made_us / NS,
           (double)state.bytes / 1024 / 1024, (double)(private_kib() - before_kib) / 1024,
           DEVICE_CACHE_ENTRIES, DEVICE_CACHE_BYTES / 1024 / 1024);
    for (int i = 3; i < argc; i++) {
        const char *slash = strrchr(argv[i], '/');
        size_t count = read_agents(argv[i]);
        CHECK(count > 0);
        printf("device, %s: ", slash != NULL ? slash + 1 : argv[i]);
        measure_cold(devices, count);
        measure_warm(devices, count);
    }
    devices_close(devices);
    return 0;
}
