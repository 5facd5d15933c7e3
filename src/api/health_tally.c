#include "api/health_tally.h"

#include "ledger/row.h"
#include "macro/macro.h"

static const enum signs signs_of[HEALTH_CODE_COUNT] = {
    [HEALTH_POSTBACK_REFUSED] = SIGNS_POSTBACKS,    [HEALTH_FORWARD_SKIPPED] = SIGNS_FORWARDS,
    [HEALTH_FORWARD_REFUSED] = SIGNS_OUTBOX,        [HEALTH_FORWARD_FAILED] = SIGNS_OUTBOX,
    [HEALTH_FORWARD_HELD] = SIGNS_WAITING,          [HEALTH_QUEUE_STUCK] = SIGNS_WAITING,
    [HEALTH_PAUSED_BACKLOG] = SIGNS_WAITING,        [HEALTH_UNMAPPED_STATUS] = SIGNS_CONVERSIONS,
    [HEALTH_PAYOUT_MISSING] = SIGNS_CONVERSIONS,    [HEALTH_CURRENCY_ASSUMED] = SIGNS_CONVERSIONS,
    [HEALTH_REVERSED_UNTOLD] = SIGNS_CONVERSIONS,   [HEALTH_COST_CURRENCY_ASSUMED] = SIGNS_VISITS,
    [HEALTH_UNEXPANDED_EXTERNAL_ID] = SIGNS_VISITS,
};

/* What a row is about. */
struct about {
    enum entity entity;
    uint64_t id;
};

static struct about about(enum entity entity, uint64_t id)
{
    return id != 0 ? (struct about){entity, id} : (struct about){ENTITY_COUNT, 0};
}

static struct about about_lane(uint64_t lane)
{
    return about(outbox_lane_is_campaigns(lane) ? ENTITY_CAMPAIGN : ENTITY_SOURCE,
                 outbox_lane_owner(lane));
}

static struct tally_total *total_of(struct tallies *tallies, enum signs which,
                                    uint64_t workspace_id, struct about about)
{
    for (size_t i = 0; i < tallies->total_count; i++) {
        struct tally_total *total = &tallies->totals[i];
        if (total->which == which && total->workspace_id == workspace_id &&
            total->entity == about.entity && total->entity_id == about.id)
            return total;
    }
    if (tallies->total_count == TALLIES_MAX)
        return NULL;
    struct tally_total *total = &tallies->totals[tallies->total_count++];
    *total = (struct tally_total){.which = which,
                                  .workspace_id = workspace_id,
                                  .entity = about.entity,
                                  .entity_id = about.id};
    return total;
}

static void count_row(struct tallies *tallies, enum signs which, const struct sign *sign,
                      struct about about, bool is_good)
{
    struct tally_total *total = total_of(tallies, which, sign->workspace_id, about);
    if (total == NULL)
        return;
    total->rows++;
    total->good += is_good;
}

int64_t tally_all(const struct tallies *tallies, const struct tally *tally)
{
    enum signs which = signs_of[tally->code];
    for (size_t i = 0; i < tallies->total_count; i++) {
        const struct tally_total *total = &tallies->totals[i];
        if (total->which == which && total->workspace_id == tally->workspace_id &&
            total->entity == tally->entity && total->entity_id == tally->entity_id)
            return total->rows;
    }
    return 0;
}

/* The beginning of a text as it may be shown: what is no UTF-8 or a control byte becomes '?'. */
static void copy_detail(char out[HEALTH_DETAIL_BYTES], struct str text)
{
    size_t len = text.len < HEALTH_DETAIL_BYTES - 1 ? text.len : HEALTH_DETAIL_BYTES - 1;
    while (len > 0 && len < text.len && ((unsigned char)text.ptr[len] & 0xC0) == 0x80)
        len--; /* not within a character */
    bool is_clean = str_is_utf8(str_slice(text, 0, len));
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        out[i] = c < ' ' || c == 0x7F || (c >= 0x80 && !is_clean) ? '?' : (char)c;
    }
    out[len] = '\0';
}

static struct tally *find(struct tallies *tallies, const struct tally *wanted)
{
    for (size_t i = 0; i < tallies->count; i++) {
        struct tally *tally = &tallies->list[i];
        if (tally->code == wanted->code && tally->workspace_id == wanted->workspace_id &&
            tally->entity == wanted->entity && tally->entity_id == wanted->entity_id &&
            str_is_equal_nocase(str_from_c(tally->detail), str_from_c(wanted->detail)))
            return tally;
    }
    return NULL;
}

static struct tally *add(struct tallies *tallies, enum health_code code, const struct sign *sign,
                         struct about about, struct str detail)
{
    struct tally wanted = {.code = code,
                           .workspace_id = sign->workspace_id,
                           .entity = about.entity,
                           .entity_id = about.id,
                           .last_id = sign->id};
    copy_detail(wanted.detail, detail);
    struct tally *tally = find(tallies, &wanted);
    if (tally == NULL && tallies->count < TALLIES_MAX) {
        const struct tally_total *total =
            total_of(tallies, signs_of[code], sign->workspace_id, about);
        wanted.since = total != NULL ? total->good : 0;
        tally = &tallies->list[tallies->count++];
        *tally = wanted;
    }
    if (tally != NULL)
        tally->count++;
    return tally;
}

static bool is_one_of(struct str word, const char *words)
{
    struct str rest = str_from_c(words), piece;
    while (str_take_piece(&rest, ' ', &piece))
        if (str_is_equal(piece, word))
            return true;
    return false;
}

/* ------------------------------------------------------------------ by kind */

static void add_postback(struct tallies *tallies, const struct sign *sign)
{
    struct about network = about(ENTITY_NETWORK, sign->network_id);
    bool is_refused = is_one_of(sign->word, "refused unrecorded_click");
    if (is_refused)
        (void)add(tallies, HEALTH_POSTBACK_REFUSED, sign, network, sign->reason);
    count_row(tallies, SIGNS_POSTBACKS, sign, network, !is_refused);
}

/* Of what keeps a conversion from being told, what nobody chose. */
static void add_forward(struct tallies *tallies, const struct sign *sign)
{
    static const char faults[] = "no_postback_url replace_left_in_url no_external_id "
                                 "unexpanded_external_id url_too_long no_rate source_gone";
    struct about destination = about_lane(sign->lane);
    if (is_one_of(sign->reason, faults))
        (void)add(tallies, HEALTH_FORWARD_SKIPPED, sign, destination, sign->reason);
    count_row(tallies, SIGNS_FORWARDS, sign, destination, str_is_equal(sign->word, STR("send")));
}

static void add_ended(struct tallies *tallies, const struct sign *sign)
{
    if (str_is_equal(sign->word, STR("refused")))
        (void)add(tallies, HEALTH_FORWARD_REFUSED, sign, about_lane(sign->lane), STR(""));
    if (str_is_equal(sign->word, STR("failed")))
        (void)add(tallies, HEALTH_FORWARD_FAILED, sign, about_lane(sign->lane), STR(""));
}

static bool is_held_back(const struct tallies *tallies, uint64_t lane)
{
    uint64_t id = outbox_lane_owner(lane);
    const struct destination *destination = NULL;
    if (outbox_lane_is_campaigns(lane)) {
        const struct campaign *campaign = snapshot_find_campaign(tallies->snapshot, id);
        destination = campaign != NULL ? &campaign->own_postback : NULL;
    } else {
        const struct source *source = snapshot_find_source(tallies->snapshot, id);
        destination = source != NULL ? &source->postback : NULL;
    }
    return destination != NULL && (destination->is_paused || !destination->is_on);
}

static void add_waiting(struct tallies *tallies, const struct sign *sign)
{
    struct tally *tally = NULL;
    if (str_is_equal(sign->word, STR("held")))
        (void)add(tallies, HEALTH_FORWARD_HELD, sign, about_lane(sign->lane), STR(""));
    else if (str_is_equal(sign->word, STR("due")) && is_held_back(tallies, sign->lane))
        (void)add(tallies, HEALTH_PAUSED_BACKLOG, sign, about_lane(sign->lane), STR(""));
    else if (str_is_equal(sign->word, STR("due")) &&
             sign->due_ms < tallies->now_ms - TALLY_OVERDUE_MS)
        tally = add(tallies, HEALTH_QUEUE_STUCK, sign, about_lane(sign->lane), STR(""));
    if (tally != NULL && (tally->due_ms == 0 || sign->due_ms < tally->due_ms))
        tally->due_ms = sign->due_ms;
}

static void add_conversion(struct tallies *tallies, const struct sign *sign)
{
    struct about network = about(ENTITY_NETWORK, sign->network_id);
    struct about offer = about(ENTITY_OFFER, sign->offer_id);
    struct about source = about(ENTITY_SOURCE, sign->source_id);
    bool is_of_day = sign->id >= tallies->day_id;

    if (str_is_equal(sign->word, STR("unmapped")))
        (void)add(tallies, HEALTH_UNMAPPED_STATUS, sign, network, sign->reason);
    if (sign->is_reversed)
        (void)add(tallies, HEALTH_REVERSED_UNTOLD, sign, source, STR(""));
    bool lacks_payout = sign->is_payout_missing && !str_is_equal(sign->word, STR("rejected"));
    if (is_of_day && lacks_payout)
        (void)add(tallies, HEALTH_PAYOUT_MISSING, sign, offer, STR(""));
    if (is_of_day && sign->is_currency_assumed)
        (void)add(tallies, HEALTH_CURRENCY_ASSUMED, sign, network, STR(""));
    count_row(tallies, SIGNS_CONVERSIONS, sign, network, !sign->is_currency_assumed);
    if (offer.id != 0) /* of no offer: it was counted as of no network, or is nobody's */
        count_row(tallies, SIGNS_CONVERSIONS, sign, offer, !lacks_payout);
}

static void add_visit(struct tallies *tallies, const struct sign *sign)
{
    struct about source = about(ENTITY_SOURCE, sign->source_id);
    bool is_macro = sign->word.len > 0 && macro_is_placeholder(sign->word);
    if (is_macro)
        (void)add(tallies, HEALTH_UNEXPANDED_EXTERNAL_ID, sign, source, sign->word);
    if (sign->is_currency_assumed)
        (void)add(tallies, HEALTH_COST_CURRENCY_ASSUMED, sign, source, STR(""));
    count_row(tallies, SIGNS_VISITS, sign, source, !is_macro && !sign->is_currency_assumed);
}

void tally_add(struct tallies *tallies, enum signs which, const struct sign *sign)
{
    switch (which) {
    case SIGNS_POSTBACKS:
        add_postback(tallies, sign);
        return;
    case SIGNS_FORWARDS:
        add_forward(tallies, sign);
        return;
    case SIGNS_OUTBOX:
        add_ended(tallies, sign);
        return;
    case SIGNS_WAITING:
        add_waiting(tallies, sign);
        return;
    case SIGNS_CONVERSIONS:
        add_conversion(tallies, sign);
        return;
    case SIGNS_VISITS:
        add_visit(tallies, sign);
        return;
    case SIGNS_CONVERSIONS_NO_RATE:
        (void)add(tallies, HEALTH_NO_RATE, sign, about(ENTITY_NETWORK, sign->network_id),
                  sign->word);
        return;
    case SIGNS_VISITS_NO_RATE:
        (void)add(tallies, HEALTH_NO_RATE, sign, about(ENTITY_SOURCE, sign->source_id), sign->word);
        return;
    case SIGNS_COUNT:
        break;
    }
    check_failed("a kind of signs", __FILE__, __LINE__);
}
