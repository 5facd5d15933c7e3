/* say - sentences for people, in the language of whoever asked. The English sentence, or format,
 * stands where it is said and is its own key; its French stands in base/french/. Each thread speaks
 * one language at a time, as with uselocale(): English, until a request sets another. A sentence
 * without French would be said in English; tests/structure/say.test.ts holds that there is none.
 */
#pragma once
#include "base/str.h"

enum say_language { SAY_ENGLISH, SAY_FRENCH, SAY_LANGUAGES };

/* The first of a header Accept-Language by its weights that is ours; English without one. */
enum say_language say_language_of(struct str accept_language);
/* What this thread speaks from now on. */
void say_set_language(enum say_language language);
enum say_language say_language(void);

/* The sentence in this thread's language, static: of a format, its conversions are the same. */
const char *say_text(const char *english) __attribute__((format_arg(1)));
struct str say_str(const char *english);
/* The same in a language. */
const char *say_text_in(enum say_language language, const char *english)
    __attribute__((format_arg(2)));

/* Whether this thread's language speaks of that number as of one: 1, in French 0 too. Chooses
 * between two sentences, or two forms of a word. */
bool say_is_one(int64_t number);

/* Marks a sentence that is handed to say_text() elsewhere. */
#define SAY(english) english
