/* rates_read - published tables of exchange rates as text: the European Central Bank's XML (a day,
 * 90 days, or all since 1999), and a day as JSON. Pure; any thread. */
#pragma once
#include "model/db_rates.h"

#define RATES_IMPORT_MAX 500000 /* the Bank's whole history is 300,000 */

/* Rates in an arena, by day as they stood. */
struct rates_list {
    struct db_rate *items;
    size_t count;
};

/* Reads <Cube time="2026-11-24"><Cube currency="USD" rate="1.0823"/>, whatever stands around it. A
 * document type, which could make a small text a large one, is refused. today: no rate may be of a
 * day behind the next. ERR_INVALID with the fault: the line, the field, what was expected;
 * ERR_FULL. */
MUST_USE enum err rates_read_xml(struct str text, int64_t today, struct arena *arena,
                                 struct rates_list *list, struct model_fault *fault);
/* Reads {"date":"2026-11-24","base":"EUR","rates":{"USD":"1.0823"}}. The same errors. */
MUST_USE enum err rates_read_json(const json_t *document, int64_t today, struct arena *arena,
                                  struct rates_list *list, struct model_fault *fault);
