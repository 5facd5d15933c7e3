/* lander - a page of the buyer's before the offer (spec/tracker.md §1.4). */
#include "model/body.h"

#include "base/say.h"
#include "model/fault.h"
#include "model/kind.h"
#include "model/lint_check.h"

static const struct field fields[] = {
    KIND_NAME_FIELD(struct lander_body),
    KIND_LABEL_FIELDS(struct lander_body),
    {.name = "url",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED | FIELD_TRIMMED,
     .offset = offsetof(struct lander_body, url),
     .min = 1,
     .max = KIND_URL_CHARS_MAX,
     .help = "The page's address, with macros."},
};
static const struct schema schema = SCHEMA(fields, struct lander_body);

static enum err check_lander(struct check *check, void *read)
{
    const struct lander_body *body = read;
    const struct macro_template *compiled;
    struct macro_fault warning;
    enum err err = kind_compile(check->arena, check->fault, "url", body->url, MACRO_IN_LANDER,
                                &compiled, &warning);
    if (err != OK)
        return err;
    check_lint(check, "url", body->url, LINT_LANDER_URL, &(struct lint_context){0});
    return OK;
}

static enum err build_lander(const struct build *build, const void *read, void *item)
{
    const struct lander_body *body = read;
    struct lander *lander = item;
    struct macro_fault warning;
    lander->id = build->row->id;
    lander->workspace_id = build->row->workspace_id;
    lander->status = build->row->status;
    lander->name = body->name;
    return kind_compile(build->arena, build->fault, "url", body->url, MACRO_IN_LANDER,
                        &lander->target, &warning);
}

const struct kind lander_kind = {
    .resource = "landers",
    .word = SAY("lander"),
    .schema = &schema,
    .example = "{\"name\":\"Lander\",\"url\":\"http://lander.example/?cid={clickid}\"}",
    .item_bytes = sizeof(struct lander),
    .check = check_lander,
    .build = build_lander,
};
