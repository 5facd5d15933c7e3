#include "model/ad_format.h"

#include "base/num.h"
#include "base/say.h"

#define SIDE_MAX 9999

/* Tags in the world carry these numbers: new ones stand at the end. */
static const char *const formats[] = {
    "",         "300x250",   "728x90",   "160x600", "468x60",  "300x100",  "300x500",
    "315x300",  "305x99",    "900x250",  "970x90",  "970x250", "320x50",   "320x100",
    "300x50",   "336x280",   "120x600",  "250x250", "200x200", "180x150",  "640x480",
    "1280x720", "1920x1080", "768x1024", "320x480", "480x320", "popunder", "interstitial",
    "instream", "native",    "push",
};

_Static_assert(ARRAY_LEN(formats) == AD_FORMAT_COUNT, "a text for each number");

const char *ad_format_judge(struct str s)
{
    uint64_t width, height;
    uint16_t format = ad_format_find(s);
    bool is_shown = format != 0 && (ad_format_show(format) != AD_SHOW_BANNER ||
                                    ad_format_size(format, &width, &height));
    return is_shown ? NULL
                    : say_text("expected \"popunder\", \"native\" or the size of a banner that is "
                               "sold, such as \"300x250\" or \"728x90\"");
}

uint16_t ad_format_find(struct str text)
{
    for (size_t i = 1; i < ARRAY_LEN(formats); i++) {
        if (str_is_equal(text, str_from_c(formats[i])))
            return (uint16_t)i;
    }
    return 0;
}

struct str ad_format_text(uint16_t format)
{
    return format > 0 && format < ARRAY_LEN(formats) ? str_from_c(formats[format]) : STR_NONE;
}

enum ad_show ad_format_show(uint16_t format)
{
    struct str text = ad_format_text(format);
    if (str_is_equal(text, STR("popunder")))
        return AD_SHOW_POPUNDER;
    return str_is_equal(text, STR("native")) ? AD_SHOW_NATIVE : AD_SHOW_BANNER;
}

bool ad_format_size(uint16_t format, uint64_t *width, uint64_t *height)
{
    struct str rest = ad_format_text(format);
    struct str first;
    return str_take_piece(&rest, 'x', &first) && num_parse_u64(first, SIDE_MAX, width) == OK &&
           num_parse_u64(rest, SIDE_MAX, height) == OK;
}
