/* skey - the account's secret key: whoever names a price with a conversion (cpa=) must know it
 * (spec/network.md §1.1, §2.1). Until one is set it is derived from the installation's oldest tag
 * key, so that it stays when tag keys rotate, and is in every backup with them. */
#pragma once
#include "base/keys.h"
#include "base/str.h"

#define SKEY_LEN 40 /* of those that are made here */

/* The key of a workspace: the one that was set (absent: none), else the derived one, which is
 * written to the caller's memory with a NUL. */
struct str skey_of(const struct keys *keys, uint64_t workspace_id, struct str set,
                   char derived[SKEY_LEN + 1]);
/* Writes a new random key and a NUL. */
void skey_make(char out[SKEY_LEN + 1]);
