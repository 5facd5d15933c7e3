#include "serve/settings.h"

#include <errno.h>
#include "base/num.h"

#define LINE_MAX_BYTES 1024

enum setting_type {
    SETTING_TEXT,
    SETTING_ENDPOINT,
    SETTING_URL,
    SETTING_CHOICE,
    SETTING_NUMBER,
    SETTING_RANGES,
    SETTING_WAITS,
    SETTING_FILES,
    SETTING_HOSTS
};

struct setting {
    const char *key;
    enum setting_type type;
    size_t offset;
    const char *initial;
    int64_t min, max;    /* of a number; of files: how many */
    const char *choices; /* "a|b" */
    const char *help;
};

#define AT(field) offsetof(struct settings, field)

/* clang-format off: one setting a line */
static const struct setting table[] = {
    {"tracking.listen", SETTING_ENDPOINT, AT(tracking_listen), "127.0.0.1:8080", 0, 0, NULL,
     "where campaign URLs and postbacks are served"},
    {"dashboard.listen", SETTING_ENDPOINT, AT(dashboard_listen), "127.0.0.1:8081", 0, 0, NULL,
     "where the JSON API, health and metrics are served; never a public address"},
    {"dashboard.url", SETTING_URL, AT(dashboard_url), "", 0, 0, NULL,
     "public base of the dashboard, by default http:// and the listener's address; with https:// "
     "its "
     "cookie goes over HTTPS only"},
    {"dashboard.hosts", SETTING_TEXT, AT(dashboard_hosts), "", 0, 0, NULL,
     "further host names (comma-separated) that the dashboard answers to, besides its address, "
     "localhost and that of dashboard.url"},
    {"network.listen", SETTING_ENDPOINT, AT(network_listen), "127.0.0.1:8082", 0, 0, NULL,
     "where ad clicks and tag.php are served"},
    {"api.listen", SETTING_ENDPOINT, AT(api_listen), "127.0.0.1:8083", 0, 0, NULL,
     "where the ad network's public API (/v2) is served"},
    {"api.requests_per_minute", SETTING_NUMBER, AT(api_requests_per_minute), "600", 1, 1000000,
     NULL, "that one token or user may send to /v2 in a minute; further ones get 429"},
    {"api.url", SETTING_URL, AT(api_url), "", 0, 0, NULL,
     "public base of /v2, by default http:// and the listener's address"},
    {"tracking.url", SETTING_URL, AT(tracking_url), "", 0, 0, NULL,
     "public base of tracking links, by default http:// and the listener's address"},
    {"tracking.dns_cname", SETTING_TEXT, AT(tracking_dns_cname), "", 0, 0, NULL,
     "what the CNAME of a domain is to name, by default the host of tracking.url"},
    {"tracking.dns_addresses", SETTING_RANGES, AT(tracking_dns_addresses), "", 0, 0, NULL,
     "addresses that a domain's A and AAAA are to name, comma-separated"},
    {"dns.server", SETTING_ENDPOINT, AT(dns_server), "", 0, 0, NULL,
     "ADDRESS:PORT of the name server that is asked about domains, by default the machine's own"},
    {"network.url", SETTING_URL, AT(network_url), "", 0, 0, NULL,
     "public base of the ad network's links, by default http:// and the listener's address"},
    {"network.hosts", SETTING_HOSTS, AT(network_hosts), "", 0, 0, NULL,
     "further host names (comma-separated) of the ad network, which the pixel of a goal asks too; "
     "with any set, a Host that is none of them, nor network.url's, localhost or an address, gets "
     "421"},
    {"click_durability", SETTING_CHOICE, AT(click_durability), "commit", 0, 0, "commit|interval",
     "commit: a click's record is on disk before its redirect leaves; interval: within "
     "click_durability_ms"},
    {"click_durability_ms", SETTING_NUMBER, AT(click_durability_ms), "200", 10, 10000, NULL,
     "with interval: how much may be lost to a power cut, in ms"},
    {"click_wait_ms", SETTING_NUMBER, AT(click_wait_ms), "250", 10, 10000, NULL,
     "a visitor waits this long for a slow disk, then leaves unrecorded, in ms"},
    {"postback_wait_ms", SETTING_NUMBER, AT(postback_wait_ms), "5000", 100, 60000, NULL,
     "a postback waits this long for a slow disk, then gets 503, in ms"},
    {"conversion.window_days", SETTING_NUMBER, AT(conversion_window_days), "90", 1, 3650, NULL,
     "a click's first conversion must come within, in days"},
    {"courier.allow_private", SETTING_RANGES, AT(courier_allow_private), "", 0, 0, NULL,
     "networks (CIDR, comma-separated) of private or loopback addresses that outgoing requests may "
     "reach"},
    {"courier.retry", SETTING_WAITS, AT(courier_retry), "10s,1m,10m,1h,6h,12h", 0, 0, NULL,
     "waits before each further attempt to deliver a postback (ms, s, m, h)"},
    {"courier.timeout_ms", SETTING_NUMBER, AT(courier_timeout_ms), "10000", 100, 120000, NULL,
     "an outgoing postback may take this long, in ms"},
    {"http.trusted_proxies", SETTING_RANGES, AT(http_trusted_proxies), "", 0, 0, NULL,
     "networks whose X-Forwarded-For is believed"},
    {"http.header_deadline_ms", SETTING_NUMBER, AT(http_header_deadline_ms), "10000", 100, 600000,
     NULL, "a request's headers must be whole within, in ms"},
    {"http.body_deadline_ms", SETTING_NUMBER, AT(http_body_deadline_ms), "10000", 100, 600000, NULL,
     "a request's body must be whole within, in ms"},
    {"http.idle_deadline_ms", SETTING_NUMBER, AT(http_idle_deadline_ms), "60000", 100, 3600000,
     NULL, "a kept connection may be idle this long, in ms"},
    {"http.connections_max", SETTING_NUMBER, AT(http_connections_max), "20000", 10, 1000000, NULL,
     "connections in all"},
    {"http.connections_per_address", SETTING_NUMBER, AT(http_connections_per_address), "256", 1,
     1000000, NULL, "connections of one address; loopback is not counted"},
    {"edge.threads", SETTING_NUMBER, AT(edge_threads), "0", 0, 64, NULL,
     "threads that serve clicks; 0: half the cores"},
    {"uniqueness.visitors_max", SETTING_NUMBER, AT(uniqueness_visitors_max), "4194304", 4096,
     268435456, NULL,
     "visitors that the edge remembers to tell unique visits, 16 bytes of memory each; the oldest "
     "give way"},
    {"geo.place", SETTING_FILES, AT(geo_place), "", 0, SETTINGS_FILES_MAX, NULL,
     "databases (.mmdb, comma-separated, relative to the data folder) that country, region and "
     "city "
     "of an address are read from; the first that knows it counts; by default those that come with "
     "the program; none: no place is looked up"},
    {"geo.network", SETTING_FILES, AT(geo_network), "", 0, SETTINGS_FILES_MAX, NULL,
     "databases (.mmdb, or made by rebond places) that provider, AS number, kind of connection, "
     "proxies and hosting are read from, as for geo.place"},
    {"device.rules", SETTING_FILES, AT(device_rules), "", 0, 1, NULL,
     "uap-core's regexes.yaml (relative to the data folder), by which device, system and browser "
     "are told from the user agent; by default the one that comes with the program; none: nothing "
     "is known of user agents"},
    {"bots.crawlers", SETTING_FILES, AT(bots_crawlers), "", 0, 1, NULL,
     "list of crawlers' user agents (JSON of crawler-user-agents, relative to the data folder); by "
     "default the one that comes with the program; none: none are known"},
    {"bots.frequent_from", SETTING_NUMBER, AT(bots_frequent_from), "120", 0, 65535, NULL,
     "visits of one address (IPv6: of its /64) within a minute, from which on that is a signal of "
     "a bot; 0: never"},
    {"facts.memory_mib", SETTING_NUMBER, AT(facts_memory_mib), "1024", 128, 1048576, NULL,
     "memory that reports may use in all, in MiB; beyond it they spill to disk"},
    {"facts.threads", SETTING_NUMBER, AT(facts_threads), "2", 1, 256, NULL,
     "threads that reports may use in all"},
    {"facts.statement_ms", SETTING_NUMBER, AT(facts_statement_ms), "30000", 100, 3600000, NULL,
     "a report is stopped after this long, in ms"},
    {"facts.spill_mib", SETTING_NUMBER, AT(facts_spill_mib), "8192", 0, 16777216, NULL,
     "disk that reports may spill to in all, in MiB; beyond it they fail"},
    {"health.every_s", SETTING_NUMBER, AT(health_every_s), "60", 1, 86400, NULL,
     "between two looks at the tracking's health, and two messages of a workspace's webhook, in s"},
    {"bidder.every_s", SETTING_NUMBER, AT(bidder_every_s), "60", 1, 86400, NULL,
     "between two looks whether a bidder's time to decide has come, in s"},
    {"cost_sync.every_s", SETTING_NUMBER, AT(cost_sync_every_s), "60", 1, 86400, NULL,
     "between two looks whether a source's time to fetch its costs has come, in s"},
    {"node", SETTING_NUMBER, AT(node), "0", 0, 511, NULL, "this machine's number in entry ids"},
    {"log.level", SETTING_CHOICE, AT(log_level), "info", 0, 0, "debug|info|warning|error",
     "what is logged"},
};
/* clang-format on */

/* Where a value came from, for the message. */
struct origin {
    const char *where; /* "rebond.conf, line 3" */
};

static enum err complain(const struct origin *origin, const struct setting *setting,
                         struct str value, const char *expected)
{
    fprintf(stderr, "rebond: %s: %s = \"%.*s\": expected %s\n", origin->where, setting->key,
            STR_FMT(value), expected);
    return ERR_INVALID;
}

/* --- Values by type ------------------------------------------------------- */

static bool is_choice(const char *choices, struct str value)
{
    struct str rest = str_from_c(choices);
    struct str choice;
    while (str_take_piece(&rest, '|', &choice)) {
        if (str_is_equal(choice, value))
            return true;
    }
    return false;
}

static bool is_url(struct str value)
{
    bool is_http = str_has_prefix(value, STR("http://")) || str_has_prefix(value, STR("https://"));
    return value.len == 0 ||
           (is_http && !str_has_suffix(value, STR("/")) && !str_has_control(value));
}

static enum err parse_ranges(struct str value, struct settings_ranges *ranges)
{
    struct str piece;
    ranges->count = 0;
    value = value.len > 0 ? value : STR_NONE; /* nothing is no piece, "," are two empty ones */
    while (str_take_piece(&value, ',', &piece)) {
        if (ranges->count == SETTINGS_RANGES_MAX ||
            net_parse_range(str_trim(piece), &ranges->ranges[ranges->count]) != OK)
            return ERR_INVALID;
        ranges->count++;
    }
    return OK;
}

static enum err parse_wait(struct str text, int64_t *ms)
{
    static const struct {
        const char *unit;
        int64_t ms;
    } units[] = {{"ms", 1}, {"s", 1000}, {"m", 60000}, {"h", 3600000}};
    for (size_t i = 0; i < ARRAY_LEN(units); i++) {
        struct str unit = str_from_c(units[i].unit);
        int64_t count;
        if (!str_has_suffix(text, unit) ||
            num_parse_i64(str_slice(text, 0, text.len - unit.len), 1, 1000000, &count) != OK)
            continue;
        *ms = count * units[i].ms;
        return OK;
    }
    return ERR_INVALID;
}

static enum err parse_waits(struct str value, struct settings_waits *waits)
{
    struct str piece;
    waits->count = 0;
    value = value.len > 0 ? value : STR_NONE;
    while (str_take_piece(&value, ',', &piece)) {
        if (waits->count == SETTINGS_WAITS_MAX ||
            parse_wait(str_trim(piece), &waits->ms[waits->count]) != OK)
            return ERR_INVALID;
        waits->count++;
    }
    return OK;
}

static enum err parse_files(struct str value, size_t max, struct settings_files *files)
{
    struct str piece;
    files->count = 0;
    files->is_none = str_is_equal(value, STR("none"));
    value = value.len > 0 && !files->is_none ? value : STR_NONE;
    while (str_take_piece(&value, ',', &piece)) {
        piece = str_trim(piece);
        if (files->count == max || piece.len == 0 || piece.len >= SETTINGS_PATH_MAX ||
            str_has_control(piece))
            return ERR_INVALID;
        memcpy(files->paths[files->count], piece.ptr, piece.len);
        files->paths[files->count++][piece.len] = '\0';
    }
    return OK;
}

static enum err set_text(const struct origin *origin, const struct setting *setting,
                         struct str value, char *field)
{
    struct sockaddr_storage address;
    socklen_t len;
    if (value.len >= SETTINGS_TEXT_MAX)
        return complain(origin, setting, value, "at most 255 characters");
    bool is_optional = setting->initial[0] == '\0';
    if (setting->type == SETTING_ENDPOINT && !(is_optional && value.len == 0) &&
        net_parse_endpoint(value, &address, &len) != OK)
        return complain(origin, setting, value,
                        "ADDRESS:PORT, such as 127.0.0.1:8080 or [::1]:8080");
    if (setting->type == SETTING_URL && !is_url(value))
        return complain(origin, setting, value,
                        "http://HOST or https://HOST, without a slash at the end");
    if (setting->type == SETTING_CHOICE && !is_choice(setting->choices, value))
        return complain(origin, setting, value, setting->choices);
    memcpy(field, value.ptr, value.len);
    field[value.len] = '\0';
    return OK;
}

/* "ads.example,ads.example:8082" */
static bool are_hosts(struct str value)
{
    static const struct str letters = {
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:", 65};
    struct str piece;
    size_t count = 0;
    if (value.len == 0)
        return true;
    while (str_take_piece(&value, ',', &piece)) {
        piece = str_trim(piece);
        if (piece.len == 0 || ++count > SETTINGS_HOSTS)
            return false;
        for (size_t i = 0; i < piece.len; i++)
            if (str_find_char(letters, piece.ptr[i]) < 0)
                return false;
    }
    return true;
}

static enum err set_hosts(const struct origin *origin, const struct setting *setting,
                          struct str value, char *field)
{
    if (value.len >= SETTINGS_HOSTS_MAX || !are_hosts(value))
        return complain(origin, setting, value,
                        "host names such as ads.example,ads2.example (at most 32, and 959 "
                        "characters)");
    memcpy(field, value.ptr, value.len);
    field[value.len] = '\0';
    return OK;
}

static enum err set_value(const struct origin *origin, const struct setting *setting,
                          struct str value, struct settings *settings)
{
    void *field = (char *)settings + setting->offset;
    char range[64];
    switch (setting->type) {
    case SETTING_TEXT:
    case SETTING_ENDPOINT:
    case SETTING_URL:
    case SETTING_CHOICE:
        return set_text(origin, setting, value, field);
    case SETTING_NUMBER:
        if (num_parse_i64(value, setting->min, setting->max, field) == OK)
            return OK;
        snprintf(range, sizeof(range), "a number from %" PRId64 " to %" PRId64, setting->min,
                 setting->max);
        return complain(origin, setting, value, range);
    case SETTING_RANGES:
        return parse_ranges(value, field) == OK
                   ? OK
                   : complain(origin, setting, value,
                              "networks such as 10.0.0.0/8,::1/128 (at most 32)");
    case SETTING_WAITS:
        return parse_waits(value, field) == OK
                   ? OK
                   : complain(origin, setting, value, "waits such as 10s,1m,1h (at most 16)");
    case SETTING_HOSTS:
        return set_hosts(origin, setting, value, field);
    case SETTING_FILES:
        if (parse_files(value, (size_t)setting->max, field) == OK)
            return OK;
        snprintf(range, sizeof(range), "paths of files (at most %" PRId64 "), or none",
                 setting->max);
        return complain(origin, setting, value,
                        setting->max == 1 ? "the path of one file, or none" : range);
    }
    return ERR_INVALID;
}

/* --- Where they come from ------------------------------------------------- */

/* Whether name is the key with its dots and underscores written as dashes. */
static bool is_option_of(const char *key, const char *name, size_t len)
{
    if (strlen(key) != len)
        return false;
    for (size_t i = 0; i < len; i++) {
        char c = key[i] == '.' || key[i] == '_' ? '-' : key[i];
        if (c != name[i])
            return false;
    }
    return true;
}

static enum err read_line(const struct origin *origin, struct str line, struct settings *settings)
{
    line = str_trim(line);
    if (line.len == 0 || line.ptr[0] == '#')
        return OK;
    ptrdiff_t equals = str_find_char(line, '=');
    struct str key = str_trim(str_slice(line, 0, equals < 0 ? line.len : (size_t)equals));
    for (size_t i = 0; i < ARRAY_LEN(table) && equals >= 0; i++) {
        if (str_is_equal(str_from_c(table[i].key), key))
            return set_value(origin, &table[i],
                             str_trim(str_slice(line, (size_t)equals + 1, line.len)), settings);
    }
    fprintf(stderr, "rebond: %s: unknown setting \"%.*s\"; rebond serve --help lists them\n",
            origin->where, STR_FMT(key));
    return ERR_INVALID;
}

static enum err read_file(struct settings *settings)
{
    char path[sizeof(settings->data) + 16];
    char line[LINE_MAX_BYTES];
    char where[64];
    snprintf(path, sizeof(path), "%s/rebond.conf", settings->data);
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        if (errno == ENOENT)
            return OK;
        fprintf(stderr, "rebond: %s: %s\n", path, strerror(errno));
        return ERR_IO;
    }
    enum err err = OK;
    for (unsigned number = 1; err == OK && fgets(line, sizeof(line), file) != NULL; number++) {
        snprintf(where, sizeof(where), "rebond.conf, line %u", number);
        if (strlen(line) == sizeof(line) - 1 && line[sizeof(line) - 2] != '\n') {
            fprintf(stderr, "rebond: %s: longer than %zu bytes\n", where, sizeof(line) - 2);
            err = ERR_INVALID;
            break;
        }
        err = read_line(&(struct origin){where}, str_from_c(line), settings);
    }
    if (err == OK && ferror(file) != 0) {
        fprintf(stderr, "rebond: %s: %s\n", path, strerror(errno));
        err = ERR_IO;
    }
    fclose(file);
    return err;
}

static enum err read_environment(struct settings *settings)
{
    for (size_t i = 0; i < ARRAY_LEN(table); i++) {
        char name[128] = "REBOND_";
        for (size_t c = 0; table[i].key[c] != '\0'; c++) {
            char letter = table[i].key[c];
            name[strlen("REBOND_") + c] = letter == '.' ? '_'
                                          : letter >= 'a' && letter <= 'z'
                                              ? (char)(letter - 'a' + 'A')
                                              : letter;
        }
        const char *value = getenv(name);
        enum err err = value != NULL ? set_value(&(struct origin){name}, &table[i],
                                                 str_from_c(value), settings)
                                     : OK;
        if (err != OK)
            return err;
    }
    return OK;
}

static bool is_option(const char *arg, const char *name, const char **value)
{
    size_t len = strlen(name);
    if (strncmp(arg, name, len) != 0 || (arg[len] != '\0' && arg[len] != '='))
        return false;
    *value = arg[len] == '=' ? arg + len + 1 : NULL;
    return true;
}

/* The setting that "--tracking-listen" names. */
static const struct setting *find_by_option(const char *arg, const char **value)
{
    if (strncmp(arg, "--", 2) != 0)
        return NULL;
    const char *equals = strchr(arg, '=');
    size_t len = equals != NULL ? (size_t)(equals - arg) - 2 : strlen(arg) - 2;
    *value = equals != NULL ? equals + 1 : NULL;
    for (size_t i = 0; i < ARRAY_LEN(table); i++) {
        if (is_option_of(table[i].key, arg + 2, len))
            return &table[i];
    }
    return NULL;
}

/* The value of the argument at *i: behind its '=', or the next argument. */
static enum err take_value(int argc, char *const *argv, int *i, const char **value)
{
    if (*value != NULL)
        return OK;
    if (*i + 1 >= argc) {
        fprintf(stderr, "rebond: %s needs a value\n", argv[*i]);
        return ERR_INVALID;
    }
    *value = argv[++*i];
    return OK;
}

static enum err set_data(struct settings *settings, const char *value)
{
    if (strlen(value) == 0 || strlen(value) >= sizeof(settings->data)) {
        fprintf(stderr, "rebond: --data: expected a folder's path of at most %zu bytes\n",
                sizeof(settings->data) - 1);
        return ERR_INVALID;
    }
    snprintf(settings->data, sizeof(settings->data), "%s", value);
    return OK;
}

static enum err read_argument(int argc, char *const *argv, int *i,
                              const struct settings_option *options, struct settings *settings,
                              bool is_data_pass)
{
    const char *value = NULL;
    if (is_option(argv[*i], "--data", &value)) {
        enum err err = take_value(argc, argv, i, &value);
        return err == OK && is_data_pass ? set_data(settings, value) : err;
    }
    for (const struct settings_option *option = options; option != NULL && option->name != NULL;
         option++) {
        if (!is_option(argv[*i], option->name, &value))
            continue;
        if (option->flag != NULL) {
            *option->flag = true;
            return OK;
        }
        enum err err = take_value(argc, argv, i, &value);
        if (err == OK)
            *option->value = value;
        return err;
    }
    const struct setting *setting = find_by_option(argv[*i], &value);
    if (setting == NULL) {
        fprintf(stderr, "rebond: unknown option \"%s\"; --help lists what there is\n", argv[*i]);
        return ERR_INVALID;
    }
    const char *name = argv[*i];
    enum err err = take_value(argc, argv, i, &value);
    return err == OK && !is_data_pass
               ? set_value(&(struct origin){name}, setting, str_from_c(value), settings)
               : err;
}

static enum err read_arguments(int argc, char *const *argv, const struct settings_option *options,
                               struct settings *settings, bool is_data_pass)
{
    enum err err = OK;
    for (int i = 0; i < argc && err == OK; i++)
        err = read_argument(argc, argv, &i, options, settings, is_data_pass);
    return err;
}

enum err settings_read(int argc, char *const *argv, const struct settings_option *options,
                       struct settings *settings)
{
    memset(settings, 0, sizeof(*settings));
    enum err err = set_data(settings, "data");
    for (size_t i = 0; i < ARRAY_LEN(table) && err == OK; i++)
        err = set_value(&(struct origin){"default"}, &table[i], str_from_c(table[i].initial),
                        settings);
    if (err == OK)
        err = read_arguments(argc, argv, options, settings,
                             true); /* the folder first: the file is in it */
    if (err == OK)
        err = read_file(settings);
    if (err == OK)
        err = read_environment(settings);
    return err == OK ? read_arguments(argc, argv, options, settings, false) : err;
}

void settings_print(FILE *out, bool as_markdown)
{
    for (size_t i = 0; i < ARRAY_LEN(table); i++) {
        const struct setting *setting = &table[i];
        char limits[64] = "";
        if (setting->type == SETTING_NUMBER)
            snprintf(limits, sizeof(limits), "%" PRId64 " to %" PRId64, setting->min, setting->max);
        else if (setting->choices != NULL)
            snprintf(limits, sizeof(limits), "%s", setting->choices);
        if (as_markdown)
            fprintf(out, "| `%s` | %s | %s | %s |\n", setting->key,
                    setting->initial[0] != '\0' ? setting->initial : "–",
                    limits[0] != '\0' ? limits : "–", setting->help);
        else
            fprintf(out, "  %-30s %s%s%s%s\n%33s[%s]\n", setting->key, setting->help,
                    limits[0] != '\0' ? " (" : "", limits, limits[0] != '\0' ? ")" : "", "",
                    setting->initial);
    }
}
