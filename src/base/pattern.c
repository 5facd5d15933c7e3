/* pattern - regular expressions from users. Compiled once, to machine code where the host allows
 * it; matching shares nothing between threads. A text that costs more than the limits does not
 * match. */
#include "base/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define HEAP_KIB_MAX 4096
#define REASON_BYTES 160

struct pattern {
    pcre2_code *code;
    pcre2_match_context *limits;
};

void pattern_free(struct pattern *pattern)
{
    if (pattern == NULL)
        return;
    pcre2_code_free(pattern->code);
    pcre2_match_context_free(pattern->limits);
    free(pattern);
}

enum err pattern_compile(struct str text, struct pattern **pattern, char *reason, size_t reason_cap)
{
    return pattern_compile_within(text, PATTERN_MATCH_LIMIT, pattern, reason, reason_cap);
}

enum err pattern_compile_within(struct str text, uint32_t match_limit, struct pattern **pattern,
                                char *reason, size_t reason_cap)
{
    PCRE2_UCHAR words[REASON_BYTES];
    int code;
    PCRE2_SIZE place;

    CHECK(reason_cap > 0);
    if (text.len > PATTERN_BYTES_MAX) {
        (void)snprintf(reason, reason_cap, "a pattern has at most %d bytes", PATTERN_BYTES_MAX);
        return ERR_TOO_LONG;
    }
    /* Without NEVER_UTF a pattern could ask for UTF-8 itself, and then bytes that are none would
     * fail to match. */
    pcre2_code *compiled =
        pcre2_compile((PCRE2_SPTR)(text.len != 0 ? text.ptr : ""), text.len,
                      PCRE2_NEVER_UTF | PCRE2_NEVER_BACKSLASH_C, &code, &place, NULL);
    if (compiled == NULL) {
        (void)pcre2_get_error_message(code, words, sizeof(words)); /* cut to fit */
        (void)snprintf(reason, reason_cap, "%s at byte %zu", (const char *)words, place);
        return ERR_INVALID;
    }
    (void)pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE); /* else it is interpreted */
    struct pattern *made = heap_make(1, sizeof(*made));
    made->code = compiled;
    made->limits = pcre2_match_context_create(NULL);
    CHECK(made->limits != NULL);
    (void)pcre2_set_match_limit(made->limits, match_limit);
    (void)pcre2_set_depth_limit(made->limits, match_limit);
    (void)pcre2_set_heap_limit(made->limits, HEAP_KIB_MAX);
    *pattern = made;
    return OK;
}

bool pattern_is_match(const struct pattern *pattern, struct str s)
{
    PCRE2_SPTR subject = (PCRE2_SPTR)(s.len != 0 ? s.ptr : "");
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);

    CHECK(data != NULL);
    int result = pcre2_match(pattern->code, subject, s.len, 0, 0, data, pattern->limits);
    /* Machine code has a small stack of its own; the interpreter has the heap. */
    if (result == PCRE2_ERROR_JIT_STACKLIMIT)
        result = pcre2_match(pattern->code, subject, s.len, 0, PCRE2_NO_JIT, data, pattern->limits);
    pcre2_match_data_free(data);
    return result >= 0; /* 0: it matched, with more groups than data has room for */
}
