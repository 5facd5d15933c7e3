/* currency - which codes name a currency: those in force of ISO 4217. Pure; any thread. */
#pragma once
#include "base/str.h"

/* The code itself, as static text, when the three capital letters are one of ISO 4217 in use;
 * absent otherwise. */
struct str currency_find(struct str code);
