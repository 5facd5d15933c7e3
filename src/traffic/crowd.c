#include "traffic/crowd.h"

#define CROWD_DEVICE_BYTES 512 /* of the texts of one */

const char *const crowd_formats[CROWD_FORMATS] = {"300x250", "728x90",  "300x100",  "900x250",
                                                  "315x300", "160x600", "popunder", "native"};

static void list_countries(struct crowd *crowd)
{
    static const char codes[] =
        "USFRDEGBITESBRINMXPLNLCAJPAUTRUASERUARCOCLZAEGIDTHVNPHMYKRCNTWHKSGNZIEPTBECH"
        "ATDKNOFICZSKHUROBGGRHRSIRSBAMKALLTLVEEBYMDGEAMAZKZUZILSAAEQAKWBHOMJOLBIQIRPK"
        "BDLKNPMMKHLANGKEGHTZUGETMADZTNLYSNCICMZMZWMZAONABWPEVEECBOPYUYCRPAGTHNNISVDO"
        "CUJMTTPRISLU";
    _Static_assert(sizeof(codes) == 2 * CROWD_COUNTRIES + 1, "two letters each");
    for (size_t i = 0; i < CROWD_COUNTRIES; i++)
        memcpy(crowd->countries[i], codes + 2 * i, 2);
}

static void list_languages(struct crowd *crowd)
{
    static const char *const known[] = {"en", "fr", "de", "it", "es", "pt", "hi", "pl", "nl", "ja"};
    for (size_t i = 0; i < CROWD_LANGUAGES; i++)
        snprintf(crowd->languages[i], sizeof(crowd->languages[i]), "%s-%s",
                 known[i % ARRAY_LEN(known)], crowd->countries[i]);
}

/* Chrome as it asks from several systems: its version stands between the two. */
static const struct {
    const char *before, *after;
} systems[] = {
    {"Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/",
     " Mobile Safari/537.36"},
    {"Mozilla/5.0 (Linux; Android 13; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/",
     " Mobile Safari/537.36"},
    {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
     "Gecko) CriOS/",
     " Mobile/15E148 Safari/604.1"},
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/",
     " Safari/537.36"},
    {"Mozilla/5.0 (Linux; Android 12; M2101K6G) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/",
     " Mobile Safari/537.36"},
    {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/",
     " Safari/537.36"},
};

static void list_agents(struct crowd *crowd, struct dice *dice)
{
    for (size_t i = 0; i < CROWD_AGENTS; i++)
        snprintf(crowd->agents[i], sizeof(crowd->agents[i]), "%s%" PRIu64 ".0.%" PRIu64 ".%zu%s",
                 systems[i % ARRAY_LEN(systems)].before, 110 + dice_below(dice, 22),
                 5000 + dice_below(dice, 1700), i, systems[i % ARRAY_LEN(systems)].after);
}

void crowd_ask_device(struct device_desk *desk, const struct http_request *request,
                      struct arena *arena, struct visitor_facts *facts)
{
    device_fill(desk, request, NULL, facts);
    struct str *const texts[] = {&facts->brand,      &facts->model,   &facts->os,
                                 &facts->os_version, &facts->browser, &facts->browser_version};
    for (size_t text = 0; text < ARRAY_LEN(texts); text++)
        *texts[text] = arena_copy(arena, *texts[text]);
}

/* What everybody's user agent says is found out in the same way. */
static void list_devices(struct crowd *crowd, const struct devices *devices)
{
    struct device_desk *desk = device_desk_make(devices, 1);
    for (size_t i = 0; i < CROWD_AGENTS; i++) {
        struct visitor_facts *facts = &crowd->devices[i];
        struct http_request request = {
            .headers = {{STR("User-Agent"), str_from_c(crowd->agents[i])}}, .header_count = 1};
        crowd_ask_device(desk, &request, crowd->arena, facts);
    }
    device_desk_free(desk);
}

struct crowd *crowd_make(struct dice *dice, const struct devices *devices)
{
    struct crowd *crowd = heap_make(1, sizeof(*crowd));
    crowd->arena = arena_make(CROWD_AGENTS * CROWD_DEVICE_BYTES);
    list_countries(crowd);
    list_languages(crowd);
    list_agents(crowd, dice);
    if (devices != NULL)
        list_devices(crowd, devices);
    crowd->country = wheel_make(CROWD_COUNTRIES, 1.1);
    crowd->language = wheel_make(CROWD_LANGUAGES, 1.1);
    crowd->agent = wheel_make(CROWD_AGENTS, 0.9);
    return crowd;
}

void crowd_free(struct crowd *crowd)
{
    if (crowd == NULL)
        return;
    wheel_free(crowd->country);
    wheel_free(crowd->language);
    wheel_free(crowd->agent);
    arena_free(crowd->arena);
    free(crowd);
}

/* --- Persons -------------------------------------------------------------- */

void person_fill(const struct crowd *crowd, struct dice *dice, uint64_t workspace_id,
                 uint64_t visitor, uint32_t site, struct person *person)
{
    uint64_t salt = dice_next(dice);
    uint64_t drawn = dice_next(dice);
    memcpy(person->salt, &salt, sizeof(person->salt));
    int len = snprintf(person->address, sizeof(person->address), "%u.%u.%u.%u",
                       (unsigned)(drawn % 223 + 1), (unsigned)(drawn >> 8 & 255),
                       (unsigned)(drawn >> 16 & 255), (unsigned)(drawn >> 24 & 255));
    int referrer_len = snprintf(person->referrer, sizeof(person->referrer),
                                "http://site%u.example/videos/%u", site, (unsigned)(drawn >> 44));
    size_t agent = wheel_draw(crowd->agent, dice);
    person->device = &crowd->devices[agent];
    person->row = (struct personal){
        .workspace_id = workspace_id,
        .salt = {person->salt, sizeof(person->salt)},
        .visitor = visitor,
        .address = {person->address, (size_t)len},
        .user_agent = str_from_c(crowd->agents[agent]),
        .referrer = {person->referrer, (size_t)referrer_len},
    };
    personal_hash(&person->row, person->hash);
}

void person_set_address(struct person *person, struct str address)
{
    CHECK(address.len <= sizeof(person->address));
    memcpy(person->address, address.ptr, address.len);
    person->row.address.len = address.len;
    personal_hash(&person->row, person->hash);
}

void person_set_agent(struct person *person, struct str user_agent,
                      const struct visitor_facts *device)
{
    person->device = device;
    person->row.user_agent = user_agent;
    personal_hash(&person->row, person->hash);
}

void person_fill_visit(const struct person *person, struct visit *visit)
{
    visit->device_type = person->device->device_type;
    visit->brand = person->device->brand;
    visit->model = person->device->model;
    visit->os = person->device->os;
    visit->os_version = person->device->os_version;
    visit->browser = person->device->browser;
    visit->browser_version = person->device->browser_version;
}

void person_fill_ad_click(const struct person *person, struct ad_click *click)
{
    click->device_type = person->device->device_type;
    click->os = person->device->os;
    click->browser = person->device->browser;
}

struct str person_hash(const struct person *person)
{
    return (struct str){(const char *)person->hash, sizeof(person->hash)};
}

enum err person_put(struct ledger_tx *tx, struct person *person, uint64_t id)
{
    person->row.id = id;
    return ledger_put(tx, LEDGER_PERSONAL, &person->row);
}
