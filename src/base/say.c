#include "base/say.h"

#include <inttypes.h>

#include "base/num.h"

#define WEIGHT_MAX 1000 /* of a language: q=1.000 */

static const struct {
    const char *english, *french;
} sentences[] = {
#define FR(english, french) {english, french},
#include "base/french/api.def"
#include "base/french/asked.def"
#include "base/french/bidder.def"
#include "base/french/catalogue.def"
#include "base/french/health.def"
#include "base/french/links.def"
#include "base/french/reasons.def"
#include "base/french/statement.def"
#include "base/french/sync.def"
#include "base/french/v2.def"
#undef FR
};

static _Thread_local enum say_language spoken = SAY_ENGLISH;

void say_set_language(enum say_language language)
{
    spoken = language;
}

enum say_language say_language(void)
{
    return spoken;
}

/* A few hundred, asked when something is wrong: no need for an order. */
const char *say_text_in(enum say_language language, const char *english)
{
    if (language == SAY_FRENCH)
        for (size_t i = 0; i < ARRAY_LEN(sentences); i++)
            if (strcmp(sentences[i].english, english) == 0)
                return sentences[i].french;
    return english;
}

const char *say_text(const char *english)
{
    return say_text_in(spoken, english);
}

struct str say_str(const char *english)
{
    return str_from_c(say_text(english));
}

bool say_is_one(int64_t number)
{
    return number == 1 || (number == 0 && spoken == SAY_FRENCH);
}

/* ------------------------------------------------------------------ Accept-Language */

/* "0.8" of "q=0.8", in thousandths; 0 for what is none. */
static unsigned weight_of(struct str params)
{
    ptrdiff_t q = str_find(params, STR("q="));
    if (q < 0)
        return WEIGHT_MAX;
    struct str digits = str_trim(str_slice(params, (size_t)q + 2, params.len));
    unsigned weight = 0, unit = WEIGHT_MAX;
    for (size_t i = 0; i < digits.len && unit > 0; i++) {
        if (digits.ptr[i] == '.' && i == 1)
            continue;
        if (digits.ptr[i] < '0' || digits.ptr[i] > '9')
            break;
        weight += (unsigned)(digits.ptr[i] - '0') * unit;
        unit /= 10;
    }
    return weight;
}

/* "fr" of "fr", "fr-CA" and "FR". */
static bool is_of(struct str tag, struct str language)
{
    return str_is_equal_nocase(str_slice(tag, 0, language.len), language) &&
           (tag.len == language.len || tag.ptr[language.len] == '-');
}

enum say_language say_language_of(struct str accept_language)
{
    enum say_language best = SAY_ENGLISH;
    unsigned best_weight = 0;
    struct str piece;
    while (str_take_piece(&accept_language, ',', &piece)) {
        ptrdiff_t semicolon = str_find_char(piece, ';');
        size_t end = semicolon < 0 ? piece.len : (size_t)semicolon;
        struct str tag = str_trim(str_slice(piece, 0, end));
        unsigned weight = weight_of(str_slice(piece, end, piece.len));
        bool is_french = is_of(tag, STR("fr")), is_english = is_of(tag, STR("en"));
        if ((is_french || is_english) && weight > best_weight) {
            best = is_french ? SAY_FRENCH : SAY_ENGLISH;
            best_weight = weight;
        }
    }
    return best;
}
