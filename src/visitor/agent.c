#include "visitor/agent.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include "visitor/agent_filter.h"

#define GROUPS        10 /* $0 to $9 */
#define MATCH_LIMIT   100000
#define LITERAL_BYTES (16 * 1024 * 1024) /* while the filter is made */

struct agent_matcher {
    struct agent_rules *rules;
    const struct agent_rule *all;
    size_t count;
    size_t firsts[AGENT_KINDS + 1]; /* of each kind, in all */
    pcre2_code **codes;
    pcre2_match_context *limits;
    struct agent_filter *filter;
    size_t bytes;
};

struct agent_desk {
    const struct agent_matcher *matcher;
    pcre2_match_data *match;
    void *scratch;
    uint16_t *candidates;
    size_t asked;
    char text[AGENT_KINDS][AGENT_PARTS_MAX][AGENT_TEXT_MAX];
};

/* ------------------------------------------------------------------ making */

/* Bytes, not characters: a user agent need not be UTF-8. A dollar is the end, as in the language
 * that the rules are written for. */
static enum err compile(struct agent_matcher *matcher, size_t number, char *reason)
{
    const struct agent_rule *rule = &matcher->all[number];
    PCRE2_UCHAR words[AGENT_REASON_MAX / 2];
    uint32_t options = PCRE2_NEVER_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY |
                       (rule->is_nocase ? PCRE2_CASELESS : 0);
    size_t bytes = 0;
    int code;
    PCRE2_SIZE place;
    pcre2_code *compiled =
        pcre2_compile((PCRE2_SPTR)rule->regex.ptr, rule->regex.len, options, &code, &place, NULL);
    if (compiled == NULL) {
        (void)pcre2_get_error_message(code, words, sizeof(words));
        (void)snprintf(reason, AGENT_REASON_MAX, "regex \"%.40s\": %s at byte %zu", rule->regex.ptr,
                       (const char *)words, place);
        return ERR_INVALID;
    }
    (void)pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE); /* else it is interpreted */
    matcher->codes[number] = compiled;
    (void)pcre2_pattern_info(compiled, PCRE2_INFO_SIZE, &bytes);
    matcher->bytes += bytes;
    (void)pcre2_pattern_info(compiled, PCRE2_INFO_JITSIZE, &bytes);
    matcher->bytes += bytes;
    return OK;
}

static void make_filter(struct agent_matcher *matcher)
{
    struct arena *arena = arena_make(LITERAL_BYTES);
    struct literal_sets *needs = heap_make(matcher->count + 1, sizeof(*needs));
    for (size_t i = 0; i < matcher->count; i++)
        needs[i] = literal_find(arena, matcher->all[i].regex);
    matcher->filter = agent_filter_make(needs, matcher->count);
    free(needs);
    arena_free(arena);
}

static void find_firsts(struct agent_matcher *matcher)
{
    for (size_t i = 0; i < matcher->count; i++)
        matcher->firsts[matcher->all[i].kind + 1] = i + 1;
    for (size_t kind = 1; kind <= AGENT_KINDS; kind++)
        if (matcher->firsts[kind] < matcher->firsts[kind - 1])
            matcher->firsts[kind] = matcher->firsts[kind - 1]; /* none of this kind */
}

enum err agent_matcher_make(const char *path, struct agent_matcher **matcher,
                            char reason[AGENT_REASON_MAX])
{
    struct agent_rules *rules;
    enum err err = agent_rules_read(path, &rules, reason);
    if (err != OK)
        return err;
    struct agent_matcher *made = heap_make(1, sizeof(*made));
    made->rules = rules;
    made->all = agent_rules_all(rules, &made->count);
    made->codes = heap_make(made->count + 1, sizeof(pcre2_code *));
    made->limits = pcre2_match_context_create(NULL);
    CHECK(made->limits != NULL);
    (void)pcre2_set_match_limit(made->limits, MATCH_LIMIT);
    find_firsts(made);
    for (size_t i = 0; err == OK && i < made->count; i++)
        err = compile(made, i, reason);
    if (err == OK) {
        make_filter(made);
        *matcher = TAKE(made);
    }
    agent_matcher_free(made);
    return err;
}

void agent_matcher_free(struct agent_matcher *matcher)
{
    if (matcher == NULL)
        return;
    for (size_t i = 0; i < matcher->count; i++)
        pcre2_code_free(matcher->codes[i]);
    free(matcher->codes);
    pcre2_match_context_free(matcher->limits);
    agent_filter_free(matcher->filter);
    agent_rules_free(matcher->rules);
    free(matcher);
}

struct agent_desk *agent_desk_make(const struct agent_matcher *matcher)
{
    struct agent_desk *desk = heap_make(1, sizeof(*desk));
    desk->matcher = matcher;
    desk->match = pcre2_match_data_create(GROUPS, NULL);
    CHECK(desk->match != NULL);
    desk->scratch = heap_make(agent_filter_scratch_bytes(matcher->filter) + 1, 1);
    desk->candidates = heap_make(matcher->count + 1, sizeof(*desk->candidates));
    return desk;
}

void agent_desk_free(struct agent_desk *desk)
{
    if (desk == NULL)
        return;
    pcre2_match_data_free(desk->match);
    free(desk->scratch);
    free(desk->candidates);
    free(desk);
}

/* ------------------------------------------------------------------ matching */

/* Whether the rule matches; count: how many groups it set, with the whole as the first. */
static bool is_match(struct agent_desk *desk, size_t number, struct str agent, size_t *count)
{
    const struct agent_matcher *matcher = desk->matcher;
    const pcre2_code *code = matcher->codes[number];
    PCRE2_SPTR subject = (PCRE2_SPTR)(agent.len > 0 ? agent.ptr : "");
    desk->asked++;
    int result = pcre2_match(code, subject, agent.len, 0, 0, desk->match, matcher->limits);
    /* Machine code has a small stack of its own; the interpreter has the heap. */
    if (result == PCRE2_ERROR_JIT_STACKLIMIT)
        result =
            pcre2_match(code, subject, agent.len, 0, PCRE2_NO_JIT, desk->match, matcher->limits);
    *count = result > 0 ? (size_t)result : GROUPS;
    return result >= 0;
}

static struct str group_of(const struct agent_desk *desk, struct str agent, size_t count,
                           size_t number)
{
    const PCRE2_SIZE *offsets = pcre2_get_ovector_pointer(desk->match);
    if (number >= count || offsets[2 * number] == PCRE2_UNSET)
        return STR("");
    return str_slice(agent, offsets[2 * number], offsets[2 * number + 1]);
}

/* A replacement with its $1 to $9 filled in; STR_NONE: nothing is left. */
static struct str replace(const struct agent_desk *desk, struct str agent, size_t count,
                          struct str replacement, char memory[AGENT_TEXT_MAX])
{
    struct buf buf = buf_from_memory(memory, AGENT_TEXT_MAX);
    for (size_t at = 0; at < replacement.len; at++) {
        char c = replacement.ptr[at];
        char digit = at + 1 < replacement.len ? replacement.ptr[at + 1] : '\0';
        struct str piece = {&replacement.ptr[at], 1};
        if (c == '$' && digit >= '1' && digit <= '9') {
            piece = group_of(desk, agent, count, (size_t)(digit - '0'));
            at++;
        }
        buf_write(&buf, str_slice(piece, 0, AGENT_TEXT_MAX - buf.len));
    }
    struct str text = str_trim(buf_str(&buf));
    return text.len > 0 ? text : STR_NONE;
}

static void fill_parts(struct agent_desk *desk, const struct agent_rule *rule, struct str agent,
                       size_t count, struct agent_answer *answer)
{
    static const struct str groups[AGENT_PARTS_MAX] = {
        {"$1", 2}, {"$2", 2}, {"$3", 2}, {"$4", 2}, {"$5", 2}};
    static const struct str device_groups[AGENT_PARTS_MAX] = {{"$1", 2}, {NULL, 0}, {"$1", 2}};
    for (size_t part = 0; part < AGENT_PARTS_MAX; part++) {
        struct str replacement = rule->replacements[part];
        if (replacement.ptr == NULL)
            replacement = rule->kind == AGENT_DEVICE ? device_groups[part] : groups[part];
        answer->parts[rule->kind][part] =
            replace(desk, agent, count, replacement, desk->text[rule->kind][part]);
    }
}

struct agent_answer agent_match(struct agent_desk *desk, struct str user_agent)
{
    const struct agent_matcher *matcher = desk->matcher;
    struct agent_answer answer = {.rules = {-1, -1, -1}};
    struct str agent = str_slice(user_agent, 0, AGENT_BYTES_MAX);
    size_t found = agent_filter_scan(matcher->filter, agent, desk->scratch, desk->candidates);
    desk->asked = 0;
    for (size_t i = 0; i < found; i++) {
        size_t number = desk->candidates[i], count;
        const struct agent_rule *rule = &matcher->all[number];
        if (answer.rules[rule->kind] >= 0 || !is_match(desk, number, agent, &count))
            continue;
        answer.rules[rule->kind] = (int)(number - matcher->firsts[rule->kind]);
        fill_parts(desk, rule, agent, count, &answer);
    }
    return answer;
}

/* ------------------------------------------------------------------ asking about it */

const struct agent_rule *agent_matcher_rule(const struct agent_matcher *matcher,
                                            enum agent_kind kind, int number)
{
    CHECK(number >= 0 && matcher->firsts[kind] + (size_t)number < matcher->firsts[kind + 1]);
    return &matcher->all[matcher->firsts[kind] + (size_t)number];
}

struct agent_size agent_matcher_size(const struct agent_matcher *matcher)
{
    struct agent_filter_size filter = agent_filter_size(matcher->filter);
    return (struct agent_size){matcher->count, filter.unfiltered, matcher->bytes + filter.bytes};
}

size_t agent_desk_asked(const struct agent_desk *desk)
{
    return desk->asked;
}
