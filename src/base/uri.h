/* uri - percent-encoding and query strings, as a tracker meets them. URLs themselves are judged in
 * macro/ and model/. */
#pragma once
#include "base/buf.h"

/* Writes s with everything but RFC 3986's unreserved characters as %XX (upper case). */
void uri_write_encoded(struct buf *buf, struct str s);
/* Writes s raw, but controls, space, and non-ASCII bytes as %XX: the "raw" macro form (DESIGN.md
 * §5). */
void uri_write_raw(struct buf *buf, struct str s);

/* Decodes %XX (and + as space when plus_is_space) into the arena. A value that is wholly an
 * unexpanded macro of the form %name% is kept as it stands. ERR_INVALID: broken percent-encoding;
 * ERR_FULL. */
MUST_USE enum err uri_decode(struct arena *arena, struct str s, bool plus_is_space,
                             struct str *decoded);

/* One name=value of a query or a form body, both decoded. */
struct uri_param {
    struct str name;
    struct str value;     /* decoded, "" when there is no '=' */
    struct str raw_value; /* as received */
};

#define URI_PARAMS_MAX 128

struct uri_query {
    struct uri_param *params; /* in the arena, in order of appearance */
    size_t count;
};

/* Why a query was refused, and where. */
struct uri_fault {
    struct str name;    /* the parameter's raw name */
    const char *reason; /* "broken percent-encoding", "NUL or control byte", "invalid UTF-8", "too
                           many parameters" */
};

/* Parses a query or form body: pieces between '&', first '=' splits. Names and values are decoded
 * ('+' is a space) and must be UTF-8 without control bytes (tab, CR and LF are allowed at the ends,
 * to be trimmed). ERR_INVALID with *fault filled; ERR_FULL. */
MUST_USE enum err uri_parse_query(struct arena *arena, struct str raw, struct uri_query *query,
                                  struct uri_fault *fault);
/* The first parameter of that name (case-sensitive), or NULL. */
const struct uri_param *uri_find(const struct uri_query *query, struct str name);
/* Its value, or absent. An absent name finds nothing. */
struct str uri_value(const struct uri_query *query, struct str name);

/* The host of "scheme://host...", without user info and port, as written; absent when there is
 * none.
 */
struct str uri_host(struct str url);

/* "name" of "name:8081", "::1" of "[::1]:8081": the host of a Host header. */
struct str uri_host_name(struct str host);

/* Writes a query or form as it is, but with "..." for every value of that parameter (any case):
 * secrets do not go into logs. */
void uri_write_hiding(struct buf *buf, struct str query, struct str name);
