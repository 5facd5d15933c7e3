/* ranges_make - makes a file of ranges (ranges.h) from CSV: FIRST,LAST,ASN,NAME a line, as
 * ip-location-db's asn-ipv4.csv and asn-ipv6.csv have it. */
#pragma once
#include "base/str.h"

#define RANGES_FAULT_MAX 512

struct ranges_make {
    const char *const *csv; /* paths, read in order */
    size_t csv_count;
    const char *out;     /* replaced whole, or not at all */
    int64_t built_at_ms; /* of the data */
    struct str source;   /* who made the data, and on what terms; at most RANGES_SOURCE_MAX */
};

struct ranges_made {
    size_t v4_count, v6_count, network_count;
    size_t overlaps; /* ranges that another one, which begins later, cut short */
    size_t bytes;
};

/* Reads, sorts and writes. ERR_INVALID: a line is none, or there is no range; ERR_IO; fault names
 * file and line. */
MUST_USE enum err ranges_make(const struct ranges_make *make, struct ranges_made *made,
                              char fault[RANGES_FAULT_MAX]);
