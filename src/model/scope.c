#include "model/scope.h"

#include "base/buf.h"

struct scope scope_of_all(const char *actor)
{
    struct scope scope = {.actor = actor, .home = 1};
    for (uint64_t id = 0; id <= WORKSPACES_MAX; id++) {
        workspace_set_add(&scope.reads, id);
        workspace_set_add(&scope.writes, id);
    }
    return scope;
}

void workspace_set_add(struct workspace_set *set, uint64_t id)
{
    if (id <= WORKSPACES_MAX)
        set->bits[id / 64] |= UINT64_C(1) << (id % 64);
}

void workspace_set_remove(struct workspace_set *set, uint64_t id)
{
    if (id <= WORKSPACES_MAX)
        set->bits[id / 64] &= ~(UINT64_C(1) << (id % 64));
}

bool workspace_set_has(const struct workspace_set *set, uint64_t id)
{
    return id <= WORKSPACES_MAX && (set->bits[id / 64] >> (id % 64) & 1) != 0;
}

uint64_t workspace_set_first(const struct workspace_set *set)
{
    for (uint64_t id = 1; id <= WORKSPACES_MAX; id++)
        if (workspace_set_has(set, id))
            return id;
    return 0;
}

void workspace_set_keep(struct workspace_set *set, uint64_t id)
{
    bool has = id != 0 && workspace_set_has(set, id);
    memset(set, 0, sizeof *set);
    if (has)
        workspace_set_add(set, id);
}

void scope_leave_out_demo(struct scope *scope)
{
    for (uint64_t id = WORKSPACES_OWN_MAX + 1; id <= WORKSPACES_MAX; id++) {
        workspace_set_remove(&scope->reads, id);
        workspace_set_remove(&scope->writes, id);
        scope->home = scope->home == id ? 0 : scope->home;
    }
}

void workspace_set_write(const struct workspace_set *set, char text[WORKSPACE_SET_TEXT_MAX])
{
    struct buf buf = buf_from_memory(text, WORKSPACE_SET_TEXT_MAX - 1);
    buf_write_char(&buf, '[');
    for (uint64_t id = 0; id <= WORKSPACES_MAX; id++)
        if (workspace_set_has(set, id)) {
            if (buf.len > 1)
                buf_write_char(&buf, ',');
            buf_write_u64(&buf, id);
        }
    buf_write_char(&buf, ']');
    CHECK(!buf_is_full(&buf));
    text[buf.len] = '\0';
}
