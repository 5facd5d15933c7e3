#include "convert/status.h"

/* Words that networks commonly use. */
static const struct {
    const char *word;
    enum conversion_status status;
} common_words[] = {
    {"lead", CONVERSION_LEAD},           {"pending", CONVERSION_LEAD},
    {"hold", CONVERSION_LEAD},           {"new", CONVERSION_LEAD},
    {"registration", CONVERSION_LEAD},   {"reg", CONVERSION_LEAD},
    {"wait", CONVERSION_LEAD},           {"waiting", CONVERSION_LEAD},
    {"sale", CONVERSION_SALE},           {"approved", CONVERSION_SALE},
    {"approve", CONVERSION_SALE},        {"confirmed", CONVERSION_SALE},
    {"confirm", CONVERSION_SALE},        {"accepted", CONVERSION_SALE},
    {"accept", CONVERSION_SALE},         {"paid", CONVERSION_SALE},
    {"purchase", CONVERSION_SALE},       {"deposit", CONVERSION_SALE},
    {"rebill", CONVERSION_REBILL},       {"rebilled", CONVERSION_REBILL},
    {"upsell", CONVERSION_REBILL},       {"rejected", CONVERSION_REJECTED},
    {"reject", CONVERSION_REJECTED},     {"declined", CONVERSION_REJECTED},
    {"decline", CONVERSION_REJECTED},    {"trash", CONVERSION_REJECTED},
    {"cancelled", CONVERSION_REJECTED},  {"canceled", CONVERSION_REJECTED},
    {"cancel", CONVERSION_REJECTED},     {"refund", CONVERSION_REJECTED},
    {"chargeback", CONVERSION_REJECTED}, {"invalid", CONVERSION_REJECTED},
};

static bool has_word(struct str list, struct str word)
{
    struct str piece;
    while (str_take_piece(&list, ',', &piece)) {
        if (str_is_equal_nocase(str_trim(piece), word))
            return true;
    }
    return false;
}

bool status_is_ignored(const struct postback_call *call)
{
    return call->status.ptr != NULL && has_word(call->ignored_words, call->status);
}

enum conversion_status status_of(const struct postback_call *call, const struct network *network)
{
    struct str word = call->status;
    if (word.ptr == NULL)
        return network != NULL ? network->default_status : CONVERSION_SALE;
    const struct {
        struct str words;
        enum conversion_status status;
    } own[] = {{call->lead_words, CONVERSION_LEAD},
               {call->sale_words, CONVERSION_SALE},
               {call->rebill_words, CONVERSION_REBILL},
               {call->rejected_words, CONVERSION_REJECTED}};
    for (size_t i = 0; i < ARRAY_LEN(own); i++) {
        if (has_word(own[i].words, word))
            return own[i].status;
    }
    for (size_t i = 0; network != NULL && i < network->status_map_count; i++) {
        if (str_is_equal_nocase(network->status_map[i].word, word))
            return network->status_map[i].status;
    }
    for (size_t i = 0; i < ARRAY_LEN(common_words); i++) {
        if (str_is_equal_nocase(str_from_c(common_words[i].word), word))
            return common_words[i].status;
    }
    return CONVERSION_UNMAPPED;
}

bool status_may_change(enum conversion_status from, enum conversion_status to)
{
    if (from == to || from == CONVERSION_UNMAPPED)
        return true;
    switch (from) {
    case CONVERSION_LEAD:
        return to == CONVERSION_SALE || to == CONVERSION_REBILL || to == CONVERSION_REJECTED;
    case CONVERSION_SALE:
    case CONVERSION_REBILL:
        return to == CONVERSION_REJECTED;
    case CONVERSION_REJECTED: /* re-approved */
        return to == CONVERSION_SALE || to == CONVERSION_REBILL;
    case CONVERSION_UNMAPPED:
    case CONVERSION_STATUS_COUNT:
        break;
    }
    return false;
}
