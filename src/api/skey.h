/* skey - the account's secret key for people: shown to who may change goals, and exchanged. */
#pragma once
#include "api/internal.h"

/* The key of a workspace, in the call's arena; read once for a row of goals of one workspace.
 * Absent: it could not be read. */
struct str skey_find(struct call *call, uint64_t workspace_id);
