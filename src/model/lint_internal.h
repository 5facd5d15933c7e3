/* lint_internal - what the files of the linter share. No other file includes it.
 *
 * A text is read twice: first its characters are mended (lint_characters()), then what is left is
 * read as parameters and macros. The findings of the second round are told at their place in what
 * the user wrote. */
#pragma once
#include "base/buf.h"
#include "base/uri.h"
#include "model/lint.h"

#define LINT_EDITS_MAX 128

struct lint_edit {
    size_t at, len;
    struct str with;
};

struct lint_edits {
    struct lint_edit list[LINT_EDITS_MAX]; /* by place, none in another */
    size_t count;
};

struct lint_param {
    size_t at; /* of the name */
    struct str name;
    struct str value;
    size_t value_at;
};

struct lint {
    struct arena *arena;
    struct str text; /* as read in this round */
    enum lint_kind kind;
    const struct lint_context *context;
    struct lint_report *report;
    struct lint_edits mended; /* of the first round */
    struct lint_edits *edits; /* of this round */
    struct lint_param params[URI_PARAMS_MAX];
    size_t param_count;
    size_t query_at; /* where the first parameter begins */
    size_t query_end;
};

/* Tells one finding. with: what should stand there; the text is mended so when is_sure. */
void lint_say(struct lint *lint, enum lint_rule rule, size_t at, size_t len, struct str with,
              bool is_sure, const char *format, ...) PRINTF_LIKE(7, 8);

/* The first round. */
void lint_characters(struct lint *lint);

/* The second round: cuts the text into parameters, then judges. */
void lint_cut(struct lint *lint);
void lint_address(struct lint *lint);
void lint_parameters(struct lint *lint);
void lint_macros(struct lint *lint);
void lint_purpose(struct lint *lint);

/* The parameter of that name, or NULL. */
const struct lint_param *lint_param_find(const struct lint *lint, struct str name);
/* Whether the text holds that macro of the tracker under any of its names. */
bool lint_text_has(struct str text, enum macro_name name);
/* Whether macros of the tracker stand in texts of that kind, and where they are known. */
bool lint_is_of_tracker(enum lint_kind kind, enum macro_place *place);
/* Whether the value is a macro of any family, left in by whoever should fill it. */
bool lint_is_macro(struct str value);
/* What stands between the delimiters of a macro of any family. */
struct str lint_name_of(struct str macro);
