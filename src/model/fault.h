/* fault - what is wrong with an input, written for its sender. Pure; any thread. */
#pragma once
#include "model/catalog.h"

/* Fills the fault and gives ERR_INVALID. The field's name and the message may quote the sender's
 * own words: what is cut or no UTF-8 is made printable. */
MUST_USE enum err fault_refuse(struct model_fault *fault, const char *field, const char *format,
                               ...) PRINTF_LIKE(3, 4);
/* The same for ERR_CONFLICT. */
MUST_USE enum err fault_conflict(struct model_fault *fault, const char *field, const char *format,
                                 ...) PRINTF_LIKE(3, 4);
/* The same for ERR_FORBIDDEN. */
MUST_USE enum err fault_forbid(struct model_fault *fault, const char *field, const char *format,
                               ...) PRINTF_LIKE(3, 4);
/* ERR_STALE: version `expected` was seen, and the entity is at `version` since that time, by that
 * actor (absent: unknown). */
MUST_USE enum err fault_stale(struct model_fault *fault, uint64_t expected, uint64_t version,
                              int64_t at_ms, struct str actor);
/* Replaces the bytes of text that is no UTF-8, as after a cut, by '?'. */
void fault_make_printable(char *text);
