/* key - what a program asks with: what it may do, where, and until when. Its text is shown once,
 * and only a hash of it is kept, beside the catalogue (account.h). */
#include "base/clock.h"
#include "base/say.h"
#include "model/area.h"
#include "model/body.h"
#include "model/db_account.h"
#include "model/fault.h"
#include "model/kind.h"

static const char *judge_scope(struct str s)
{
    enum area area;
    enum level level;
    return scope_parse(s, &area, &level) == OK
               ? NULL
               : say_text("expected \"read\", \"write\", or one area's such as \"offers:write\"");
}

static const struct field key_fields[] = {
    KIND_NAME_FIELD(struct key_body),
    {.name = "scopes",
     .type = FIELD_TEXTS,
     .offset = offsetof(struct key_body, scopes),
     .fallback = "[\"write\"]",
     .min = 1,
     .max = ACCOUNT_SCOPES_MAX,
     .item_max = ACCOUNT_SCOPE_TEXT_MAX - 1,
     .judge = judge_scope,
     .help = "What it may do: read or write everything, or areas one by one as in offers:read."},
    {.name = "workspaces",
     .type = FIELD_OBJECTS,
     .offset = offsetof(struct key_body, workspaces),
     .fallback = "[]",
     .max = WORKSPACES_MAX,
     .schema = &place_schema,
     .help = "Where it may; empty: everywhere."},
    {.name = "expires_at",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE | FIELD_TRIMMED,
     .offset = offsetof(struct key_body, expires_at),
     .max = CLOCK_TEXT_MAX,
     .judge = kind_judge_time,
     .help = "From when on it is refused; null: never."},
};
static const struct schema key_schema = SCHEMA(key_fields, struct key_body);

static enum err check_key(struct check *check, void *read)
{
    const struct key_body *body = read;
    return place_check(check, &body->workspaces);
}

const struct kind key_kind = {
    .resource = "keys",
    .word = SAY("key"),
    .example = "{\"name\":\"Reports\",\"scopes\":[\"logs:read\",\"campaigns:read\"]}",
    .home = KIND_OF_ACCOUNT,
    .schema = &key_schema,
    .check = check_key,
};
