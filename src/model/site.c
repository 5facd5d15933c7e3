/* site - where the ad network shows ads: publishers' sites, and the zones on their pages
 * (spec/network.md §3.1, §5). */
#include "base/money.h"
#include "base/say.h"
#include "model/body.h"
#include "model/fault.h"
#include "model/kind.h"

#define CATEGORY_MAX   UINT16_MAX /* the tag has two bytes for it */
#define PERCENT_100    (100 * MONEY_MICROS)
#define HOST_CHARS_MAX 253

/* ------------------------------------------------------------------ sites */

static const struct field site_fields[] = {
    KIND_NAME_FIELD(struct site_body),
    {.name = "hostname",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED | FIELD_TRIMMED,
     .offset = offsetof(struct site_body, hostname),
     .min = 1,
     .max = HOST_CHARS_MAX,
     .judge = kind_judge_host,
     .help = "What {src_hostname} says, in lower case."},
    {.name = "category_id",
     .type = FIELD_INTEGER,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct site_body, category_id),
     .min = 1,
     .max = CATEGORY_MAX,
     .help = "The number of its category; null: none."},
};
static const struct schema site_schema = SCHEMA(site_fields, struct site_body);

static enum err check_site(struct check *check, void *read)
{
    struct site_body *body = read;
    return kind_lower(check->arena, &body->hostname);
}

static enum err build_site(const struct build *build, const void *read, void *item)
{
    const struct site_body *body = read;
    struct site *site = item;
    site->id = build->row->id;
    site->workspace_id = build->row->workspace_id;
    site->status = build->row->status;
    site->hostname = body->hostname;
    site->category_id = body->category_id > 0 ? (uint16_t)body->category_id : 0;
    return OK;
}

const struct kind site_kind = {
    .resource = "sites",
    .word = SAY("site"),
    .example = "{\"name\":\"Videos\",\"hostname\":\"videos.example\",\"category_id\":13}",
    .schema = &site_schema,
    .item_bytes = sizeof(struct site),
    .check = check_site,
    .build = build_site,
};

/* ------------------------------------------------------------------ zones */

static const struct field zone_fields[] = {
    KIND_NAME_FIELD(struct zone_body),
    {.name = "site_id",
     .type = FIELD_ID,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct zone_body, site_id),
     .help = "The site whose pages it stands on."},
    {.name = "format",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct zone_body, format),
     .min = 1,
     .max = AD_FORMAT_CHARS_MAX,
     .judge = ad_format_judge,
     .help = "What it shows: a banner of that size, a native link, or a popunder."},
    {.name = "floor_price",
     .type = FIELD_MONEY,
     .offset = offsetof(struct zone_body, floor_micros),
     .fallback = "\"0\"",
     .max = MONEY_MICROS_MAX,
     .help = "The least that a thousand impressions are sold for."},
    {.name = "expected_ctr",
     .type = FIELD_MONEY,
     .offset = offsetof(struct zone_body, expected_ctr_micros),
     .fallback = "\"0.1\"",
     .max = PERCENT_100,
     .help = "Clicks of a hundred impressions: what prices of clicks are compared by with prices "
             "of impressions."},
    {.name = "fallback_url",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL,
     .offset = offsetof(struct zone_body, fallback_url),
     .max = KIND_URL_CHARS_MAX,
     .help = "Where its visitors go when no ad fits; null: nowhere (204)."},
};
static const struct schema zone_schema = SCHEMA(zone_fields, struct zone_body);

static enum err check_zone(struct check *check, void *read)
{
    const struct zone_body *body = read;
    struct db_row row;
    enum err err = kind_check_static(check, "fallback_url", body->fallback_url);
    return err == OK ? check_find(check, "site_id", ENTITY_SITE, body->site_id, &row) : err;
}

static enum err build_zone(const struct build *build, const void *read, void *item)
{
    const struct zone_body *body = read;
    struct ad_zone *zone = item;
    zone->id = build->row->id;
    zone->workspace_id = build->row->workspace_id;
    zone->status = build->row->status;
    zone->format = ad_format_find(body->format);
    zone->floor_micros = body->floor_micros;
    zone->expected_ctr_micros = body->expected_ctr_micros;
    zone->fallback_url = body->fallback_url;
    zone->site = snapshot_find_site(build->snapshot, body->site_id);
    return zone->site != NULL ? OK : fault_refuse(build->fault, "site_id", "there is no such site");
}

const struct kind zone_kind = {
    .resource = "zones",
    .word = SAY("zone"),
    .links = "zone_url embed_code",
    .example = "{\"name\":\"Top of the page\",\"site_id\":1,\"format\":\"300x250\","
               "\"floor_price\":\"0.5\"}",
    .schema = &zone_schema,
    .item_bytes = sizeof(struct ad_zone),
    .check = check_zone,
    .build = build_zone,
};
