#include "visitor/country.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unicode/ucal.h>
#include <unicode/uenum.h>
#include <unicode/uloc.h>
#include <unicode/uregion.h>
#include <unicode/ustring.h>

#define LETTERS        26
#define NAME_BYTES_MAX 80
#define ZONE_BYTES_MAX 64
#define ZONES_MAX      32
#define YEAR_MS        INT64_C(31556952000)
#define STEPS          24 /* instants of a year at which zones are compared */

struct known {
    atomic_bool is_filled;
    bool is_country;
    char code[3];
    char code3[4];
    char name[NAME_BYTES_MAX];
    char time_zone[ZONE_BYTES_MAX];
    struct country country;
};

static struct known table[LETTERS * LETTERS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* guards filling */

/* ------------------------------------------------------------------ continents */

static const struct {
    struct str code, name;
} continents[] = {
    {{"AF", 2}, {"Africa", 6}},         {{"AN", 2}, {"Antarctica", 10}},
    {{"AS", 2}, {"Asia", 4}},           {{"EU", 2}, {"Europe", 6}},
    {{"NA", 2}, {"North America", 13}}, {{"OC", 2}, {"Oceania", 7}},
    {{"SA", 2}, {"South America", 13}},
};

struct str country_continent_name(struct str code)
{
    for (size_t i = 0; i < ARRAY_LEN(continents); i++)
        if (str_is_equal_nocase(continents[i].code, code))
            return continents[i].name;
    return STR_NONE;
}

/* ICU follows UN M49, which has one America and no Antarctica. */
static const char *continent_of(const char *code)
{
    static const char antarctic[][3] = {"AQ", "BV", "GS", "HM", "TF"};
    UErrorCode status = U_ZERO_ERROR;
    const URegion *region = uregion_getRegionFromCode(code, &status);
    if (U_FAILURE(status))
        return NULL;
    for (size_t i = 0; i < ARRAY_LEN(antarctic); i++)
        if (strcmp(code, antarctic[i]) == 0)
            return "AN";
    const URegion *continent = uregion_getContainingRegionOfType(region, URGN_CONTINENT);
    const URegion *part = uregion_getContainingRegionOfType(region, URGN_SUBCONTINENT);
    switch (continent != NULL ? uregion_getNumericCode(continent) : 0) {
    case 2:
        return "AF";
    case 9:
        return "OC";
    case 19:
        return part != NULL && uregion_getNumericCode(part) == 5 ? "SA" : "NA";
    case 142:
        return "AS";
    case 150:
        return "EU";
    default:
        return NULL;
    }
}

/* ------------------------------------------------------------------ time zones */

static bool read_offsets(const UChar *zone, int64_t from_ms, int32_t offsets[STEPS])
{
    UErrorCode status = U_ZERO_ERROR;
    UCalendar *calendar = ucal_open(zone, -1, "", UCAL_GREGORIAN, &status);
    if (U_FAILURE(status))
        return false;
    for (int i = 0; i < STEPS; i++) {
        ucal_setMillis(calendar, (UDate)(from_ms + YEAR_MS / STEPS * i), &status);
        offsets[i] = ucal_get(calendar, UCAL_ZONE_OFFSET, &status) +
                     ucal_get(calendar, UCAL_DST_OFFSET, &status);
    }
    ucal_close(calendar);
    return U_SUCCESS(status);
}

/* The first zone of a country whose zones all show the same time this year. Germany has two, of
 * which one is a town's. */
static void fill_time_zone(const char *code, char *time_zone)
{
    int32_t first[STEPS], next[STEPS];
    int64_t from_ms = (int64_t)time(NULL) * 1000;
    UErrorCode status = U_ZERO_ERROR;
    UEnumeration *zones =
        ucal_openTimeZoneIDEnumeration(UCAL_ZONE_TYPE_CANONICAL_LOCATION, code, NULL, &status);
    bool is_one = U_SUCCESS(status) && uenum_count(zones, &status) <= ZONES_MAX;
    int32_t len;
    for (int count = 0; is_one; count++) {
        const UChar *zone = uenum_unext(zones, &len, &status);
        if (zone == NULL || U_FAILURE(status))
            break;
        is_one = len < ZONE_BYTES_MAX && read_offsets(zone, from_ms, count == 0 ? first : next) &&
                 (count == 0 || memcmp(first, next, sizeof(first)) == 0);
        for (int32_t i = 0; is_one && count == 0 && i <= len; i++)
            time_zone[i] = (char)zone[i];
    }
    uenum_close(zones);
    if (!is_one)
        time_zone[0] = '\0';
}

/* ------------------------------------------------------------------ the table */

/* Of today: ICU also knows codes that were given up. Kosovo's is in use without being ISO's. */
static bool is_country(const char *code)
{
    const char *const *codes = uloc_getISOCountries();
    for (; *codes != NULL; codes++)
        if (strcmp(*codes, code) == 0)
            return true;
    return strcmp(code, "XK") == 0;
}

static void fill(struct known *known)
{
    char locale[4] = "_";
    UChar name[NAME_BYTES_MAX];
    UErrorCode status = U_ZERO_ERROR;
    memcpy(locale + 1, known->code, sizeof(known->code));
    int32_t len = uloc_getDisplayCountry(locale, "en", name, NAME_BYTES_MAX, &status);
    known->is_country = is_country(known->code);
    if (!known->is_country)
        return;
    (void)snprintf(known->code3, sizeof(known->code3), "%s", uloc_getISO3Country(locale));
    UErrorCode converted = U_ZERO_ERROR;
    int32_t bytes = 0;
    (void)u_strToUTF8(known->name, NAME_BYTES_MAX, &bytes, name, U_SUCCESS(status) ? len : 0,
                      &converted);
    if (U_FAILURE(converted) || bytes >= NAME_BYTES_MAX)
        known->name[0] = '\0';
    fill_time_zone(known->code, known->time_zone);
    known->country = (struct country){
        .code = str_from_c(known->code),
        .code3 = str_from_c(known->code3),
        .name = known->name[0] != '\0' ? str_from_c(known->name) : str_from_c(known->code),
        .continent = str_from_c(continent_of(known->code)),
        .time_zone = known->time_zone[0] != '\0' ? str_from_c(known->time_zone) : STR_NONE,
    };
}

static int letter_of(char c)
{
    if (c >= 'a' && c <= 'z')
        return c - 'a';
    return c >= 'A' && c <= 'Z' ? c - 'A' : -1;
}

const struct country *country_find(struct str code)
{
    int first = code.len == 2 ? letter_of(code.ptr[0]) : -1;
    int second = code.len == 2 ? letter_of(code.ptr[1]) : -1;
    if (first < 0 || second < 0)
        return NULL;
    struct known *known = &table[first * LETTERS + second];
    if (!atomic_load_explicit(&known->is_filled, memory_order_acquire)) {
        pthread_mutex_lock(&lock);
        if (!known->is_filled) {
            known->code[0] = (char)('A' + first);
            known->code[1] = (char)('A' + second);
            fill(known);
            atomic_store_explicit(&known->is_filled, true, memory_order_release);
        }
        pthread_mutex_unlock(&lock);
    }
    return known->is_country ? &known->country : NULL;
}

/* Whether a country of two letters has those three. Nothing is worked out for it: of most countries
 * no more is ever asked. */
static bool has_code3(const char *code, struct str code3)
{
    char locale[4] = "_";
    memcpy(locale + 1, code, 3);
    return str_is_equal_nocase(str_from_c(uloc_getISO3Country(locale)), code3);
}

const struct country *country_find_code3(struct str code3)
{
    const char *const *codes = uloc_getISOCountries();
    if (code3.len != 3)
        return NULL;
    for (; *codes != NULL; codes++)
        if (has_code3(*codes, code3))
            return country_find(str_from_c(*codes));
    return has_code3("XK", code3) ? country_find(STR("XK")) : NULL;
}
