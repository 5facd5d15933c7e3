#include "visitor/device_hints.h"

#include "base/buf.h"
#include "base/num.h"

#define REDUCED "Android 10; K)"

bool device_hints_is_reduced(struct str agent)
{
    return str_find(agent, STR(REDUCED)) >= 0;
}

struct str device_hints_insert_model(struct str agent, struct str model, char *memory, size_t cap)
{
    struct buf buf = buf_from_memory(memory, cap);
    ptrdiff_t at = str_find(agent, STR(REDUCED));
    if (at < 0)
        return agent;
    size_t letter = (size_t)at + strlen(REDUCED) - strlen("K)");
    buf_write(&buf, str_slice(agent, 0, letter));
    buf_write(&buf, model);
    buf_write(&buf, str_slice(agent, letter + 1, agent.len));
    return buf_is_full(&buf) ? agent : buf_str(&buf);
}

/* ------------------------------------------------------------------ system */

/* What hints call a system, and what uap-core does. */
static const struct {
    const char *platform;
    const char *os;
} systems[] = {
    {"Windows", "Windows"}, {"macOS", "Mac OS X"},      {"Mac OS X", "Mac OS X"},
    {"Android", "Android"}, {"Chrome OS", "Chrome OS"}, {"Chromium OS", "Chrome OS"},
    {"iOS", "iOS"},         {"Linux", "Linux"},         {"Fuchsia", "Fuchsia"},
};

static struct str system_of(struct str platform)
{
    for (size_t i = 0; i < ARRAY_LEN(systems); i++)
        if (str_is_equal_nocase(platform, str_from_c(systems[i].platform)))
            return str_from_c(systems[i].os);
    return STR_NONE;
}

/* Without the zeros at the end: "13.0.0" is 13. */
static struct str trim_version(struct str version)
{
    while (str_has_suffix(version, STR(".0")))
        version.len -= strlen(".0");
    return version.len == 0 || str_is_equal(version, STR("0")) ? STR_NONE : version;
}

/* Windows tells the version of an interface.
 * (https://learn.microsoft.com/en-us/microsoft-edge/web-platform/how-to-detect-win11) */
static struct str windows_version(struct str version)
{
    struct str major;
    uint64_t number;
    struct str rest = version;
    if (str_has_prefix(version, STR("0.1")))
        return STR("7");
    if (str_has_prefix(version, STR("0.2")))
        return STR("8");
    if (str_has_prefix(version, STR("0.3")))
        return STR("8.1");
    if (!str_take_piece(&rest, '.', &major) || num_parse_u64(major, UINT32_MAX, &number) != OK ||
        number == 0)
        return STR_NONE;
    return number >= 13 ? STR("11") : STR("10");
}

/* "Ubuntu" is a Linux that says more. */
static bool is_kind_of_linux(struct str os)
{
    static const char *const others[] = {"Windows", "Mac OS X", "Android", "iOS", "Chrome OS"};
    for (size_t i = 0; i < ARRAY_LEN(others); i++)
        if (str_is_equal(os, str_from_c(others[i])))
            return false;
    return os.len > 0;
}

static void apply_system(const struct hints *hints, bool is_reduced, struct device_answer *answer)
{
    struct str os = system_of(hints->platform);
    if (is_reduced)
        answer->os_version = STR_NONE;
    if (os.ptr == NULL)
        return;
    if (str_is_equal(os, STR("Linux")) && is_kind_of_linux(answer->os))
        os = answer->os;
    if (!str_is_equal(os, answer->os))
        answer->os_version = STR_NONE; /* was another system's */
    answer->os = os;
    struct str version = hints->platform_version;
    if (version.ptr != NULL)
        version =
            str_is_equal(os, STR("Windows")) ? windows_version(version) : trim_version(version);
    if (version.ptr != NULL)
        answer->os_version = version;
}

/* ------------------------------------------------------------------ browser */

/* What hints call a browser, and what uap-core does: on a telephone too. Others go by their own
 * name. */
static const struct {
    const char *brand;
    const char *name;
    const char *mobile;
} browsers[] = {
    {"Google Chrome", "Chrome", "Chrome Mobile"},
    {"Microsoft Edge", "Edge", "Edge Mobile"},
    {"Opera", "Opera", "Opera Mobile"},
    {"YaBrowser", "Yandex Browser", "Yandex Browser"},
    {"Yandex", "Yandex Browser", "Yandex Browser"},
    {"Samsung Internet", "Samsung Internet", "Samsung Internet"},
    {"Android WebView", "Chrome Mobile WebView", "Chrome Mobile WebView"},
};

static struct str browser_of(struct str brand, bool is_mobile)
{
    for (size_t i = 0; i < ARRAY_LEN(browsers); i++)
        if (str_is_equal(brand, str_from_c(browsers[i].brand)))
            return str_from_c(is_mobile ? browsers[i].mobile : browsers[i].name);
    return brand;
}

/* Whether the user agent told no more than that it is of Chromium's kin: a name such as Instagram
 * tells more than the WebView it runs in. */
static bool is_plain_chrome(struct str browser)
{
    static const char *const names[] = {"Chrome", "Chrome Mobile", "Chrome Mobile WebView",
                                        "Chromium", "Android"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_is_equal(browser, str_from_c(names[i])))
            return true;
    return browser.len == 0;
}

static void apply_browser(const struct hints *hints, struct device_answer *answer)
{
    struct str brand = hints->brand.name, version = hints->brand.version;
    bool is_weak = hints->is_chromium || str_is_equal(brand, STR("Android WebView"));
    if (hints->is_chromium) {
        brand = STR("Chromium");
        version = hints->chromium_version;
    }
    if (brand.ptr == NULL || (is_weak && !is_plain_chrome(answer->browser)))
        return;
    struct str browser = browser_of(brand, hints->mobile == VISITOR_YES);
    /* A first number alone says no more than the user agent does of the same browser. */
    bool is_same = str_is_equal(browser, answer->browser) && answer->browser_version.len > 0;
    answer->browser = browser;
    if (hints->is_whole_version || !is_same)
        answer->browser_version = version;
}

/* ------------------------------------------------------------------ type */

static void apply_type(const struct hints *hints, struct device_answer *answer)
{
    bool is_tv = str_is_equal(answer->device_type, STR("tv"));
    if (hints->mobile == VISITOR_UNKNOWN || is_tv)
        return;
    if (hints->mobile == VISITOR_YES)
        answer->device_type = STR("mobile");
    else if (str_is_equal(answer->os, STR("Android")))
        answer->device_type = STR("tablet");
    else if (answer->os.len > 0)
        answer->device_type = STR("desktop");
}

void device_hints_apply(const struct hints *hints, bool is_reduced, struct device_answer *answer)
{
    apply_system(hints, is_reduced, answer);
    apply_browser(hints, answer);
    apply_type(hints, answer);
    if (hints->model.ptr != NULL)
        answer->model = hints->model;
}
