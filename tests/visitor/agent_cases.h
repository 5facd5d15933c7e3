/* agent_cases - the test cases that uap-core carries: a user agent and what is to be answered. */
#pragma once
#include <yaml.h>
#include "visitor/agent.h"
#include "../base/check.h"

#define CASE_PATH_MAX 512

struct agent_case {
    enum agent_kind kind;
    struct str user_agent;
    struct str parts[AGENT_PARTS_MAX]; /* absent: not looked at, or not said */
};

struct case_file {
    const char *name;
    enum agent_kind kind;
};

static const struct case_file case_files[] = {
    {"tests/test_ua.yaml", AGENT_BROWSER},
    {"tests/test_os.yaml", AGENT_OS},
    {"tests/test_device.yaml", AGENT_DEVICE},
    {"test_resources/additional_os_tests.yaml", AGENT_OS},
    {"test_resources/firefox_user_agent_strings.yaml", AGENT_BROWSER},
    {"test_resources/opera_mini_user_agent_strings.yaml", AGENT_BROWSER},
    {"test_resources/pgts_browser_list.yaml", AGENT_BROWSER},
    {"test_resources/podcasting_user_agent_strings.yaml", AGENT_BROWSER},
};

static const char *const case_keys[AGENT_KINDS][AGENT_PARTS_MAX] = {
    {"family", "major", "minor", "patch"},
    {"family", "major", "minor", "patch", "patch_minor"},
    {"family", "brand", "model"},
};

static inline struct str case_text(yaml_node_t *node)
{
    assert_int_equal(node->type, YAML_SCALAR_NODE);
    struct str text = {(const char *)node->data.scalar.value, node->data.scalar.length};
    return text.len > 0 ? text : STR_NONE;
}

static inline struct agent_case case_read(yaml_document_t *document, enum agent_kind kind,
                                          const yaml_node_t *node)
{
    struct agent_case found = {.kind = kind};
    assert_int_equal(node->type, YAML_MAPPING_NODE);
    for (yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         pair < node->data.mapping.pairs.top; pair++) {
        struct str key = case_text(yaml_document_get_node(document, pair->key));
        yaml_node_t *value = yaml_document_get_node(document, pair->value);
        if (str_is_equal(key, STR("user_agent_string")))
            found.user_agent = case_text(value);
        for (size_t part = 0; part < AGENT_PARTS_MAX; part++)
            if (case_keys[kind][part] != NULL &&
                str_is_equal(key, str_from_c(case_keys[kind][part])))
                found.parts[part] = case_text(value);
    }
    return found;
}

/* Calls each with every case of a file; strings are lent until it returns. */
static inline void cases_each(const char *folder, const struct case_file *about,
                              void (*each)(void *context, const struct agent_case *of),
                              void *context)
{
    char path[CASE_PATH_MAX];
    yaml_parser_t parser;
    yaml_document_t document;
    (void)snprintf(path, sizeof(path), "%s/%s", folder, about->name);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        fail_msg("%s is missing: run script/bootstrap test", path);
    assert_int_equal(yaml_parser_initialize(&parser), 1);
    yaml_parser_set_input_file(&parser, file);
    assert_int_equal(yaml_parser_load(&parser, &document), 1);
    yaml_node_t *root = yaml_document_get_root_node(&document);
    yaml_node_t *list = yaml_document_get_node(&document, root->data.mapping.pairs.start->value);
    assert_int_equal(list->type, YAML_SEQUENCE_NODE);
    for (yaml_node_item_t *item = list->data.sequence.items.start;
         item < list->data.sequence.items.top; item++) {
        struct agent_case of =
            case_read(&document, about->kind, yaml_document_get_node(&document, *item));
        each(context, &of);
    }
    yaml_document_delete(&document);
    yaml_parser_delete(&parser);
    (void)fclose(file);
}

/* What the cases call the answer: a kind that no rule answers is "Other". */
static inline struct str case_part_of(const struct agent_answer *answer, enum agent_kind kind,
                                      size_t part)
{
    struct str text = answer->parts[kind][part];
    return part == AGENT_FAMILY && text.ptr == NULL ? STR("Other") : text;
}

static inline bool case_is_met(const struct agent_case *of, const struct agent_answer *answer)
{
    for (size_t part = 0; part < AGENT_PARTS_MAX; part++)
        if (case_keys[of->kind][part] != NULL &&
            !str_is_equal(of->parts[part], case_part_of(answer, of->kind, part)))
            return false;
    return true;
}
