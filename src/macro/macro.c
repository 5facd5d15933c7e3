/* macro - the one table of macro names, aliases and places, and the look-ups in it. Immutable; any
 * thread. Names of at most MACRO_NAME_BYTES_MAX bytes. */
#include "macro/macro.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/num.h"
#include "base/say.h"
#include "macro/internal.h"

#define ALIASES_MAX 6

/* A network's template becomes a piece of an offer URL, so what is known in one is known in the
 * other. */
#define O   (MACRO_IN_OFFER | MACRO_IN_NETWORK)
#define L   MACRO_IN_LANDER
#define P   MACRO_IN_POSTBACK
#define OLP (O | L | P)

struct known {
    const char *shown;
    unsigned places;
    const char *names[ALIASES_MAX]; /* folded as fold() does, the canonical one first */
};

/* spec/tracker.md §2.1 */
static const struct known known[MACRO_TOKEN1] = {
    [MACRO_CLICKID] = {"clickid", OLP, {"clickid", "cid", "subid"}},
    [MACRO_EXTERNALID] = {"externalid", OLP, {"externalid"}},
    [MACRO_PAYOUT] = {"payout", P, {"payout", "revenue", "sum", "conversionrevenue"}},
    [MACRO_CURRENCY] = {"currency", P, {"currency", "cnvcurrency"}},
    [MACRO_STATUS] = {"status", P, {"status", "cnvstatus", "cnvstatus2"}},
    [MACRO_TXID] = {"txid", P, {"txid", "tid", "transactionid"}},
    [MACRO_CONVERSION_ID] = {"conversion_id", P, {"conversionid"}},
    [MACRO_COST] = {"cost", OLP, {"cost", "clickcost"}},
    [MACRO_CAMPAIGN_ID] = {"campaign_id", OLP, {"campaignid", "campaign"}},
    [MACRO_CAMPAIGN_NAME] = {"campaign_name", OLP, {"campaignname"}},
    [MACRO_CAMPAIGN_KEY] = {"campaign_key", OLP, {"campaignkey"}},
    [MACRO_TRAFFICSOURCE] = {"trafficsource", OLP, {"trafficsource", "trafficsourceid"}},
    [MACRO_TRAFFICSOURCE_NAME] = {"trafficsource_name", OLP, {"trafficsourcename"}},
    [MACRO_AFFILIATE_NETWORK_ID] = {"affiliate_network_id", O | P, {"affiliatenetworkid"}},
    [MACRO_AFFILIATE_NETWORK_NAME] = {"affiliate_network_name", O | P, {"affiliatenetworkname"}},
    [MACRO_OFFER_ID] = {"offer_id", L | P, {"offerid", "offer"}},
    [MACRO_OFFER_NAME] = {"offer_name", L | P, {"offername"}},
    [MACRO_DOMAIN] = {"domain", OLP, {"domain", "trackingdomain"}},
    [MACRO_REAL_DOMAIN] = {"real_domain", OLP, {"realdomain", "currentdomain"}},
    [MACRO_IP] = {"ip", OLP, {"ip"}},
    [MACRO_LANGUAGE] = {"language", OLP, {"language"}},
    [MACRO_USER_AGENT] = {"user_agent", OLP, {"useragent"}},
    [MACRO_REFERER] = {"referer", OLP, {"referer", "referrer"}},
    [MACRO_REFERRER_DOMAIN] = {"referrer_domain", OLP, {"referrerdomain", "refererdomain"}},
    [MACRO_TIME] = {"time", OLP, {"time", "timestamp"}},
    [MACRO_DATE] = {"date", OLP, {"date"}},
    [MACRO_CONVERSION_TIME] = {"conversion_time", P, {"conversiontime"}},
    [MACRO_CLICK_TIME] = {"click_time", P, {"clicktime"}},
    [MACRO_RANDOM] = {"random", OLP, {"random"}},
    [MACRO_UNIQUE] = {"unique", OLP, {"unique"}},
    [MACRO_IS_BOT] = {"is_bot", OLP, {"isbot"}},
    [MACRO_SAMPLE] = {"sample", OLP, {"sample"}},
    [MACRO_CONVERSION_COST] = {"conversion_cost", P, {"conversioncost"}},
    [MACRO_LANDER] = {"lander", OLP, {"lander", "landerid", "lpkey"}},
    [MACRO_LANDER_NUM] = {"lander_num", OLP, {"landernum"}},
    [MACRO_PATH_ID] = {"path_id", OLP, {"pathid"}},
    [MACRO_PATH_NAME] = {"path_name", OLP, {"pathname"}},
    [MACRO_RULE_NAME] = {"rule_name", OLP, {"rulename"}},
    [MACRO_FLOW_ID] = {"flow_id", OLP, {"flowid"}},
    [MACRO_USER_ID] = {"user_id", OLP, {"userid"}},
    [MACRO_COUNTRY] = {"country", OLP, {"country"}},
    [MACRO_COUNTRY_CODE] = {"country_code", OLP, {"countrycode"}},
    [MACRO_COUNTRY_NAME] = {"country_name", OLP, {"countryname"}},
    [MACRO_CONTINENT] = {"continent", OLP, {"continent"}},
    [MACRO_CONTINENT_CODE] = {"continent_code", OLP, {"continentcode"}},
    [MACRO_REGION] = {"region", OLP, {"region"}},
    [MACRO_CITY] = {"city", OLP, {"city"}},
    [MACRO_ISP] = {"isp", OLP, {"isp", "carrier"}},
    [MACRO_CONNECTION_TYPE] = {"connection_type", OLP, {"connectiontype"}},
    [MACRO_IS_PROXY] = {"is_proxy", OLP, {"isproxy", "isusingproxy"}},
    [MACRO_DEVICE_TYPE] = {"device_type", OLP, {"devicetype", "device"}},
    [MACRO_DEVICE_NAME] = {"device_name", OLP, {"devicename"}},
    [MACRO_DEVICE_BRAND] = {"device_brand", OLP, {"devicebrand", "brand"}},
    [MACRO_DEVICE_MODEL] = {"device_model", OLP, {"devicemodel", "model"}},
    [MACRO_OS_NAME] = {"os_name", OLP, {"osname", "os"}},
    [MACRO_OS_VERSION] = {"os_version", OLP, {"osversion"}},
    [MACRO_BROWSER_NAME] = {"browser_name", OLP, {"browsername", "browser"}},
    [MACRO_BROWSER_VERSION] = {"browser_version", OLP, {"browserversion"}},
    [MACRO_RESOLUTION] = {"resolution", OLP, {"resolution"}},
    [MACRO_URL] = {"url", MACRO_IN_NETWORK, {"url", "offerurl"}},
};

/* Names that a number follows: {token1} to {token30}. */
static const struct family {
    struct known known;
    int first;
    unsigned count;
} families[] = {
    {{"token", OLP, {"token", "t", "v", "var", "c", "subid"}}, MACRO_TOKEN1, MACRO_TOKENS_MAX},
    {{"param", P, {"param"}}, MACRO_PARAM1, MACRO_PARAMS_MAX},
    {{"event", OLP, {"event"}}, MACRO_EVENT1, MACRO_EVENTS_MAX},
};

/* spec/network.md §3.1 */
static const char *const ad_tokens[AD_TOKEN_COUNT] = {
    [AD_TOKEN_CONVERSIONS_TRACKING] = "conversions_tracking",
    [AD_TOKEN_VARIATION_ID] = "variation_id",
    [AD_TOKEN_CAMPAIGN_ID] = "campaign_id",
    [AD_TOKEN_SRC_HOSTNAME] = "src_hostname",
    [AD_TOKEN_SITE_ID] = "site_id",
    [AD_TOKEN_ZONE_ID] = "zone_id",
    [AD_TOKEN_CATEGORY_ID] = "category_id",
    [AD_TOKEN_COUNTRY] = "country",
    [AD_TOKEN_FORMAT] = "format",
    [AD_TOKEN_ACTUAL_COST] = "actual_cost",
    [AD_TOKEN_COST] = "cost",
    [AD_TOKEN_CURRENCY] = "currency",
    [AD_TOKEN_KEYWORD] = "keyword",
    [AD_TOKEN_LANGUAGE] = "language",
    [AD_TOKEN_PRICING_MODEL] = "pricing_model",
    [AD_TOKEN_REFERRER] = "referrer",
    [AD_TOKEN_SUB] = "sub",
    [AD_TOKEN_TAGS] = "tags",
    [AD_TOKEN_ACTUAL_CPM] = "actual_cpm",
    [AD_TOKEN_REGION] = "region",
    [AD_TOKEN_COUNTRY_ISO2] = "country_iso2",
    [AD_TOKEN_DAY] = "day",
    [AD_TOKEN_TIME] = "time",
    [AD_TOKEN_RTB_TIMEOUT] = "rtb_timeout",
};

/* A name as it is compared: lower case, without '_', '.' and '-'. len 0: too long for any of ours.
 */
struct folded {
    char bytes[MACRO_NAME_BYTES_MAX];
    size_t len;
};

static struct folded fold(struct str name)
{
    struct folded folded = {0};
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (c == '_' || c == '.' || c == '-') {
            continue;
        }
        if (folded.len == sizeof folded.bytes) {
            return (struct folded){0};
        }
        folded.bytes[folded.len++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return folded;
}

static struct str folded_str(const struct folded *folded)
{
    return (struct str){folded->bytes, folded->len};
}

/* Cuts the digits off the end of a name: "token12" is the stem "token" and "12". */
static struct str stem_of(struct str name, struct str *digits)
{
    size_t at = name.len;
    while (at > 0 && name.ptr[at - 1] >= '0' && name.ptr[at - 1] <= '9') {
        at--;
    }
    *digits = str_slice(name, at, name.len);
    return str_slice(name, 0, at);
}

/* The number of a family's member, 1 to count, or 0: "token01" is none. */
static unsigned member_of(const struct family *family, struct str digits)
{
    uint64_t number;
    if (digits.len == 0 || digits.ptr[0] == '0' ||
        num_parse_u64(digits, family->count, &number) != OK) {
        return 0;
    }
    return (unsigned)number;
}

static bool is_name_of(const struct known *entry, struct str name)
{
    for (size_t i = 0; i < ALIASES_MAX && entry->names[i] != NULL; i++) {
        if (str_is_equal(name, str_from_c(entry->names[i]))) {
            return true;
        }
    }
    return false;
}

int macro_find(struct str name)
{
    struct folded folded = fold(name);
    struct str whole = folded_str(&folded);
    for (int i = 0; i < MACRO_TOKEN1; i++) {
        if (is_name_of(&known[i], whole)) {
            return i;
        }
    }
    struct str digits;
    struct str stem = stem_of(whole, &digits);
    for (size_t i = 0; i < ARRAY_LEN(families); i++) {
        unsigned member = member_of(&families[i], digits);
        if (member != 0 && is_name_of(&families[i].known, stem)) {
            return families[i].first + (int)member - 1;
        }
    }
    return -1;
}

unsigned macro_places(int number)
{
    CHECK(number >= 0 && number < MACRO_COUNT);
    if (number < MACRO_TOKEN1) {
        return known[number].places;
    }
    size_t i = 0;
    while (number >= families[i].first + (int)families[i].count)
        i++;
    return families[i].known.places;
}

bool macro_is_known_in(int number, enum macro_place place)
{
    return (macro_places(number) & (unsigned)place) != 0;
}

int ad_token_find(struct str name)
{
    for (int i = 0; i < AD_TOKEN_COUNT; i++) {
        if (str_is_equal(name, str_from_c(ad_tokens[i]))) {
            return i;
        }
    }
    return -1;
}

static size_t min_size(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* How many letters must be put in, taken out or changed to make one name the other (Levenshtein,
 * two rows). */
static size_t edit_distance(struct str a, struct str b)
{
    size_t rows[2][MACRO_NAME_BYTES_MAX + 1];
    CHECK(b.len <= MACRO_NAME_BYTES_MAX);
    for (size_t j = 0; j <= b.len; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= a.len; i++) {
        const size_t *above = rows[(i - 1) % 2];
        size_t *row = rows[i % 2];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t changed = above[j - 1] + (a.ptr[i - 1] == b.ptr[j - 1] ? 0 : 1);
            row[j] = min_size(changed, min_size(above[j], row[j - 1]) + 1);
        }
    }
    return rows[a.len % 2][b.len];
}

/* The best name so far in a search for the nearest one. */
struct nearest {
    const char *shown;
    struct str digits; /* to be shown after it; of a family */
    size_t distance;   /* only a smaller one is better */
};

/* Further away than that, a guess would mislead more than help: one letter in three, two in all. */
static struct nearest nearest_start(struct str name)
{
    return (struct nearest){.distance = min_size(name.len / 3, 2) + 1};
}

static void nearest_try(struct nearest *best, struct str name, const char *candidate,
                        const char *shown, struct str digits)
{
    struct folded folded = fold(str_from_c(candidate));
    size_t distance = edit_distance(name, folded_str(&folded));
    if (distance < best->distance) {
        *best = (struct nearest){shown, digits, distance};
    }
}

static void nearest_try_all(struct nearest *best, struct str name, const struct known *entry,
                            struct str digits)
{
    for (size_t i = 0; i < ALIASES_MAX && entry->names[i] != NULL; i++) {
        nearest_try(best, name, entry->names[i], entry->shown, digits);
    }
}

static void say_nearest(struct macro_fault *fault, const char *kind, struct str name,
                        const struct nearest *best)
{
    struct str shown = str_slice(name, 0, MACRO_NAME_SHOWN_MAX);
    if (best->shown == NULL) {
        macro_say(fault, "unknown %s {%.*s}", kind, STR_FMT(shown));
    } else {
        macro_say(fault, "unknown %s {%.*s}, did you mean {%s%.*s}?", kind, STR_FMT(shown),
                  best->shown, STR_FMT(best->digits));
    }
}

/* The nearest name known in that place. */
static struct nearest find_nearest(struct str whole, enum macro_place place)
{
    struct nearest best = nearest_start(whole);
    for (int i = 0; i < MACRO_TOKEN1; i++) {
        if ((known[i].places & (unsigned)place) != 0 && i != MACRO_URL) {
            nearest_try_all(&best, whole, &known[i], STR_NONE);
        }
    }
    struct str digits;
    struct str stem = stem_of(whole, &digits);
    for (size_t i = 0; i < ARRAY_LEN(families); i++) {
        const struct family *family = &families[i];
        if ((family->known.places & (unsigned)place) == 0 || digits.len == 0 ||
            member_of(family, digits) == 0) {
            continue;
        }
        struct nearest of_stem = nearest_start(stem);
        nearest_try_all(&of_stem, stem, &family->known, digits);
        best = of_stem.shown != NULL && of_stem.distance < best.distance ? of_stem : best;
    }
    return best;
}

/* The family that the name would belong to if its number were not too high, or NULL. */
static const struct family *find_overrun(struct str whole, enum macro_place place)
{
    struct str digits;
    struct str stem = stem_of(whole, &digits);
    for (size_t i = 0; i < ARRAY_LEN(families); i++) {
        const struct family *family = &families[i];
        if ((family->known.places & (unsigned)place) != 0 && digits.len > 0 &&
            member_of(family, digits) == 0 && is_name_of(&family->known, stem)) {
            return family;
        }
    }
    return NULL;
}

void macro_say_unknown(struct macro_fault *fault, struct str name, enum macro_place place)
{
    struct folded folded = fold(name);
    struct str whole = folded_str(&folded);
    const struct family *family = find_overrun(whole, place);
    if (family != NULL) {
        macro_say(fault, "unknown macro {%.*s}, {%s1} to {%s%u} are known",
                  STR_FMT(str_slice(name, 0, MACRO_NAME_SHOWN_MAX)), family->known.shown,
                  family->known.shown, family->count);
        return;
    }
    struct nearest best = find_nearest(whole, place);
    say_nearest(fault, say_text("macro"), name, &best);
}

static struct nearest find_nearest_token(struct str whole)
{
    struct nearest best = nearest_start(whole);
    for (size_t i = 0; i < AD_TOKEN_COUNT; i++) {
        nearest_try(&best, whole, ad_tokens[i], ad_tokens[i], STR_NONE);
    }
    return best;
}

void ad_token_say_unknown(struct macro_fault *fault, struct str name)
{
    struct folded folded = fold(name);
    struct nearest best = find_nearest_token(folded_str(&folded));
    say_nearest(fault, say_text("token"), name, &best);
}

static struct str write_nearest(struct arena *arena, const struct nearest *best)
{
    return best->shown == NULL
               ? STR_NONE
               : arena_format(arena, "{%s%.*s}", best->shown, STR_FMT(best->digits));
}

struct str macro_nearest(struct arena *arena, struct str name, enum macro_place place)
{
    struct folded folded = fold(name);
    struct nearest best = find_nearest(folded_str(&folded), place);
    return write_nearest(arena, &best);
}

struct str ad_token_nearest(struct arena *arena, struct str name)
{
    struct folded folded = fold(name);
    struct nearest best = find_nearest_token(folded_str(&folded));
    return write_nearest(arena, &best);
}

size_t macro_distance(struct str a, struct str b)
{
    struct folded one = fold(a), other = fold(b);
    if (one.len == 0 || other.len == 0) {
        return SIZE_MAX;
    }
    return edit_distance(folded_str(&one), folded_str(&other));
}

static void say(struct macro_fault *fault, const char *format, va_list args) PRINTF_LIKE(2, 0);

static void say(struct macro_fault *fault, const char *format, va_list args)
{
    (void)vsnprintf(fault->reason, sizeof fault->reason, say_text(format),
                    args); /* a cut reason is still one */
}

void macro_say(struct macro_fault *fault, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say(fault, format, args);
    va_end(args);
}

enum err macro_refuse(struct macro_fault *fault, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say(fault, format, args);
    va_end(args);
    return ERR_INVALID;
}
