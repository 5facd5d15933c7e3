/* rebond places - makes the file of networks that addresses are looked up in. */
#include "base/clock.h"
#include "serve/commands.h"
#include "visitor/ranges.h"
#include "visitor/ranges_make.h"

#define CSV_MAX 16

static int print_help(void)
{
    printf("rebond places make --out FILE [--built DATE] [--source TEXT] CSV...\n"
           "Makes one compact file of networks from CSV whose lines are FIRST ADDRESS, LAST "
           "ADDRESS, AS NUMBER, NAME, without a header, as npm's @ip-location-db/asn has it. "
           "geo.network takes such files beside .mmdb.\n"
           "DATE is the day of the data, as in 2026-06-17, by default today; TEXT says who made "
           "them and on what terms.\n"
           "FILE is replaced whole or not at all, so a running server may be reading it.\n");
    return 0;
}

static int complain(const char *what, const char *expected)
{
    fprintf(stderr, "rebond places make: %s: expected %s\n", what, expected);
    return 2;
}

/* Puts --NAME VALUE into its place. False: told. */
static bool take_option(const char *name, const char *value, struct ranges_make *make)
{
    if (strcmp(name, "--out") == 0) {
        make->out = value;
        return true;
    }
    if (strcmp(name, "--source") == 0 && strlen(value) <= RANGES_SOURCE_MAX) {
        make->source = str_from_c(value);
        return true;
    }
    if (strcmp(name, "--built") == 0 && clock_parse(str_from_c(value), &make->built_at_ms) == OK)
        return true;
    (void)complain(name, strcmp(name, "--built") == 0    ? "a date such as 2026-06-17"
                         : strcmp(name, "--source") == 0 ? "at most 256 bytes"
                                                         : "--out, --built or --source");
    return false;
}

int command_places(int argc, char *const *argv)
{
    const char *csv[CSV_MAX];
    char fault[RANGES_FAULT_MAX] = "";
    struct ranges_make make = {.csv = csv, .built_at_ms = clock_wall_ms()};
    struct ranges_made made;
    if (argc == 0 || command_wants_help(argc, argv))
        return print_help();
    if (strcmp(argv[0], "make") != 0)
        return complain(argv[0], "make");
    for (int i = 1; i < argc; i++) {
        bool is_option = strncmp(argv[i], "--", 2) == 0;
        if (is_option && (i + 1 == argc || !take_option(argv[i], argv[i + 1], &make)))
            return i + 1 == argc ? complain(argv[i], "a value") : 2;
        if (is_option)
            i++;
        else if (make.csv_count < CSV_MAX)
            csv[make.csv_count++] = argv[i];
        else
            return complain(argv[i], "at most 16 files of CSV");
    }
    if (make.out == NULL || make.csv_count == 0)
        return complain(make.out == NULL ? "--out" : "CSV", "a file");
    if (ranges_make(&make, &made, fault) != OK) {
        fprintf(stderr, "rebond places make: %s\n", fault);
        return 1;
    }
    printf("%zu ranges of IPv4, %zu of IPv6, %zu networks, %zu cut where they overlap: %zu bytes\n",
           made.v4_count, made.v6_count, made.network_count, made.overlaps, made.bytes);
    return 0;
}
