#include "visitor/expressions.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include "visitor/agent_filter.h"

#define MATCH_LIMIT   100000
#define LITERAL_BYTES (16 * 1024 * 1024) /* while the filter is made */

struct expressions {
    size_t count;
    pcre2_code **codes;
    pcre2_match_context *limits;
    struct agent_filter *filter;
    size_t bytes;
};

struct expressions_desk {
    const struct expressions *expressions;
    pcre2_match_data *match;
    void *scratch;
    uint16_t *candidates;
};

/* ------------------------------------------------------------------ making */

/* A dollar is the end, as in the languages that such rules are written for. */
static enum err compile(struct expressions *made, size_t number, const struct expression *one,
                        char *reason)
{
    PCRE2_UCHAR words[EXPRESSION_REASON_MAX / 2];
    uint32_t options = PCRE2_NEVER_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY |
                       (one->is_nocase ? PCRE2_CASELESS : 0);
    size_t bytes = 0;
    int code;
    PCRE2_SIZE place;
    pcre2_code *compiled =
        pcre2_compile((PCRE2_SPTR)one->regex.ptr, one->regex.len, options, &code, &place, NULL);
    if (compiled == NULL) {
        (void)pcre2_get_error_message(code, words, sizeof(words));
        (void)snprintf(reason, EXPRESSION_REASON_MAX, "regex \"%.40s\": %s at byte %zu",
                       one->regex.ptr, (const char *)words, place);
        return ERR_INVALID;
    }
    (void)pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE); /* else it is interpreted */
    made->codes[number] = compiled;
    (void)pcre2_pattern_info(compiled, PCRE2_INFO_SIZE, &bytes);
    made->bytes += bytes;
    (void)pcre2_pattern_info(compiled, PCRE2_INFO_JITSIZE, &bytes);
    made->bytes += bytes;
    return OK;
}

static void make_filter(struct expressions *made, const struct expression *all)
{
    struct arena *arena = arena_make(LITERAL_BYTES);
    struct literal_sets *needs = heap_make(made->count + 1, sizeof(*needs));
    for (size_t i = 0; i < made->count; i++)
        needs[i] = literal_find(arena, all[i].regex);
    made->filter = agent_filter_make(needs, made->count);
    free(needs);
    arena_free(arena);
}

enum err expressions_make(const struct expression *all, size_t count, struct expressions **made,
                          char reason[EXPRESSION_REASON_MAX])
{
    struct expressions *making = heap_make(1, sizeof(*making));
    enum err err = OK;
    CHECK(count <= UINT16_MAX);
    making->count = count;
    making->codes = heap_make(count + 1, sizeof(pcre2_code *));
    making->limits = pcre2_match_context_create(NULL);
    CHECK(making->limits != NULL);
    (void)pcre2_set_match_limit(making->limits, MATCH_LIMIT);
    for (size_t i = 0; err == OK && i < count; i++)
        err = compile(making, i, &all[i], reason);
    if (err == OK) {
        make_filter(making, all);
        *made = TAKE(making);
    }
    expressions_free(making);
    return err;
}

void expressions_free(struct expressions *expressions)
{
    if (expressions == NULL)
        return;
    for (size_t i = 0; i < expressions->count; i++)
        pcre2_code_free(expressions->codes[i]);
    free(expressions->codes);
    pcre2_match_context_free(expressions->limits);
    agent_filter_free(expressions->filter);
    free(expressions);
}

struct expressions_desk *expressions_desk_make(const struct expressions *expressions)
{
    struct expressions_desk *desk = heap_make(1, sizeof(*desk));
    desk->expressions = expressions;
    desk->match = pcre2_match_data_create(EXPRESSION_GROUPS, NULL);
    CHECK(desk->match != NULL);
    desk->scratch = heap_make(agent_filter_scratch_bytes(expressions->filter) + 1, 1);
    desk->candidates = heap_make(expressions->count + 1, sizeof(*desk->candidates));
    return desk;
}

void expressions_desk_free(struct expressions_desk *desk)
{
    if (desk == NULL)
        return;
    pcre2_match_data_free(desk->match);
    free(desk->scratch);
    free(desk->candidates);
    free(desk);
}

/* ------------------------------------------------------------------ asking */

size_t expressions_find(struct expressions_desk *desk, struct str text, const uint16_t **candidates)
{
    *candidates = desk->candidates;
    return agent_filter_scan(desk->expressions->filter, text, desk->scratch, desk->candidates);
}

bool expressions_match(struct expressions_desk *desk, size_t number, struct str text,
                       size_t *groups)
{
    const pcre2_code *code = desk->expressions->codes[number];
    pcre2_match_context *limits = desk->expressions->limits;
    PCRE2_SPTR subject = (PCRE2_SPTR)(text.len > 0 ? text.ptr : "");
    int result = pcre2_match(code, subject, text.len, 0, 0, desk->match, limits);
    /* Machine code has a small stack of its own; the interpreter has the heap. */
    if (result == PCRE2_ERROR_JIT_STACKLIMIT)
        result = pcre2_match(code, subject, text.len, 0, PCRE2_NO_JIT, desk->match, limits);
    *groups = result > 0 ? (size_t)result : EXPRESSION_GROUPS;
    return result >= 0;
}

struct str expressions_group(const struct expressions_desk *desk, struct str text, size_t groups,
                             size_t number)
{
    const PCRE2_SIZE *offsets = pcre2_get_ovector_pointer(desk->match);
    if (number >= groups || offsets[2 * number] == PCRE2_UNSET)
        return STR("");
    return str_slice(text, offsets[2 * number], offsets[2 * number + 1]);
}

bool expressions_match_any(struct expressions_desk *desk, struct str text)
{
    const uint16_t *candidates;
    size_t groups, found = expressions_find(desk, text, &candidates);
    for (size_t i = 0; i < found; i++)
        if (expressions_match(desk, candidates[i], text, &groups))
            return true;
    return false;
}

struct expressions_size expressions_size(const struct expressions *expressions)
{
    struct agent_filter_size filter = agent_filter_size(expressions->filter);
    return (struct expressions_size){expressions->count, filter.unfiltered,
                                     expressions->bytes + filter.bytes};
}
