/* str - a borrowed piece of bytes: pointer and length, no NUL promised. ptr NULL means "absent". */
#pragma once
#include "base/base.h"

struct str {
    const char *ptr;
    size_t len;
};

#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
#define STR_NONE     ((struct str){NULL, 0})
/* For printf's "%.*s". */
#define STR_FMT(s) (int)(s).len, ((s).ptr != NULL ? (s).ptr : "")

struct str str_from_c(const char *text); /* NULL gives STR_NONE */
bool str_is_equal(struct str a, struct str b);
bool str_is_equal_nocase(struct str a, struct str b); /* ASCII letters only */
bool str_has_prefix(struct str s, struct str prefix);
bool str_has_suffix(struct str s, struct str suffix);
/* The place of needle in s, or -1. */
ptrdiff_t str_find(struct str s, struct str needle);
ptrdiff_t str_find_nocase(struct str s, struct str needle); /* ASCII letters only */
ptrdiff_t str_find_char(struct str s, char c);
struct str str_slice(struct str s, size_t from, size_t to); /* both ends are cut to s */
/* s without white space (space, tab, CR, LF) at both ends. */
struct str str_trim(struct str s);
/* Whether s is valid UTF-8 (RFC 3629: no surrogates, no overlong forms). */
bool str_is_utf8(struct str s);
/* At most max bytes of s, cut between characters of UTF-8. */
struct str str_cut(struct str s, size_t max);
/* s with U+FFFD for each byte that is not ASCII, in memory of STR_UTF8_BYTES(s.len): of what is no
 * UTF-8. */
#define STR_UTF8_BYTES(len) (3 * (len))
struct str str_make_utf8(struct str s, char *memory);
/* Whether s holds a byte below 0x20 or 0x7f. */
bool str_has_control(struct str s);
/* Takes what stands before the first `sep` off *rest; false when *rest is absent. After the last
 * piece *rest is absent. */
bool str_take_piece(struct str *rest, char sep, struct str *piece);
uint64_t str_hash(struct str s); /* FNV-1a, not keyed: never for tables that a stranger can fill */
