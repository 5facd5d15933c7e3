/* row_ad - the lists of columns of the ad network's tables, as row.h has those of the tracker's;
 * what is said there holds here. */
#pragma once

/* clang-format off: the lists below are tables */

#define AD_CLICK_COLUMNS(X)                                                                        \
    X(U64, id)                                                                                     \
    X(U64, workspace_id)                                                                           \
    X(U64, catalog_version)                                                                        \
    X(U64, variation_id)                                                                           \
    X(U64, adcampaign_id)                                                                          \
    X(U64, site_id)                                                                                \
    X(U64, zone_id)                                                                                \
    X(U64, category_id)                                                                            \
    X(U64, landing)     /* which of the variation's landing pages, from 1; 0: its one URL */       \
    X(I64, impressions) /* 1: it counts as one: a popunder, or a view that nobody else counts */   \
    X(I64, clicks)      /* 0: a popunder, which nobody clicks */                                   \
    X(I64, day)         /* of the ad campaign's budget, in its time zone: from 1970-01-01 */       \
    X(TEXT, country)    /* three letters: as the page said, else by the address */                 \
    X(WORD, isp)                                                                                   \
    X(WORD, language)                                                                              \
    X(WORD, device_type)                                                                           \
    X(WORD, os)                                                                                    \
    X(WORD, browser)                                                                               \
    X(TEXT, format)                                                                                \
    X(TEXT, src_hostname)                                                                          \
    X(TEXT, keyword)                                                                               \
    X(TEXT, sub)                                                                                   \
    X(U64, signals)                                                                                \
    X(U64, is_bot)                                                                                 \
    X(I64, cost_micros)                                                                            \
    X(TEXT, currency)                                                                              \
    X(BLOB, personal_hash)

/* An ad that a page has shown: it was in sight. The click on it is an entry of its own. */
#define IMPRESSION_COLUMNS(X)                                                                      \
    X(U64, id)                                                                                     \
    X(U64, workspace_id)                                                                           \
    X(U64, catalog_version)                                                                        \
    X(BLOB, served) /* what the zone gave the page: it counts once */                              \
    X(U64, variation_id)                                                                           \
    X(U64, adcampaign_id)                                                                          \
    X(U64, site_id)                                                                                \
    X(U64, zone_id)                                                                                \
    X(U64, category_id)                                                                            \
    X(I64, day)      /* of the ad campaign's budget */                                             \
    X(TEXT, country) /* three letters, by the address */                                           \
    X(WORD, isp)                                                                                   \
    X(WORD, language)                                                                              \
    X(WORD, device_type)                                                                           \
    X(WORD, os)                                                                                    \
    X(WORD, browser)                                                                               \
    X(WORD, format)                                                                                \
    X(WORD, src_hostname)                                                                          \
    X(TEXT, keyword)                                                                               \
    X(TEXT, sub)                                                                                   \
    X(U64, signals)                                                                                \
    X(U64, is_bot)                                                                                 \
    X(I64, cost_micros) /* 0 where clicks or conversions are paid for */                           \
    X(TEXT, currency)                                                                              \
    X(BLOB, personal_hash)

/* Deliveries that were refused, as many as one cause had since the entry before: a sum, for each of
 * them would let a link on a busy page fill the disk. */
#define REFUSAL_COLUMNS(X)                                                                         \
    X(U64, id)                                                                                     \
    X(U64, workspace_id)                                                                           \
    X(U64, adcampaign_id) /* 0: a zone had no ad at all */                                         \
    X(U64, zone_id)       /* 0: none of ours */                                                    \
    X(TEXT, asked)        /* zone, click, impression */                                            \
    X(TEXT, cause)        /* no_ad, blocked, unavailable, or why the ad campaign is stopped */     \
    X(I64, from_ms)       /* the first of them */                                                  \
    X(I64, count)

/* One request to tag.php, refused ones included. */
#define GOAL_CALL_COLUMNS(X)                                                                       \
    X(U64, id)                                                                                     \
    X(U64, workspace_id)                                                                           \
    X(U64, catalog_version)                                                                        \
    X(TEXT, goal_id)                                                                               \
    X(U64, ad_click_id)                                                                            \
    X(U64, adcampaign_id)                                                                          \
    X(U64, variation_id)                                                                           \
    X(U64, site_id)                                                                                \
    X(U64, zone_id)                                                                                \
    X(U64, category_id)                                                                            \
    X(TEXT, country)                                                                               \
    X(TEXT, format)                                                                                \
    X(I64, value_micros)                                                                           \
    X(I64, cpa_micros)  /* the price that the sender named, 0 without one */                       \
    X(I64, cost_micros) /* what it was charged: of ad campaigns paid by conversion */              \
    X(I64, day)         /* of the ad campaign's budget; 0 without a charge */                      \
    X(TEXT, outcome)    /* stored, duplicate, repeated, refused */                                 \
    X(TEXT, reason)                                                                                \
    X(TEXT, idempotency_key)                                                                       \
    X(TEXT, channel) /* s2s, pixel */                                                              \
    X(TEXT, query)                                                                                 \
    X(BLOB, personal_hash)

/* When a goal was last counted for an ad click (state). */
#define GOAL_STATE_COLUMNS(X)                                                                      \
    X(TEXT, goal_id)                                                                               \
    X(U64, ad_click_id)                                                                            \
    X(U64, workspace_id)                                                                           \
    X(U64, last_call_id) /* the last one stored */                                                 \
    X(U64, stored)       /* how many were */

/* What an ad campaign has delivered and was charged on a day of its own time zone: what its budgets
 * and caps are held against. */
#define ADCAMPAIGN_DAY_COLUMNS(X)                                                                  \
    X(U64, adcampaign_id)                                                                          \
    X(I64, day)                                                                                    \
    X(U64, workspace_id)                                                                           \
    X(I64, impressions)                                                                            \
    X(I64, clicks)                                                                                 \
    X(I64, cost_micros)

#define VARIATION_TOTAL_COLUMNS(X)                                                                 \
    X(U64, variation_id)                                                                           \
    X(U64, workspace_id)                                                                           \
    X(I64, impressions)                                                                            \
    X(I64, clicks)                                                                                 \
    X(I64, bot_clicks) /* whom bots were sent on by, popunders too */                              \
    X(I64, cost_micros)

#define GOAL_TOTAL_COLUMNS(X)                                                                      \
    X(TEXT, goal_id)                                                                               \
    X(U64, variation_id)                                                                           \
    X(U64, workspace_id)                                                                           \
    X(I64, conversions)                                                                            \
    X(I64, value_micros)

/* clang-format on */
