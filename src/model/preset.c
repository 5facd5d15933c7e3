/* preset - finds, reads and lists the files. Nothing is kept between calls but the folder; any
 * thread. */
#include "model/preset.h"

#include <dirent.h>
#include <unistd.h>

#include "base/log.h"
#include "base/say.h"
#include "model/fault.h"
#include "model/kind.h"

#define PRESET_LEVELS_MAX 4
#define NAME_BYTES_MAX    64
#define SUFFIX            ".json"

static const enum entity preset_entities[] = {ENTITY_SOURCE, ENTITY_NETWORK};

bool presets_has(enum entity entity)
{
    return entity == ENTITY_SOURCE || entity == ENTITY_NETWORK;
}

/* ------------------------------------------------------------------ the folder */

static bool use_if_there(struct presets *presets, const char *dir)
{
    char sources[PRESET_PATH_MAX];
    if (dir == NULL || dir[0] == '\0')
        return false;
    int len = snprintf(sources, sizeof sources, "%s/sources", dir);
    if (len < 0 || (size_t)len >= sizeof sources || access(sources, R_OK | X_OK) != 0)
        return false;
    (void)snprintf(presets->dir, sizeof presets->dir, "%s", dir);
    return true;
}

static bool use_beside_program(struct presets *presets)
{
    char path[PRESET_PATH_MAX], dir[PRESET_PATH_MAX + 16];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path - 1);
    if (len <= 0)
        return false;
    path[len] = '\0';
    for (int level = 0; level <= PRESET_LEVELS_MAX; level++) {
        char *slash = strrchr(path, '/');
        if (slash == NULL)
            return false;
        *slash = '\0';
        (void)snprintf(dir, sizeof dir, "%s/presets", path);
        if (use_if_there(presets, dir))
            return true;
    }
    return false;
}

void presets_find(struct presets *presets)
{
    presets->dir[0] = '\0';
    if (use_if_there(presets, getenv("REBOND_PRESETS")))
        return;
#ifdef REBOND_PRESETS_DIR
    if (use_if_there(presets, REBOND_PRESETS_DIR))
        return;
#endif
    if (!use_beside_program(presets))
        log_warning("catalog", "no folder of presets found: templates cannot be used");
}

/* ------------------------------------------------------------------ files */

/* Names are of a small alphabet: no path can be smuggled in. */
bool preset_is_name(struct str name)
{
    if (name.len == 0 || name.len > NAME_BYTES_MAX)
        return false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-' && c != '_')
            return false;
    }
    return true;
}

/* The preset as a new reference, or NULL: there is none, or it is broken (logged). */
static json_t *load(const struct presets *presets, enum entity entity, struct str name)
{
    char path[PRESET_PATH_MAX + NAME_BYTES_MAX + 32];
    json_error_t error;
    if (presets->dir[0] == '\0' || !preset_is_name(name))
        return NULL;
    (void)snprintf(path, sizeof path, "%s/%s/%.*s" SUFFIX, presets->dir, entity_resource(entity),
                   STR_FMT(name));
    if (access(path, R_OK) != 0)
        return NULL;
    json_t *preset = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (preset == NULL || !json_is_object(json_object_get(preset, "fields")) ||
        !json_is_string(json_object_get(preset, "name"))) {
        log_error("catalog", "broken preset path=%s reason=\"%s\"", path,
                  preset == NULL ? error.text : "no name or fields");
        json_decref(preset);
        return NULL;
    }
    return preset;
}

static int is_preset(const struct dirent *entry)
{
    struct str file = str_from_c(entry->d_name);
    return str_has_suffix(file, STR(SUFFIX)) &&
           preset_is_name(str_slice(file, 0, file.len - sizeof(SUFFIX) + 1));
}

/* Calls visit with each name, in order. */
static void each_name(const struct presets *presets, enum entity entity,
                      void (*visit)(void *context, struct str name), void *context)
{
    char path[PRESET_PATH_MAX + 32];
    struct dirent **entries = NULL;
    if (presets->dir[0] == '\0')
        return;
    (void)snprintf(path, sizeof path, "%s/%s", presets->dir, entity_resource(entity));
    int count = scandir(path, &entries, is_preset, alphasort);
    for (int i = 0; i < count; i++) {
        struct str file = str_from_c(entries[i]->d_name);
        if (i < PRESETS_MAX)
            visit(context, str_slice(file, 0, file.len - sizeof(SUFFIX) + 1));
        free(entries[i]);
    }
    free(entries);
}

/* ------------------------------------------------------------------ use */

static enum err refuse_template(const struct presets *presets, enum entity entity,
                                struct model_fault *fault)
{
    if (presets->dir[0] == '\0')
        return fault_refuse(fault, "template",
                            "no presets are installed: set REBOND_PRESETS to their folder");
    return fault_refuse(fault, "template",
                        "unknown template: GET /api/v1/templates lists those of %s",
                        entity_resource(entity));
}

static struct str text_of(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    return json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)}
                                 : STR_NONE;
}

bool preset_is_verified(struct str confidence)
{
    bool is_verified = confidence.len > 0;
    for (size_t i = 0; i < confidence.len; i++) {
        bool is_first = i == 0 || memchr(" (,/", confidence.ptr[i - 1], 4) != NULL;
        bool is_last = i + 1 == confidence.len || memchr(" ),/", confidence.ptr[i + 1], 4) != NULL;
        if (is_first && is_last && memchr("CKU", confidence.ptr[i], 3) != NULL)
            is_verified = false;
    }
    return is_verified;
}

/* What its user should know, in the language of whoever asks; absent when there is nothing. */
static struct str notes_of(const json_t *preset)
{
    struct str french = text_of(preset, "notes_fr");
    return say_language() == SAY_FRENCH && french.ptr != NULL ? french : text_of(preset, "notes");
}

/* The weakest of its marks in words; presets/README.md has the marks. */
static const char *why_unverified(struct str mark)
{
    if (memchr(mark.ptr, 'U', mark.len) != NULL)
        return say_text("no source confirms all of it");
    if (memchr(mark.ptr, 'C', mark.len) != NULL)
        return say_text("only one source confirms it");
    return say_text("it comes from another tracker's export");
}

static void warn_unverified(const json_t *preset, json_t *warnings)
{
    struct str mark = text_of(preset, "confidence");
    struct str notes = notes_of(preset);
    const char *name = json_string_value(json_object_get(preset, "name"));
    if (preset_is_verified(mark))
        return;
    json_t *warning = json_pack(
        "{s:s, s:o}", "field", "template", "message",
        json_sprintf(
            say_text("this template was not checked against %s's own documentation: %s. Before "
                     "you send traffic, compare its macros and its postback URL with what %s "
                     "shows in your account, and test a conversion%s%.*s"),
            name, mark.len > 0 ? why_unverified(mark) : say_text("no source confirms all of it"),
            name, notes.len > 0 ? ". " : "", STR_FMT(notes)));
    CHECK(warning != NULL && json_array_append_new(warnings, warning) == 0);
}

enum err presets_fill(const struct presets *presets, enum entity entity, const json_t *input,
                      json_t **filled, json_t *warnings, struct model_fault *fault)
{
    const json_t *template = presets_has(entity) ? json_object_get(input, "template") : NULL;
    if (!json_is_string(template)) { /* any other value but null is refused by the schema */
        *filled = json_copy((json_t *)(uintptr_t)input);
        CHECK(*filled != NULL);
        return OK;
    }
    struct str name = {json_string_value(template), json_string_length(template)};
    json_auto_t *preset = load(presets, entity, name);
    if (preset == NULL)
        return refuse_template(presets, entity, fault);
    json_auto_t *base = json_copy(json_object_get(preset, "fields"));
    CHECK(base != NULL);
    CHECK(json_object_set(base, "name", json_object_get(preset, "name")) == 0);
    warn_unverified(preset, warnings);
    *filled = schema_merge(kind_of(entity)->schema, base, input);
    return OK;
}

struct listing {
    const struct presets *presets;
    enum entity entity;
    json_t *rows;
};

static void add_row(void *context, struct str name)
{
    struct listing *listing = context;
    json_auto_t *preset = load(listing->presets, listing->entity, name);
    if (preset == NULL)
        return;
    struct str confidence = text_of(preset, "confidence");
    json_t *row =
        json_pack("{s:n, s:n, s:s%, s:s, s:O, s:s, s:s%, s:b, s:s?, s:s?, s:s?, s:O}", "id",
                  "workspace_id", "template", name.ptr, name.len, "kind",
                  kind_of(listing->entity)->word, "name", json_object_get(preset, "name"), "origin",
                  "builtin", "confidence", confidence.ptr != NULL ? confidence.ptr : "",
                  confidence.len, "verified", preset_is_verified(confidence), "notes",
                  notes_of(preset).ptr, "source", text_of(preset, "source").ptr, "checked",
                  text_of(preset, "checked").ptr, "fields", json_object_get(preset, "fields"));
    CHECK(row != NULL && json_array_append_new(listing->rows, row) == 0);
}

json_t *presets_list(const struct presets *presets)
{
    json_t *rows = json_array();
    CHECK(rows != NULL);
    for (size_t i = 0; i < ARRAY_LEN(preset_entities); i++) {
        struct listing listing = {presets, preset_entities[i], rows};
        each_name(presets, preset_entities[i], add_row, &listing);
    }
    return rows;
}
