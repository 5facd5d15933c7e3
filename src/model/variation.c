/* variation - what of an ad campaign visitors get: its URL, or a group of landing pages that they
 * are spread over by share; both take the network's tokens (spec/network.md §3.2, §5). */
#include "base/say.h"
#include "model/creative.h"
#include "model/fault.h"
#include "model/kind.h"
#include "model/lint_check.h"

#define PAGES_MAX 50
#define SHARE_MAX 10000

static const struct field page_fields[] = {
    {.name = "url",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED | FIELD_TRIMMED,
     .offset = offsetof(struct landing_page_body, url),
     .min = 1,
     .max = KIND_URL_CHARS_MAX,
     .help = "Where its clicks go, with the ad network's tokens."},
    {.name = "share",
     .type = FIELD_INTEGER,
     .offset = offsetof(struct landing_page_body, share),
     .fallback = "1",
     .max = SHARE_MAX,
     .help = "Its part of the sum of all shares."},
};
static const struct schema page_schema = SCHEMA(page_fields, struct landing_page_body);

static const struct field variation_fields[] = {
    KIND_NAME_FIELD(struct variation_body),
    {.name = "adcampaign_id",
     .type = FIELD_ID,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct variation_body, adcampaign_id),
     .help = "The ad campaign."},
    {.name = "url",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL,
     .offset = offsetof(struct variation_body, url),
     .max = KIND_URL_CHARS_MAX,
     .help = "Where clicks go, with the ad network's tokens; null: to landing_pages."},
    {.name = "landing_pages",
     .type = FIELD_OBJECTS,
     .offset = offsetof(struct variation_body, landing_pages),
     .fallback = "[]",
     .max = PAGES_MAX,
     .schema = &page_schema,
     .help = "A group in place of the URL: clicks go to each by its share."},
    CREATIVE_FIELDS(struct variation_body),
};
static const struct schema variation_schema = SCHEMA(variation_fields, struct variation_body);

static enum err compile(struct arena *arena, struct model_fault *fault, const char *field,
                        struct str url, const struct macro_template **compiled)
{
    struct macro_fault reason = {"this URL cannot be used"};
    struct macro_fault warning = {0};
    enum err err = ad_token_compile(arena, url, compiled, &warning, &reason);
    return err == OK ? OK : fault_refuse(fault, field, "%s", reason.reason);
}

/* ------------------------------------------------------------------ check */

static enum err check_url(struct check *check, const char *field, struct str url)
{
    const struct macro_template *compiled;
    enum err err = compile(check->arena, check->fault, field, url, &compiled);
    if (err == OK)
        check_lint(check, field, url, LINT_VARIATION_URL, &(struct lint_context){0});
    return err;
}

static enum err check_pages(struct check *check, const struct list *pages)
{
    int64_t sum = 0;
    for (size_t i = 0; i < pages->count; i++) {
        const struct landing_page_body *page = LIST_AT(*pages, struct landing_page_body, i);
        char field[KIND_FIELD_MAX];
        (void)snprintf(field, sizeof field, "landing_pages[%zu].url", i);
        enum err err = check_url(check, field, page->url);
        if (err != OK)
            return err;
        sum += page->share;
    }
    return sum > 0 ? OK
                   : fault_refuse(check->fault, "landing_pages[0].share",
                                  "expected a share above 0 for one of them at least");
}

static enum err check_destination(struct check *check, const struct variation_body *body)
{
    if (body->url.ptr == NULL && body->landing_pages.count == 0)
        return fault_refuse(check->fault, "url", "a URL or landing pages are needed");
    if (body->url.ptr != NULL && body->landing_pages.count > 0)
        return fault_refuse(check->fault, "landing_pages",
                            "a variation with a URL has no landing pages: send []");
    return body->url.ptr != NULL ? check_url(check, "url", body->url)
                                 : check_pages(check, &body->landing_pages);
}

static enum err check_variation(struct check *check, void *read)
{
    const struct variation_body *body = read;
    struct db_row row;
    enum err err = check_find(check, "adcampaign_id", ENTITY_ADCAMPAIGN, body->adcampaign_id, &row);
    if (err == OK)
        err = check_destination(check, body);
    return err == OK ? creative_check(check, &body->creative) : err;
}

/* ------------------------------------------------------------------ build */

static enum err build_pages(const struct build *build, const struct variation_body *body,
                            struct variation *variation)
{
    const struct landing_page_body alone = {.url = body->url, .share = 1};
    variation->has_group = body->landing_pages.count > 0;
    variation->page_count = variation->has_group ? body->landing_pages.count : 1;
    struct landing_page *pages =
        ARENA_ARRAY(build->arena, struct landing_page, variation->page_count);
    if (pages == NULL)
        return ERR_FULL;
    variation->pages = pages;
    for (size_t i = 0; i < variation->page_count; i++) {
        const struct landing_page_body *page =
            variation->has_group ? LIST_AT(body->landing_pages, struct landing_page_body, i)
                                 : &alone;
        pages[i].share = page->share;
        variation->share_sum += page->share;
        enum err err = compile(build->arena, build->fault, "url", page->url, &pages[i].target);
        if (err != OK)
            return err;
    }
    return OK;
}

static enum err build_variation(const struct build *build, const void *read, void *item)
{
    const struct variation_body *body = read;
    struct variation *variation = item;
    variation->id = build->row->id;
    variation->workspace_id = build->row->workspace_id;
    variation->status = build->row->status;
    variation->name = body->name;
    variation->adcampaign = snapshot_find_adcampaign(build->snapshot, body->adcampaign_id);
    if (variation->adcampaign == NULL)
        return fault_refuse(build->fault, "adcampaign_id", "there is no such ad campaign");
    creative_build(&body->creative, &variation->creative);
    return build_pages(build, body, variation);
}

const struct landing_page *variation_draw(const struct variation *variation, uint64_t draw)
{
    int64_t at = (int64_t)(draw % (uint64_t)variation->share_sum);
    const struct landing_page *page = variation->pages;
    while (at >= page->share)
        at -= (page++)->share;
    return page;
}

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
