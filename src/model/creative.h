/* creative - what of a variation is seen: in which zones it fits, and what these show of it. */
#pragma once
#include "model/body.h"
#include "model/kind.h"

#define CREATIVE_TITLE_MAX  100
#define CREATIVE_TEXT_MAX   300
#define CREATIVE_WEIGHT_MAX 10000

/* Fields of the variation's document; the body has struct creative_body creative. */
#define CREATIVE_FIELDS(body_type)                                                                 \
    {.name = "format",                                                                             \
     .type = FIELD_TEXT,                                                                           \
     .offset = offsetof(body_type, creative.format),                                               \
     .fallback = "\"popunder\"",                                                                   \
     .min = 1,                                                                                     \
     .max = AD_FORMAT_CHARS_MAX,                                                                   \
     .judge = ad_format_judge,                                                                     \
     .help = "The zones that it fits: popunder shows its page, a banner its image, native a link " \
             "with its title."},                                                                   \
        {.name = "weight",                                                                         \
         .type = FIELD_INTEGER,                                                                    \
         .offset = offsetof(body_type, creative.weight),                                           \
         .fallback = "100",                                                                        \
         .max = CREATIVE_WEIGHT_MAX,                                                               \
         .help = "How often zones take it among the ad campaign's that fit; 0: never."},           \
        {.name = "image_url",                                                                      \
         .type = FIELD_TEXT,                                                                       \
         .flags = FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL,                            \
         .offset = offsetof(body_type, creative.image_url),                                        \
         .max = KIND_URL_CHARS_MAX,                                                                \
         .help = "The image of a banner, or beside a native link."},                               \
        {.name = "title",                                                                          \
         .type = FIELD_TEXT,                                                                       \
         .flags = FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL,                            \
         .offset = offsetof(body_type, creative.title),                                            \
         .max = CREATIVE_TITLE_MAX,                                                                \
         .help = "The text of a native link; what a banner's image says to those who do not see "  \
                 "it."},                                                                           \
    {                                                                                              \
        .name = "description", .type = FIELD_TEXT,                                                 \
        .flags = FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL,                             \
        .offset = offsetof(body_type, creative.description), .max = CREATIVE_TEXT_MAX,             \
        .help = "What stands below the title of a native link."                                    \
    }

/* Whether a zone can show it. ERR_INVALID with check->fault. */
MUST_USE enum err creative_check(struct check *check, const struct creative_body *body);
void creative_build(const struct creative_body *body, struct creative *creative);
