#include "visitor/agent_rules.h"

#include <errno.h>
#include <sys/stat.h>
#include <yaml.h>

struct agent_rules {
    struct arena *arena; /* all strings */
    struct agent_rule *rules;
    size_t count, cap;
};

static const char *const lists[AGENT_KINDS] = {"user_agent_parsers", "os_parsers",
                                               "device_parsers"};
/* Keys of replacements by kind and part. */
static const char *const keys[AGENT_KINDS][AGENT_PARTS_MAX] = {
    {"family_replacement", "v1_replacement", "v2_replacement", "v3_replacement", "v4_replacement"},
    {"os_replacement", "os_v1_replacement", "os_v2_replacement", "os_v3_replacement",
     "os_v4_replacement"},
    {"device_replacement", "brand_replacement", "model_replacement"},
};

/* One reading of a document. */
struct reading {
    yaml_document_t document;
    struct agent_rules *rules;
    char *reason;
};

static enum err refuse(const struct reading *reading, const yaml_node_t *node, const char *what)
{
    (void)snprintf(reading->reason, AGENT_REASON_MAX, "line %zu: %s", node->start_mark.line + 1,
                   what);
    return ERR_INVALID;
}

static struct str text_of(const yaml_node_t *node)
{
    return node->type == YAML_SCALAR_NODE
               ? (struct str){(const char *)node->data.scalar.value, node->data.scalar.length}
               : STR_NONE;
}

/* Puts a key of a rule where it belongs. Keys that nobody knows are of a newer format: what they
 * would change is not known, so the file is refused. */
static enum err take_key(const struct reading *reading, struct agent_rule *rule,
                         const yaml_node_t *key, const yaml_node_t *value)
{
    struct str name = text_of(key);
    struct str text = arena_copy(reading->rules->arena, text_of(value));
    if (text.ptr == NULL)
        return refuse(reading, value, "expected a text");
    if (str_is_equal(name, STR("regex"))) {
        rule->regex = text;
        return text.len > 0 && text.len <= AGENT_REGEX_MAX
                   ? OK
                   : refuse(reading, value, "expected a regex of 1 to 8192 bytes");
    }
    if (str_is_equal(name, STR("regex_flag"))) {
        rule->is_nocase = true;
        return str_is_equal(text, STR("i")) ? OK
                                            : refuse(reading, value, "expected the flag \"i\"");
    }
    for (size_t part = 0; part < AGENT_PARTS_MAX; part++) {
        const char *known = keys[rule->kind][part];
        if (known != NULL && str_is_equal(name, str_from_c(known))) {
            rule->replacements[part] = text;
            return OK;
        }
    }
    return refuse(reading, key, "no key of such a rule");
}

static enum err take_rule(struct reading *reading, enum agent_kind kind, const yaml_node_t *node)
{
    struct agent_rules *rules = reading->rules;
    struct agent_rule rule = {.kind = kind};
    if (node->type != YAML_MAPPING_NODE)
        return refuse(reading, node, "expected a rule");
    if (rules->count == AGENT_RULES_MAX)
        return refuse(reading, node, "too many rules");
    for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         pair < node->data.mapping.pairs.top; pair++) {
        enum err err =
            take_key(reading, &rule, yaml_document_get_node(&reading->document, pair->key),
                     yaml_document_get_node(&reading->document, pair->value));
        if (err != OK)
            return err;
    }
    if (rule.regex.ptr == NULL)
        return refuse(reading, node, "a rule has no regex");
    if (rules->count == rules->cap) {
        rules->cap = rules->cap == 0 ? 2048 : 2 * rules->cap;
        rules->rules = heap_grow(rules->rules, rules->cap * sizeof(*rules->rules));
    }
    rules->rules[rules->count++] = rule;
    return OK;
}

static enum err take_list(struct reading *reading, const yaml_node_t *root, enum agent_kind kind)
{
    for (const yaml_node_pair_t *pair = root->data.mapping.pairs.start;
         pair < root->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key = yaml_document_get_node(&reading->document, pair->key);
        const yaml_node_t *list = yaml_document_get_node(&reading->document, pair->value);
        if (!str_is_equal(text_of(key), str_from_c(lists[kind])))
            continue;
        if (list->type != YAML_SEQUENCE_NODE)
            return refuse(reading, list, "expected a list of rules");
        for (const yaml_node_item_t *item = list->data.sequence.items.start;
             item < list->data.sequence.items.top; item++) {
            enum err err =
                take_rule(reading, kind, yaml_document_get_node(&reading->document, *item));
            if (err != OK)
                return err;
        }
        return OK;
    }
    (void)snprintf(reading->reason, AGENT_REASON_MAX, "%s is missing", lists[kind]);
    return ERR_INVALID;
}

static enum err take_document(struct reading *reading)
{
    const yaml_node_t *root = yaml_document_get_root_node(&reading->document);
    enum err err = OK;
    if (root == NULL || root->type != YAML_MAPPING_NODE) {
        (void)snprintf(reading->reason, AGENT_REASON_MAX, "expected lists of rules");
        return ERR_INVALID;
    }
    for (enum agent_kind kind = 0; err == OK && kind < AGENT_KINDS; kind++)
        err = take_list(reading, root, kind);
    return err;
}

static enum err read_stream(FILE *file, struct agent_rules *rules, char *reason)
{
    yaml_parser_t parser;
    struct reading reading = {.rules = rules, .reason = reason};
    CHECK(yaml_parser_initialize(&parser) == 1);
    yaml_parser_set_input_file(&parser, file);
    enum err err = ERR_INVALID;
    if (yaml_parser_load(&parser, &reading.document) == 1) {
        err = take_document(&reading);
        yaml_document_delete(&reading.document);
    } else {
        (void)snprintf(reason, AGENT_REASON_MAX, "line %zu: %s", parser.problem_mark.line + 1,
                       parser.problem != NULL ? parser.problem : "cannot be read");
    }
    yaml_parser_delete(&parser);
    return err;
}

enum err agent_rules_read(const char *path, struct agent_rules **rules,
                          char reason[AGENT_REASON_MAX])
{
    struct stat about;
    FILE *file = fopen(path, "re");
    if (file == NULL || fstat(fileno(file), &about) != 0) {
        (void)snprintf(reason, AGENT_REASON_MAX, "%s", strerror(errno));
        if (file != NULL)
            (void)fclose(file);
        return ERR_IO;
    }
    enum err err = ERR_TOO_LONG;
    struct agent_rules *made = heap_make(1, sizeof(*made));
    made->arena = arena_make(2 * AGENT_FILE_MAX);
    if (!S_ISREG(about.st_mode) || about.st_size > AGENT_FILE_MAX)
        (void)snprintf(reason, AGENT_REASON_MAX, "expected a file of at most 8 MiB");
    else
        err = read_stream(file, made, reason);
    (void)fclose(file);
    if (err == OK)
        *rules = TAKE(made);
    agent_rules_free(made);
    return err;
}

void agent_rules_free(struct agent_rules *rules)
{
    if (rules == NULL)
        return;
    arena_free(rules->arena);
    free(rules->rules);
    free(rules);
}

const struct agent_rule *agent_rules_all(const struct agent_rules *rules, size_t *count)
{
    *count = rules->count;
    return rules->rules;
}
