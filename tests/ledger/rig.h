/* rig - what the ledger's tests share: a ledger in a folder, a port whose wake-ups can be waited
 * for, and deeds, which are jobs that record what the rooms above would. One thread but for the
 * wake-up. */
#pragma once
#include "../base/folder.h"

#include <pthread.h>
#include <sqlite3.h>

#include "ledger/chain.h"
#include "ledger/ledger.h"
#include "ledger/verify.h"

/* An event that threads wait for. */
struct bell {
    pthread_mutex_t lock;
    pthread_cond_t rung;
    bool is_rung;
};

void bell_init(struct bell *bell);
void bell_fini(struct bell *bell);
void bell_ring(struct bell *bell);
/* Waits for the ring and takes it. */
void bell_wait(struct bell *bell);

struct rig {
    const char *dir;
    struct ledger *ledger;
    struct ledger_port *port;
    struct bell bell;
};

/* A job of the tests, first member of its kinds. */
struct deed {
    struct ledger_job job;
    bool is_done;
    enum err result;
};

void rig_open(struct rig *rig, const char *dir);
MUST_USE enum err rig_try_open(struct rig *rig, const char *dir,
                               const struct ledger_options *options);
void rig_close(struct rig *rig);
/* A second port on the ledger of another rig, and its end. */
void rig_join(struct rig *rig, const struct rig *other);
void rig_leave(struct rig *rig);
/* Adds the deed to this turn's jobs. */
void rig_add(struct rig *rig, struct deed *deed);
/* Waits until the deed is done, collecting what comes. */
void rig_wait(struct rig *rig, const struct deed *deed);
/* Adds, flushes, waits. */
enum err rig_run(struct rig *rig, struct deed *deed);
/* Runs deeds until one is recorded: the ledger is well. */
void rig_run_until_well(struct rig *rig);

#define RIG_WORKSPACE 1u
#define RIG_GOAL      "0123456789abcdef0123456789abcdef"

/* A visit, its personal fields and its total: decides nothing, is kept. `number` is its external
 * id. */
struct visit_deed {
    struct deed deed;
    struct visit visit;
    struct personal personal;
    struct campaign_total total;
    char number[24];
    uint8_t hash[PERSONAL_HASH_BYTES];
};
void click_init(struct visit_deed *click, uint64_t campaign_id, uint64_t number);

/* A click of a visit's lander. */
struct click_deed {
    struct deed deed;
    struct click click;
};
void lander_click_init(struct click_deed *deed, const struct visit *visit, uint64_t offer_id,
                       uint64_t network_id);

struct ad_click_deed {
    struct deed deed;
    struct ad_click click;
    struct personal personal;
    struct variation_total total;
    struct adcampaign_day day;
    uint8_t hash[PERSONAL_HASH_BYTES];
};
void ad_click_init(struct ad_click_deed *deed, uint64_t variation_id);

/* A postback: creates the conversion of (visit, txid) or changes its status; a forward follows. */
struct sale {
    struct deed deed;
    uint64_t visit_id;
    struct str txid;
    struct str status;
    int64_t revenue_micros;
    bool is_sent; /* the forward's decision */
    uint64_t conversion_id;
    uint64_t forward_id;
    bool was_new;
};
void sale_init(struct sale *sale, uint64_t visit_id, const char *txid, const char *status,
               int64_t revenue_micros);

/* An attempt to deliver a forward, or with an outcome what became of it. */
struct delivery {
    struct deed deed;
    uint64_t forward_id;
    const char *outcome; /* NULL: the attempt */
    int64_t next_ms;
};
void delivery_init(struct delivery *delivery, uint64_t forward_id, const char *outcome);

/* A call to RIG_GOAL for an ad click. */
struct goal_deed {
    struct deed deed;
    uint64_t ad_click_id;
    const char *outcome;
    int64_t value_micros;
    const char *key;     /* NULL: without one */
    int64_t cost_micros; /* that ad campaign RIG_ADCAMPAIGN is charged */
};
#define RIG_ADCAMPAIGN 5
#define RIG_DAY        20000
void goal_init(struct goal_deed *goal, uint64_t ad_click_id, const char *outcome);

/* Runs one of each kind and more: every table has rows. */
void rig_fill(struct rig *rig);

/* --- Looking at the file -------------------------------------------------- */

sqlite3 *raw_open(const char *dir);
void raw_close(sqlite3 *db);
void raw_run(const char *dir, const char *sql);
/* The first column of the first row. */
int64_t raw_number(const char *dir, const char *sql);
/* As text into out; lends it. */
const char *raw_text(const char *dir, const char *sql, char *out, size_t cap);

/* Faults as verify told them. */
struct faults {
    char sentences[VERIFY_FAULTS_MAX][512];
    size_t count;
};
/* Verifies; the ledger must be readable. */
struct verify_report rig_verify(const char *dir, const uint8_t *expected_head,
                                struct faults *faults);
/* Prints and fails when there is a fault. Returns how many entries were proved. */
uint64_t rig_assert_clean(const char *dir);
