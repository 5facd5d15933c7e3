/* postback - what a source's and a campaign's postback have in common: their tables of fields, the
 * checks of their URLs and patterns, and how they become a struct destination (spec/tracker.md
 * §1.1). Pure; any thread. */
#pragma once
#include "model/body.h"
#include "model/kind.h"

/* Of struct postback_body. A campaign's conditions may be null: the source's hold then. */
extern const struct schema postback_of_source, postback_of_campaign;

/* Judges a postback, the field "postback" of its document. source: whose it is, or the source of
 * the campaign whose it is. ERR_INVALID with check->fault. */
MUST_USE enum err postback_check(struct check *check, const struct postback_body *postback,
                                 const struct source_body *source);
/* Warns when one receiver would be told every conversion twice: both tell, and to the same host.
 * Whether it did. */
bool postback_warn_of_twins(struct check *check, const struct postback_body *of_campaign,
                            const struct postback_body *of_source);

/* Fills a destination. body NULL: a postback without a URL, with the conditions of base or by
 * default. base: what unset conditions are taken from; NULL for a source's. ERR_INVALID with
 * build->fault. */
MUST_USE enum err postback_build(const struct build *build, const struct postback_body *body,
                                 const struct destination *base, struct destination *destination);
/* Lays the conditions that are set over those of the destination. */
void postback_lay_over(const struct postback_body *body, struct destination *destination);
