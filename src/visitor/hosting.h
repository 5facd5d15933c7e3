/* hosting - networks of data centres, by their AS numbers: people do not call from there. The large
 * ones that are publicly known as hosting alone; a network with subscribers is none of them. Pure;
 * any thread. */
#pragma once
#include "base/base.h"

bool hosting_has(uint64_t asn);
