#include "visitor/device_name.h"

struct str device_name_clean(struct str text)
{
    text = str_is_utf8(text) ? str_cut(text, DEVICE_TEXT_MAX) : STR_NONE;
    return text.len == 0 || str_has_control(text) ? STR_NONE : text;
}

struct str device_name_family(struct str text)
{
    return str_is_equal(text, STR("Other")) ? STR_NONE : device_name_clean(text);
}

/* "Generic", "Generic_Android", "Spider" say that no brand is known. */
struct str device_name_brand(struct str text)
{
    return str_has_prefix(text, STR("Generic")) || str_is_equal(text, STR("Spider"))
               ? STR_NONE
               : device_name_clean(text);
}

/* A telephone or tablet whose brand nobody knows still has a model, unless it is one of the words
 * for a kind of device, or the K that stands for all of them. */
struct str device_name_model(struct str model, struct str brand)
{
    static const char *const kinds[] = {"K", "Smartphone", "Feature Phone", "Tablet", "Inettv"};
    if (str_is_equal(brand, STR("Spider")))
        return STR_NONE;
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (str_is_equal(model, str_from_c(kinds[i])))
            return STR_NONE;
    return device_name_clean(model);
}
