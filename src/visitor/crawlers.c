#include "visitor/crawlers.h"

#include <jansson.h>

static enum err refuse(size_t number, char *reason)
{
    (void)snprintf(reason, EXPRESSION_REASON_MAX, "[%zu].pattern: expected a regular expression",
                   number);
    return ERR_INVALID;
}

static enum err compile(const json_t *list, struct expressions **made, char *reason)
{
    size_t count = json_array_size(list);
    struct expression *all = heap_make(count + 1, sizeof(*all));
    enum err err = OK;
    for (size_t i = 0; err == OK && i < count; i++) {
        const json_t *pattern = json_object_get(json_array_get(list, i), "pattern");
        if (json_string_length(pattern) == 0) /* 0 also for what is no string */
            err = refuse(i, reason);
        else
            all[i].regex = (struct str){json_string_value(pattern), json_string_length(pattern)};
    }
    if (err == OK)
        err = expressions_make(all, count, made, reason);
    free(all);
    return err;
}

enum err crawlers_read(const char *path, struct expressions **made,
                       char reason[EXPRESSION_REASON_MAX])
{
    json_error_t error;
    json_t *list = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    enum err err = OK;
    if (list == NULL) {
        (void)snprintf(reason, EXPRESSION_REASON_MAX, "line %d: %.120s", error.line, error.text);
        err = json_error_code(&error) == json_error_cannot_open_file ? ERR_IO : ERR_INVALID;
    } else if (!json_is_array(list) || json_array_size(list) == 0) {
        (void)snprintf(reason, EXPRESSION_REASON_MAX, "expected a list of patterns");
        err = ERR_INVALID;
    } else if (json_array_size(list) > CRAWLERS_MAX) {
        (void)snprintf(reason, EXPRESSION_REASON_MAX, "more than %d patterns", CRAWLERS_MAX);
        err = ERR_TOO_LONG;
    } else {
        err = compile(list, made, reason);
    }
    json_decref(list);
    return err;
}
