/* row - the ledger's tables, each told once: one list of columns gives the C struct, the SQL table,
 * the binding and the hash.
 *
 * Entries are append-only and chained; their first column is the entry's id. State is derivable
 * from entries, and verify proves it. Totals are state that only adds up. Personal fields stand
 * apart with a salt; the chain covers their hash, which is the entry's personal_hash. Amounts are
 * micro-units; X_currency names the currency of X_amount_micros, X_micros is the same in the
 * workspace's at X_rate_num / X_rate_den, published on X_rate_date (20261124; 0: the same
 * currency). X_rate_den 0: no rate was known, so X_micros is 0 (DESIGN.md promise 5). */
#pragma once
#include "base/str.h"
#include "ledger/row_ad.h"

/* clang-format off: the lists below are tables */
/* Columns: X(type, name), type U64, I64, TEXT, BLOB or WORD. An absent str is NULL. A WORD is a
 * text that many rows share: the row keeps its number in the table `word`, and everybody else sees
 * the text. */

#define VISIT_COLUMNS(X)                                                                           \
    X(U64, id)                                                                                     \
    X(U64, workspace_id)                                                                           \
    X(U64, catalog_version)                                                                        \
    X(U64, campaign_id)                                                                            \
    X(U64, source_id)                                                                              \
    X(U64, domain_id)  /* that the visitor came by; 0: none of the catalogue's */                  \
    X(WORD, via)       /* redirect, script, pixel */                                               \
    X(U64, flow_id)    /* whose rules and paths were taken; 0: the campaign's own */               \
    X(U64, rule)       /* which of the rules took it, from 1; 0: none, a default path */           \
    X(U64, path)       /* which path of the rule, or of the default ones, from 1 */                \
    X(U64, lander_id)  /* 0: straight to the offer */                                              \
    X(U64, offer_id)   /* 0: drawn at the lander's click, or the path has a plain URL */           \
    X(U64, network_id) /* of the offer, at the time */                                             \
    X(U64, draw)       /* the random number that chose path, lander and offer: with the            \
                          catalogue's version and the request, the decision's trace */             \
    X(U64, signals)    /* bits of enum signal */                                                   \
    X(U64, is_bot)     /* the verdict at the time: 1 keeps it out of the figures;                  \
                          a later one is an entry */                                               \
    X(U64, is_test)    /* 1: played by a conversion test: no figures, no caps, no uniqueness */    \
    X(U64, is_unique)  /* 1: the visitor's first at the campaign within its window */              \
    X(U64, seen)       /* bits of enum visit_seen: what told otherwise */                          \
    X(I64, cost_amount_micros)                                                                     \
    X(TEXT, cost_currency)                                                                         \
    X(U64, cost_currency_assumed) /* 1: the source sent a currency that is none */                 \
    X(I64, cost_rate_num)         /* the rate to the workspace's currency is num / den, of date */ \
    X(I64, cost_rate_den)                                                                          \
    X(I64, cost_rate_date)                                                                         \
    X(I64, cost_micros)                                                                            \
    X(U64, cost_missing)      /* 1: the source sent no usable cost */                              \
    X(I64, cpa_amount_micros) /* what a conversion will cost, in the currency above */             \
    X(I64, revshare_micros) /* the share of its revenue that it will cost; 100 % is 100,000,000 */ \
    X(TEXT, country)        /* two letters; NULL: unknown */                                       \
    X(WORD, region)                                                                                \
    X(WORD, city)                                                                                  \
    X(WORD, isp)                                                                                   \
    X(U64, asn) /* 0: unknown */                                                                   \
    X(WORD, connection_type)                                                                       \
    X(U64, proxies)      /* bits of enum visitor_proxy */                                          \
    X(WORD, device_type) /* mobile, tablet, tv, desktop */                                         \
    X(WORD, brand)                                                                                 \
    X(WORD, model)                                                                                 \
    X(WORD, os)                                                                                    \
    X(WORD, os_version)                                                                            \
    X(WORD, browser)                                                                               \
    X(WORD, browser_version)                                                                       \
    X(WORD, resolution)  /* as a page's script said it: "1920x1080" */                             \
    X(TEXT, language)    /* the first of Accept-Language, as sent */                               \
    X(TEXT, tokens)      /* the values by slot, percent-encoded, joined by '&' */                  \
    X(BLOB, external_id) /* byte-exact */                                                          \
    X(BLOB, personal_hash)

/* A click on a lander's way to an offer. */
#define CLICK_COLUMNS(X)                                                                           \
    X(U64, id)                                                                                     \
    X(U64, workspace_id)                                                                           \
    X(U64, catalog_version)                                                                        \
    X(U64, visit_id)                                                                               \
    X(U64, campaign_id)                                                                            \
    X(U64, lander_id) /* of the visit; 0: a page with the tracker's script */                      \
    X(U64, number)    /* which offer of the path was asked for, from 1; 0: one is drawn */         \
    X(U64, offer_id)                                                                               \
    X(U64, network_id) /* of the offer, at the time */                                             \
    X(U64, draw)       /* the random number that chose the offer */                                \
    X(U64, is_first)   /* 1: the visit's first click by a person */                                \
    X(U64, is_bot)     /* as the visit, or the click's own signals */                              \
    X(U64, is_test)    /* as the visit */                                                          \
    X(U64, signals)

/* What a visit's clicks come to (state). */
#define CLICK_STATE_COLUMNS(X)                                                                     \
    X(U64, visit_id)                                                                               \
    X(U64, workspace_id)                                                                           \
    X(U64, clicks)        /* by people */                                                          \
    X(U64, last_click_id) /* by a person; while there is none, a bot's */                          \
    X(U64, offer_id)      /* of that one: a conversion is this offer's */                          \
    X(U64, network_id)

/* What was told of a visit afterwards: its events and tokens as they are from here on. */
#define VISIT_UPDATE_COLUMNS(X)                                                                    \
    X(U64, id)                                                                                     \
    X(U64, workspace_id)                                                                           \
    X(U64, catalog_version)                                                                        \
    X(U64, visit_id)                                                                               \
    X(U64, postback_id) /* that brought it; 0: the lander's click did */                           \
    X(TEXT, events)     /* event1..30 as a query string; absent for none */                        \
    X(TEXT, tokens)     /* by slot, as a visit's */

/* The last of these (state). */
#define VISIT_STATE_COLUMNS(X)                                                                     \
    X(U64, visit_id)                                                                               \
    X(U64, workspace_id)                                                                           \
    X(U64, update_id)                                                                              \
    X(TEXT, events)                                                                                \
    X(TEXT, tokens)

/* One request to /postback, refused ones included. */
#define POSTBACK_COLUMNS(X)                                                                        \
    X(U64, id)                                                                                     \
    X(U64, workspace_id)                                                                           \
    X(U64, catalog_version)                                                                        \
    X(U64, visit_id)      /* 0: no click of ours was named */                                      \
    X(U64, conversion_id) /* 0: none came of it */                                                 \
    X(U64, network_id)                                                                             \
    X(WORD, channel) /* s2s, pixel */                                                              \
    X(TEXT, method)                                                                                \
    X(TEXT, query) /* as received: query, and form body after a space; secrets are cut out */      \
    X(U64, http_status)                                                                            \
    X(TEXT, outcome) /* recorded, updated, duplicate, ignored, refused ... */                      \
    X(TEXT, reason)                                                                                \
    X(U64, is_test)                                                                                \
    X(BLOB, personal_hash)

/* What a conversion is now (state), and what each change made it (entry). */
#define CONVERSION_VALUES(X)                                                                       \
    X(U64, visit_id)                                                                               \
    X(TEXT, txid) /* "" without one */                                                             \
    X(U64, nth)   /* 1; counts on where each call adds a conversion */                             \
    X(TEXT, status)                                                                                \
    X(TEXT, status_raw)                                                                            \
    X(TEXT, type)                /* of the workspace's own types, by name; "" for none */          \
    X(U64, is_counted)           /* 0: one of the campaign's other conversions */                  \
    X(U64, has_revenue)          /* 0: its payout is no revenue */                                 \
    X(U64, is_first)             /* of its visit */                                                \
    X(I64, day)                  /* when it was first registered, in the workspace's time zone:    \
                                    counted from 1970-01-01 */                                     \
    X(WORD, channel)             /* that it was first registered by */                             \
    X(I64, payout_amount_micros) /* as the network said, also when rejected */                     \
    X(TEXT, payout_currency)                                                                       \
    X(U64, payout_currency_assumed) /* 1: neither call nor network named one that is known */      \
    X(I64, payout_rate_num)         /* frozen with the first registration: num / den, of date */   \
    X(I64, payout_rate_den)                                                                        \
    X(I64, payout_rate_date)                                                                       \
    X(I64, revenue_micros) /* in the workspace's currency; 0 when rejected or unmapped */          \
    X(I64, cost_micros)    /* of CPA and RevShare campaigns */                                     \
    X(U64, no_rate)        /* 1: an amount of it counts 0 until its rate is known */               \
    X(U64, payout_missing) /* 1: no payout came and the offer has no default */                    \
    X(U64, network_id)                                                                             \
    X(U64, offer_id)                                                                               \
    X(U64, campaign_id)                                                                            \
    X(U64, source_id)                                                                              \
    X(U64, is_bot)                                                                                 \
    X(U64, is_test)                                                                                \
    X(TEXT, reference) /* the sender's conversion_id */                                            \
    X(TEXT, params)    /* param1..10 and event1..30 as a query string */

#define CONVERSION_COLUMNS(X)                                                                      \
    X(U64, id) /* of its first change */                                                           \
    X(U64, workspace_id)                                                                           \
    CONVERSION_VALUES(X)                                                                           \
    X(U64, change_id) /* of its last */

#define CONVERSION_CHANGE_COLUMNS(X)                                                               \
    X(U64, id)                                                                                     \
    X(U64, workspace_id)                                                                           \
    X(U64, catalog_version)                                                                        \
    X(U64, conversion_id)                                                                          \
    X(U64, postback_id)                                                                            \
    X(TEXT, action) /* created, updated, summed, rebooked, judged */                               \
    CONVERSION_VALUES(X)

/* The cost of a range of visits, told afterwards: it is spread over them and replaces what they
 * cost before (set), or is taken back (undo). Visits of the campaign with from_id <= id < to_id,
 * without bots, whose token in filter_slot has the value; the ids are of what was recorded before
 * the update. ledger/spread.h says what each visit costs. */
#define COST_UPDATE_COLUMNS(X)                                                                     \
    X(U64, id)                                                                                     \
    X(U64, workspace_id)                                                                           \
    X(U64, catalog_version)                                                                        \
    X(U64, campaign_id)                                                                            \
    X(TEXT, action)   /* set, undo */                                                              \
    X(U64, undoes_id) /* of an undo: the update that it takes back; else 0 */                      \
    X(I64, from_ms)   /* as asked for: from on, before to */                                       \
    X(I64, to_ms)                                                                                  \
    X(U64, from_id)                                                                                \
    X(U64, to_id)                                                                                  \
    X(U64, filter_slot)   /* 0: all visits */                                                      \
    X(TEXT, filter_value) /* percent-encoded, as in visit.tokens */                                \
    X(U64, also_slot)     /* a second token that must have its value; 0: none */                   \
    X(TEXT, also_value)                                                                            \
    X(U64, sync_run_id) /* the cost sync's run (catalogue) that told it; 0: none */                \
    X(I64, cost_amount_micros)                                                                     \
    X(TEXT, cost_currency)                                                                         \
    X(I64, cost_rate_num)                                                                          \
    X(I64, cost_rate_den)                                                                          \
    X(I64, cost_rate_date)                                                                         \
    X(I64, cost_micros)                                                                            \
    X(I64, visits)         /* over how many it is spread */                                        \
    X(U64, extra_until_id) /* those before this id bear a micro-unit more */                       \
    X(TEXT, method)        /* manual, api, csv */                                                  \
    X(I64, changed_micros) /* what all this adds to the campaign's cost */                         \
    X(I64, changed_manual) /* and to its visits whose cost comes from an update of each method */  \
    X(I64, changed_api)                                                                            \
    X(I64, changed_csv)

/* A visit's cost at the rate of its day, which was not known then. Once per visit. */
#define COST_CORRECTION_COLUMNS(X)                                                                 \
    X(U64, id)                                                                                     \
    X(U64, workspace_id)                                                                           \
    X(U64, catalog_version)                                                                        \
    X(U64, campaign_id)                                                                            \
    X(U64, visit_id)                                                                               \
    X(I64, cost_rate_num)                                                                          \
    X(I64, cost_rate_den)                                                                          \
    X(I64, cost_rate_date)                                                                         \
    X(I64, cost_micros)                                                                            \
    X(I64,                                                                                         \
      changed_micros) /* what it adds to the campaign's cost: 0 where an update replaced it */     \
    X(I64, changed_no_rate)

/* The last entry that changed what earlier visits cost (state): who reckons with them learns from
 * it whether something came between. */
#define CAMPAIGN_COST_COLUMNS(X)                                                                   \
    X(U64, id) /* the campaign's */                                                                \
    X(U64, workspace_id)                                                                           \
    X(U64, last_id)

/* What a person asked for, behind the entries that came of it. */
#define OPERATION_COLUMNS(X)                                                                       \
    X(U64, id)                                                                                     \
    X(U64, workspace_id)                                                                           \
    X(U64, catalog_version)                                                                        \
    X(TEXT, kind)                                                                                  \
    X(TEXT, key) /* the sender's: the same one twice is one operation */                           \
    X(TEXT, actor)                                                                                 \
    X(TEXT, args)   /* JSON */                                                                     \
    X(TEXT, answer) /* JSON */

/* Personal fields that were deleted: of the entries from from_id up to to_id, which is not one of
 * them. Their hashes stay with these entries. */
#define FORGETTING_COLUMNS(X)                                                                      \
    X(U64, id)                                                                                     \
    X(U64, workspace_id)                                                                           \
    X(U64, catalog_version)                                                                        \
    X(U64, visit_id) /* whose visitor asked for it; 0: they were old enough */                     \
    X(U64, from_id)                                                                                \
    X(U64, to_id)                                                                                  \
    X(U64, entries) /* how many had any */

/* Another verdict on a visit, by what is known of bots since: it counts from this entry on, for the
 * visit, its clicks and its conversions, whose changes follow it. No update in force covers the
 * visit, so its cost is its own. ledger/verdict.h says what it changes. */
#define VERDICT_COLUMNS(X)                                                                         \
    X(U64, id)                                                                                     \
    X(U64, workspace_id)                                                                           \
    X(U64, catalog_version)                                                                        \
    X(U64, campaign_id)                                                                            \
    X(U64, visit_id)                                                                               \
    X(U64, signals) /* the visit's from here on, as the verdict */                                 \
    X(U64, is_bot)                                                                                 \
    X(U64, run_id) /* of the catalogue: which run of the lists gave it */                          \
    X(TEXT, actor)                                                                                 \
    X(I64, changed_micros) /* what all this adds to the campaign's totals */                       \
    X(I64, changed_missing)                                                                        \
    X(I64, changed_no_rate)                                                                        \
    X(I64, changed_unique)                                                                         \
    X(I64, changed_clicks)                                                                         \
    X(I64, changed_unique_clicks)

/* The decision to tell a destination, or not. */
#define FORWARD_COLUMNS(X)                                                                         \
    X(U64, id)                                                                                     \
    X(U64, workspace_id)                                                                           \
    X(U64, conversion_id)                                                                          \
    X(U64, change_id)                                                                              \
    X(U64, source_id)                                                                              \
    X(U64, campaign_id)                                                                            \
    X(TEXT, destination) /* source: its postback; campaign: the campaign's own */                  \
    X(TEXT, status)                                                                                \
    X(TEXT, decision) /* send, skip */                                                             \
    X(TEXT, reason)                                                                                \
    X(I64, dedup_ms)                                                                               \
    X(TEXT, method)                                                                                \
    X(TEXT, url)                                                                                   \
    X(U64, key_id)    /* whose Idempotency-Key it carries: its own, or that of the forward that    \
                         it repeats */                                                             \
    X(U64, resend_of) /* the forward that a person sent again; 0: none */                          \
    X(U64, is_test)

/* An attempt to deliver, written before its first byte leaves. */
#define ATTEMPT_COLUMNS(X)                                                                         \
    X(U64, id)                                                                                     \
    X(U64, workspace_id)                                                                           \
    X(U64, forward_id)                                                                             \
    X(U64, number)

/* What became of an attempt. */
#define ANSWER_COLUMNS(X)                                                                          \
    X(U64, id)                                                                                     \
    X(U64, workspace_id)                                                                           \
    X(U64, forward_id)                                                                             \
    X(U64, conversion_id)                                                                          \
    X(U64, source_id)                                                                              \
    X(U64, campaign_id)                                                                            \
    X(TEXT, destination)                                                                           \
    X(U64, number)                                                                                 \
    X(TEXT, outcome) /* delivered, duplicate, refused, retrying, failed; dropped, resent: by a     \
                        person, without an attempt */                                              \
    X(TEXT, reason)                                                                                \
    X(U64, status_code)                                                                            \
    X(BLOB, body) /* its beginning */                                                              \
    X(TEXT, error)                                                                                 \
    X(TEXT, address)                                                                               \
    X(I64, duration_us)                                                                            \
    X(I64, next_ms) /* when it is tried again, 0: never */                                         \
    X(U64, is_test)

/* Postbacks on their way (state). id is the forward's. */
#define OUTBOX_COLUMNS(X)                                                                          \
    X(U64, id)                                                                                     \
    X(U64, workspace_id)                                                                           \
    X(U64, conversion_id)                                                                          \
    X(U64, source_id)                                                                              \
    X(U64, campaign_id)                                                                            \
    X(U64, lane) /* its queue: twice the source's id, or twice the campaign's and 1 */             \
    X(TEXT, status)                                                                                \
    X(TEXT, state) /* due, sending, held, or as its last answer ended it */                        \
    X(I64, due_ms)                                                                                 \
    X(U64, attempts)                                                                               \
    X(I64, first_attempt_ms)                                                                       \
    X(U64, uncertain) /* 1: an attempt may have reached its receiver */                            \
    X(I64, dedup_ms)                                                                               \
    X(TEXT, method)                                                                                \
    X(TEXT, url)                                                                                   \
    X(U64, key_id)                                                                                 \
    X(U64, is_test)

/* Who called: address, user agent, referrer of the entry of that id. */
#define PERSONAL_COLUMNS(X)                                                                        \
    X(U64, id)                                                                                     \
    X(U64, workspace_id)                                                                           \
    X(BLOB, salt)                                                                                  \
    X(U64, visitor) /* of a visit: its visitor's number at the campaign, else 0 */                 \
    X(TEXT, address)                                                                               \
    X(WORD, user_agent)                                                                            \
    X(TEXT, referrer)

#define CAMPAIGN_TOTAL_COLUMNS(X)                                                                  \
    X(U64, campaign_id)                                                                            \
    X(U64, workspace_id)                                                                           \
    X(I64, visits)                                                                                 \
    X(I64, bot_visits)                                                                             \
    X(I64, unique_visits)                                                                          \
    X(I64, clicks)        /* of landers, to offers */                                              \
    X(I64, unique_clicks) /* the first of each visit */                                            \
    X(I64, cost_micros)                                                                            \
    X(I64, cost_missing)       /* visits whose source sent no usable cost */                       \
    X(I64, no_rate)            /* visits and conversions that wait for a rate */                   \
    X(I64, manual_cost_visits) /* whose cost comes from an update of that method */                \
    X(I64, api_cost_visits)                                                                        \
    X(I64, csv_cost_visits)                                                                        \
    X(I64, conversions)                                                                            \
    X(I64, unique_conversions) /* of these, the first of their visits */                           \
    X(I64, other_conversions)  /* of types that do not count */                                    \
    X(I64, leads)                                                                                  \
    X(I64, sales)                                                                                  \
    X(I64, rebills)                                                                                \
    X(I64, rejected)                                                                               \
    X(I64, unmapped)                                                                               \
    X(I64, revenue_micros)

/* What counts for an offer's cap: leads and sales, on the day of their first registration. */
#define OFFER_DAY_COLUMNS(X)                                                                       \
    X(U64, offer_id)                                                                               \
    X(I64, day)                                                                                    \
    X(U64, workspace_id)                                                                           \
    X(I64, conversions)

/* clang-format on */

typedef uint64_t row_U64;
typedef int64_t row_I64;
typedef struct str row_TEXT;
typedef struct str row_BLOB;
typedef struct str row_WORD;

/* X(NAME, struct's name, table's name, class, how many of its first columns are the key) */
#define LEDGER_TABLES(X)                                                                           \
    X(VISIT, visit, "visit", TABLE_ENTRY, 1)                                                       \
    X(CLICK, click, "click", TABLE_ENTRY, 1)                                                       \
    X(AD_CLICK, ad_click, "ad_click", TABLE_ENTRY, 1)                                              \
    X(IMPRESSION, impression, "impression", TABLE_ENTRY, 1)                                        \
    X(REFUSAL, refusal, "refusal", TABLE_ENTRY, 1)                                                 \
    X(POSTBACK, postback, "postback", TABLE_ENTRY, 1)                                              \
    X(CONVERSION_CHANGE, conversion_change, "conversion_change", TABLE_ENTRY, 1)                   \
    X(FORWARD, forward, "forward", TABLE_ENTRY, 1)                                                 \
    X(ATTEMPT, attempt, "attempt", TABLE_ENTRY, 1)                                                 \
    X(ANSWER, answer, "answer", TABLE_ENTRY, 1)                                                    \
    X(GOAL_CALL, goal_call, "goal_call", TABLE_ENTRY, 1)                                           \
    X(COST_UPDATE, cost_update, "cost_update", TABLE_ENTRY, 1)                                     \
    X(COST_CORRECTION, cost_correction, "cost_correction", TABLE_ENTRY, 1)                         \
    X(OPERATION, operation_entry, "operation", TABLE_ENTRY, 1)                                     \
    X(FORGETTING, forgetting, "forgetting", TABLE_ENTRY, 1)                                        \
    X(VERDICT, verdict, "verdict", TABLE_ENTRY, 1)                                                 \
    X(PERSONAL, personal, "personal", TABLE_PERSONAL, 1)                                           \
    X(VISIT_UPDATE, visit_update, "visit_update", TABLE_ENTRY, 1)                                  \
    X(VISIT_STATE, visit_state, "visit_state", TABLE_STATE, 1)                                     \
    X(CLICK_STATE, click_state, "click_state", TABLE_STATE, 1)                                     \
    X(CONVERSION, conversion, "conversion", TABLE_STATE, 1)                                        \
    X(OUTBOX, outbox, "outbox", TABLE_STATE, 1)                                                    \
    X(GOAL_STATE, goal_state, "goal_state", TABLE_STATE, 2)                                        \
    X(CAMPAIGN_COST, campaign_cost, "campaign_cost", TABLE_STATE, 1)                               \
    X(CAMPAIGN_TOTAL, campaign_total, "campaign_total", TABLE_TOTAL, 2)                            \
    X(OFFER_DAY, offer_day, "offer_day", TABLE_TOTAL, 3)                                           \
    X(ADCAMPAIGN_DAY, adcampaign_day, "adcampaign_day", TABLE_TOTAL, 3)                            \
    X(VARIATION_TOTAL, variation_total, "variation_total", TABLE_TOTAL, 2)                         \
    X(GOAL_TOTAL, goal_total, "goal_total", TABLE_TOTAL, 3)

/* struct visit, struct ad_click ... one field per column. */
#define ROW_FIELD(type, name) row_##type name;
#define ROW_STRUCT(NAME, name, text, class, keys)                                                  \
    struct name {                                                                                  \
        NAME##_COLUMNS(ROW_FIELD)                                                                  \
    };
LEDGER_TABLES(ROW_STRUCT)
#undef ROW_STRUCT
#undef ROW_FIELD

enum ledger_table {
#define X(NAME, name, text, class, keys) LEDGER_##NAME,
    LEDGER_TABLES(X)
#undef X
        LEDGER_TABLE_COUNT
};

#define LEDGER_ROW_BYTES_MAX 768 /* sizeof any row struct */

enum table_class { TABLE_ENTRY, TABLE_PERSONAL, TABLE_STATE, TABLE_TOTAL };
enum column_type { COLUMN_U64, COLUMN_I64, COLUMN_TEXT, COLUMN_BLOB, COLUMN_WORD };

struct column {
    const char *name;
    enum column_type type;
    size_t offset;
};

struct table {
    const char *name;
    enum table_class class;
    size_t key_count;
    const struct column *columns;
    size_t column_count;
    size_t row_bytes;
};

/* --- The outbox ----------------------------------------------------------- */

static inline uint64_t outbox_lane_of_source(uint64_t source_id)
{
    return 2 * source_id;
}
static inline uint64_t outbox_lane_of_campaign(uint64_t campaign_id)
{
    return 2 * campaign_id + 1;
}
static inline bool outbox_lane_is_campaigns(uint64_t lane)
{
    return (lane & 1) != 0;
}
/* The id of the source or campaign whose lane it is. */
static inline uint64_t outbox_lane_owner(uint64_t lane)
{
    return lane >> 1;
}

/* The state of an outbox row after its last answer: what may have arrived, and may not be repeated
 * without counting twice, is held for the user. */
struct str outbox_state_after(const struct answer *answer);

/* The description of a table. Static. */
const struct table *table_of(enum ledger_table table);
/* A copy of a row and its strings in one piece of memory, for free(). */
MUST_USE void *row_copy(const struct table *table, const void *row);
/* The column of that name, or NULL. */
const struct column *table_find_column(const struct table *table, struct str name);

/* Whether its field is a number; else it is a struct str. */
static inline bool column_is_number(const struct column *column)
{
    return column->type == COLUMN_U64 || column->type == COLUMN_I64;
}

static inline uint64_t *row_u64(void *row, const struct column *column)
{
    return (uint64_t *)(void *)((char *)row + column->offset);
}
static inline uint64_t row_get_u64(const void *row, const struct column *column)
{
    return *(const uint64_t *)(const void *)((const char *)row + column->offset);
}
static inline struct str row_get_str(const void *row, const struct column *column)
{
    return *(const struct str *)(const void *)((const char *)row + column->offset);
}
