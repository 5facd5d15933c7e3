/* caller - who asks, and whether they may: Host, key or session, rights, workspace. Owner: the
 * call.
 *
 * A key comes as "Authorization: Bearer KEY"; a session as the dashboard's cookie, whose writes
 * must come from the dashboard's own page: an Origin equal to the address that was asked, and no
 * type of body that a form can send (DESIGN.md §8 Sessions). Only the dashboard's listener has this
 * room. */
#pragma once
#include "api/internal.h"

#define CALLER_COOKIE          "rb_session" /* the session's; over HTTPS with the prefix __Host- */
#define CALLER_WORKSPACE_PARAM "workspace"  /* what X-Workspace says, of a read by a link */

/* Whether the dashboard goes by the request's Host: the listener's own address, localhost, the host
 * of dashboard.url, those of dashboard.hosts. Any other name may be an attacker's that points here
 * (DNS rebinding), so it gets 421 and nothing else. */
bool caller_knows_host(const struct api_options *options, struct str host);
/* Whether the browser speaks HTTPS with the dashboard: the host of an https:// dashboard.url, or a
 * trusted proxy's X-Forwarded-Proto. */
bool caller_is_https(const struct call *call);

/* Fills in who asks: call->rights, ->scope, ->user_id, ->session_id, ->key_id; refuses with 401
 * whoever is nobody, 403 a write that no page of ours sent. */
void caller_find(struct call *call);
/* Refuses with 403 what the rights do not hold; then X-Workspace, or workspace= of a read, narrows
 * the scope. */
void caller_check(struct call *call, enum area area, enum level needed);
/* The first half alone, for what is known only once the body is read. */
void caller_check_rights(struct call *call, enum area area, enum level needed);
/* Whether it does so here: what is the whole account's stands in no workspace. */
bool caller_is_narrowed(enum area area);

/* Whether who once asked still may, for whoever is served on after their call: fills a new call of
 * the same request as caller_find() and caller_check() did, or refuses it. A session (user_id, else
 * 0) is looked for by its id: its token may have changed since, and it is not seen by this. */
void caller_find_again(struct call *call, uint64_t user_id, uint64_t session_id, enum area area);

/* Whether a write that a browser sends on its own could come from another site; refuses it. */
void caller_check_origin(struct call *call);

/* The sender's address, behind trusted proxies too. */
struct net_address caller_address(const struct call *call);

/* The session's token in the request's cookie, or absent. */
struct str caller_find_cookie(const struct call *call);
/* The cookie's line of the answer: with a token, or ("") taking it away. */
void caller_set_cookie(struct call *call, const char *token);
