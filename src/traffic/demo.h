/* demo - writes the demo data's traffic into an empty ledger: some weeks of visits, lander clicks,
 * postbacks, forwards with their answers, ad clicks and calls of tag.php, of the plan's entities
 * (demo_plan.h). Past ids can only be given while the ledger has nothing newer, so all of it is one
 * operation of the edge, and one transaction: a process that ends meanwhile leaves nothing.
 *
 * What decides is what decides for everybody: routing, costs, registrations, forwards and their
 * judgement are the functions of visit/, convert/, courier/ and network/, called with past times.
 * Nothing is sent: the receivers' answers are the plan's. */
#pragma once
#include "visit/operation.h"

#define DEMO_LOAD_KIND "demo.load"
#define DEMO_LOAD_IDS  0 /* of the operation's own block: its entries have past ids */

/* An operation_kind's decide. args: {"end_ms","ids":{"campaigns":[...],"goals":["HEX"] ...}}; the
 * answer has "entries". 409: the ledger is not empty. */
enum err demo_load(struct operation *operation, struct ledger_tx *tx);
