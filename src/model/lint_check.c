/* lint_check - the linter's findings as the warnings of a saved entity. Errors and warnings are
 * told; notes are for those who ask. */
#include "model/lint_check.h"

#define ARENA_BYTES_MAX ((size_t)4 << 20) /* the longest text many times */

/* What the catalogue knows of the goal that the text names; one that is not there, or cannot be
 * read, is nobody's here. */
static enum lint_goal find_goal(struct check *check, struct str text)
{
    struct str written = lint_goal_of(text);
    struct db_row row;
    struct model_fault fault;
    const void *body;
    char id[GOAL_ID_LEN];
    if (written.len != sizeof id)
        return LINT_GOAL_UNKNOWN;
    for (size_t i = 0; i < sizeof id; i++)
        id[i] = written.ptr[i] >= 'A' && written.ptr[i] <= 'F' ? (char)(written.ptr[i] | 0x20)
                                                               : written.ptr[i];
    if (db_find_by_key(check->db, ENTITY_GOAL, (struct str){id, sizeof id}, check->arena, &row) !=
            OK ||
        row.workspace_id != check->workspace_id ||
        kind_read_body(ENTITY_GOAL, row.body, check->arena, &fault, &body) != OK)
        return LINT_GOAL_UNKNOWN;
    return ((const struct goal_body *)body)->value->type == GOAL_VALUE_DYNAMIC ? LINT_GOAL_DYNAMIC
                                                                               : LINT_GOAL_OTHER;
}

/* A warning that says which rule it comes from, so that who lints by themselves need not show it
 * twice. */
static void warn(struct check *check, const char *field, const struct lint_finding *finding)
{
    struct str code = lint_code(finding->rule);
    check_warn(check, field, "%s", finding->message);
    json_t *warning = json_array_get(check->warnings, json_array_size(check->warnings) - 1);
    json_t *text = json_stringn(code.ptr, code.len);
    CHECK(text != NULL && json_object_set_new(warning, "code", text) == 0);
}

void check_lint(struct check *check, const char *field, struct str text, enum lint_kind kind,
                const struct lint_context *context)
{
    struct arena *arena = arena_make(ARENA_BYTES_MAX);
    struct lint_report report;
    struct lint_context known = *context;
    if (kind == LINT_SOURCE_POSTBACK)
        known.goal = find_goal(check, text);
    enum err err = lint_read(arena, text, kind, &known, &report);
    for (size_t i = 0; err == OK && i < report.count; i++) /* what fills the arena is not read */
        if (lint_severity_of(report.findings[i].rule) != LINT_NOTE)
            warn(check, field, &report.findings[i]);
    arena_free(arena);
}

void check_lint_macro(struct check *check, const char *field, struct str macro, enum lint_kind kind)
{
    struct str text = arena_format(check->arena, "cid=%.*s", STR_FMT(macro));
    if (text.ptr != NULL && macro.len > 0)
        check_lint(check, field, text, kind, &(struct lint_context){0});
}

static struct str write_token(struct arena *arena, int64_t slot)
{
    return arena_format(arena, "{token%" PRId64 "}", slot);
}

struct lint_context lint_context_of_source(struct arena *arena, const struct source_body *body)
{
    size_t count = 0;
    struct lint_macro *macros = ARENA_ARRAY(arena, struct lint_macro, body->tokens.count + 2);
    struct lint_context context = {0};
    if (macros == NULL)
        return context;
    for (size_t i = 0; i < body->tokens.count; i++) {
        const struct token_body *token = LIST_AT(body->tokens, struct token_body, i);
        macros[count++] =
            (struct lint_macro){token->param, token->macro, write_token(arena, token->slot)};
    }
    if (body->cost != NULL)
        macros[count++] = (struct lint_macro){body->cost->param, body->cost->macro, STR("{cost}")};
    if (body->external_id != NULL) {
        context.external_id_param = body->external_id->param;
        context.external_id_macro = body->external_id->macro;
        macros[count++] = (struct lint_macro){body->external_id->param, body->external_id->macro,
                                              STR("{external_id}")};
    }
    context.macros = macros;
    context.macro_count = count;
    return context;
}
