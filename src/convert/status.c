#include "convert/status.h"

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

/* The lists that the call itself brings: a status's own name in its own list wins, else the first
 * list that names the word. False: none does. */
static bool find_in_call(const struct postback_call *call, enum conversion_status *status)
{
    const struct str lists[] = {[CONVERSION_LEAD] = call->lead_words,
                                [CONVERSION_SALE] = call->sale_words,
                                [CONVERSION_REBILL] = call->rebill_words,
                                [CONVERSION_REJECTED] = call->rejected_words};
    enum conversion_status own;
    if (conversion_status_parse(call->status, &own) == OK && has_word(lists[own], call->status)) {
        *status = own;
        return true;
    }
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        if (has_word(lists[i], call->status)) {
            *status = (enum conversion_status)i;
            return true;
        }
    }
    return false;
}

static bool find_in_words(const struct status_word *words, size_t count, struct str word,
                          enum conversion_status *status)
{
    for (size_t i = 0; i < count; i++) {
        if (str_is_equal_nocase(words[i].word, word)) {
            *status = words[i].status;
            return true;
        }
    }
    return false;
}

static const struct conversion_type *find_type(const struct conversion_settings *settings,
                                               struct str word)
{
    for (size_t i = 0; i < settings->type_count; i++) {
        const struct conversion_type *type = &settings->types[i];
        for (size_t j = 0; j < type->word_count; j++) {
            if (str_is_equal_nocase(type->words[j], word))
                return type;
        }
    }
    return NULL;
}

const struct conversion_type *status_find_type(const struct conversion_settings *settings,
                                               struct str name)
{
    for (size_t i = 0; i < settings->type_count; i++) {
        if (str_is_equal(settings->types[i].name, name))
            return &settings->types[i];
    }
    return NULL;
}

struct status_meaning status_of(const struct postback_call *call, const struct network *network,
                                const struct conversion_settings *settings)
{
    struct status_meaning meaning = {CONVERSION_UNMAPPED, NULL};
    struct str word = call->status;
    if (word.ptr == NULL) {
        meaning.status = network != NULL ? network->default_status : CONVERSION_SALE;
        return meaning;
    }
    if (find_in_call(call, &meaning.status))
        return meaning;
    if (network != NULL &&
        find_in_words(network->status_map, network->status_map_count, word, &meaning.status))
        return meaning;
    if (find_in_words(settings->words, settings->word_count, word, &meaning.status))
        return meaning;
    meaning.type = find_type(settings, word);
    if (meaning.type != NULL)
        meaning.status = meaning.type->status;
    return meaning;
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
