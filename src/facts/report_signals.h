/* report_signals - each signal of a bot as a dimension: the facts keep a row's signals together, in
 * one text. Which texts hold a signal is known here, so that a row is found by comparing the whole
 * text. No other room includes it. */
#pragma once
#include "facts/report_sql.h"

/* "signals AS (...), ": pairs of a text and a word that it holds. */
void report_signals_pairs(struct report_sql *sql);
/* The condition of a filter of DIMENSION_SIGNAL. */
void report_signals_filter(struct report_sql *sql, const struct filter *filter);
