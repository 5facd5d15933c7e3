/* country - what follows from a country's code: its continent, its English name, its time zone when
 * all of it keeps one time. The rules come from ICU; each country is worked out when it is first
 * asked for and never changes then. Any thread. */
#pragma once
#include "base/str.h"

/* The rows are static: strings stay valid for ever. */
struct country {
    struct str code;      /* two letters, capital */
    struct str code3;     /* three: "FRA" */
    struct str name;      /* "France" */
    struct str continent; /* AF AN AS EU NA OC SA; absent: unknown */
    struct str time_zone; /* "Europe/Paris"; absent: it keeps several times, or none is known */
};

/* The country of that code, case ignored; NULL: no country has it. */
const struct country *country_find(struct str code);
/* The country of three letters, case ignored; NULL: no country has them. */
const struct country *country_find_code3(struct str code3);
/* The English name of a continent, "Europe"; absent: no continent has that code. */
struct str country_continent_name(struct str code);
