/* device_name - which of the names that uap-core's rules say are names: some of them say that there
 * is none. Pure; any thread. */
#pragma once
#include "base/str.h"

#define DEVICE_TEXT_MAX 64 /* bytes of a text; longer ones are cut */

/* What can stand in a row: UTF-8 without controls, cut to DEVICE_TEXT_MAX; else absent. */
struct str device_name_clean(struct str text);
/* A browser or a system; absent: none is known. */
struct str device_name_family(struct str text);
struct str device_name_brand(struct str text);
/* A model of that brand, as uap-core says both. */
struct str device_name_model(struct str model, struct str brand);
