/* openapi_params - all query parameters of the API, one line each. */
#include "api/internal.h"

#include "api/json_out.h"
#include "api/openapi.h"
#include "api/shape.h"

static const struct {
    const char *name;
    enum shape_type type;
    const char *example; /* the tests ask with it */
    const char *help;
} params[] = {
    {"actor", SHAPE_TEXT, "import", "Made by this actor: \"user 2\", \"key 5\"."},
    {"address", SHAPE_TEXT, "203.0.113.7",
     "An address, IPv4 or IPv6; without it, the caller's own."},
    {"adcampaign", SHAPE_NUMBER, "1", "Of this ad campaign."},
    {"after", SHAPE_ENTRY, "1", "Newer than this entry."},
    {"asked", SHAPE_TEXT, "zone", "Of what was asked: zone, click, impression."},
    {"bom", SHAPE_TEXT, "true", "true: CSV begins with a byte order mark."},
    {"bots", SHAPE_TEXT, "in",
     "out (without it), in, or only; of figures also both: side by side."},
    {"by", SHAPE_TEXT, "offer", "What is compared: offer (without it), lander or path."},
    {"campaign", SHAPE_NUMBER, "1", "Of this campaign."},
    {"cause", SHAPE_TEXT, "lost",
     "Of this cause of a reconciliation or a refusal; all without it."},
    {"cid", SHAPE_TEXT, NULL, "Of this click id."},
    {"compare", SHAPE_TEXT, NULL, "previous: beside the span of the same length before."},
    {"compare_from", SHAPE_TIME, NULL, "Beside another span: from here on,"},
    {"compare_to", SHAPE_TIME, NULL, "and before here; a date is its end."},
    {"conversion_id", SHAPE_ENTRY, "1", "Of this conversion."},
    {"country", SHAPE_TEXT, "FR", "Meant for, or in, this country."},
    {"currency", SHAPE_TEXT, "USD", "Of this currency."},
    {"cursor", SHAPE_TEXT, NULL, "What the page before gave as next."},
    {"day", SHAPE_TEXT, "2026-11-24", "Of this day."},
    {"denominator", SHAPE_TEXT, "smart",
     "smart: where there is no lander, visits divide where clicks would."},
    {"dimension", SHAPE_TEXT, "os", "os (without it), browser, brand or model."},
    {"domain", SHAPE_NUMBER, "1", "By this domain."},
    {"download", SHAPE_TEXT, "rows", "The name of the file."},
    {"event", SHAPE_TEXT, "network_campaign",
     "Only what is no change here but was done elsewhere: what networks were told of their "
     "campaigns."},
    {"export", SHAPE_TEXT, NULL, "all: every row, as a file that is streamed."},
    {"field", SHAPE_TEXT, "isp", "country (without it), region, city or isp."},
    {"filter", SHAPE_TEXT, "workspace:1,2",
     "What counts, as in country:FR,DE or token2:!empty; stands as often as you like."},
    {"flow", SHAPE_NUMBER, "1", "By this flow."},
    {"format", SHAPE_TEXT, "json", "json, csv, jsonl or parquet, whatever Accept says."},
    {"fresh", SHAPE_TEXT, "true", "true: look anew before answering."},
    {"from", SHAPE_TIME, "2026-01-01T00:00:00Z", "From this time on; a date is its midnight."},
    {"goal", SHAPE_TEXT, "0123456789abcdef0123456789abcdef", "Of this goal."},
    {"goals", SHAPE_TEXT, NULL, "The goals whose columns are told, separated by commas."},
    {"group", SHAPE_TEXT, "Team A", "In this group."},
    {"group_by", SHAPE_TEXT, "day", "Dimensions, separated by commas; without it only totals."},
    {"id", SHAPE_TEXT, NULL, "Of this one of the resource."},
    {"ids", SHAPE_TEXT, "1,2", "Only these, separated by commas."},
    {"kind", SHAPE_TEXT, "source", "Of this kind: source or network."},
    {"kinds", SHAPE_TEXT, "visit,conversion",
     "Of visit, click, conversion, postback_in, postback_out, separated by commas; all without "
     "it."},
    {"lander", SHAPE_NUMBER, "1", "To this lander."},
    {"limit", SHAPE_NUMBER, "10", "How many rows at most."},
    {"metrics", SHAPE_TEXT, "clicks,cost,roi", "Which ones, separated by commas."},
    {"network", SHAPE_NUMBER, "1", "Of this affiliate network."},
    {"network_tz", SHAPE_TEXT, "America/New_York",
     "The ad network's clock: the same dates are counted by it. Without it the workspace's."},
    {"offer", SHAPE_NUMBER, "1", "Of this offer."},
    {"lang", SHAPE_TEXT, "fr",
     "en or fr: in which language sentences are; without it as Accept-Language says."},
    {"origin", SHAPE_TEXT, "builtin", "user: made by users; builtin: presets."},
    {"outcome", SHAPE_TEXT, "refused", "Of this outcome."},
    {"plan", SHAPE_TEXT, "true", "true (without it): only show what differs; false: make it so."},
    {"q", SHAPE_TEXT, "a", "Whose name holds this, in any case; or # and a tag or a color."},
    {"resource", SHAPE_TEXT, "campaigns", "Of this resource."},
    {"reversed", SHAPE_TEXT, "true",
     "true: rejected now, and the source told of it counts it still."},
    {"seconds", SHAPE_NUMBER, "0",
     "After how many seconds the stream ends; 0: once it has told what there is."},
    {"secrets", SHAPE_TEXT, "true", "true: secrets are written out; without: masked."},
    {"sort", SHAPE_TEXT, "-name",
     "By name, created or updated, of figures by metrics; - before it: backwards."},
    {"source", SHAPE_NUMBER, "1", "Of this traffic source."},
    {"state", SHAPE_TEXT, "held", "due, sending or held."},
    {"status", SHAPE_TEXT, NULL,
     "Of this status; of entities also all. Without: all but archived."},
    {"test", SHAPE_TEXT, "false", "true: of conversion tests only; false: none of them."},
    {"tests", SHAPE_TEXT, "in", "out (without it), or in: conversion tests count too."},
    {"time", SHAPE_TEXT, "conversion",
     "Which time counts of a conversion: visit (without it), or conversion; of the ad network's, "
     "click, or conversion (without it)."},
    {"to", SHAPE_TIME, "2036-01-01T00:00:00Z", "Before this time."},
    {"txid", SHAPE_TEXT, "t1", "Of this transaction id."},
    {"tz", SHAPE_TEXT, "Europe/Paris", "The clock of from, to and of days."},
    {"variation", SHAPE_NUMBER, "1", "Of this variation."},
    {"wait", SHAPE_NUMBER, "0",
     "How many seconds to wait, 20 at most, until there is a row: for a live view, with after."},
    {"workspace", SHAPE_NUMBER, "1", "As X-Workspace, for links, which carry no header."},
    {"zone", SHAPE_NUMBER, "1", "Of this zone."},
};

static json_t *schema_of(enum shape_type type, struct str name)
{
    json_t *schema = shape_value_schema(&(struct shape_field){.type = type});

    if (str_is_equal(name, STR("limit"))) {
        json_out_put(schema, "minimum", json_integer(1));
        json_out_put(schema, "maximum", json_integer(API_ROWS_MAX));
        json_out_put(schema, "default", json_integer(API_ROWS_DEFAULT));
    }
    return schema;
}

/* One that is not in the table has no description: the tests tell of it. */
json_t *openapi_parameter(struct str name)
{
    json_t *one = json_object();
    size_t i = 0;

    while (i < ARRAY_LEN(params) && !str_is_equal(name, str_from_c(params[i].name)))
        i++;
    bool is_known = i < ARRAY_LEN(params);
    json_out_put(one, "name", json_out_text(name));
    json_out_put(one, "in", json_string("query"));
    if (is_known)
        json_out_put(one, "description", json_string(params[i].help));
    json_out_put(one, "schema", schema_of(is_known ? params[i].type : SHAPE_TEXT, name));
    if (is_known && params[i].example != NULL) {
        bool is_number = params[i].type == SHAPE_NUMBER;
        json_out_put(one, "example",
                     is_number ? json_loads(params[i].example, JSON_DECODE_ANY, NULL)
                               : json_string(params[i].example));
    }
    return one;
}
