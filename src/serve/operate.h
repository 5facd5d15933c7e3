/* operate - the operations that the desk may ask of the edge: one table of kinds. */
#pragma once
#include "visit/operation.h"

/* Runs the request of one of the kinds: operation_run(). */
struct str operate(struct edge *edge, struct str request, struct arena *arena, unsigned *status);
