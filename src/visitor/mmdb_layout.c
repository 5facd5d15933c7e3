#include "visitor/mmdb_layout.h"

#define PATH_MAX_PARTS 5
#define TEXT_BYTES_MAX 120 /* longer names are cut */

/* What a value of a record becomes. */
enum kind {
    KIND_CODE, /* two letters */
    KIND_TEXT,
    KIND_NUMBER,
    KIND_AS,         /* "AS13335" */
    KIND_CONNECTION, /* MaxMind's and DB-IP's words */
    KIND_USAGE,      /* IP2Location's letters: what the address is used for */
    KIND_PROXY_TYPE, /* IP2Location's letters */
    KIND_USER_TYPE,  /* DB-IP's and MaxMind's words */
    KIND_ANSWER,     /* a boolean */
};

enum layout {
    LAYOUT_PLACE,     /* country.iso_code ...: MaxMind, DB-IP, IP2Location */
    LAYOUT_FLAT,      /* country_code, state1 ...: ip-location-db */
    LAYOUT_NETWORK,   /* isp, autonomous_system_number ... at the top */
    LAYOUT_TRAITS,    /* the same below traits */
    LAYOUT_ANONYMOUS, /* is_anonymous ... at the top */
    LAYOUT_PROXY,     /* proxy_type, usage_type at the top: IP2Location's */
    LAYOUT_NAMED,     /* country, region, asn as texts at the top */
};

struct mmdb_way {
    enum layout layout;
    enum kind kind;
    size_t offset; /* into struct visitor_facts */
    const char *path[PATH_MAX_PARTS + 1];
};

#define AT(field) offsetof(struct visitor_facts, field)

/* Where values stand; of two for one field the first that is there counts. */
static const struct mmdb_way ways[] = {
    {LAYOUT_PLACE, KIND_CODE, AT(country), {"country", "iso_code"}},
    {LAYOUT_PLACE, KIND_CODE, AT(country), {"registered_country", "iso_code"}},
    {LAYOUT_PLACE, KIND_CODE, AT(continent), {"continent", "code"}},
    {LAYOUT_PLACE, KIND_TEXT, AT(region), {"subdivisions", "0", "names", "en"}},
    {LAYOUT_PLACE, KIND_TEXT, AT(city), {"city", "names", "en"}},
    {LAYOUT_PLACE, KIND_TEXT, AT(time_zone), {"location", "time_zone"}},
    {LAYOUT_FLAT, KIND_CODE, AT(country), {"country_code"}},
    {LAYOUT_FLAT, KIND_TEXT, AT(region), {"state1"}},
    {LAYOUT_FLAT, KIND_TEXT, AT(city), {"city"}},
    {LAYOUT_FLAT, KIND_TEXT, AT(time_zone), {"timezone"}},
    {LAYOUT_NETWORK, KIND_TEXT, AT(isp), {"isp"}},
    {LAYOUT_NETWORK, KIND_TEXT, AT(isp), {"autonomous_system_organization"}},
    {LAYOUT_NETWORK, KIND_NUMBER, AT(asn), {"autonomous_system_number"}},
    {LAYOUT_NETWORK, KIND_CONNECTION, AT(connection_type), {"connection_type"}},
    {LAYOUT_TRAITS, KIND_TEXT, AT(isp), {"traits", "isp"}},
    {LAYOUT_TRAITS, KIND_TEXT, AT(isp), {"traits", "autonomous_system_organization"}},
    {LAYOUT_TRAITS, KIND_NUMBER, AT(asn), {"traits", "autonomous_system_number"}},
    {LAYOUT_TRAITS, KIND_CONNECTION, AT(connection_type), {"traits", "connection_type"}},
    {LAYOUT_TRAITS, KIND_USER_TYPE, AT(hosting), {"traits", "user_type"}},
    {LAYOUT_TRAITS, KIND_ANSWER, AT(proxy), {"traits", "is_anonymous_proxy"}},
    {LAYOUT_TRAITS, KIND_ANSWER, AT(vpn), {"traits", "is_anonymous_vpn"}},
    {LAYOUT_TRAITS, KIND_ANSWER, AT(hosting), {"traits", "is_hosting_provider"}},
    {LAYOUT_ANONYMOUS, KIND_ANSWER, AT(proxy), {"is_public_proxy"}},
    {LAYOUT_ANONYMOUS, KIND_ANSWER, AT(proxy), {"is_residential_proxy"}},
    {LAYOUT_ANONYMOUS, KIND_ANSWER, AT(proxy), {"is_tor_exit_node"}},
    {LAYOUT_ANONYMOUS, KIND_ANSWER, AT(vpn), {"is_anonymous_vpn"}},
    {LAYOUT_ANONYMOUS, KIND_ANSWER, AT(hosting), {"is_hosting_provider"}},
    {LAYOUT_PROXY, KIND_PROXY_TYPE, 0, {"proxy_type"}},
    {LAYOUT_PROXY, KIND_USAGE, 0, {"usage_type"}},
    {LAYOUT_NAMED, KIND_CODE, AT(country), {"country_code"}},
    {LAYOUT_NAMED, KIND_CODE, AT(country), {"country"}},
    {LAYOUT_NAMED, KIND_CODE, AT(continent), {"continent_code"}},
    {LAYOUT_NAMED, KIND_TEXT, AT(region), {"region"}},
    {LAYOUT_NAMED, KIND_TEXT, AT(city), {"city"}},
    {LAYOUT_NAMED, KIND_TEXT, AT(time_zone), {"timezone"}},
    {LAYOUT_NAMED, KIND_AS, AT(asn), {"asn"}},
    {LAYOUT_NAMED, KIND_TEXT, AT(isp), {"as_name"}},
};

/* What shows that a file has a layout. */
static const struct {
    enum layout layout;
    uint32_t type;
    const char *path[3];
} signs[] = {
    {LAYOUT_PLACE, MMDB_DATA_TYPE_UTF8_STRING, {"country", "iso_code"}},
    {LAYOUT_PLACE, MMDB_DATA_TYPE_UTF8_STRING, {"registered_country", "iso_code"}},
    {LAYOUT_PLACE, MMDB_DATA_TYPE_UTF8_STRING, {"continent", "code"}},
    {LAYOUT_FLAT, MMDB_DATA_TYPE_UTF8_STRING, {"state1"}},
    {LAYOUT_NETWORK, MMDB_DATA_TYPE_UINT32, {"autonomous_system_number"}},
    {LAYOUT_NETWORK, MMDB_DATA_TYPE_UTF8_STRING, {"isp"}},
    {LAYOUT_NETWORK, MMDB_DATA_TYPE_UTF8_STRING, {"connection_type"}},
    {LAYOUT_TRAITS, MMDB_DATA_TYPE_MAP, {"traits"}},
    {LAYOUT_ANONYMOUS, MMDB_DATA_TYPE_BOOLEAN, {"is_anonymous"}},
    {LAYOUT_PROXY, MMDB_DATA_TYPE_UTF8_STRING, {"proxy_type"}},
    {LAYOUT_PROXY, MMDB_DATA_TYPE_UTF8_STRING, {"usage_type"}},
    {LAYOUT_NAMED, MMDB_DATA_TYPE_UTF8_STRING, {"asn"}},
    {LAYOUT_NAMED, MMDB_DATA_TYPE_UTF8_STRING, {"country"}},
    {LAYOUT_NAMED, MMDB_DATA_TYPE_UTF8_STRING, {"country_code"}},
};

/* ------------------------------------------------------------------ values */

/* "-" and "" are nothing; bytes that are no text are nothing either. */
static struct str text_of(const MMDB_entry_data_s *data)
{
    struct str text = {data->utf8_string, data->data_size};
    text = str_trim(str_cut(text, TEXT_BYTES_MAX));
    if (text.len == 0 || str_is_equal(text, STR("-")) || str_has_control(text) ||
        !str_is_utf8(text))
        return STR_NONE;
    return text;
}

static bool is_code(struct str text)
{
    return text.len == 2 && text.ptr[0] >= 'A' && text.ptr[0] <= 'Z' && text.ptr[1] >= 'A' &&
           text.ptr[1] <= 'Z';
}

struct word {
    const char *theirs;
    struct str ours;
};

static struct str translate(const struct word *words, size_t count, struct str text)
{
    for (size_t i = 0; i < count; i++)
        if (str_is_equal_nocase(text, str_from_c(words[i].theirs)))
            return words[i].ours;
    return STR_NONE;
}

static struct str connection_of(struct str text)
{
    static const struct word words[] = {
        {"Cable/DSL", {"broadband", 9}}, {"Cellular", {"mobile", 6}},
        {"Corporate", {"corporate", 9}}, {"Satellite", {"satellite", 9}},
        {"Dialup", {"dialup", 6}},
    };
    return translate(words, ARRAY_LEN(words), text);
}

/* "ISP/MOB" is both: the first that tells a kind of line counts. */
static void fill_usage(struct str text, struct visitor_facts *facts)
{
    static const struct word words[] = {
        {"ISP", {"broadband", 9}}, {"MOB", {"mobile", 6}},    {"COM", {"corporate", 9}},
        {"ORG", {"corporate", 9}}, {"GOV", {"corporate", 9}}, {"MIL", {"corporate", 9}},
        {"EDU", {"corporate", 9}}, {"LIB", {"corporate", 9}},
    };
    struct str piece;
    while (str_take_piece(&text, '/', &piece)) {
        if (str_is_equal(piece, STR("DCH")) && facts->hosting == VISITOR_UNKNOWN)
            facts->hosting = VISITOR_YES;
        if (facts->connection_type.len == 0)
            facts->connection_type = translate(words, ARRAY_LEN(words), piece);
    }
}

static void fill_proxy_type(struct str text, struct visitor_facts *facts)
{
    if (str_is_equal(text, STR("VPN")))
        facts->vpn = VISITOR_YES;
    else if (str_is_equal(text, STR("DCH")))
        facts->hosting = VISITOR_YES;
    else if (str_is_equal(text, STR("PUB")) || str_is_equal(text, STR("WEB")) ||
             str_is_equal(text, STR("TOR")) || str_is_equal(text, STR("RES")))
        facts->proxy = VISITOR_YES;
}

static uint64_t number_of(const MMDB_entry_data_s *data)
{
    switch (data->type) {
    case MMDB_DATA_TYPE_UINT16:
        return data->uint16;
    case MMDB_DATA_TYPE_UINT32:
        return data->uint32;
    case MMDB_DATA_TYPE_UINT64:
        return data->uint64 <= UINT32_MAX ? data->uint64 : 0;
    default:
        return 0;
    }
}

static uint64_t as_of(struct str text)
{
    uint64_t number = 0;
    for (size_t i = 2; i < text.len && i < 12; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return 0;
        number = 10 * number + (uint64_t)(text.ptr[i] - '0');
    }
    return str_has_prefix(text, STR("AS")) && number <= UINT32_MAX ? number : 0;
}

static void put_text(struct visitor_facts *facts, const struct mmdb_way *way, struct str text)
{
    struct str *field = (struct str *)(void *)((char *)facts + way->offset);
    if (text.len > 0 && field->len == 0)
        *field = text;
}

/* "No" is believed of nobody: a database of proxies lists those that it knows. */
static void put_answer(struct visitor_facts *facts, const struct mmdb_way *way, bool is_so)
{
    if (is_so)
        *(enum visitor_answer *)(void *)((char *)facts + way->offset) = VISITOR_YES;
}

static void put_number(struct visitor_facts *facts, const struct mmdb_way *way, uint64_t number)
{
    uint64_t *field = (uint64_t *)(void *)((char *)facts + way->offset);
    if (*field == 0)
        *field = number;
}

static void put_string(struct visitor_facts *facts, const struct mmdb_way *way, struct str text)
{
    switch (way->kind) {
    case KIND_CODE:
        put_text(facts, way, is_code(text) ? text : STR_NONE);
        break;
    case KIND_TEXT:
        put_text(facts, way, text);
        break;
    case KIND_CONNECTION:
        put_text(facts, way, connection_of(text));
        break;
    case KIND_USAGE:
        fill_usage(text, facts);
        break;
    case KIND_PROXY_TYPE:
        fill_proxy_type(text, facts);
        break;
    case KIND_USER_TYPE:
        put_answer(facts, way, str_is_equal(text, STR("hosting")));
        break;
    case KIND_AS:
        put_number(facts, way, as_of(text));
        break;
    case KIND_NUMBER:
    case KIND_ANSWER:
        break;
    }
}

static void put(struct visitor_facts *facts, const struct mmdb_way *way,
                const MMDB_entry_data_s *data)
{
    if (data->type == MMDB_DATA_TYPE_UTF8_STRING)
        put_string(facts, way, text_of(data));
    else if (data->type == MMDB_DATA_TYPE_BOOLEAN && way->kind == KIND_ANSWER)
        put_answer(facts, way, data->boolean);
    else if (way->kind == KIND_NUMBER)
        put_number(facts, way, number_of(data));
}

bool mmdb_way_is_of(const struct mmdb_way *way, enum place_group group)
{
    if (way->kind != KIND_CODE && way->kind != KIND_TEXT)
        return false;
    if (group == PLACE_GROUP_NETWORKS)
        return way->offset == AT(isp);
    return way->offset == AT(country) || way->offset == AT(region) || way->offset == AT(city);
}

void mmdb_way_fill(const struct mmdb_way *way, MMDB_entry_s *record, struct visitor_facts *facts)
{
    MMDB_entry_data_s data;
    if (MMDB_aget_value(record, &data, way->path) == MMDB_SUCCESS && data.has_data)
        put(facts, way, &data);
}

/* ------------------------------------------------------------------ layouts */

bool mmdb_layouts_add(struct mmdb_layouts *layouts, MMDB_entry_s *record)
{
    for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
        MMDB_entry_data_s data;
        int status = MMDB_aget_value(record, &data, signs[i].path);
        if (status != MMDB_SUCCESS && status != MMDB_LOOKUP_PATH_DOES_NOT_MATCH_DATA_ERROR)
            return false;
        if (status == MMDB_SUCCESS && data.has_data && data.type == signs[i].type)
            layouts->bits |= UINT32_C(1) << signs[i].layout;
    }
    return true;
}

size_t mmdb_layouts_ways(struct mmdb_layouts layouts, const struct mmdb_way *found[MMDB_WAYS_MAX])
{
    size_t count = 0;
    /* country_code stands in both; only what is not the one is the other. */
    if ((layouts.bits & UINT32_C(1) << LAYOUT_FLAT) != 0)
        layouts.bits &= ~(UINT32_C(1) << LAYOUT_NAMED);
    for (size_t i = 0; i < ARRAY_LEN(ways); i++)
        if ((layouts.bits & UINT32_C(1) << ways[i].layout) != 0)
            found[count++] = &ways[i];
    return count;
}
_Static_assert(ARRAY_LEN(ways) <= MMDB_WAYS_MAX, "every way has its place");
