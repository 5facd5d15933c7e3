/* delivery - one row on its way, from the take to its settlement. Owned by the courier's thread. */
#pragma once
#include "courier/outbox.h"

#define COURIER_BODY_KEPT 512 /* of an answer, in the log */

struct delivery {
    struct courier *courier;
    struct delivery *next;   /* of the same state */
    struct delivery **place; /* while it is sent: what points to it */
    struct arena *arena;     /* holds the row's strings and the result's */
    struct outbox_settlement settlement;
};

/* Copies the row. Free with delivery_free(). */
struct delivery *delivery_make(struct courier *courier, const struct outbox *row);
void delivery_free(struct delivery *delivery);
void delivery_free_all(struct delivery *first); /* accepts NULL */

/* A list whose members can leave it in any order. */
void delivery_link(struct delivery **first, struct delivery *delivery);
void delivery_unlink(struct delivery *delivery);

/* Fills URL, method and body: with POST the URL's query goes as a form. Lends the row's strings. */
void delivery_fill_request(const struct delivery *delivery, struct fetch_request *request);

/* Judges the result and fills the settlement. destination as in delivery_judge(). */
void delivery_finish(struct delivery *delivery, const struct destination *destination,
                     const struct fetch_result *result, const struct courier_schedule *schedule);
