#include "model/creative.h"

#include "model/fault.h"

enum err creative_check(struct check *check, const struct creative_body *body)
{
    enum ad_show show = ad_format_show(ad_format_find(body->format));
    enum err err = kind_check_static(check, "image_url", body->image_url);
    if (err != OK)
        return err;
    if (show == AD_SHOW_BANNER && body->image_url.ptr == NULL)
        return fault_refuse(check->fault, "image_url", "a banner needs an image");
    if (show == AD_SHOW_NATIVE && body->title.ptr == NULL)
        return fault_refuse(check->fault, "title", "a native link needs a title");
    return OK;
}

void creative_build(const struct creative_body *body, struct creative *creative)
{
    creative->format = ad_format_find(body->format);
    creative->weight = (uint32_t)body->weight;
    creative->image_url = body->image_url;
    creative->title = body->title;
    creative->description = body->description;
}
