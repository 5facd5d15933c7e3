#include "serve/own.h"
#include "serve/serve.h"

/* A path too long for its place is one that no file has. */
static void join(char path[DEVICE_PATH_MAX], const char *folder, const char *name)
{
    int written = name[0] == '/' ? snprintf(path, DEVICE_PATH_MAX, "%s", name)
                                 : snprintf(path, DEVICE_PATH_MAX, "%s/%s", folder, name);
    if (written < 0 || written >= DEVICE_PATH_MAX)
        (void)snprintf(path, DEVICE_PATH_MAX, "%s", name);
}

static bool find(const struct settings *settings, const struct settings_files *set, const char *own,
                 const char *name, char path[DEVICE_PATH_MAX])
{
    char folder[OWN_PATH_MAX];
    path[0] = '\0';
    if (set->count > 0)
        join(path, settings->data, set->paths[0]);
    else if (!set->is_none && own_find_folder(own, folder))
        join(path, folder, name);
    else if (!set->is_none)
        join(path, own, name); /* is not there, which is to be said */
    return set->count == 0;
}

bool serve_find_device_rules(const struct settings *settings, char path[DEVICE_PATH_MAX])
{
    return find(settings, &settings->device_rules, "agents", "regexes.yaml", path);
}

void serve_find_crawlers(const struct settings *settings, char path[DEVICE_PATH_MAX])
{
    (void)find(settings, &settings->bots_crawlers, "crawlers", "crawler-user-agents.json", path);
}
_Static_assert(OWN_PATH_MAX <= DEVICE_PATH_MAX, "paths are of one length");
