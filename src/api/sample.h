/* sample - the visit that a preview shows a URL for: made up, but filled by what fills real ones,
 * so that each macro says what it would say. Its click id and its tag open nothing. Owner: a call.
 */
#pragma once
#include "api/internal.h"
#include "convert/forward.h"
#include "model/draft.h"

/* What a preview is about; NULL: nothing of the kind is named, and something made up stands in. */
struct sample_about {
    const struct snapshot *snapshot;
    const struct workspace *workspace;
    const struct source *source;
    const struct network *network; /* of the offer */
    const struct offer *offer;
    const struct lander *lander;
    const struct campaign *campaign; /* its source is the one above */
    const struct adcampaign *adcampaign;
    uint64_t variation_id; /* 0: none is named */
};

/* What a source or an affiliate network would put for the macro of a parameter. */
struct str sample_of_source(struct arena *arena, const struct source *source, struct str param,
                            struct str macro);
struct str sample_of_network(struct arena *arena, const struct sample_about *about,
                             struct str param);

struct sample {
    struct sample_about about; /* with all that was NULL made up */
    struct visit visit;
    struct personal personal;
    struct conversion conversion;
    struct visit_facts facts;
    struct source source;
    struct offer offer;
    struct campaign campaign;
    struct uri_query query; /* of the campaign URL */
    struct ad_token_values tokens;
};

/* tracking_url: where its campaigns' URLs lead. Takes what is made up from the arena. */
void sample_make(struct arena *arena, const struct sample_about *about, struct str tracking_url,
                 struct sample *sample);
