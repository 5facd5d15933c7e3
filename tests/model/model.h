/* model - what the tests of this room share: a catalogue in a folder of its own, and documents
 * written as JSON with ' for ". */
#pragma once
#include "../base/folder.h"

#include "model/catalog.h"

struct scene {
    char *dir;
    struct catalog *catalog;
    struct scope scope; /* all of it, as "test" */
};

static inline int scene_make(void **state)
{
    struct scene *scene = heap_make(1, sizeof *scene);
    void *dir = NULL;
    if (setenv("REBOND_PRESETS", TEST_PRESETS, 1) != 0 || folder_make(&dir) != 0)
        return -1;
    scene->dir = dir;
    scene->scope = scope_of_all("test");
    *state = scene;
    return catalog_open(scene->dir, &scene->catalog) == OK ? 0 : -1;
}

static inline int scene_drop(void **state)
{
    struct scene *scene = *state;
    void *dir = scene->dir;
    catalog_close(scene->catalog);
    free(scene);
    return folder_drop(&dir);
}

static inline json_t *json_of(const char *text)
{
    json_error_t error;
    char *copy = strdup(text);
    for (char *c = copy; *c != '\0'; c++)
        *c = *c == '\'' ? '"' : *c;
    json_t *json = json_loads(copy, JSON_ALLOW_NUL, &error);
    free(copy);
    if (json == NULL)
        print_error("%s\n%s\n", error.text, text);
    assert_non_null(json);
    return json;
}

static inline void assert_json(const json_t *actual, const char *expected)
{
    json_t *wanted = json_of(expected);
    if (!json_equal(actual, wanted)) {
        char *shown = json_dumps(actual, JSON_ENCODE_ANY);
        print_error("%s\nis not\n%s\n", shown, expected);
        free(shown);
        fail();
    }
    json_decref(wanted);
}

static inline bool is_all_of(const char *text, size_t len, const char *alphabet)
{
    return text != NULL && strlen(text) == len && strspn(text, alphabet) == len;
}

/* The field of a document by its name. */
static inline const char *text_at(const json_t *document, const char *name)
{
    return json_string_value(json_object_get(document, name));
}

static inline json_t *create(const struct scene *scene, enum entity entity, const char *text,
                             json_t **warnings)
{
    struct model_fault fault;
    uint64_t version;
    json_t *input = json_of(text), *document = NULL, *warned = NULL;
    enum err err = catalog_create(scene->catalog, entity, input, &scene->scope, &document, &warned,
                                  &version, &fault);
    if (err != OK)
        print_error("%s: %s: %s\n%s\n", err_text(err), fault.field, fault.message, text);
    assert_int_equal(err, OK);
    json_decref(input);
    if (warnings != NULL)
        *warnings = warned;
    else
        json_decref(warned);
    return document;
}

/* Creates and forgets; ids are given from 1 up. */
static inline void make(const struct scene *scene, enum entity entity, const char *text)
{
    json_decref(create(scene, entity, text, NULL));
}

static inline json_t *update(const struct scene *scene, enum entity entity, const char *id,
                             const char *text)
{
    struct model_fault fault;
    uint64_t version;
    json_t *input = json_of(text), *document = NULL, *warned = NULL;
    enum err err = catalog_update(scene->catalog, entity, str_from_c(id), input, &scene->scope,
                                  &document, &warned, &version, &fault);
    if (err != OK)
        print_error("%s: %s: %s\n%s\n", err_text(err), fault.field, fault.message, text);
    assert_int_equal(err, OK);
    json_decref(input);
    json_decref(warned);
    return document;
}

static inline json_t *get(const struct scene *scene, enum entity entity, const char *id)
{
    json_t *document = NULL;
    assert_int_equal(catalog_get(scene->catalog, entity, str_from_c(id), &scene->scope, &document),
                     OK);
    return document;
}

static inline uint64_t version_of(const struct scene *scene)
{
    uint64_t version = 0;
    assert_int_equal(catalog_version(scene->catalog, &version), OK);
    return version;
}

/* How many entities of a kind there are, archived ones too. */
static inline size_t count_of(const struct scene *scene, enum entity entity)
{
    struct catalog_query query = {.status = STR("all"), .limit = 1000};
    struct arena *arena = arena_make(65536);
    json_t *rows = NULL;
    struct str next;
    assert_int_equal(
        catalog_list(scene->catalog, entity, &query, &scene->scope, arena, &rows, &next), OK);
    size_t count = json_array_size(rows);
    json_decref(rows);
    arena_free(arena);
    return count;
}

/* One of each that others refer to: source 1, network 1, offer 1, adcampaign 1. */
static inline void make_basics(const struct scene *scene)
{
    make(scene, ENTITY_SOURCE, "{'template':'exoclick'}");
    make(scene, ENTITY_NETWORK,
         "{'name':'Network','offer_url_template':'{url}&s1={clickid}',"
         "'postback_macros':{'cid':'#s1#','payout':'#price#','txid':'#tid#'}}");
    make(scene, ENTITY_OFFER,
         "{'name':'Offer','url':'http://mypage.com/?a=14030&c=64375&s1=','network_id':1}");
    make(scene, ENTITY_ADCAMPAIGN, "{'name':'Ads','price':'0.05'}");
}

#define CAMPAIGN "{'name':'Campaign','source_id':1,'paths':[{'offers':[{'id':1}]}]}"
