/* trace_judge - what became of the parameters of a URL on its way, and what is wrong with the way.
 * Pure; any thread. */
#pragma once
#include "base/uri.h"
#include "fetch/trace.h"

#define TRACE_MESSAGE_BYTES 512
#define TRACE_FINDINGS_MAX  (4 * TRACE_HOPS_MAX + 2 * URI_PARAMS_MAX + 2)

enum trace_state {
    TRACE_KEPT,    /* same name, same value */
    TRACE_RENAMED, /* another parameter has the value */
    TRACE_INSIDE,  /* the value stands in another parameter's, or in the path */
    TRACE_CHANGED, /* same name, another value */
    TRACE_LOST
};
/* "kept", "renamed" ... */
const char *trace_state_text(enum trace_state state);

struct trace_pair {
    struct str name, value;
};

struct trace_pairs {
    struct trace_pair list[URI_PARAMS_MAX];
    size_t count;
};

/* Cuts a URL's query into parameters, decoded where that can be done (in the arena), else as they
 * stand: a broken URL is what one looks for here. */
void trace_cut(struct arena *arena, struct str url, struct trace_pairs *pairs);
/* The first parameter of that name, or NULL. */
const struct trace_pair *trace_find_pair(const struct trace_pairs *pairs, struct str name);

struct trace_fate {
    enum trace_state state;
    struct str as, value; /* the parameter that has it here; absent: none */
};
/* What became of a parameter of the first URL in that one, whose parameters are here. */
struct trace_fate trace_fate_of(const struct trace_pair *first, struct str url,
                                const struct trace_pairs *here);

struct trace_finding {
    const char *code, *severity; /* "lost", "error" */
    size_t hop;                  /* from 1 */
    char message[TRACE_MESSAGE_BYTES];
};

struct trace_report {
    struct trace_finding findings[TRACE_FINDINGS_MAX];
    size_t count;
    int64_t total_ms; /* of all hops */
};

/* Judges a trace that has a hop at least. first: the parameters that are looked for; those that the
 * user named (is_named) must come through. */
void trace_judge(struct arena *arena, const struct trace *trace, const struct trace_pairs *first,
                 bool is_named, struct trace_report *report);
