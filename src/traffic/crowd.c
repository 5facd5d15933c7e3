#include "traffic/crowd.h"

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

static void list_agents(struct crowd *crowd, struct dice *dice)
{
    static const char *const systems[] = {"Linux; Android 14; SM-S918B",
                                          "Linux; Android 13; Pixel 7",
                                          "iPhone; CPU iPhone OS 17_5 like Mac OS X",
                                          "Windows NT 10.0; Win64; x64",
                                          "Linux; Android 12; M2101K6G",
                                          "Macintosh; Intel Mac OS X 10_15_7"};
    for (size_t i = 0; i < CROWD_AGENTS; i++)
        snprintf(crowd->agents[i], sizeof(crowd->agents[i]),
                 "Mozilla/5.0 (%s) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%" PRIu64
                 ".0.%" PRIu64 ".%zu Mobile Safari/537.36",
                 systems[i % ARRAY_LEN(systems)], 110 + dice_below(dice, 22),
                 5000 + dice_below(dice, 1700), i);
}

struct crowd *crowd_make(struct dice *dice)
{
    struct crowd *crowd = heap_make(1, sizeof(*crowd));
    list_countries(crowd);
    list_languages(crowd);
    list_agents(crowd, dice);
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
    person->row = (struct personal){
        .workspace_id = workspace_id,
        .salt = {person->salt, sizeof(person->salt)},
        .visitor = visitor,
        .address = {person->address, (size_t)len},
        .user_agent = str_from_c(crowd->agents[wheel_draw(crowd->agent, dice)]),
        .referrer = {person->referrer, (size_t)referrer_len},
    };
    personal_hash(&person->row, person->hash);
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
