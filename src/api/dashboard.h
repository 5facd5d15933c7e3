/* dashboard - gives the dashboard's own files, which lie in the binary: every address of its pages
 * is the one index.html, /assets/NAME are the files that it loads. Owner: the call. */
#pragma once
#include "api/internal.h"

/* Answers a path that is no route: with a file or the page, 304 when the browser has it already,
 * 404 when there is none. */
void dashboard_answer(struct call *call);
