/* internal - what the files of macro/ share: braces cut into parts, names looked up, faults said.
 * No other room includes it. */
#pragma once
#include "macro/macro.h"

#define MACRO_NAME_BYTES_MAX 64 /* a longer name is nobody's macro */
#define MACRO_NAME_SHOWN_MAX 40 /* of a name, in a message */

/* One {...} of a template. */
struct macro_brace {
    size_t len;          /* of all of it, both braces included */
    struct str content;  /* what stands between the braces */
    struct str name;     /* without the underscore of the raw form */
    struct str function; /* what follows ':'; absent when there is none */
    bool is_raw;
};

/* What is made of a value. */
enum macro_form { FORM_ENCODED, FORM_RAW, FORM_MD5, FORM_DATE, FORM_SAMPLE };

/* The form that a function asks for; a list of words is FORM_ENCODED. False: it is none. */
bool macro_find_form(int number, struct str function, enum macro_form *form);
/* What stands for {date:...} and {sample:...}, percent-encoded. */
void macro_write_date(struct buf *buf, struct str function, int64_t at_ms);
void macro_write_sample(struct buf *buf, struct str function, uint64_t pick);
/* The MD5 of a value, in hex. */
void macro_write_md5(struct buf *buf, struct str value);

/* Cuts the brace that opens at text.ptr[at]. False when it is no macro: not closed before the next
 * '{', '&', '?' or '#', or without a name (letters, digits, '_', '.', '-'; a letter first). */
bool macro_brace_at(struct str text, size_t at, struct macro_brace *brace);
/* Whether the text holds that tracker macro, under any of its names and in any form. */
bool macro_is_in(struct str text, int number);

/* The places where a tracker macro is known: enum macro_place values or-ed. */
unsigned macro_places(int number);
/* Finishes the sentence "unknown macro {x}" with the nearest name known in that place, if any is
 * near. */
void macro_say_unknown(struct macro_fault *fault, struct str name, enum macro_place place);

void ad_token_say_unknown(struct macro_fault *fault, struct str name);

/* Fills fault->reason, cut to its size. */
void macro_say(struct macro_fault *fault, const char *format, ...) PRINTF_LIKE(2, 3);
/* The same for an error: always ERR_INVALID. */
MUST_USE enum err macro_refuse(struct macro_fault *fault, const char *format, ...)
    PRINTF_LIKE(2, 3);

/* Judges scheme, user info, host and port: all literal, http or https (DESIGN.md §5). ERR_INVALID
 * with *fault. */
MUST_USE enum err macro_check_origin(struct str url, struct macro_fault *fault);
