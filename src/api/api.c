/* api - from a request to its handler: who is it, which route, which parameters, is the body good.
 * The loop only hands over; all else runs on a thread of the pool. */
#include "api/internal.h"

#include "base/say.h"
#include "api/ask.h"
#include "api/caller.h"
#include "api/dashboard.h"
#include "api/demo.h"
#include "api/format.h"
#include "api/gzip.h"
#include "api/health_watch.h"
#include "api/figures.h"
#include "api/json_out.h"
#include "api/live.h"
#include "api/device_state.h"
#include "api/place_state.h"
#include "api/reconcile.h"
#include "api/sync_run.h"
#include "visitor/agent_names.h"
#include "visitor/place_list.h"

#define API_PREFIX   "/api/"
#define OPENAPI_PATH "/api/openapi.json"

#define LOG_PARAMS  "limit cursor from to after "
#define LIST_PARAMS "ids sort limit cursor q status group country "
#define LIVE_PARAMS LOG_PARAMS "wait "
/* The entries behind a question; from and to stand among the log's own. */
#define ENTRY_PARAMS "filter tz time bots tests " FORMAT_PARAMS

static const struct route routes[] = {
    {HTTP_METHOD_GET, "/healthz", NULL, health_live, "Whether the desk lives; needs no key", NULL,
     GIVES_TEXT, NULL, AREA_OPEN},
    {HTTP_METHOD_GET, "/readyz", NULL, health_ready,
     "Whether everything serves (200), or what does not (503); needs no key", NULL, GIVES_ALWAYS,
     &ready_shape, AREA_OPEN},
    {HTTP_METHOD_GET, "/metrics", NULL, health_metrics, "Metrics for Prometheus; needs no key",
     NULL, GIVES_TEXT, NULL, AREA_OPEN},
    {HTTP_METHOD_GET, OPENAPI_PATH, NULL, openapi_document, "This document; needs no key", NULL,
     GIVES_ONE, &openapi_anything_shape, AREA_OPEN},
    {HTTP_METHOD_GET, "/api/v1/templates", "kind origin q status", resources_templates,
     "What new sources and networks can be filled from: templates of users, then presets", NULL,
     GIVES_ROWS, &template_shape, AREA_TEMPLATES},
    {HTTP_METHOD_GET, "/api/v1/visits",
     LIVE_PARAMS ENTRY_PARAMS "campaign source domain offer lander flow cid test", logs_visits,
     "Visits, newest first", NULL, GIVES_ROWS, &visit_shape, AREA_LOGS},
    {HTTP_METHOD_POST, "/api/v1/visits/forget", "", visits_forget,
     "Deletes address, user agent and referrer of a visit, by its click id", &forget_body_shape,
     GIVES_ONE, &forgotten_shape, AREA_ENTRIES},
    {HTTP_METHOD_GET, "/api/v1/live", LIVE_STREAM_PARAMS, live_answer,
     "The rows of the logs as they come, as server-sent events", NULL, GIVES_EVENTS, NULL,
     AREA_LOGS},
    {HTTP_METHOD_GET, "/api/v1/clicks", LIVE_PARAMS ENTRY_PARAMS "campaign lander offer cid test",
     logs_clicks, "Clicks of landers to their offers, newest first", NULL, GIVES_ROWS, &click_shape,
     AREA_LOGS},
    {HTTP_METHOD_GET, "/api/v1/conversions",
     LIVE_PARAMS ENTRY_PARAMS "campaign source offer network status cid txid test reversed",
     logs_conversions,
     "Conversions as they are now, newest first, and why their source was told or not", NULL,
     GIVES_ROWS, &conversion_shape, AREA_LOGS},
    {HTTP_METHOD_POST, "/api/v1/conversions", "", conversions_create,
     "Registers one as a postback would, and tells its source", &conversion_new_shape, GIVES_ONE,
     &conversion_made_shape, AREA_ENTRIES},
    {HTTP_METHOD_GET, "/api/v1/conversions/unmapped", "network", conversions_unmapped,
     "Words of postbacks that have no meaning, the most frequent first", NULL, GIVES_ROWS,
     &unmapped_shape, AREA_LOGS},
    {HTTP_METHOD_POST, "/api/v1/conversions/remap", "", conversions_remap,
     "Gives a word a meaning for what came before, by entries of its own", &remap_shape, GIVES_ONE,
     &remapped_shape, AREA_ENTRIES},
    {HTTP_METHOD_POST, "/api/v1/conversions/upload", "", conversions_upload,
     "Registers a file of them, or says what would become of each row", &upload_shape, GIVES_ONE,
     &uploaded_shape, AREA_ENTRIES},
    {HTTP_METHOD_GET, "/api/v1/postbacks/in", LIVE_PARAMS ENTRY_PARAMS "outcome cid network test",
     logs_postbacks_in, "Postbacks received, refused ones included, newest first", NULL, GIVES_ROWS,
     &postback_in_shape, AREA_LOGS},
    {HTTP_METHOD_POST, "/api/v1/campaigns/:id/test", "", conversion_test_answer,
     "Plays visit, postback and forward for one campaign, marked as a test, and says what to "
     "change",
     &conversion_test_body_shape, GIVES_ONE, &conversion_test_shape, AREA_TOOLS},
    {HTTP_METHOD_GET, "/api/v1/conversions/:id", "", logs_conversion,
     "One conversion, with every decision to tell its destinations and every attempt", NULL,
     GIVES_ONE, &conversion_shape, AREA_LOGS},
    {HTTP_METHOD_POST, "/api/v1/conversions/:id/resend", "", conversions_resend,
     "Decides anew, by the catalogue as it is now, whether its destinations are told",
     &resend_body_shape, GIVES_ONE, &resent_shape, AREA_ENTRIES},
    {HTTP_METHOD_POST, "/api/v1/postbacks/out/:id/resend", "", forwards_resend,
     "Sends the same URL again; id: of an attempt, or a forward_id", &resend_body_shape, GIVES_ONE,
     &forwarded_shape, AREA_ENTRIES},
    {HTTP_METHOD_POST, "/api/v1/postbacks/out/:id/drop", "", forwards_drop,
     "Ends one that waits: it is not sent any more", &nothing_shape, GIVES_ONE, &forwarded_shape,
     AREA_ENTRIES},
    {HTTP_METHOD_GET, "/api/v1/postbacks/queue", LOG_PARAMS "source campaign state test",
     logs_postbacks_queue, "Postbacks that wait, are being sent or are held, newest first", NULL,
     GIVES_ROWS, &postback_queued_shape, AREA_LOGS},
    {HTTP_METHOD_GET, "/api/v1/postbacks/out",
     LOG_PARAMS ENTRY_PARAMS "outcome conversion_id source campaign test", logs_postbacks_out,
     "Postbacks sent, one row per attempt, and those not sent, newest first", NULL, GIVES_ROWS,
     &postback_out_shape, AREA_LOGS},
    {HTTP_METHOD_GET, "/api/v1/ad-clicks", LIVE_PARAMS ENTRY_PARAMS "adcampaign variation",
     logs_ad_clicks, "Clicks on our own ads, newest first", NULL, GIVES_ROWS, &ad_click_shape,
     AREA_LOGS},
    {HTTP_METHOD_GET, "/api/v1/impressions", LOG_PARAMS ENTRY_PARAMS "adcampaign variation",
     logs_impressions, "Ads that were in sight on publishers' pages, newest first", NULL,
     GIVES_ROWS, &impression_shape, AREA_LOGS},
    {HTTP_METHOD_GET, "/api/v1/refusals", LOG_PARAMS "adcampaign zone asked cause", logs_refusals,
     "What was asked of the ad network and not delivered, summed by its cause, newest first", NULL,
     GIVES_ROWS, &refusal_log_shape, AREA_LOGS},
    {HTTP_METHOD_GET, "/api/v1/goal-calls", LIVE_PARAMS ENTRY_PARAMS "goal outcome variation",
     logs_goal_calls, "Calls of tag.php, refused ones included, newest first", NULL, GIVES_ROWS,
     &goal_call_shape, AREA_LOGS},
    {HTTP_METHOD_GET, "/api/v1/report",
     QUESTION_PARAMS ASK_FIGURE_PARAMS ASK_GROUP_PARAMS FORMAT_PARAMS, report_answer,
     "What counted within a span, by any dimensions, with totals", NULL, GIVES_ONE, &report_shape,
     AREA_REPORTS},
    {HTTP_METHOD_POST, "/api/v1/lint", "", lint_answer,
     "What is wrong with a link or a template, and it mended", &lint_body_shape, GIVES_ONE,
     &lint_shape, AREA_TOOLS},
    {HTTP_METHOD_POST, "/api/v1/preview", "", url_preview_answer,
     "What a link or a template becomes for a sample visit, by the code that serves real ones",
     &url_preview_body_shape, GIVES_ONE, &url_preview_shape, AREA_TOOLS},
    {HTTP_METHOD_POST, "/api/v1/trace", "", trace_answer,
     "Follows a URL hop by hop, and says which parameters come through", &trace_body_shape,
     GIVES_ONE, &trace_shape, AREA_TOOLS},
    {HTTP_METHOD_GET, "/api/v1/places/databases", "", places_databases,
     "The databases of places and networks as the edge asks them", NULL, GIVES_ONE,
     &place_databases_shape, AREA_SETTINGS},
    {HTTP_METHOD_GET, "/api/v1/places/find", "address", places_find,
     "What the databases say of an address", NULL, GIVES_ONE, &place_found_shape, AREA_SETTINGS},
    {HTTP_METHOD_GET, "/api/v1/places/values", "field q country limit", places_values,
     "Countries, regions, cities and providers that the databases know, by a part of their name",
     NULL, GIVES_ROWS, &place_value_shape, AREA_SETTINGS},
    {HTTP_METHOD_GET, "/api/v1/devices/rules", "", devices_rules,
     "The rules of user agents as the edge asks them", NULL, GIVES_ONE, &device_rules_shape,
     AREA_SETTINGS},
    {HTTP_METHOD_GET, "/api/v1/devices/values", "dimension q limit", devices_values,
     "Systems, browsers, brands and models that the rules name, by a part of their name", NULL,
     GIVES_ROWS, &device_value_shape, AREA_SETTINGS},
    {HTTP_METHOD_GET, "/api/v1/settings", "", settings_get,
     "What the workspace says about all its conversions", NULL, GIVES_ONE, &settings_shape,
     AREA_SETTINGS},
    {HTTP_METHOD_PATCH, "/api/v1/settings", "", settings_update,
     "Changes the fields given; null gives a field its default, lists are replaced whole",
     &settings_change_shape, GIVES_ONE, &settings_written_shape, AREA_SETTINGS},
    {HTTP_METHOD_PUT, "/api/v1/goals/order", "", goals_set_order,
     "Puts all goals of a workspace into a new order", &goal_order_shape, GIVES_ONE,
     &goals_ordered_shape, AREA_GOALS},
    {HTTP_METHOD_GET, "/api/v1/goals/skey", "", goals_get_skey,
     "The secret key of the account, which tag.php wants of who names a price", NULL, GIVES_ONE,
     &skey_shape, AREA_GOALS},
    {HTTP_METHOD_POST, "/api/v1/goals/skey/rotate", "", goals_rotate_skey,
     "Makes a new secret key; the one before is refused at once", &version_shape, GIVES_ONE,
     &skey_rotated_shape, AREA_GOALS},
    {HTTP_METHOD_POST, "/api/v1/bots/apply", "", bots_apply,
     "Applies the lists of bots to visits that are over, or counts what would change",
     &bots_apply_shape, GIVES_ONE, &bot_run_shape, AREA_ENTRIES},
    {HTTP_METHOD_GET, "/api/v1/bots/runs", "", bots_runs,
     "The last runs over the bots, newest first", NULL, GIVES_ROWS, &bot_run_shape, AREA_ENTRIES},
    {HTTP_METHOD_GET, "/api/v1/bots/runs/:id", "", bots_run, "One of them, and how far it is", NULL,
     GIVES_ONE, &bot_run_shape, AREA_ENTRIES},
    {HTTP_METHOD_POST, "/api/v1/bots/runs/:id/cancel", "", bots_cancel,
     "Ends a run: what it judged stays judged", &nothing_shape, GIVES_ONE, &bot_run_shape,
     AREA_ENTRIES},
    {HTTP_METHOD_GET, "/api/v1/campaigns/:id/costs", LOG_PARAMS, costs_list,
     "Costs told afterwards, newest first, those taken back included", NULL, GIVES_ROWS,
     &cost_shape, AREA_ENTRIES},
    {HTTP_METHOD_POST, "/api/v1/campaigns/:id/costs", "", costs_create,
     "Tells what the visits of a range cost: it is spread over them and replaces what they cost",
     &cost_new_shape, GIVES_ONE, &cost_shape, AREA_ENTRIES},
    {HTTP_METHOD_POST, "/api/v1/costs/import", "", costs_import,
     "Costs as CSV, one range a row: looked at first, then applied; the same rows again change "
     "nothing",
     &costs_import_shape, GIVES_ONE, &costs_imported_shape, AREA_ENTRIES},
    {HTTP_METHOD_DELETE, "/api/v1/campaigns/:id/costs/:sub", "", costs_undo,
     "Takes a cost back: its visits cost again what they did before", NULL, GIVES_ONE, &cost_shape,
     AREA_ENTRIES},
    {HTTP_METHOD_POST, "/api/v1/sources/:id/cost-sync", "", cost_sync_run,
     "Fetches the source's costs from its API now, or shows in a dry run what would change",
     &cost_sync_order_shape, GIVES_ONE, &cost_sync_run_shape, AREA_ENTRIES},
    {HTTP_METHOD_GET, "/api/v1/sources/:id/cost-sync", "limit cursor", cost_sync_list,
     "The runs that fetched the source's costs, newest first", NULL, GIVES_ROWS,
     &cost_sync_run_shape, AREA_SOURCES},
    {HTTP_METHOD_GET, "/api/v1/sources/:id/cost-sync/:sub", "", cost_sync_get,
     "One run, with its days and the keys that fit no visit", NULL, GIVES_ONE, &cost_sync_run_shape,
     AREA_SOURCES},
    {HTTP_METHOD_POST, "/api/v1/sources/:id/cost-sync/test", "", cost_sync_test,
     "Whether the source's API lets us in", &nothing_shape, GIVES_ONE, &cost_sync_test_shape,
     AREA_SOURCES},
    {HTTP_METHOD_GET, "/api/v1/sources/:id/network-campaigns", "", network_campaigns_list,
     "The source's campaigns at its network: status, what they spent, our visits of each", NULL,
     GIVES_ROWS, &network_campaign_shape, AREA_SOURCES},
    {HTTP_METHOD_POST, "/api/v1/sources/:id/network-campaigns/:sub/play", "",
     network_campaigns_play, "Starts a campaign at the network", &nothing_shape, GIVES_ONE,
     &network_campaign_set_shape, AREA_SOURCES},
    {HTTP_METHOD_POST, "/api/v1/sources/:id/network-campaigns/:sub/pause", "",
     network_campaigns_pause, "Stops a campaign at the network", &nothing_shape, GIVES_ONE,
     &network_campaign_set_shape, AREA_SOURCES},
    {HTTP_METHOD_GET, "/api/v1/campaigns/:id/splits", QUESTION_PARAMS "by", splits_answer,
     "Which of its offers, landers or paths is the best, how sure that is, and what is still "
     "needed",
     NULL, GIVES_ONE, &splits_shape, AREA_REPORTS},
    {HTTP_METHOD_GET, "/api/v1/adreport",
     QUESTION_PARAMS ASK_FIGURE_PARAMS ASK_GROUP_PARAMS FORMAT_PARAMS "goals", adreport_answer,
     "The ad network's statistics, with a group of columns for each goal", NULL, GIVES_ONE,
     &adreport_shape, AREA_REPORTS},
    {HTTP_METHOD_GET, "/api/v1/bidders/:id/decisions", "limit cursor", bidders_decisions,
     "What the bidder decided, newest first: the figures, the rule, before and after", NULL,
     GIVES_ROWS, &bidder_decision_shape, AREA_ADS},
    {HTTP_METHOD_POST, "/api/v1/bidders/:id/decisions", "", bidders_decide,
     "Has the bidder decide now, or shows in a dry run what it would: who may read bidders may do "
     "that",
     &bidder_decide_shape, GIVES_ONE, &bidder_decided_shape, AREA_ADS},
    {HTTP_METHOD_DELETE, "/api/v1/bidders/:id/decisions/:sub", "", bidders_undo,
     "Takes a decision back; the bidder leaves that value alone from then on", NULL, GIVES_ONE,
     &bidder_decision_shape, AREA_ADS},
    {HTTP_METHOD_GET, "/api/v1/reconcile", RECONCILE_PARAMS, reconcile_answer,
     "A source's conversions beside what the network counts of them, and the gap by cause", NULL,
     GIVES_ONE, &reconcile_shape, AREA_REPORTS},
    {HTTP_METHOD_GET, "/api/v1/reconcile/entries",
     RECONCILE_PARAMS "cause day campaign goal limit cursor", reconcile_entries_answer,
     "What is behind the causes of a reconciliation", NULL, GIVES_ROWS, &reconcile_entry_shape,
     AREA_REPORTS},
    {HTTP_METHOD_GET, "/api/v1/reconcile/statements", "source", statements_list,
     "What a source's network says that it counted, as it was uploaded; newest first", NULL,
     GIVES_ROWS, &statement_row_shape, AREA_REPORTS},
    {HTTP_METHOD_POST, "/api/v1/reconcile/statements", "", statements_create,
     "Keeps a statement of a network as CSV, or says what would come of each line",
     &statement_new_shape, GIVES_ONE, &statement_made_shape, AREA_ENTRIES},
    {HTTP_METHOD_GET, "/api/v1/reconcile/statements/:id", "", statements_get, "One of them", NULL,
     GIVES_ONE, &statement_row_shape, AREA_REPORTS},
    {HTTP_METHOD_GET, "/api/v1/reconcile/statements/:id/lines", "limit cursor", statements_lines,
     "The lines of a statement", NULL, GIVES_ROWS, &statement_line_shape, AREA_REPORTS},
    {HTTP_METHOD_DELETE, "/api/v1/reconcile/statements/:id", "", statements_delete,
     "Deletes a statement: an older one of its days counts again", NULL, GIVES_ONE,
     &statement_row_shape, AREA_ENTRIES},
    {HTTP_METHOD_POST, "/api/v1/reconcile/statements/:id/restore", "", statements_restore,
     "Brings a deleted statement back", &statement_restore_shape, GIVES_ONE, &statement_row_shape,
     AREA_ENTRIES},
    {HTTP_METHOD_GET, "/api/v1/rates", "limit cursor currency", rates_list,
     "Exchange rates by day of publication, newest first; limit counts days", NULL, GIVES_ROWS,
     &rates_shape, AREA_RATES},
    {HTTP_METHOD_POST, "/api/v1/rates/book", "", rates_book,
     "Books what counted 0 for want of a rate that is known now, as each import does by itself",
     &rates_book_shape, GIVES_ONE, &rates_booked_shape, AREA_RATES},
    {HTTP_METHOD_POST, "/api/v1/rates", "", rates_import,
     "Imports exchange rates: a day as JSON, or the European Central Bank's XML "
     "(Content-Type: application/xml)",
     &rates_new_shape, GIVES_ONE, &rates_imported_shape, AREA_RATES},
    {HTTP_METHOD_GET, "/api/v1/health/tracking", "fresh", health_tracking,
     "What is wrong with the tracking, worst first, each with the step that mends it", NULL,
     GIVES_ONE, &tracking_shape, AREA_REPORTS},
    {HTTP_METHOD_POST, "/api/v1/health/webhook/test", "", health_webhook_test,
     "Sends a message without findings to the workspace's health_webhook", &webhook_test_body_shape,
     GIVES_ONE, &webhook_test_shape, AREA_SETTINGS},
    {HTTP_METHOD_GET, "/api/v1/changes", "limit cursor from to resource id actor event",
     changes_list, "The history of the catalogue, newest first", NULL, GIVES_ROWS, &change_shape,
     AREA_HISTORY},
    {HTTP_METHOD_GET, "/api/v1/export", "secrets", config_export,
     "The whole catalogue as one document, as `rebond export` writes it", NULL, GIVES_ONE,
     &openapi_anything_shape, AREA_CONFIG},
    {HTTP_METHOD_POST, "/api/v1/import", "plan", config_import,
     "Shows what such a document would change, or makes it so (plan=false)", &config_shape,
     GIVES_ONE, &config_imported_shape, AREA_CONFIG},
    {HTTP_METHOD_GET, "/api/v1/demo", "", demo_data_get,
     "Whether the demo data are loaded, may be, or are on their way", NULL, GIVES_ONE, &demo_shape,
     AREA_WORKSPACES},
    {HTTP_METHOD_POST, "/api/v1/demo", "", demo_data_create,
     "Loads the demo data into a workspace of their own, in the background", &demo_new_shape,
     GIVES_ONE, &demo_shape, AREA_WORKSPACES},
    {HTTP_METHOD_DELETE, "/api/v1/demo", "", demo_data_remove,
     "Removes the demo data for good, with their workspace", NULL, GIVES_ONE, &demo_shape,
     AREA_WORKSPACES},
    {HTTP_METHOD_GET, "/api/v1/domains/:id/check", "", domains_check,
     "Asks the name servers whether the domain leads here, and says which record to set", NULL,
     GIVES_ONE, &domain_check_shape, AREA_DOMAINS},
    {HTTP_METHOD_POST, "/api/v1/session", "", session_open, "Signs in: sets the session's cookie",
     &sign_in_shape, GIVES_ONE, &session_shape, AREA_OPEN},
    {HTTP_METHOD_GET, "/api/v1/session", "", session_get,
     "Who asks, where they are in, what they may do", NULL, GIVES_ONE, &session_shape, AREA_OWN},
    {HTTP_METHOD_GET, "/api/v1/addresses", "", addresses_get,
     "The public bases of the links that are shown", NULL, GIVES_ONE, &addresses_shape, AREA_OWN},
    {HTTP_METHOD_DELETE, "/api/v1/session", "", session_close, "Signs out", NULL, GIVES_ONE,
     &session_ended_shape, AREA_OWN},
    {HTTP_METHOD_GET, "/api/v1/sessions", "", sessions_list,
     "One's own sessions; an owner sees all", NULL, GIVES_ROWS, &session_row_shape, AREA_OWN},
    {HTTP_METHOD_DELETE, "/api/v1/sessions/:id", "", sessions_end, "Ends a session", NULL,
     GIVES_ONE, &session_ended_shape, AREA_OWN},
    {HTTP_METHOD_POST, "/api/v1/password", "", password_change,
     "Changes one's password, and ends one's other sessions", &password_shape, GIVES_ONE,
     &session_shape, AREA_OWN},
    {HTTP_METHOD_PATCH, "/api/v1/profile", "", profile_update, "Changes one's own name",
     &profile_shape, GIVES_ONE, &session_user_shape, AREA_OWN},
    {HTTP_METHOD_POST, "/api/v1/invitation", "", invitation_accept,
     "Sets a password by a one-time link", &invitation_accept_shape, GIVES_ONE,
     &invitation_accepted_shape, AREA_OPEN},
    {HTTP_METHOD_POST, "/api/v1/users/:id/invitation", "", invitation_make,
     "Makes a one-time link by which a user sets their password; the one before it ends",
     &invitation_new_shape, GIVES_NEW, &invitation_shape, AREA_USERS},
    {HTTP_METHOD_DELETE, "/api/v1/users/:id/invitation", "", invitation_revoke,
     "Ends a user's open link", NULL, GIVES_ONE, &session_ended_shape, AREA_USERS},
    {HTTP_METHOD_GET, "/api/v1/:resource", LIST_PARAMS FIGURES_PARAMS, resources_list,
     "All but archived ones, by id; asked for figures, what counted for each of them", NULL,
     GIVES_ROWS, &resource_shape, AREA_OF_RESOURCE},
    {HTTP_METHOD_POST, "/api/v1/:resource", "", resources_create, "Creates one",
     &resource_new_shape, GIVES_NEW, &resource_written_shape, AREA_OF_RESOURCE},
    {HTTP_METHOD_POST, "/api/v1/:resource/status", "", resources_set_status,
     "Gives many a status, all or none", &bulk_shape, GIVES_ONE, &bulk_done_shape,
     AREA_OF_RESOURCE},
    {HTTP_METHOD_GET, "/api/v1/:resource/:id", "", resources_get, "One of them", NULL, GIVES_ONE,
     &resource_shape, AREA_OF_RESOURCE},
    {HTTP_METHOD_PATCH, "/api/v1/:resource/:id", "", resources_update,
     "Changes the fields given; null gives a field its default", &resource_change_shape, GIVES_ONE,
     &resource_written_shape, AREA_OF_RESOURCE},
    {HTTP_METHOD_DELETE, "/api/v1/:resource/:id", "", resources_archive,
     "Archives it: kept, but it takes no traffic", NULL, GIVES_ONE, &archived_shape,
     AREA_OF_RESOURCE},
    {HTTP_METHOD_POST, "/api/v1/:resource/:id/clone", "", resources_clone,
     "Makes a new one that begins as this one; the body holds what differs", &resource_change_shape,
     GIVES_NEW, &resource_written_shape, AREA_OF_RESOURCE},
    {HTTP_METHOD_POST, "/api/v1/:resource/:id/restore", "", resources_restore,
     "Brings an archived one back to what it was", &version_shape, GIVES_ONE,
     &resource_written_shape, AREA_OF_RESOURCE},
    {HTTP_METHOD_GET, "/api/v1/:resource/:id/history", "limit cursor from to actor event",
     changes_of_one, "Who changed it, when, before and after; newest first", NULL, GIVES_ROWS,
     &change_shape, AREA_OF_RESOURCE},
};

const struct route *api_routes(size_t *count)
{
    *count = ARRAY_LEN(routes);
    return routes;
}

enum area route_area(const struct route *route, enum entity entity)
{
    return route->area == AREA_OF_RESOURCE ? access_area(entity) : route->area;
}

bool route_needs_key(const struct route *route)
{
    return route->area != AREA_OPEN;
}

/* ------------------------------------------------------------------ making */

struct api *api_make(const struct api_options *options)
{
    struct api *api = heap_make(1, sizeof(*api));

    for (size_t i = 0; i < ARRAY_LEN(routes); i++)
        CHECK(routes[i].area != AREA_UNNAMED); /* a route that needs no right says so */
    CHECK(options->announce != NULL && options->edge_metrics != NULL &&
          options->own_metrics != NULL && options->operate != NULL && options->load != NULL);
    api->options = *options;
    api->readers = readers_make(options->dir);
    api->snapshots = snapshots_make(options->dir, options->catalog);
    CHECK(pthread_mutex_init(&api->booking_lock, NULL) == 0);
    CHECK(pthread_mutex_init(&api->places_lock, NULL) == 0);
    api->passwords = passwords_make();
    api->guesses = guesses_make();
    api->quotas = quotas_make(options->v2_requests_per_minute);
    api->bearers = sync_bearers_make();
    api->syncing = sync_busy_make();
    api->health = health_make(&api->options, api->readers);
    api->live = live_open(api);
    api->demo = demo_loader_make(api);
    return api;
}

void api_free(struct api *api)
{
    if (api == NULL)
        return;
    demo_loader_free(api->demo);
    live_close(api->live);
    health_free(api->health);
    sync_bearers_free(api->bearers);
    sync_busy_free(api->syncing);
    readers_free(api->readers);
    snapshots_free(api->snapshots);
    CHECK(pthread_mutex_destroy(&api->booking_lock) == 0);
    CHECK(pthread_mutex_destroy(&api->places_lock) == 0);
    for (size_t i = 0; i < PLACE_GROUPS; i++)
        place_list_free(api->place_names[i].list);
    agent_names_free(api->agent_names);
    passwords_free(api->passwords);
    guesses_free(api->guesses);
    quotas_free(api->quotas);
    free(api);
}

json_t *api_edge_state(struct api *api, struct arena *arena, const char *part)
{
    struct str text = api->options.edge_visitors(api->options.context, arena);
    json_t *state = text.ptr != NULL ? json_loadb(text.ptr, text.len, 0, NULL) : NULL;
    if (part == NULL || state == NULL)
        return state;
    json_t *found = json_incref(json_object_get(state, part));
    json_decref(state);
    return found;
}

/* ------------------------------------------------------------------ no route */

static bool is_api(struct str path)
{
    return str_has_prefix(path, STR(API_PREFIX)) || str_is_equal(path, STR("/api"));
}

/* Nothing of the table answers: one of the dashboard's own pages may. */
static void answer_elsewhere(struct call *call, struct str allow)
{
    if (call->is_answered)
        return;
    if (allow.len == 0 && !is_api(call->request->path)) {
        dashboard_answer(call);
        return;
    }
    if (allow.len == 0) {
        call_refuse(call, 404, "", "There is nothing at this address.");
        return;
    }
    call->more_headers = arena_format(call->arena, "Allow: %.*s\r\n", STR_FMT(allow));
    call_refuse(call, 405, "", "This address takes %.*s.", STR_FMT(allow));
}

/* ------------------------------------------------------------------ which parameters */

const char *route_params(const struct route *route, enum entity entity)
{
    return route->answer == resources_list && figures_shape(entity) == NULL ? LIST_PARAMS
                                                                            : route->params;
}

bool route_takes_workspace(const struct route *route, enum entity entity)
{
    return route->method == HTTP_METHOD_GET && caller_is_narrowed(route_area(route, entity));
}

/* ------------------------------------------------------------------ one request */

/* Probes ask by whatever name they know, and learn nothing else. */
static bool is_probe(struct str path)
{
    return str_is_equal(path, STR("/healthz")) || str_is_equal(path, STR("/readyz"));
}

/* A write that with "dry_run" true only shows what it would do: who may read may ask for that. */
static bool reads_when_dry(const struct route *route)
{
    return route->takes == &bidder_decide_shape;
}

static void answer(struct call *call)
{
    struct str path = call->request->path;
    struct buf allow = buf_in_arena(call->arena, 128);

    if (!is_probe(path) && !caller_knows_host(&call->api->options, call->request->host)) {
        call_refuse(call, 421, "", "The dashboard does not go by this name: see dashboard.hosts.");
        return;
    }
    const struct route *route = route_find(call, routes, ARRAY_LEN(routes), &allow);
    call->route = route;
    call->rights = access_of_nobody();
    if (route == NULL ? is_api(path) : route_needs_key(route))
        caller_find(call);
    if (route == NULL) {
        answer_elsewhere(call, buf_str(&allow));
        return;
    }
    enum area area = route_area(route, call->entity);
    enum level needed = access_needed(call->request->method);
    caller_check(call, area, reads_when_dry(route) ? LEVEL_READ : needed);
    if (!call->is_answered)
        route_read_query(call, route);
    if (!call->is_answered)
        route_read_body(call, route);
    if (!json_is_true(json_object_get(call->body, "dry_run")))
        caller_check_rights(call, area, needed);
    if (!call->is_answered)
        route->answer(call);
}

void call_serve(struct http_exchange *exchange, struct call *call, struct http_reply *reply,
                void (*answers)(struct call *call))
{
    call->exchange = exchange;
    call->request = exchange->request;
    call->arena = arena_make(API_SCRATCH_BYTES_MAX);
    call->reply_arena = exchange->arena;
    call->reply = reply;
    say_set_language(say_language_of(http_header_find(call->request, STR("Accept-Language"))));
    answers(call);
    say_set_language(SAY_ENGLISH); /* whoever this thread serves next */
    CHECK(call->is_answered);
    gzip_answer(call);
    if (call->last_headers.ptr != NULL)
        reply->headers = arena_format(exchange->arena, "%.*s%.*s", STR_FMT(reply->headers),
                                      STR_FMT(call->last_headers));
    json_decref(call->body);
    arena_free(call->arena);
}

static void work(struct http_exchange *exchange, void *context, struct http_reply *reply)
{
    struct call call = {.api = context};

    call_serve(exchange, &call, reply, answer);
}

void api_handle(struct http_exchange *exchange, void *context, void *loop_context)
{
    (void)loop_context; /* nothing of the loop's is needed */
    http_work(exchange, work, context);
}
