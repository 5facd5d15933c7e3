/* device_type - mobile, tablet, tv or desktop (spec/tracker.md §1.6): uap-core does not say it. By
 * rules of our own, which docs/visitors.md tells. Pure; any thread. */
#pragma once
#include "base/str.h"

struct device_type_case {
    struct str user_agent;
    struct str os;           /* by uap-core; absent: unknown */
    struct str brand, model; /* by uap-core, as it says them: Spider, Generic ... */
};

/* One of the words, or absent: unknown. Static. */
struct str device_type_of(const struct device_type_case *of);
