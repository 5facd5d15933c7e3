#include "convert/forward.h"

#include "base/clock.h"
#include "base/money.h"
#include "convert/status.h"
#include "visit/events.h"

/* Whether this conversion is drawn for a destination that wants only part of them: by its id, so
 * that a replay draws alike, and all statuses of one conversion are told or none. */
static bool is_drawn(uint64_t conversion_id, int64_t percent_micros)
{
    uint64_t x = conversion_id;
    x = (x ^ (x >> 30)) *
        UINT64_C(0xbf58476d1ce4e5b9); /* splitmix64's finish (Steele, Lea, Flood 2014) */
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    x ^= x >> 31;
    return (int64_t)(x % (100 * MONEY_MICROS)) < percent_micros;
}

static const struct macro_template *template_of(const struct forward_case *c)
{
    const struct macro_template *own = c->destination->status_urls[c->status];
    return own != NULL ? own : c->destination->url;
}

/* Amounts are told in the source's currency. */
static struct str currency_of(const struct forward_case *c)
{
    return c->source != NULL ? str_from_c(c->source->currency) : STR("");
}

/* The source left its macro in, one that no delimiter tells from a value. */
static bool is_own_macro(const struct forward_case *c)
{
    return c->source != NULL &&
           str_is_equal(c->facts->visit->external_id, c->source->external_id_macro);
}

/* The amount in a currency that the source will take it for, before its share; false: no rate is
 * known, and the URL would not say which currency it is (DESIGN.md promise 5). */
static bool amount_known(const struct forward_case *c, int64_t *micros, struct str *currency)
{
    const struct conversion *conversion = c->conversion;
    const struct macro_template *compiled = template_of(c);
    struct str wanted = currency_of(c);
    *micros = conversion->payout_amount_micros;
    *currency = conversion->payout_currency;
    if (str_is_equal_nocase(*currency, wanted) || conversion->payout_amount_micros == 0)
        return true;
    bool is_workspace = str_is_equal(wanted, str_from_c(c->workspace->currency));
    struct rate rate =
        is_workspace ? (struct rate){conversion->payout_rate_num, conversion->payout_rate_den, 0}
                     : rates_find(c->rates, *currency, wanted, id_time_ms(conversion->id));
    if (rate_is_known(rate) && rate_convert(rate, conversion->payout_amount_micros, micros) == OK) {
        *currency = wanted;
        return true;
    }
    return !macro_has(compiled, MACRO_PAYOUT) || macro_has(compiled, MACRO_CURRENCY);
}

/* Of the user's choices: "" when none keeps it from being sent. */
static const char *reason_of_choice(const struct forward_case *c)
{
    const struct destination *destination = c->destination;
    if (!destination->is_on)
        return "postback_off";
    if (c->status == CONVERSION_UNMAPPED)
        return "unmapped_status";
    if (!destination->forwards[c->status])
        return "status_not_selected";
    const struct conversion_type *type =
        status_find_type(&c->workspace->settings, c->conversion->type);
    if (type != NULL && !type->is_forwarded)
        return "type_not_forwarded";
    if (c->conversion->is_bot && !destination->includes_bots)
        return "bot";
    if (c->is_disabled)
        return "disabled_by_sender";
    return "";
}

/* Told before, or maybe: only what its receiver cannot have counted is told again. */
static const char *reason_of_earlier(const struct outbox *earlier)
{
    if (earlier == NULL)
        return "";
    if (str_is_equal(earlier->state, STR("dropped")))
        return "dropped";
    if (earlier->uncertain != 0)
        return "maybe_forwarded";
    bool is_uncounted =
        str_is_equal(earlier->state, STR("refused")) || str_is_equal(earlier->state, STR("failed"));
    return is_uncounted ? "" : "already_forwarded";
}

/* "" when it is to be sent. */
static const char *reason_not_to_send(const struct forward_case *c)
{
    if (c->destination == NULL)
        return "source_gone";
    if (c->workspace->demo == WORKSPACE_DEMO_LOADED || c->workspace->demo == WORKSPACE_DEMO_REMOVED)
        return "demo_data"; /* what they are loaded with was told to nobody either */
    if (template_of(c) == NULL)
        return "no_postback_url";
    const char *reason = reason_of_choice(c);
    if (reason[0] != '\0')
        return reason;
    if (c->facts->visit->external_id.len == 0)
        return "no_external_id";
    if (macro_is_placeholder(c->facts->visit->external_id) || is_own_macro(c))
        return "unexpanded_external_id";
    if (c->destination->only_first && !c->is_first_of_visit)
        return "not_first";
    reason = reason_of_earlier(c->earlier);
    if (reason[0] != '\0')
        return reason;
    int64_t micros;
    struct str currency;
    if (c->status != CONVERSION_REJECTED && !amount_known(c, &micros, &currency))
        return "no_rate";
    bool is_chosen = c->is_forced || c->conversion->is_test;
    if (!is_chosen && !is_drawn(c->conversion->id, c->destination->postback_percent_micros))
        return "not_drawn";
    return "";
}

bool forward_is_by_pixel(const struct forward_case *c)
{
    return c->source != NULL && c->source->pixel_url.ptr != NULL && c->destination != NULL &&
           !c->destination->is_paused && template_of(c) == NULL && reason_of_choice(c)[0] == '\0' &&
           (!c->destination->only_first || c->is_first_of_visit) &&
           is_drawn(c->conversion->id, c->destination->postback_percent_micros);
}

/* What is told: the source's share, and nothing for what was rejected. */
static int64_t amount_told(const struct forward_case *c, struct str *currency)
{
    int64_t micros;
    int64_t share = 0;
    (void)amount_known(c, &micros, currency);
    if (c->status == CONVERSION_REJECTED ||
        money_scale(micros, c->destination->payout_percent_micros, 100 * MONEY_MICROS, &share) !=
            OK)
        return 0;
    return share;
}

/* What this postback brought, else what an earlier one did. */
static void fill_params(struct str params, struct arena *arena, struct macro_values *values)
{
    struct uri_query query;
    struct uri_fault fault;
    if (params.ptr == NULL || uri_parse_query(arena, params, &query, &fault) != OK)
        return;
    for (size_t i = 0; i < query.count; i++) {
        int name = macro_find(query.params[i].name);
        if (name >= MACRO_PARAM1 && name < MACRO_COUNT)
            values->values[name] = query.params[i].value;
    }
}

struct str forward_make_url(const struct forward_case *c, struct arena *arena)
{
    const struct conversion *conversion = c->conversion;
    const struct macro_template *compiled = template_of(c);
    struct macro_values values = {0};
    struct str currency;
    int64_t told = amount_told(c, &currency);
    visit_fill_values(compiled, c->facts, arena, &values);
    fill_params(conversion->params, arena, &values);
    values.values[MACRO_PAYOUT] = money_text(arena, told);
    values.values[MACRO_CURRENCY] = currency;
    values.values[MACRO_CONVERSION_COST] = money_text(arena, conversion->cost_micros);
    values.values[MACRO_STATUS] = c->workspace->settings.outgoing[c->status];
    values.status = conversion_status_text(c->status);
    values.values[MACRO_TXID] = conversion->txid;
    values.values[MACRO_CONVERSION_ID] = conversion->reference;
    values.values[MACRO_CONVERSION_TIME] =
        arena_format(arena, "%" PRId64, id_time_ms(conversion->id) / 1000);
    struct buf url = buf_in_arena(arena, MACRO_URL_BYTES_MAX);
    macro_expand(compiled, &values, &url);
    return buf_is_full(&url) ? STR_NONE : buf_str(&url);
}

/* Whether the user left REPLACE in the template. A value may hold the word, so the template is
 * looked at without values. */
static bool has_replace(const struct macro_template *compiled, struct arena *arena)
{
    const struct macro_values nothing = {0};
    struct buf literals = buf_in_arena(arena, MACRO_TEMPLATE_BYTES_MAX);
    macro_expand(compiled, &nothing, &literals);
    return str_find(buf_str(&literals), STR("REPLACE")) >= 0;
}

void forward_decide(const struct forward_case *c, struct arena *arena,
                    struct forward_verdict *verdict)
{
    *verdict = (struct forward_verdict){.reason = reason_not_to_send(c)};
    if (verdict->reason[0] != '\0')
        return;
    if (has_replace(template_of(c), arena)) {
        verdict->reason = "replace_left_in_url";
        return;
    }
    verdict->url = forward_make_url(c, arena);
    verdict->is_sent = verdict->url.ptr != NULL;
    if (!verdict->is_sent)
        verdict->reason = "url_too_long";
}
