/* agent_fuzz - a user agent and client hints, a line each, of any bytes: what comes out can stand
 * in a row, the same from the cache; and a regular expression with a text: the filter leaves out
 * none that matches. The first byte says which. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include "visitor/agent_filter.h"
#include "visitor/device.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = {"User-Agent",
                                    "Sec-CH-UA",
                                    "Sec-CH-UA-Mobile",
                                    "Sec-CH-UA-Platform",
                                    "Sec-CH-UA-Model",
                                    "Sec-CH-UA-Platform-Version",
                                    "Sec-CH-UA-Full-Version-List"};

static void check_text(struct str text)
{
    CHECK(text.ptr == NULL || (text.len > 0 && text.len <= DEVICE_TEXT_MAX));
    CHECK(str_is_utf8(text) && !str_has_control(text));
}

static void check_same(struct str a, struct str b)
{
    CHECK(str_is_equal(a, b));
}

static void check_request(struct str lines)
{
    static struct devices *devices;
    static struct device_desk *desk;
    struct http_request request = {0};
    struct visitor_facts first = {0}, again = {0};
    char type[16], browser[DEVICE_TEXT_MAX];
    if (devices == NULL) {
        devices = devices_open(AGENTS_FILE, CRAWLERS_FILE);
        devices_wait(devices);
        CHECK(devices_state(devices).reason[0] == '\0');
        desk = device_desk_make(devices, 64);
    }
    for (size_t i = 0; i < ARRAY_LEN(names) && lines.ptr != NULL; i++) {
        struct http_header *header = &request.headers[request.header_count++];
        header->name = str_from_c(names[i]);
        (void)str_take_piece(&lines, '\n', &header->value);
    }
    device_fill(desk, &request, NULL, &first);
    const struct str texts[] = {first.brand,      first.model,   first.os,
                                first.os_version, first.browser, first.browser_version};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        check_text(texts[i]);
    CHECK(first.device_type.len < sizeof(type));
    struct buf type_buf = buf_from_memory(type, sizeof(type));
    struct buf browser_buf = buf_from_memory(browser, sizeof(browser));
    buf_write(&type_buf, first.device_type);
    buf_write(&browser_buf, first.browser);
    device_fill(desk, &request, NULL, &again);
    if (first.device_type.ptr != NULL)
        check_same(buf_str(&type_buf), again.device_type);
    if (first.browser.ptr != NULL)
        check_same(buf_str(&browser_buf), again.browser);
}

/* The expression is the first line. */
static void check_filter(struct str text)
{
    struct str regex;
    int code;
    PCRE2_SIZE place;
    uint16_t candidates[1];
    if (!str_take_piece(&text, '\n', &regex) || text.ptr == NULL || regex.len > 256)
        return;
    pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)(regex.len > 0 ? regex.ptr : ""), regex.len,
                                         PCRE2_NEVER_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_CASELESS,
                                         &code, &place, NULL);
    if (compiled == NULL)
        return;
    pcre2_match_context *limits = pcre2_match_context_create(NULL);
    (void)pcre2_set_match_limit(limits, 10000);
    (void)pcre2_set_heap_limit(limits, 1024);
    pcre2_match_data *match = pcre2_match_data_create(1, NULL);
    int result = pcre2_match(compiled, (PCRE2_SPTR)(text.len > 0 ? text.ptr : ""), text.len, 0, 0,
                             match, limits);
    struct arena *arena = arena_make(1 << 20);
    struct literal_sets needs = literal_find(arena, regex);
    struct agent_filter *filter = agent_filter_make(&needs, 1);
    void *scratch = heap_make(agent_filter_scratch_bytes(filter) + 1, 1);
    size_t count = agent_filter_scan(filter, text, scratch, candidates);
    CHECK(result < 0 || count == 1);
    free(scratch);
    agent_filter_free(filter);
    arena_free(arena);
    pcre2_match_data_free(match);
    pcre2_match_context_free(limits);
    pcre2_code_free(compiled);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str rest = {(const char *)data + 1, size > 0 ? size - 1 : 0};
    if (size == 0)
        return 0;
    if (data[0] == 'r')
        check_filter(rest);
    else
        check_request(rest);
    return 0;
}
