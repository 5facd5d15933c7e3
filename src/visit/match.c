#include "visit/match.h"

#include "base/buf.h"

#define NUMBER_CHARS_MAX 20

/* --- Values --------------------------------------------------------------- */

struct str visit_language(struct str accept_language)
{
    struct str first;
    if (!str_take_piece(&accept_language, ',', &first))
        return STR_NONE;
    struct str tag = str_trim(first);
    (void)str_take_piece(&first, ';', &tag);
    tag = str_trim(tag);
    return tag.len == 0 || str_is_equal(tag, STR("*")) ? STR_NONE : tag;
}

static struct str token_of(const struct visit_input *input, const struct condition *condition)
{
    const struct source *source = input->source;
    for (size_t i = 0; i < source->token_count; i++) {
        const struct source_token *token = &source->tokens[i];
        bool is_it = condition->slot > 0 ? token->slot == condition->slot
                                         : str_is_equal(token->param, condition->param);
        if (is_it)
            return uri_value(input->query, token->param);
    }
    return STR_NONE;
}

/* The text that a condition looks at; absent or empty: unknown. */
static struct str text_of(const struct visit_input *input, const struct condition *condition)
{
    const struct visitor_facts *visitor = &input->visitor;
    switch (condition->field) {
    case CONDITION_TOKEN:
        return token_of(input, condition);
    case CONDITION_LANGUAGE:
        return visit_language(input->accept_language);
    case CONDITION_REFERRER:
        return input->referrer;
    case CONDITION_REFERRER_DOMAIN:
        return uri_host(input->referrer);
    case CONDITION_URL:
        return input->url;
    case CONDITION_QUERY:
        return input->raw_query;
    case CONDITION_USER_AGENT:
        return input->user_agent;
    case CONDITION_CONTINENT:
        return visitor->continent;
    case CONDITION_COUNTRY:
        return visitor->country;
    case CONDITION_REGION:
        return visitor->region;
    case CONDITION_CITY:
        return visitor->city;
    case CONDITION_ISP:
        return visitor->isp;
    case CONDITION_CONNECTION_TYPE:
        return visitor->connection_type;
    case CONDITION_DEVICE_TYPE:
        return visitor->device_type;
    case CONDITION_BRAND:
        return visitor->brand;
    case CONDITION_MODEL:
        return visitor->model;
    case CONDITION_OS:
        return visitor->os;
    case CONDITION_BROWSER:
        return visitor->browser;
    case CONDITION_RESOLUTION:
        return visitor->resolution;
    case CONDITION_IP:
    case CONDITION_WEEKDAY:
    case CONDITION_HOUR:
    case CONDITION_UNIQUENESS:
    case CONDITION_BOT:
    case CONDITION_BOT_SIGNAL:
    case CONDITION_PROXY:
    case CONDITION_VPN:
    case CONDITION_HOSTING:
    case CONDITION_ASN:
    case CONDITION_SITE:
    case CONDITION_ZONE:
    case CONDITION_FIELD_COUNT:
        break;
    }
    return STR_NONE;
}

/* --- Forms ---------------------------------------------------------------- */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool has_part(struct str text, struct str part)
{
    for (size_t at = 0; at + part.len <= text.len; at++) {
        if ((part.len == 0 || lower(text.ptr[at]) == lower(part.ptr[0])) &&
            str_is_equal_nocase(str_slice(text, at, at + part.len), part))
            return true;
    }
    return false;
}

/* Whether text begins with the value and ends there, or goes on with the separator. */
static bool is_below(struct str text, struct str value, char separator)
{
    return text.len >= value.len && str_is_equal_nocase(str_slice(text, 0, value.len), value) &&
           (text.len == value.len || text.ptr[value.len] == separator);
}

static bool is_in_domain(struct str host, struct str domain)
{
    size_t from = host.len - (host.len < domain.len ? host.len : domain.len);
    return str_is_equal_nocase(str_slice(host, from, host.len), domain) &&
           (from == 0 || host.ptr[from - 1] == '.');
}

/* "Android" or "Android 13", where 13 is every 13.x. */
static bool is_version(struct str name, struct str version, struct str value)
{
    if (str_is_equal_nocase(name, value))
        return true;
    return value.len > name.len && str_is_equal_nocase(str_slice(value, 0, name.len), name) &&
           value.ptr[name.len] == ' ' &&
           is_below(version, str_trim(str_slice(value, name.len, value.len)), '.');
}

static struct str version_of(const struct visit_input *input, enum condition_field field)
{
    return field == CONDITION_OS ? input->visitor.os_version : input->visitor.browser_version;
}

static bool is_text_met(const struct visit_input *input, const struct condition *condition,
                        struct str text, struct str value)
{
    switch (condition->form) {
    case CONDITION_PART:
        return has_part(text, value);
    case CONDITION_DOMAIN:
        return is_in_domain(text, value);
    case CONDITION_LOCALE:
        return is_below(text, value, '-');
    case CONDITION_VERSION:
        return is_version(text, version_of(input, condition->field), value);
    case CONDITION_WHOLE:
    case CONDITION_SPANS:
    case CONDITION_BITS:
        break;
    }
    return str_is_equal_nocase(text, value);
}

/* 0: the field is no number, or it is not known. */
static uint64_t number_of(const struct visit_input *input, enum condition_field field)
{
    return field == CONDITION_ASN    ? input->visitor.asn
           : field == CONDITION_SITE ? input->site_id
           : field == CONDITION_ZONE ? input->zone_id
                                     : 0;
}

static bool is_any_text_met(const struct visit_input *input, const struct condition *condition)
{
    char memory[NUMBER_CHARS_MAX];
    struct buf number = buf_from_memory(memory, sizeof(memory));
    struct str text = text_of(input, condition);
    if (number_of(input, condition->field) != 0) {
        buf_write_u64(&number, number_of(input, condition->field));
        text = buf_str(&number);
    }
    if (text.len == 0)
        return condition->takes_unknown;
    for (size_t i = 0; i < condition->text_count; i++) {
        if (is_text_met(input, condition, text, condition->texts[i]))
            return true;
    }
    return false;
}

static bool is_any_span_met(const struct visit_input *input, const struct condition *condition)
{
    if (input->address.family == 0)
        return condition->takes_unknown;
    for (size_t i = 0; i < condition->span_count; i++) {
        if (net_is_in_span(&input->address, &condition->spans[i]))
            return true;
    }
    return false;
}

/* The place of the visit's word in the field's list, or -1: unknown. */
static int bit_of(const struct visit_input *input, const struct condition *condition)
{
    const struct zone *zone = condition->zone != NULL ? condition->zone : input->zone;
    if (condition->field == CONDITION_WEEKDAY)
        return zone_time_at(zone, input->at_ms).weekday - 1;
    if (condition->field == CONDITION_HOUR)
        return zone_time_at(zone, input->at_ms).hour;
    if (condition->field == CONDITION_UNIQUENESS)
        return (int)input->uniqueness - VISIT_FIRST;
    if (condition->field == CONDITION_BOT)
        return input->is_bot ? 0 : 1;
    if (condition->field == CONDITION_HOSTING)
        return (int)input->visitor.hosting - VISITOR_YES;
    return (int)(condition->field == CONDITION_PROXY ? input->visitor.proxy : input->visitor.vpn) -
           VISITOR_YES;
}

/* --- Conditions and rules ------------------------------------------------- */

static bool holds(const struct visit_input *input, const struct condition *condition)
{
    bool is_met = false;
    if (condition->form == CONDITION_SPANS) {
        is_met = is_any_span_met(input, condition);
    } else if (condition->field == CONDITION_BOT_SIGNAL) {
        is_met = (condition->bits & input->signals) != 0;
    } else if (condition->form == CONDITION_BITS) {
        int bit = bit_of(input, condition);
        is_met = bit < 0 ? condition->takes_unknown : (condition->bits >> bit & 1) != 0;
    } else {
        is_met = is_any_text_met(input, condition);
    }
    return is_met != condition->is_not;
}

bool visit_matches(const struct visit_input *input, const struct rule *rule)
{
    for (size_t i = 0; i < rule->condition_count; i++) {
        if (holds(input, &rule->conditions[i]) == rule->is_any)
            return rule->is_any;
    }
    return !rule->is_any;
}
