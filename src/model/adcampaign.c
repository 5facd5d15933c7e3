/* adcampaign - what the ad network sells: campaigns with a price, and their variations, whose URLs
 * take the network's tokens (spec/network.md §3.2, §5). */
#include "base/money.h"
#include "base/say.h"
#include "model/body.h"
#include "model/fault.h"
#include "model/kind.h"
#include "model/lint_check.h"

static const char *const pricing_words[] = {"cpc", "cpm", "cpv", NULL};
static const enum ad_pricing pricings[] = {AD_PRICING_CPC, AD_PRICING_CPM, AD_PRICING_CPV};

static const struct field adcampaign_fields[] = {
    KIND_NAME_FIELD(struct adcampaign_body),
    {.name = "pricing",
     .type = FIELD_WORD,
     .offset = offsetof(struct adcampaign_body, pricing),
     .fallback = "\"cpc\"",
     .words = pricing_words,
     .help = "What the price is paid for."},
    {.name = "price",
     .type = FIELD_MONEY,
     .offset = offsetof(struct adcampaign_body, price_micros),
     .fallback = "\"0\"",
     .max = MONEY_MICROS_MAX,
     .help = "Of a click (cpc), a view (cpv) or a thousand (cpm)."},
};
static const struct schema adcampaign_schema = {adcampaign_fields, ARRAY_LEN(adcampaign_fields),
                                                sizeof(struct adcampaign_body)};

static const struct field variation_fields[] = {
    KIND_NAME_FIELD(struct variation_body),
    {.name = "adcampaign_id",
     .type = FIELD_ID,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct variation_body, adcampaign_id),
     .help = "The ad campaign."},
    {.name = "url",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED | FIELD_TRIMMED,
     .offset = offsetof(struct variation_body, url),
     .min = 1,
     .max = KIND_URL_CHARS_MAX,
     .help = "Where clicks go, with the ad network's tokens."},
};
static const struct schema variation_schema = {variation_fields, ARRAY_LEN(variation_fields),
                                               sizeof(struct variation_body)};

static enum err check_adcampaign(struct check *check, void *read)
{
    (void)check; /* the table says it all */
    (void)read;
    return OK;
}

static enum err build_adcampaign(const struct build *build, const void *read, void *item)
{
    const struct adcampaign_body *body = read;
    struct adcampaign *adcampaign = item;
    adcampaign->id = build->row->id;
    adcampaign->workspace_id = build->row->workspace_id;
    adcampaign->status = build->row->status;
    adcampaign->name = body->name;
    adcampaign->pricing = pricings[body->pricing];
    adcampaign->price_micros = body->price_micros;
    return OK;
}

static enum err compile(struct arena *arena, struct model_fault *fault, struct str url,
                        const struct macro_template **compiled, struct macro_fault *warning)
{
    struct macro_fault reason = {"this URL cannot be used"};
    *warning = (struct macro_fault){0};
    enum err err = ad_token_compile(arena, url, compiled, warning, &reason);
    return err == OK ? OK : fault_refuse(fault, "url", "%s", reason.reason);
}

static enum err check_variation(struct check *check, void *read)
{
    const struct variation_body *body = read;
    const struct macro_template *compiled;
    struct macro_fault warning;
    struct db_row row;
    enum err err = check_find(check, "adcampaign_id", ENTITY_ADCAMPAIGN, body->adcampaign_id, &row);
    if (err == OK)
        err = compile(check->arena, check->fault, body->url, &compiled, &warning);
    if (err != OK)
        return err;
    check_lint(check, "url", body->url, LINT_VARIATION_URL, &(struct lint_context){0});
    return OK;
}

static enum err build_variation(const struct build *build, const void *read, void *item)
{
    const struct variation_body *body = read;
    struct variation *variation = item;
    struct macro_fault warning;
    variation->id = build->row->id;
    variation->workspace_id = build->row->workspace_id;
    variation->status = build->row->status;
    variation->name = body->name;
    variation->adcampaign = snapshot_find_adcampaign(build->snapshot, body->adcampaign_id);
    if (variation->adcampaign == NULL)
        return fault_refuse(build->fault, "adcampaign_id", "there is no such ad campaign");
    return compile(build->arena, build->fault, body->url, &variation->target, &warning);
}

const struct kind adcampaign_kind = {
    .resource = "adcampaigns",
    .word = SAY("ad campaign"),
    .example = "{\"name\":\"Ad campaign\",\"pricing\":\"cpc\",\"price\":\"0.05\"}",
    .schema = &adcampaign_schema,
    .item_bytes = sizeof(struct adcampaign),
    .check = check_adcampaign,
    .build = build_adcampaign,
};

const struct kind variation_kind = {
    .resource = "variations",
    .word = SAY("variation"),
    .links = "ad_click_url",
    .example = "{\"name\":\"Variation\",\"adcampaign_id\":1,"
               "\"url\":\"http://track.example/15GFcZ?variation_id={variation_id}\"}",
    .schema = &variation_schema,
    .item_bytes = sizeof(struct variation),
    .check = check_variation,
    .build = build_variation,
};
