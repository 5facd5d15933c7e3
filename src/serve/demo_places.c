/* demo_places - where the demo's ads stand: sites of publishers, and the zones on their pages, so
 * that the ad network's statistics have them by name. */
#include "serve/demo.h"

static bool make(struct demo *demo, const char *path, json_t *body, uint64_t *id)
{
    json_auto_t *answer = demo_api_make(demo, path, body);
    *id = (uint64_t)json_integer_value(json_object_get(answer, "id"));
    return *id > 0;
}

static bool make_site(struct demo *demo, size_t at)
{
    char name[32], hostname[32];
    (void)snprintf(name, sizeof(name), "Site %zu", at + 1);
    (void)snprintf(hostname, sizeof(hostname), "site%zu.example", at + 1);
    return make(demo, "sites",
                json_pack("{s:s, s:s, s:i}", "name", name, "hostname", hostname, "category_id",
                          (int)(1 + at % 5)),
                &demo->world.sites[at]);
}

static bool make_zone(struct demo *demo, size_t at)
{
    char name[32];
    (void)snprintf(name, sizeof(name), "Zone %zu", at + 1);
    return make(demo, "zones",
                json_pack("{s:s, s:I, s:s}", "name", name, "site_id",
                          (json_int_t)demo->world.sites[at % DEMO_SITES], "format", "300x250"),
                &demo->world.zones[at]);
}

bool demo_make_places(struct demo *demo)
{
    demo_title("Publishers at the ad network: sites, and zones on their pages");
    for (size_t i = 0; i < DEMO_SITES; i++)
        if (!make_site(demo, i))
            return false;
    for (size_t i = 0; i < DEMO_ZONES; i++)
        if (!make_zone(demo, i))
            return false;
    demo_line("made", "%d sites with %d zones of 300 x 250", DEMO_SITES, DEMO_ZONES);
    return true;
}
