#include "model/diff.h"

#include "base/arena.h"

#define PATH_BYTES_MAX 512
#define DEPTH_MAX      16

static void add_difference(json_t *found, const char *path, const json_t *before,
                           const json_t *after)
{
    json_t *one = json_pack("{s:s, s:O?, s:O?}", "field", path, "before", before, "after", after);
    CHECK(one != NULL && json_array_append_new(found, one) == 0);
}

static void compare(json_t *found, const char *path, const json_t *before, const json_t *after,
                    size_t depth);

static void compare_field(json_t *found, const char *path, const char *name, const json_t *before,
                          const json_t *after, size_t depth)
{
    char inner[PATH_BYTES_MAX]; /* a longer path is cut: it is for people */
    (void)snprintf(inner, sizeof inner, "%s%s%s", path, path[0] == '\0' ? "" : ".", name);
    compare(found, inner, before, after, depth);
}

static void compare_objects(json_t *found, const char *path, const json_t *before,
                            const json_t *after, size_t depth)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)after, name, value)
        compare_field(found, path, name, json_object_get(before, name), value, depth);
    json_object_foreach((json_t *)(uintptr_t)before, name, value)
    {
        if (json_object_get(after, name) == NULL)
            compare_field(found, path, name, value, NULL, depth);
    }
}

static void compare_lists(json_t *found, const char *path, const json_t *before,
                          const json_t *after, size_t depth)
{
    size_t old_count = json_array_size(before), new_count = json_array_size(after);
    for (size_t i = 0; i < old_count || i < new_count; i++) {
        char inner[PATH_BYTES_MAX];
        (void)snprintf(inner, sizeof inner, "%s[%zu]", path, i);
        compare(found, inner, json_array_get(before, i), json_array_get(after, i), depth);
    }
}

/* Recursion ends at DEPTH_MAX, where the rest counts as one value. */
static void compare(json_t *found, const char *path, const json_t *before, const json_t *after,
                    size_t depth)
{
    if (json_equal(before, after) != 0 || (json_is_null(before) && after == NULL) ||
        (before == NULL && json_is_null(after)))
        return;
    if (depth < DEPTH_MAX && json_is_object(before) && json_is_object(after))
        compare_objects(found, path, before, after, depth + 1);
    else if (depth < DEPTH_MAX && json_is_array(before) && json_is_array(after))
        compare_lists(found, path, before, after, depth + 1);
    else
        add_difference(found, path, before, after);
}

json_t *diff_make(const json_t *before, const json_t *after)
{
    json_t *found = json_array();
    CHECK(found != NULL);
    if (json_is_object(before) || json_is_object(after))
        compare_objects(found, "", before, after, 0);
    return found;
}
