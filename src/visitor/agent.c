#include "visitor/agent.h"

#include "visitor/expressions.h"

struct agent_matcher {
    struct agent_rules *rules;
    const struct agent_rule *all;
    size_t count;
    size_t firsts[AGENT_KINDS + 1]; /* of each kind, in all */
    struct expressions *expressions;
};

struct agent_desk {
    const struct agent_matcher *matcher;
    struct expressions_desk *expressions;
    size_t asked;
    char text[AGENT_KINDS][AGENT_PARTS_MAX][AGENT_TEXT_MAX];
};

/* ------------------------------------------------------------------ making */

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
    find_firsts(made);
    struct expression *all = heap_make(made->count + 1, sizeof(*all));
    for (size_t i = 0; i < made->count; i++)
        all[i] = (struct expression){made->all[i].regex, made->all[i].is_nocase};
    err = expressions_make(all, made->count, &made->expressions, reason);
    free(all);
    if (err == OK)
        *matcher = TAKE(made);
    agent_matcher_free(made);
    return err;
}

void agent_matcher_free(struct agent_matcher *matcher)
{
    if (matcher == NULL)
        return;
    expressions_free(matcher->expressions);
    agent_rules_free(matcher->rules);
    free(matcher);
}

struct agent_desk *agent_desk_make(const struct agent_matcher *matcher)
{
    struct agent_desk *desk = heap_make(1, sizeof(*desk));
    desk->matcher = matcher;
    desk->expressions = expressions_desk_make(matcher->expressions);
    return desk;
}

void agent_desk_free(struct agent_desk *desk)
{
    if (desk == NULL)
        return;
    expressions_desk_free(desk->expressions);
    free(desk);
}

/* ------------------------------------------------------------------ matching */

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
            piece = expressions_group(desk->expressions, agent, count, (size_t)(digit - '0'));
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
    const uint16_t *candidates;
    size_t found = expressions_find(desk->expressions, agent, &candidates);
    desk->asked = 0;
    for (size_t i = 0; i < found; i++) {
        size_t number = candidates[i], count;
        const struct agent_rule *rule = &matcher->all[number];
        if (answer.rules[rule->kind] >= 0)
            continue;
        desk->asked++;
        if (!expressions_match(desk->expressions, number, agent, &count))
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
    struct expressions_size size = expressions_size(matcher->expressions);
    return (struct agent_size){size.count, size.unfiltered, size.bytes};
}

size_t agent_desk_asked(const struct agent_desk *desk)
{
    return desk->asked;
}
