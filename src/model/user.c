/* user - who signs in: a role, and the workspaces they are in (spec/tracker.md §1.10). Passwords
 * stand beside the catalogue (account.h). */
#include "model/body.h"

#include "base/say.h"
#include "model/db_account.h"
#include "model/fault.h"
#include "model/kind.h"

#define EMAIL_CHARS_MAX 254

static const char *const role_words[] = {"owner", "manager", "buyer", "read-only", NULL};
_Static_assert(ARRAY_LEN(role_words) == ROLE_COUNT + 1, "a word for each role");

const char *user_role_text(enum user_role role)
{
    CHECK(role < ROLE_COUNT);
    return role_words[role];
}

static const char *judge_email(struct str s)
{
    static const char expected[] = SAY("expected an address such as \"ana@example.com\"");
    ptrdiff_t at = str_find_char(s, '@');
    if (at < 1 || (size_t)at + 1 >= s.len ||
        str_find_char(str_slice(s, (size_t)at + 1, s.len), '@') >= 0)
        return say_text(expected);
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] <= ' ' || s.ptr[i] >= 0x7f)
            return say_text(expected);
    return NULL;
}

static const struct field place_fields[] = {
    {.name = "id",
     .type = FIELD_ID,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct place_body, id),
     .help = "A workspace."},
};
const struct schema place_schema = SCHEMA(place_fields, struct place_body);

static const struct field user_fields[] = {
    KIND_NAME_FIELD(struct user_body),
    {.name = "email",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED | FIELD_TRIMMED,
     .offset = offsetof(struct user_body, email),
     .min = 3,
     .max = EMAIL_CHARS_MAX,
     .judge = judge_email,
     .help = "What they sign in with."},
    {.name = "role",
     .type = FIELD_WORD,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct user_body, role),
     .words = role_words,
     .help = "What they may do: docs/api.md has the table."},
    {.name = "workspaces",
     .type = FIELD_OBJECTS,
     .offset = offsetof(struct user_body, workspaces),
     .fallback = "[]",
     .max = WORKSPACES_MAX,
     .schema = &place_schema,
     .help = "Where they are in; new entities go to the first. Empty for an owner, who is in all."},
};
static const struct schema user_schema = SCHEMA(user_fields, struct user_body);

enum err place_check(struct check *check, const struct list *places)
{
    for (size_t i = 0; i < places->count; i++) {
        char field[KIND_FIELD_MAX];
        struct db_row row;
        uint64_t id = LIST_AT(*places, struct place_body, i)->id;
        enum err err = db_find(check->db, ENTITY_WORKSPACE, id, check->arena, &row);
        (void)snprintf(field, sizeof field, "workspaces[%zu].id", i);
        if (err == ERR_NOT_FOUND)
            return fault_refuse(check->fault, field, "there is no workspace %" PRIu64, id);
        if (err != OK)
            return err;
    }
    return OK;
}

static enum err check_user(struct check *check, void *read)
{
    const struct user_body *body = read;
    uint64_t other;
    if (body->role == ROLE_OWNER && body->workspaces.count > 0)
        return fault_refuse(check->fault, "workspaces", "an owner is in all: leave the list empty");
    enum err err = db_find_email(check->db, body->email, check->id, &other);
    if (err == OK)
        return fault_conflict(check->fault, "email", "user %" PRIu64 " has this address", other);
    return err == ERR_NOT_FOUND ? place_check(check, &body->workspaces) : err;
}

static enum err read_role(struct arena *arena, const struct db_row *row, int *role)
{
    struct model_fault fault;
    const void *body;
    enum err err = kind_read_body(ENTITY_USER, row->body, arena, &fault, &body);
    if (err == OK)
        *role = ((const struct user_body *)body)->role;
    return err == OK ? OK : ERR_IO;
}

/* There is always an owner; and whoever's rights change signs in anew. */
static enum err settle_user(const struct settle *settle, const struct db_row *before,
                            const struct db_row *after)
{
    int was = 0, is = 0;
    enum err err = read_role(settle->arena, before, &was);
    if (err == OK)
        err = read_role(settle->arena, after, &is);
    if (err != OK)
        return err;
    bool was_owner = was == ROLE_OWNER && before->status == STATUS_ACTIVE;
    bool is_owner = is == ROLE_OWNER && after->status == STATUS_ACTIVE;
    if (was_owner && !is_owner)
        err = db_has_owner(settle->db, after->id, false);
    if (err == ERR_NOT_FOUND)
        return fault_conflict(settle->fault, "", "it is the last owner");
    if (err == OK && (was != is || after->status != STATUS_ACTIVE))
        err = db_end_sessions(settle->db, after->id, 0);
    if (err == OK && after->status != STATUS_ACTIVE) {
        err = db_drop_links(settle->db, after->id);
        return err == ERR_NOT_FOUND ? OK : err;
    }
    return err;
}

const struct kind user_kind = {
    .resource = "users",
    .word = SAY("user"),
    .example = "{\"name\":\"Ana\",\"email\":\"ana@example.com\",\"role\":\"buyer\","
               "\"workspaces\":[{\"id\":1}]}",
    .home = KIND_OF_ACCOUNT,
    .schema = &user_schema,
    .check = check_user,
    .settle = settle_user,
};
