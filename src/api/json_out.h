/* json_out - values of the ledger as JSON. Amounts are decimal strings, entry ids decimal strings
 * (they pass 2^53), times RFC 3339 in UTC. Pure; any thread. Each result is a new reference. */
#pragma once
#include <jansson.h>
#include "base/str.h"

/* How JSON is written: decimals of at most four places as they are, not as the nearest double. */
#define JSON_OUT_FLAGS (JSON_COMPACT | JSON_REAL_PRECISION(15))

/* The text, or null when it is absent. Bytes that are not UTF-8 as a whole are given byte by byte:
 * each one from 0x80 on becomes the character \u00XX, so that nothing is lost and JSON stays valid.
 */
json_t *json_out_text(struct str text);
/* An amount: "5", "0.0004", "-3.5". */
json_t *json_out_money(int64_t micros);
/* An entry's id; null for 0. */
json_t *json_out_id(uint64_t id);
/* Wall time. */
json_t *json_out_time(int64_t wall_ms);
/* The time that an entry's id carries; null for 0. */
json_t *json_out_time_of(uint64_t id);
json_t *json_out_number(uint64_t number);
struct json_out_word {
    uint64_t bit;
    const char *word;
};
/* The words of the bits that are set, as a list. */
json_t *json_out_words(uint64_t bits, const struct json_out_word *words, size_t count);
/* Sets object[name] to value, whose reference is taken; a value that could not be made is out of
 * memory, and aborts. */
void json_out_put(json_t *object, const char *name, json_t *value);
/* Appends value to the array; the same. */
void json_out_append(json_t *array, json_t *value);
/* A text of an object, as it came in; absent: there is none of that name. Lends. */
struct str json_text_at(const json_t *object, const char *name);
