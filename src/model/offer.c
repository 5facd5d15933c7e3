/* offer - what visitors are sent to, and what a conversion pays (spec/tracker.md §1.3). */
#include "base/money.h"
#include "base/say.h"
#include "model/body.h"
#include "model/fault.h"
#include "model/kind.h"
#include "model/lint_check.h"

#define WINDOW_DAYS_MAX 3650
#define COUNTRIES_MAX   250
#define CAP_MAX         1000000
#define FALLBACKS_MAX   16 /* from one to the next */

static const char *const payout_words[] = {"auto", "manual", NULL};

static const struct field country_fields[] = {
    {.name = "country",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED | FIELD_TRIMMED,
     .offset = offsetof(struct country_payout_body, country),
     .min = 2,
     .max = 2,
     .judge = kind_judge_country,
     .help = "The visitor's country."},
    {.name = "amount",
     .type = FIELD_MONEY,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct country_payout_body, amount_micros),
     .max = MONEY_MICROS_MAX,
     .help = "What a conversion from there pays."},
    {.name = "currency",
     .type = FIELD_CURRENCY,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct country_payout_body, currency),
     .help = "Of the amount; null: the payout's."},
};
static const struct schema country_schema = SCHEMA(country_fields, struct country_payout_body);

static const struct field payout_fields[] = {
    {.name = "mode",
     .type = FIELD_WORD,
     .offset = offsetof(struct payout_body, mode),
     .fallback = "\"auto\"",
     .words = payout_words,
     .help = "auto: what the postback brings; manual: always the amount."},
    {.name = "amount",
     .type = FIELD_MONEY,
     .offset = offsetof(struct payout_body, amount_micros),
     .fallback = "\"0\"",
     .max = MONEY_MICROS_MAX,
     .help = "The payout, or what counts when a postback brings none."},
    {.name = "currency",
     .type = FIELD_CURRENCY,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct payout_body, currency),
     .help = "Of the amount; null: the network's, else the workspace's."},
    {.name = "countries",
     .type = FIELD_OBJECTS,
     .offset = offsetof(struct payout_body, countries),
     .fallback = "[]",
     .max = COUNTRIES_MAX,
     .schema = &country_schema,
     .help = "Other amounts by the visitor's country; with mode manual only."},
};
static const struct schema payout_schema = {payout_fields, ARRAY_LEN(payout_fields),
                                            sizeof(struct payout_body)};

static const struct field cap_fields[] = {
    {.name = "limit",
     .type = FIELD_INTEGER,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct cap_body, limit),
     .min = 1,
     .max = CAP_MAX,
     .help = "Leads and sales a day, in the workspace's time zone."},
    {.name = "fallback_offer_id",
     .type = FIELD_ID,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct cap_body, fallback_offer_id),
     .help = "The offer that stands in from then on; null: this one just leaves the draw."},
};
static const struct schema cap_schema = SCHEMA(cap_fields, struct cap_body);

static const struct field offer_fields[] = {
    KIND_NAME_FIELD(struct offer_body),
    KIND_LABEL_FIELDS(struct offer_body),
    KIND_COUNTRY_FIELD(struct offer_body),
    {.name = "url",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED | FIELD_TRIMMED,
     .offset = offsetof(struct offer_body, url),
     .min = 1,
     .max = KIND_URL_CHARS_MAX,
     .help = "The offer's address, with macros."},
    {.name = "network_id",
     .type = FIELD_ID,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct offer_body, network_id),
     .help = "The network whose parameters are added."},
    {.name = "payout",
     .type = FIELD_OBJECT,
     .offset = offsetof(struct offer_body, payout),
     .fallback = "{}",
     .schema = &payout_schema,
     .help = "What a conversion pays."},
    {.name = "cap",
     .type = FIELD_OBJECT,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct offer_body, cap),
     .schema = &cap_schema,
     .help = "How many conversions it takes a day; null: any number."},
    {.name = "further_conversions",
     .type = FIELD_BOOL,
     .offset = offsetof(struct offer_body, further_conversions),
     .fallback = "true",
     .help = "Whether conversions after a visit's first are added: rebills, upsells."},
    {.name = "window_days",
     .type = FIELD_INTEGER,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct offer_body, window_days),
     .min = 1,
     .max = WINDOW_DAYS_MAX,
     .help = "How long after a visit its first conversion is taken; null: as the workspace says."},
};
static const struct schema offer_schema = {offer_fields, ARRAY_LEN(offer_fields),
                                           sizeof(struct offer_body)};

static enum err find_terms(struct check *check, uint64_t network_id, struct offer_terms *terms)
{
    struct db_row row;
    const void *read;
    if (network_id == 0)
        return OK;
    enum err err = check_find(check, "network_id", ENTITY_NETWORK, network_id, &row);
    if (err == OK)
        err = kind_read_body(ENTITY_NETWORK, row.body, check->arena, check->fault, &read);
    if (err == OK)
        err = network_terms(check->arena, read, terms);
    return err == ERR_FULL ? fault_refuse(check->fault, "network_id", "too large") : err;
}

static enum err check_countries(struct check *check, const struct payout_body *payout)
{
    if (payout->mode != 1 && payout->countries.count > 0)
        return fault_refuse(check->fault, "payout.countries",
                            "amounts by country are for the mode \"manual\" only");
    for (size_t i = 0; i < payout->countries.count; i++) {
        struct str country = LIST_AT(payout->countries, struct country_payout_body, i)->country;
        char field[KIND_FIELD_MAX];
        (void)snprintf(field, sizeof field, "payout.countries[%zu].country", i);
        for (size_t j = 0; j < i; j++)
            if (str_is_equal(LIST_AT(payout->countries, struct country_payout_body, j)->country,
                             country))
                return fault_refuse(check->fault, field, "given twice");
    }
    return OK;
}

/* Follows what stands in for what, which must come to an end. */
static enum err check_cap(struct check *check, const struct cap_body *cap)
{
    static const char field[] = "cap.fallback_offer_id";
    uint64_t next = cap != NULL ? cap->fallback_offer_id : 0;
    if (cap != NULL && next == 0)
        check_warn(check, field,
                   "no offer stands in: once the limit is reached, visits may have nowhere to go");
    for (int i = 0; next != 0; i++) {
        struct db_row row;
        const void *read;
        if (next == check->id)
            return fault_refuse(check->fault, field, "these offers would stand in for each other");
        if (i == FALLBACKS_MAX)
            return fault_refuse(check->fault, field, "expected a chain of at most %d offers",
                                FALLBACKS_MAX);
        enum err err = check_find(check, field, ENTITY_OFFER, next, &row);
        if (err == OK)
            err = kind_read_body(ENTITY_OFFER, row.body, check->arena, check->fault, &read);
        if (err != OK)
            return err;
        const struct cap_body *its = ((const struct offer_body *)read)->cap;
        next = its != NULL ? its->fallback_offer_id : 0;
    }
    return OK;
}

static enum err check_offer(struct check *check, void *read)
{
    const struct offer_body *body = read;
    const struct macro_template *compiled;
    struct macro_fault warning;
    struct offer_terms terms = {.template = STR_NONE};
    enum err err = find_terms(check, body->network_id, &terms);
    if (err == OK)
        err = check_countries(check, body->payout);
    if (err == OK)
        err = check_cap(check, body->cap);
    if (err == OK)
        err = kind_compile_offer(check->arena, check->fault, "url", &terms, body->url, &compiled,
                                 &warning);
    if (err != OK)
        return err;
    check_lint(check, "url", body->url, LINT_OFFER_URL,
               &(struct lint_context){.network_template = terms.template});
    return OK;
}

enum err offer_has_click_id(struct check *check, uint64_t id, bool *has_click_id)
{
    struct db_row row;
    const void *read;
    const struct macro_template *compiled;
    struct macro_fault warning;
    struct offer_terms terms = {.template = STR_NONE};
    enum err err = db_find(check->db, ENTITY_OFFER, id, check->arena, &row);
    if (err == OK)
        err = kind_read_body(ENTITY_OFFER, row.body, check->arena, check->fault, &read);
    if (err != OK)
        return ERR_IO;
    const struct offer_body *body = read;
    if (find_terms(check, body->network_id, &terms) != OK ||
        kind_compile_offer(check->arena, check->fault, "url", &terms, body->url, &compiled,
                           &warning) != OK)
        return ERR_IO;
    *has_click_id = macro_has(compiled, MACRO_CLICKID);
    return OK;
}

static enum err build_countries(const struct build *build, const struct list *list,
                                struct offer *offer)
{
    struct country_payout *payouts = ARENA_ARRAY(build->arena, struct country_payout, list->count);
    if (payouts == NULL)
        return fault_refuse(build->fault, "payout", "the catalogue is too large");
    for (size_t i = 0; i < list->count; i++) {
        const struct country_payout_body *body = LIST_AT(*list, struct country_payout_body, i);
        (void)snprintf(payouts[i].country, sizeof payouts[i].country, "%.*s",
                       STR_FMT(body->country));
        payouts[i].micros = body->amount_micros;
        kind_set_currency(payouts[i].currency, body->currency);
    }
    offer->country_payouts = payouts;
    offer->country_payout_count = list->count;
    return OK;
}

static enum err build_offer(const struct build *build, const void *read, void *item)
{
    const struct offer_body *body = read;
    struct offer *offer = item;
    struct macro_fault warning;
    offer->id = build->row->id;
    offer->workspace_id = build->row->workspace_id;
    offer->status = build->row->status;
    offer->name = body->name;
    offer->url = body->url;
    offer->payout_is_manual = body->payout->mode == 1;
    offer->payout_micros = body->payout->amount_micros;
    kind_set_currency(offer->payout_currency, body->payout->currency);
    offer->window_days = body->window_days > 0 ? body->window_days : 0;
    offer->refuses_further = !body->further_conversions;
    if (body->cap != NULL) {
        offer->cap_limit = body->cap->limit;
        offer->fallback_id = body->cap->fallback_offer_id;
    }
    enum err err = build_countries(build, &body->payout->countries, offer);
    if (err != OK)
        return err;
    if (body->network_id != 0) {
        offer->network = snapshot_find_network(build->snapshot, body->network_id);
        if (offer->network == NULL)
            return fault_refuse(build->fault, "network_id", "there is no such network");
    }
    static const struct offer_terms none = {0};
    const struct offer_terms *terms = offer->network != NULL ? &offer->network->terms : &none;
    return kind_compile_offer(build->arena, build->fault, "url", terms, body->url, &offer->target,
                              &warning);
}

const struct kind offer_kind = {
    .resource = "offers",
    .word = SAY("offer"),
    .links = "postback_url secure_postback_url",
    .example = "{\"name\":\"Offer\",\"url\":\"http://mypage.example/?a=14030&c=64375&s1=\","
               "\"network_id\":1}",
    .schema = &offer_schema,
    .item_bytes = sizeof(struct offer),
    .check = check_offer,
    .build = build_offer,
};
