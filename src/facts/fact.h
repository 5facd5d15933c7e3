/* fact - the columnar projection's two tables, each told once: one list of columns gives the C
 * struct, the table and what is appended to it (DESIGN.md §6). `fact` is the tracker's side,
 * `ad_fact` the ad network's.
 *
 * A row tells what one entry of the ledger changed: its measures are signed deltas, and it carries
 * all dimensions of its visit, so that every report is one GROUP BY without a join. Who changes a
 * dimension writes the inverse of the old rows and the new ones; nothing is ever updated. Sums over
 * rows are what counts, never their number.
 *
 * Times are not columns: an id carries its own (id_time_ms()). A visit's is visit_id, a
 * conversion's first registration conversion_id, the booking entry_id. Amounts are micro-units of
 * the workspace's currency. A text is "" when there is none or nobody knows. */
#pragma once
#include "base/str.h"
#include "macro/macro.h"

/* clang-format off */
/* The lists below are tables. */
/* Columns: X(type, name). U8, U32 and U64 are a uint64_t in C and that wide in the table; I64;
 * TEXT.
 */

/* kind: what the row was made from. */
enum fact_kind {
    FACT_VISIT = 1,
    FACT_CLICK = 2, /* of a lander, to an offer */
    FACT_CONVERSION = 3,
    FACT_COST = 4,  /* told or booked afterwards, one row per visit whose cost changed */
    FACT_EVENT = 5, /* told of a visit afterwards */
};

/* X(name) over 1 to 10, 1 to 30 */
#define FACT_TEN(X, type, stem)                                                                    \
    X(type, stem##1)                                                                               \
    X(type, stem##2)                                                                               \
    X(type, stem##3)                                                                               \
    X(type, stem##4)                                                                               \
    X(type, stem##5)                                                                               \
    X(type, stem##6)                                                                               \
    X(type, stem##7)                                                                               \
    X(type, stem##8)                                                                               \
    X(type, stem##9)                                                                               \
    X(type, stem##10)
#define FACT_THIRTY(X, type, stem)                                                                 \
    FACT_TEN(X, type, stem)                                                                        \
    X(type, stem##11)                                                                              \
    X(type, stem##12)                                                                              \
    X(type, stem##13)                                                                              \
    X(type, stem##14)                                                                              \
    X(type, stem##15)                                                                              \
    X(type, stem##16)                                                                              \
    X(type, stem##17)                                                                              \
    X(type, stem##18)                                                                              \
    X(type, stem##19)                                                                              \
    X(type, stem##20)                                                                              \
    X(type, stem##21)                                                                              \
    X(type, stem##22)                                                                              \
    X(type, stem##23)                                                                              \
    X(type, stem##24)                                                                              \
    X(type, stem##25)                                                                              \
    X(type, stem##26)                                                                              \
    X(type, stem##27)                                                                              \
    X(type, stem##28)                                                                              \
    X(type, stem##29)                                                                              \
    X(type, stem##30)

/* Who is calling, as far as visitor/ knows. */
#define FACT_VISITOR_COLUMNS(X)                                                                    \
    X(TEXT, continent) /* two letters */                                                           \
    X(TEXT, country)   /* two letters */                                                           \
    X(TEXT, region)                                                                                \
    X(TEXT, city)                                                                                  \
    X(TEXT, language) /* the first of Accept-Language, its primary part, lower case */             \
    X(TEXT, connection_type)                                                                       \
    X(TEXT, isp)                                                                                   \
    X(U32, asn)                                                                                    \
    X(TEXT, proxy)                                                                                 \
    X(TEXT, device_type)                                                                           \
    X(TEXT, brand)                                                                                 \
    X(TEXT, model)                                                                                 \
    X(TEXT, os)                                                                                    \
    X(TEXT, os_version)                                                                            \
    X(TEXT, browser)                                                                               \
    X(TEXT, browser_version)                                                                       \
    X(TEXT, screen)                                                                                \
    X(TEXT, bot_reason)      /* the words of its signals, joined by ',' */                         \
    X(TEXT, referrer_domain) /* lower case, without "www." */                                      \
    X(U8, is_bot)                                                                                  \
    X(U8, is_test)

/* All that a row of the tracker's side can be grouped or filtered by. */
#define FACT_DIMENSIONS(X)                                                                         \
    X(U32, workspace_id)                                                                           \
    X(U32, campaign_id)                                                                            \
    X(U32, source_id)                                                                              \
    X(U32, network_id) /* a visit's, a click's or a conversion's own, as its offer */              \
    X(U32, offer_id)                                                                               \
    X(U32, lander_id)                                                                              \
    X(U32, flow_id)                                                                                \
    X(U32, rule)                                                                                   \
    X(U32, path)                                                                                   \
    X(U32, domain_id)                                                                              \
    X(TEXT, via)                                                                                   \
    X(U8, is_unique)                                                                               \
    FACT_VISITOR_COLUMNS(X)                                                                        \
    FACT_THIRTY(X, TEXT, token) /* of the visit as they are now, decoded */                        \
    X(TEXT, status)             /* from here on: of conversions only */                            \
    X(TEXT, status_raw)                                                                            \
    X(TEXT, type)                                                                                  \
    X(TEXT, currency) /* of its payout */                                                          \
    X(TEXT, channel)                                                                               \
    FACT_TEN(X, TEXT, param)                                                                       \
    FACT_TEN(X, TEXT, event_value) /* event1 to event10 as the postback said them */

/* What adds up. The names of ledger/row.h's campaign_total mean the same here, except that bots and
 * tests count as everybody does: is_bot and is_test keep them apart. */
#define FACT_MEASURES(X)                                                                           \
    X(I64, visits)                                                                                 \
    X(I64, unique_visits)                                                                          \
    X(I64, direct_visits) /* without a lander: what a click is to the others */                    \
    X(I64, clicks)                                                                                 \
    X(I64, unique_clicks)                                                                          \
    X(I64, conversions)                                                                            \
    X(I64, unique_conversions)                                                                     \
    X(I64, other_conversions)                                                                      \
    X(I64, leads)                                                                                  \
    X(I64, sales)                                                                                  \
    X(I64, rebills)                                                                                \
    X(I64, rejected)                                                                               \
    X(I64, unmapped)                                                                               \
    X(I64, cost)                                                                                   \
    X(I64, own_cost) /* what they brought, whatever was told of it afterwards */                   \
    X(I64, cost_missing)                                                                           \
    X(I64, no_rate)                                                                                \
    X(I64, manual_cost_visits)                                                                     \
    X(I64, api_cost_visits)                                                                        \
    X(I64, csv_cost_visits)                                                                        \
    X(I64, revenue_hold)       /* of leads */                                                      \
    X(I64, revenue_confirmed)  /* of sales and rebills, and of the campaign's other conversions */ \
    /* Of visits, told afterwards, and of conversions; a millionth is 1. */ \
    FACT_THIRTY(X, I64, event)

/* The first columns, before the dimensions: what a row is about stays so, whatever entry tells it. */
#define FACT_KEYS 5
#define FACT_COLUMNS(X)                                                                            \
    X(U64, entry_id)                                                                               \
    X(U64, visit_id)                                                                               \
    X(U64, conversion_id) /* 0: of no conversion */                                                \
    X(U64, click_id)      /* 0: of no click */                                                     \
    X(U8, kind)                                                                                    \
    FACT_DIMENSIONS(X)                                                                             \
    FACT_MEASURES(X)

/* --- The ad network's side (spec/network.md §4) --- */

enum ad_fact_kind {
    AD_FACT_CLICK = 1,
    AD_FACT_GOAL = 2,       /* a call of tag.php that counted */
    AD_FACT_IMPRESSION = 3, /* an ad that was in sight on a publisher's page */
};

#define AD_FACT_DIMENSIONS(X)                                                                      \
    X(U32, workspace_id)                                                                           \
    X(U32, adcampaign_id)                                                                          \
    X(U32, variation_id)                                                                           \
    X(U32, site_id)                                                                                \
    X(U32, zone_id)                                                                                \
    X(U32, category_id)                                                                            \
    X(TEXT, country)                                                                               \
    X(TEXT, format)                                                                                \
    X(TEXT, src_hostname)                                                                          \
    X(TEXT, keyword)                                                                               \
    X(TEXT, sub)                                                                                   \
    X(TEXT, language)                                                                              \
    X(TEXT, carrier)                                                                               \
    X(TEXT, device_type)                                                                           \
    X(TEXT, os)                                                                                    \
    X(TEXT, browser)                                                                               \
    X(U8, is_bot)                                                                                  \
    X(TEXT, goal_id) /* "": of no goal */

#define AD_FACT_MEASURES(X)                                                                        \
    X(I64, impressions)                                                                            \
    X(I64, clicks)                                                                                 \
    X(I64, sent) /* visitors sent on: clicks, and popunders, which are impressions */              \
    X(I64, cost)                                                                                   \
    X(I64, conversions)                                                                            \
    X(I64, value)

#define AD_FACT_COLUMNS(X)                                                                         \
    X(U64, entry_id)                                                                               \
    X(U64, ad_click_id)                                                                            \
    X(U8, kind)                                                                                    \
    AD_FACT_DIMENSIONS(X)                                                                          \
    AD_FACT_MEASURES(X)
/* clang-format on */

typedef uint64_t fact_U8;
typedef uint64_t fact_U32;
typedef uint64_t fact_U64;
typedef int64_t fact_I64;
typedef struct str fact_TEXT;

#define FACT_FIELD(type, name) fact_##type name;
struct fact {
    FACT_COLUMNS(FACT_FIELD)
};
struct ad_fact {
    AD_FACT_COLUMNS(FACT_FIELD)
};
#undef FACT_FIELD

enum fact_type { FACT_TYPE_U8, FACT_TYPE_U32, FACT_TYPE_U64, FACT_TYPE_I64, FACT_TYPE_TEXT };

struct fact_column {
    const char *name;
    enum fact_type type;
    size_t offset; /* in the struct */
    bool is_measure;
};

struct fact_table {
    const char *name;
    const struct fact_column *columns;
    size_t column_count;
};

enum fact_table_id { FACT_TABLE, AD_FACT_TABLE, FACT_TABLE_COUNT };

/* The description of a table. Static. */
const struct fact_table *fact_table_of(enum fact_table_id id);
/* The column of that name, or NULL. */
const struct fact_column *fact_find_column(const struct fact_table *table, struct str name);

/* A token, a param, an event by its number from 1; the arrays lie in the struct as the list says.
 */
static inline struct str *fact_token(struct fact *fact, size_t number)
{
    return &fact->token1 + (number - 1);
}
static inline struct str *fact_param(struct fact *fact, size_t number)
{
    return &fact->param1 + (number - 1);
}
static inline struct str *fact_event_value(struct fact *fact, size_t number)
{
    return &fact->event_value1 + (number - 1);
}
static inline int64_t *fact_event(struct fact *fact, size_t number)
{
    return &fact->event1 + (number - 1);
}

/* Turns every measure of a row into its opposite: what takes it back. */
void fact_negate(struct fact *fact);
