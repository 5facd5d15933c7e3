/* gzip - answers in gzip form for who takes it: a page of a list is a tenth of its text. Owner: the
 * call. Answers to visitors and networks never come here. */
#pragma once
#include "api/internal.h"

/* Whether the coding ("gzip", "gzip;q=0.5") is among what the request's Accept-Encoding names, and
 * not refused by q=0. */
bool gzip_takes_coding(const struct http_request *request, struct str coding);
/* Whether its answer's body is worth it and may change its form: a text of some length, whole, that
 * has no ETag (which names one form). */
bool gzip_is_worth(const struct http_reply *reply);
/* Gives the answer gzip's form where it is taken and worth it; the packed body is the reply's
 * arena's. Without room the answer stays as it is. */
void gzip_answer(struct call *call);
