#include "serve/operate.h"

/* A kind's function stands in the room whose entries it writes. Ends with a nameless one. */
static const struct operation_kind kinds[] = {
    {0},
};

struct str operate(struct edge *edge, struct str request, struct arena *arena, unsigned *status)
{
    return operation_run(edge, kinds, ARRAY_LEN(kinds) - 1, request, arena, status);
}
