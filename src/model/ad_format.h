/* ad_format - how an ad is shown: the size of a banner, a native link, a popunder. Constant; any
 * thread. */
#pragma once
#include "base/str.h"

#define AD_FORMAT_CHARS_MAX 16
#define AD_FORMAT_COUNT     31 /* numbers, 0 included */

/* Whether a zone or a variation may have it: NULL, or what was expected. */
const char *ad_format_judge(struct str s);

/* A format as the tag carries it: its number, 0 for none that is known. */
uint16_t ad_format_find(struct str text);
struct str ad_format_text(uint16_t format); /* "300x250"; absent for 0 */

/* How a page shows it. */
enum ad_show { AD_SHOW_BANNER, AD_SHOW_NATIVE, AD_SHOW_POPUNDER };
enum ad_show ad_format_show(uint16_t format); /* of one that was judged */
/* The measures of a banner. False: it is none. */
bool ad_format_size(uint16_t format, uint64_t *width, uint64_t *height);
