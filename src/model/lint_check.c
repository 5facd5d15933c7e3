/* lint_check - the linter's findings as the warnings of a saved entity. Errors and warnings are
 * told; notes are for those who ask. */
#include "model/lint_check.h"

#define ARENA_BYTES_MAX ((size_t)1 << 20)

void check_lint(struct check *check, const char *field, struct str text, enum lint_kind kind,
                const struct lint_context *context)
{
    struct arena *arena = arena_make(ARENA_BYTES_MAX);
    struct lint_report report;
    enum err err = lint_read(arena, text, kind, context, &report);
    CHECK(err == OK); /* the arena holds the longest text several times */
    for (size_t i = 0; i < report.count; i++)
        if (lint_severity_of(report.findings[i].rule) != LINT_NOTE)
            check_warn(check, field, "%s", report.findings[i].message);
    arena_free(arena);
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
