/* bot_run - applies what is known of bots today to visits that are over: counts what would change,
 * takes back the costs told afterwards that cover changed visits, has the edge judge these in small
 * pieces (courier/verdict.h), and spreads the costs anew over who is left. Costs that are told
 * meanwhile go the same way, so that they come last as they were told last. By a thread of its own,
 * one run at a time. The catalogue keeps what was asked and how far it is, so that a run goes on
 * whatever ends the process; judging again what is judged changes nothing. */
#pragma once
#include "api/internal.h"

enum bot_phase {
    BOT_COUNTING,
    BOT_UNDOING, /* of the costs told afterwards */
    BOT_JUDGING,
    BOT_SPREADING,
    BOT_ENDED,
};

struct bot_campaign {
    uint64_t id;
    uint64_t bots, people; /* visits that become a bot's, a person's */
    uint64_t conversions;  /* of these */
    int64_t cost_micros; /* by how much its own costs change; shares of told costs stay together */
    uint64_t first_update; /* the oldest update in force that was found to cover one; 0: none */
};

/* An update that is taken back and set anew. */
struct bot_update {
    uint64_t campaign_id, id;
    uint64_t anew_id; /* that stands in for it; 0: none yet */
};

/* What was asked, and how far it is: the document in the catalogue. */
struct bot_progress {
    char actor[API_ACTOR_BYTES];
    int64_t created_ms, ended_ms, from_ms, to_ms;
    uint64_t from_id, to_id; /* visits within */
    bool is_dry;
    enum bot_phase phase;
    uint64_t looked, judged; /* visits counted, and passed once more */
    uint64_t unknown;        /* of the counted ones: not all is kept that the lists ask for */
    struct bot_campaign *campaigns;
    size_t campaign_count, campaign_cap;
    struct bot_update *updates;
    size_t update_count, update_cap;
    uint64_t unspread;     /* updates that cover nobody any more */
    uint64_t skipped;      /* visits with more clicks or conversions than one transaction takes */
    uint64_t left;         /* visits that updates which kept coming cover */
    uint64_t bots, people; /* verdicts given */
    char error[API_MESSAGE_BYTES];
};

/* As JSON, a new reference; and the other way. ERR_INVALID: it was written by another version. */
json_t *bot_progress_json(const struct bot_progress *progress);
MUST_USE enum err bot_progress_read(const json_t *json, struct bot_progress *progress);
void bot_progress_fini(struct bot_progress *progress);
/* The campaign's place, made when it is not there. */
struct bot_campaign *bot_progress_campaign(struct bot_progress *progress, uint64_t id);
void bot_progress_add_update(struct bot_progress *progress, struct bot_update update);
/* Oldest first. */
void bot_progress_sort_updates(struct bot_progress *progress);

struct bot_thread;
struct bot_thread *bot_thread_open(struct api *api);
void bot_thread_close(struct bot_thread *thread); /* accepts NULL */
