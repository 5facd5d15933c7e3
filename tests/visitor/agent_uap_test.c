/* Tests of the rules against uap-core's own cases: those of one version agree with its rules, and
 * where the newer rules that the program uses answer otherwise, a rule was changed. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include "agent_cases.h"

#define DIFFERENCES_MAX (1024 * 1024)

static struct agent_matcher *make(const char *path)
{
    char reason[AGENT_REASON_MAX];
    struct agent_matcher *matcher = NULL;
    if (agent_matcher_make(path, &matcher, reason) != OK)
        fail_msg("%s: %s", path, reason);
    return matcher;
}

struct world {
    struct agent_matcher *old, *new;
    struct agent_desk *of_old, *of_new;
    size_t count, wrong, unmet;
    struct buf differences;
};

static int open_world(void **state)
{
    struct world *world = heap_make(1, sizeof(*world));
    world->old = make(UAP_CORE_DIR "/regexes.yaml");
    world->new = make(AGENTS_FILE);
    world->of_old = agent_desk_make(world->old);
    world->of_new = agent_desk_make(world->new);
    *state = world;
    return 0;
}

static int close_world(void **state)
{
    struct world *world = *state;
    agent_desk_free(world->of_old);
    agent_desk_free(world->of_new);
    agent_matcher_free(world->old);
    agent_matcher_free(world->new);
    free(world);
    return 0;
}

/* ------------------------------------------------------------------ one version */

static void check_case(void *context, const struct agent_case *of)
{
    struct world *world = context;
    struct agent_answer answer = agent_match(world->of_old, of->user_agent);
    world->count++;
    if (case_is_met(of, &answer))
        return;
    world->wrong++;
    print_error("%.*s:", STR_FMT(of->user_agent));
    for (size_t part = 0; part < AGENT_PARTS_MAX; part++)
        print_error(" \"%.*s\" for \"%.*s\"", STR_FMT(answer.parts[of->kind][part]),
                    STR_FMT(of->parts[part]));
    print_error("\n");
}

static void rules_and_cases_of_one_version_agree_in_every_case(void **state)
{
    struct world *world = *state;
    size_t total = 0, wrong = 0;
    for (size_t i = 0; i < ARRAY_LEN(case_files); i++) {
        world->count = world->wrong = 0;
        cases_each(UAP_CORE_DIR, &case_files[i], check_case, world);
        print_message("%s: %zu of %zu cases agree\n", case_files[i].name,
                      world->count - world->wrong, world->count);
        total += world->count;
        wrong += world->wrong;
    }
    print_message("uap-core: %zu of %zu cases agree\n", total - wrong, total);
    assert_int_equal(wrong, 0);
    assert_true(total > 31000);
}

/* ------------------------------------------------------------------ newer rules */

static struct str regex_of(const struct agent_matcher *matcher, enum agent_kind kind, int number)
{
    return number >= 0 ? agent_matcher_rule(matcher, kind, number)->regex : STR("no rule");
}

/* Whether the matcher has the very rule: regex, flag and replacements. */
static bool has_rule(const struct agent_matcher *matcher, const struct agent_rule *rule)
{
    size_t count = agent_matcher_size(matcher).rules;
    const struct agent_rule *first = agent_matcher_rule(matcher, AGENT_BROWSER, 0);
    for (size_t i = 0; i < count; i++) {
        bool is_it = first[i].kind == rule->kind && first[i].is_nocase == rule->is_nocase &&
                     str_is_equal(first[i].regex, rule->regex);
        for (size_t part = 0; is_it && part < AGENT_PARTS_MAX; part++)
            is_it = str_is_equal(first[i].replacements[part], rule->replacements[part]);
        if (is_it)
            return true;
    }
    return false;
}

static bool is_changed(const struct agent_matcher *of, const struct agent_matcher *other,
                       enum agent_kind kind, int number)
{
    return number >= 0 && !has_rule(other, agent_matcher_rule(of, kind, number));
}

static bool is_same(const struct agent_answer *a, const struct agent_answer *b,
                    enum agent_kind kind)
{
    for (size_t part = 0; part < AGENT_PARTS_MAX; part++)
        if (!str_is_equal(a->parts[kind][part], b->parts[kind][part]))
            return false;
    return true;
}

static void write_answer(struct buf *buf, const char *label, enum agent_kind kind,
                         const struct agent_answer *answer, struct str regex)
{
    buf_format(buf, "  %s:", label);
    for (size_t part = 0; part < AGENT_PARTS_MAX; part++)
        if (case_keys[kind][part] != NULL)
            buf_format(buf, " %.*s |", STR_FMT(case_part_of(answer, kind, part)));
    buf_format(buf, " by %.*s\n", STR_FMT(regex));
}

/* Every kind of every case, also those that its file does not ask about. */
static void compare_kind(struct world *world, const struct agent_case *of, enum agent_kind kind)
{
    struct agent_answer new = agent_match(world->of_new, of->user_agent);
    struct agent_answer old = agent_match(world->of_old, of->user_agent);
    int new_rule = new.rules[kind], old_rule = old.rules[kind];
    world->count++;
    if (is_same(&old, &new, kind))
        return;
    world->wrong++;
    buf_format(&world->differences, "%.*s\n", STR_FMT(of->user_agent));
    write_answer(&world->differences, "was", kind, &old, regex_of(world->old, kind, old_rule));
    write_answer(&world->differences, "is ", kind, &new, regex_of(world->new, kind, new_rule));
    if (!is_changed(world->new, world->old, kind, new_rule) &&
        !is_changed(world->old, world->new, kind, old_rule))
        fail_msg("%.*s: no rule was changed", STR_FMT(of->user_agent));
}

static void compare_case(void *context, const struct agent_case *of)
{
    struct world *world = context;
    struct agent_answer new = agent_match(world->of_new, of->user_agent);
    world->unmet += !case_is_met(of, &new);
    for (enum agent_kind kind = 0; kind < AGENT_KINDS; kind++)
        compare_kind(world, of, kind);
}

static struct str read_differences(char *memory)
{
    FILE *file = fopen(DIFFERENCES_FILE, "re");
    size_t len = file != NULL ? fread(memory, 1, DIFFERENCES_MAX, file) : 0;
    if (file != NULL)
        (void)fclose(file);
    return (struct str){memory, len};
}

/* Said in the failure: how the list is made anew. */
static void newer_rules_answer_otherwise_only_where_a_rule_was_changed(void **state)
{
    struct world *world = *state;
    char *memory = heap_make(2, DIFFERENCES_MAX);
    world->differences = buf_from_memory(memory, DIFFERENCES_MAX);
    world->count = world->wrong = 0;
    for (size_t i = 0; i < ARRAY_LEN(case_files); i++)
        cases_each(UAP_CORE_DIR, &case_files[i], compare_case, world);
    print_message("newer rules: %zu cases are no longer met; %zu of %zu answers differ, each by a "
                  "changed rule\n",
                  world->unmet, world->wrong, world->count);
    assert_false(buf_is_full(&world->differences));
    if (getenv("REBOND_WRITE_DIFFERENCES") != NULL) {
        FILE *file = fopen(DIFFERENCES_FILE, "we");
        assert_non_null(file);
        (void)fwrite(memory, 1, world->differences.len, file);
        assert_int_equal(fclose(file), 0);
    }
    if (!str_is_equal(read_differences(memory + DIFFERENCES_MAX), buf_str(&world->differences)))
        fail_msg("the differences are no longer those of " DIFFERENCES_FILE
                 ": look at them, then write it with REBOND_WRITE_DIFFERENCES=1");
    free(memory);
}

/* ------------------------------------------------------------------ the filter */

#define SAMPLE_EVERY 29

struct sample {
    pcre2_code **codes;
    pcre2_match_data *match;
    const struct agent_rule *rules;
    size_t rule_count, seen, asked;
    struct agent_desk *desk;
};

/* The first rule of each kind that matches, each rule asked. */
static void check_filter(void *context, const struct agent_case *of)
{
    struct sample *sample = context;
    int first[AGENT_KINDS] = {-1, -1, -1}, number[AGENT_KINDS] = {0};
    if (of->user_agent.ptr == NULL || sample->seen++ % SAMPLE_EVERY != 0)
        return;
    sample->asked++;
    struct agent_answer answer = agent_match(sample->desk, of->user_agent);
    for (size_t i = 0; i < sample->rule_count; i++) {
        enum agent_kind kind = sample->rules[i].kind;
        int here = number[kind]++;
        if (first[kind] < 0 && pcre2_match(sample->codes[i], (PCRE2_SPTR)of->user_agent.ptr,
                                           of->user_agent.len, 0, 0, sample->match, NULL) >= 0)
            first[kind] = here;
    }
    for (size_t kind = 0; kind < AGENT_KINDS; kind++)
        if (answer.rules[kind] != first[kind])
            fail_msg("%.*s: rule %d, not %d of kind %zu", STR_FMT(of->user_agent),
                     answer.rules[kind], first[kind], kind);
}

static void the_filter_leaves_out_no_rule_that_matches(void **state)
{
    struct world *world = *state;
    size_t count = agent_matcher_size(world->new).rules;
    struct sample sample = {.codes = heap_make(count, sizeof(pcre2_code *)),
                            .match = pcre2_match_data_create(10, NULL),
                            .rules = agent_matcher_rule(world->new, AGENT_BROWSER, 0),
                            .rule_count = count,
                            .desk = world->of_new};
    for (size_t i = 0; i < count; i++) {
        int code;
        PCRE2_SIZE place;
        sample.codes[i] =
            pcre2_compile((PCRE2_SPTR)sample.rules[i].regex.ptr, sample.rules[i].regex.len,
                          sample.rules[i].is_nocase ? PCRE2_CASELESS : 0, &code, &place, NULL);
        assert_non_null(sample.codes[i]);
        (void)pcre2_jit_compile(sample.codes[i], PCRE2_JIT_COMPLETE);
    }
    for (size_t i = 0; i < ARRAY_LEN(case_files); i++)
        cases_each(UAP_CORE_DIR, &case_files[i], check_filter, &sample);
    print_message("filter: %zu user agents, %zu rules each\n", sample.asked, count);
    for (size_t i = 0; i < count; i++)
        pcre2_code_free(sample.codes[i]);
    pcre2_match_data_free(sample.match);
    free(sample.codes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_and_cases_of_one_version_agree_in_every_case),
        cmocka_unit_test(newer_rules_answer_otherwise_only_where_a_rule_was_changed),
        cmocka_unit_test(the_filter_leaves_out_no_rule_that_matches),
    };
    return cmocka_run_group_tests_name("agent against uap-core", tests, open_world, close_world);
}
