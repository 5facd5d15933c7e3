/* settings - one table of what can be set: key, type, default, limits, help. The parser, --help and
 * docs/settings.md come from it. Later ones win: DIR/rebond.conf (key = value lines), the
 * environment (REBOND_TRACKING_LISTEN), the command line (--tracking-listen). An unknown key or a
 * value out of range refuses to start. */
#pragma once
#include <stdio.h>
#include "base/net.h"
#include "base/str.h"

#define SETTINGS_RANGES_MAX 32
#define SETTINGS_WAITS_MAX  16
#define SETTINGS_TEXT_MAX   256
#define SETTINGS_HOSTS      32
#define SETTINGS_HOSTS_MAX  960 /* a line of rebond.conf has 1,023 characters */
#define SETTINGS_FILES_MAX  4
#define SETTINGS_PATH_MAX   1024

struct settings_ranges {
    struct net_range ranges[SETTINGS_RANGES_MAX];
    size_t count;
};

struct settings_waits {
    int64_t ms[SETTINGS_WAITS_MAX];
    size_t count;
};

/* Files by path; as they were written. */
struct settings_files {
    char paths[SETTINGS_FILES_MAX][SETTINGS_PATH_MAX];
    size_t count;
    bool is_none; /* "none": not even those that come with the program */
};

struct settings {
    char data[1024]; /* --data */
    char tracking_listen[SETTINGS_TEXT_MAX];
    char dashboard_listen[SETTINGS_TEXT_MAX];
    char dashboard_url[SETTINGS_TEXT_MAX];
    char dashboard_hosts[SETTINGS_TEXT_MAX];
    char network_listen[SETTINGS_TEXT_MAX];
    char api_listen[SETTINGS_TEXT_MAX];
    char api_url[SETTINGS_TEXT_MAX];
    int64_t api_requests_per_minute;
    char tracking_url[SETTINGS_TEXT_MAX];
    char network_url[SETTINGS_TEXT_MAX];
    char network_hosts[SETTINGS_HOSTS_MAX];
    char tracking_dns_cname[SETTINGS_TEXT_MAX];
    struct settings_ranges tracking_dns_addresses;
    char dns_server[SETTINGS_TEXT_MAX];
    char click_durability[SETTINGS_TEXT_MAX];
    int64_t click_durability_ms;
    int64_t click_wait_ms;
    int64_t postback_wait_ms;
    int64_t conversion_window_days;
    struct settings_ranges courier_allow_private;
    struct settings_waits courier_retry;
    int64_t courier_timeout_ms;
    struct settings_ranges http_trusted_proxies;
    int64_t http_header_deadline_ms;
    int64_t http_body_deadline_ms;
    int64_t http_idle_deadline_ms;
    int64_t http_connections_max;
    int64_t http_connections_per_address;
    int64_t edge_threads;
    int64_t uniqueness_visitors_max;
    struct settings_files geo_place;
    struct settings_files geo_network;
    struct settings_files device_rules, bots_crawlers;
    int64_t bots_frequent_from;
    int64_t facts_memory_mib;
    int64_t facts_threads;
    int64_t facts_statement_ms;
    int64_t facts_spill_mib;
    int64_t health_every_s;
    int64_t bidder_every_s;
    int64_t cost_sync_every_s;
    int64_t node;
    char log_level[SETTINGS_TEXT_MAX];
};

/* What a command takes besides the settings: "--name" with a value, or "--keep" without one. value
 * NULL: a flag. The table ends with name NULL. */
struct settings_option {
    const char *name;
    const char **value;
    bool *flag;
    const char *help;
};

/* Reads everything in order. Prints what is wrong on standard error, naming the key and what was
 * expected. ERR_INVALID. argv holds what follows the command's name. */
MUST_USE enum err settings_read(int argc, char *const *argv, const struct settings_option *options,
                                struct settings *settings);
/* Prints every setting with its default and meaning; as_markdown: a table for docs/settings.md. */
void settings_print(FILE *out, bool as_markdown);
