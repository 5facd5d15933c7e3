/* skey - the account's secret key: whoever names a price with a conversion (cpa=) must know it
 * (spec/network.md §1.1, §2.1). Derived from the installation's oldest tag key, so that it stays
 * when tag keys rotate, and is in every backup with them. */
#pragma once
#include "base/keys.h"

#define SKEY_LEN 40

/* Writes the 40 hex characters of a workspace's key and a NUL. */
void skey_write(const struct keys *keys, uint64_t workspace_id, char out[SKEY_LEN + 1]);
