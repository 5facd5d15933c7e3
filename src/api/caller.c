#include "api/caller.h"

#include "api/json_out.h"
#include "base/clock.h"
#include "base/num.h"
#include "base/say.h"
#include "base/uri.h"
#include "model/kind.h"
#include "visitor/visitor.h"

#define COOKIE_HTTPS                                                                               \
    "__Host-rb_session" /* a browser takes it from HTTPS only, and from this host */
#define COOKIE_MAX_S (ACCOUNT_SESSION_MS / 1000)
#define ORIGIN_MAX   512

/* ------------------------------------------------------------------ hosts */

/* "track.example:8443" of "https://track.example:8443/x". */
static struct str host_of_url(struct str url)
{
    ptrdiff_t scheme = str_find(url, STR("://"));
    struct str rest = scheme < 0 ? url : str_slice(url, (size_t)scheme + 3, url.len);
    ptrdiff_t end = str_find_char(rest, '/');

    return end < 0 ? rest : str_slice(rest, 0, (size_t)end);
}

/* A name that points elsewhere tomorrow cannot be an address: of those, a listener on all addresses
 * takes any, any other its own. */
static bool is_own_address(struct str listen, struct str name)
{
    static const uint8_t any[16] = {0};
    struct net_address asked, own;

    if (net_parse_address(name, &asked) != OK)
        return false;
    if (net_parse_address(uri_host_name(listen), &own) != OK)
        return false;
    return memcmp(own.bytes, any, sizeof(any)) == 0 || net_is_equal(&own, &asked);
}

bool caller_knows_host(const struct api_options *options, struct str host)
{
    struct str name = uri_host_name(host);
    struct str rest = options->hosts;
    struct str known;

    if (str_is_equal_nocase(name, STR("localhost")) || is_own_address(options->listen, name) ||
        str_is_equal_nocase(name, uri_host_name(host_of_url(options->dashboard_url))))
        return name.len > 0;
    while (str_take_piece(&rest, ',', &known))
        if (str_is_equal_nocase(str_trim(known), name))
            return name.len > 0;
    return false;
}

static bool is_proxy(const struct call *call)
{
    const struct api_options *options = &call->api->options;

    for (size_t i = 0; i < options->proxy_count; i++)
        if (net_is_in_range(&call->request->peer, &options->proxies[i]))
            return true;
    return false;
}

bool caller_is_https(const struct call *call)
{
    struct str url = call->api->options.dashboard_url;
    struct str proto = http_header_find(call->request, STR("X-Forwarded-Proto"));

    if (is_proxy(call) && proto.ptr != NULL)
        return str_is_equal_nocase(proto, STR("https"));
    return str_has_prefix(url, STR("https://")) &&
           str_is_equal_nocase(uri_host_name(host_of_url(url)), uri_host_name(call->request->host));
}

struct net_address caller_address(const struct call *call)
{
    const struct api_options *options = &call->api->options;

    return visitor_address(call->request, options->proxies, options->proxy_count);
}

/* ------------------------------------------------------------------ the cookie */

static const char *cookie_name(const struct call *call)
{
    return caller_is_https(call) ? COOKIE_HTTPS : CALLER_COOKIE;
}

void caller_set_cookie(struct call *call, const char *token)
{
    call->last_headers =
        arena_format(call->reply_arena,
                     "Set-Cookie: %s=%s; Path=/; Max-Age=%lld; HttpOnly; SameSite=Strict%s\r\n",
                     cookie_name(call), token, token[0] != '\0' ? (long long)COOKIE_MAX_S : 0LL,
                     caller_is_https(call) ? "; Secure" : "");
}

struct str caller_find_cookie(const struct call *call)
{
    return http_cookie_find(http_header_find(call->request, STR("Cookie")),
                            str_from_c(cookie_name(call)));
}

/* ------------------------------------------------------------------ writes of a page */

/* What a form sends, or a script without asking the server first. */
static bool is_simple_type(struct str header)
{
    static const char *const simple[] = {"application/x-www-form-urlencoded", "multipart/form-data",
                                         "text/plain"};
    ptrdiff_t end = str_find_char(header, ';');
    struct str type = str_trim(end < 0 ? header : str_slice(header, 0, (size_t)end));

    for (size_t i = 0; i < ARRAY_LEN(simple); i++)
        if (str_is_equal_nocase(type, str_from_c(simple[i])))
            return true;
    return type.len == 0;
}

static bool is_own_origin(const struct call *call, struct str origin)
{
    char text[ORIGIN_MAX];
    int len = snprintf(text, sizeof(text), "http%s://%.*s", caller_is_https(call) ? "s" : "",
                       STR_FMT(call->request->host));

    return len > 0 && (size_t)len < sizeof(text) &&
           str_is_equal_nocase(origin, (struct str){text, (size_t)len});
}

void caller_check_origin(struct call *call)
{
    struct str origin = http_header_find(call->request, STR("Origin"));
    struct str site = http_header_find(call->request, STR("Sec-Fetch-Site"));

    if (!is_own_origin(call, origin))
        call_refuse(call, 403, "Origin",
                    "A write with a session comes from the dashboard's own page.");
    else if (site.ptr != NULL && !str_is_equal(site, STR("same-origin")))
        call_refuse(call, 403, "Sec-Fetch-Site",
                    "A write with a session comes from the dashboard's own page.");
    else if (is_simple_type(http_header_find(call->request, STR("Content-Type"))))
        call_refuse(call, 415, "", "Send JSON, with Content-Type: application/json.");
}

/* ------------------------------------------------------------------ who */

/* "Bearer KEY"; the scheme in any case. Absent when it is something else. */
static struct str bearer_of(struct str header)
{
    static const struct str scheme = {"Bearer ", 7};

    if (header.len <= scheme.len || !str_is_equal_nocase(str_slice(header, 0, scheme.len), scheme))
        return STR_NONE;
    return str_trim(str_slice(header, scheme.len, header.len));
}

static void refuse_nobody(struct call *call, enum err err, const char *message)
{
    if (err != ERR_NOT_FOUND) {
        call_refuse(call, 503, "", "The catalogue could not be read.");
        return;
    }
    call->more_headers = STR("WWW-Authenticate: Bearer\r\n");
    call_refuse(call, 401, "", "%s", say_text(message));
}

static void find_by_key(struct call *call, struct str text)
{
    struct account_key *key = ARENA_NEW(call->arena, struct account_key);
    CHECK(key != NULL);
    enum err err = account_find_key(call->api->options.catalog, text, clock_wall_ms(), key);

    if (err != OK) {
        refuse_nobody(call, err, SAY("This API key is not known, or was revoked, or is over."));
        return;
    }
    call->key_id = key->id;
    call->rights = access_of_key(key);
    call->scope = key->scope;
    (void)snprintf(call->actor, sizeof(call->actor), "key %" PRIu64, key->id);
}

static void find_by_session(struct call *call, struct str token)
{
    struct account_session *session = ARENA_NEW(call->arena, struct account_session);
    CHECK(session != NULL);
    enum err err =
        account_find_session(call->api->options.catalog, token, clock_wall_ms(), session);

    if (err != OK) {
        refuse_nobody(call, err, SAY("The session is over: sign in."));
        return;
    }
    call->user = &session->user;
    call->session_id = session->id;
    call->rights = access_of_role(session->user.role);
    call->scope = session->user.scope;
    (void)snprintf(call->actor, sizeof(call->actor), "user %" PRIu64, session->user.id);
    if (session->token[0] != '\0')
        caller_set_cookie(call, session->token);
    if (access_needed(call->request->method) == LEVEL_WRITE)
        caller_check_origin(call);
}

void caller_find(struct call *call)
{
    struct str header = http_header_find(call->request, STR("Authorization"));
    struct str key = bearer_of(header);
    struct str token = header.ptr == NULL ? caller_find_cookie(call) : STR_NONE;

    if (key.ptr != NULL)
        find_by_key(call, key);
    else if (token.ptr != NULL)
        find_by_session(call, token);
    else
        refuse_nobody(call, ERR_NOT_FOUND,
                      SAY("Sign in, or send an API key: Authorization: Bearer KEY."));
    call->scope.actor = call->actor;
}

/* ------------------------------------------------------------------ whether */

/* What a link says, which can carry no header: workspace=; absent where it says nothing. A query
 * that cannot be read is refused when its parameters are. */
static struct str find_in_query(struct call *call)
{
    struct uri_query query = {0};
    struct uri_fault fault = {0};

    if (access_needed(call->request->method) != LEVEL_READ || call->request->query.ptr == NULL ||
        uri_parse_query(call->arena, call->request->query, &query, &fault) != OK)
        return STR_NONE;
    const struct uri_param *param = uri_find(&query, STR(CALLER_WORKSPACE_PARAM));
    return param != NULL ? param->value : STR_NONE;
}

/* Who reads all of them reads those to come too: that a number is among theirs says nothing of
 * whether it stands for one. */
static enum err find_workspace(struct call *call, struct str text, uint64_t *id)
{
    json_auto_t *workspace = NULL;
    enum err err = num_parse_u64(text, WORKSPACES_MAX, id);

    return err != OK ? err
                     : catalog_get(call->api->options.catalog, ENTITY_WORKSPACE, text, &call->scope,
                                   &workspace);
}

/* X-Workspace, or workspace= of a link: the call is about that workspace alone, and what it makes
 * goes there. Without either, demo data stay out of everybody's figures. */
static void narrow(struct call *call)
{
    struct str header = http_header_find(call->request, STR("X-Workspace"));
    struct str param = find_in_query(call);
    struct str text = param.ptr != NULL ? param : header;
    const char *field = param.ptr != NULL ? CALLER_WORKSPACE_PARAM : "X-Workspace";
    uint64_t id = 0;

    if (text.ptr == NULL) {
        scope_leave_out_demo(&call->scope);
        return;
    }
    if (param.ptr != NULL && header.ptr != NULL && !str_is_equal(param, header)) {
        call_refuse(call, 422, field, "workspace and X-Workspace name two workspaces.");
        return;
    }
    enum err err = find_workspace(call, text, &id);
    if (err == ERR_IO) {
        call_refuse(call, 503, "", "The catalogue could not be read.");
        return;
    }
    if (err != OK) {
        call_refuse(call, 422, field,
                    "%s must be the id of a workspace that you may read, not \"%.*s\".", field,
                    STR_FMT(str_slice(text, 0, 64)));
        return;
    }
    workspace_set_keep(&call->scope.reads, id);
    workspace_set_keep(&call->scope.writes, id);
    call->scope.home = id;
}

bool caller_is_narrowed(enum area area)
{
    return area != AREA_USERS && area != AREA_KEYS && area != AREA_WORKSPACES &&
           area != AREA_RATES && area != AREA_OWN && area != AREA_OPEN;
}

static void refuse_area(struct call *call, enum area area, enum level needed)
{
    bool is_read = needed == LEVEL_READ;
    bool is_user = call->user != NULL;

    call_refuse(call, 403, "",
                is_user && is_read ? "Your rights do not let you read %s."
                : is_user          ? "Your rights do not let you change %s."
                : is_read          ? "The key's scopes do not let you read %s."
                                   : "The key's scopes do not let you change %s.",
                area_text(area));
}

void caller_check_rights(struct call *call, enum area area, enum level needed)
{
    if (!call->is_answered && !access_may(&call->rights, area, needed))
        refuse_area(call, area, needed);
}

void caller_check(struct call *call, enum area area, enum level needed)
{
    caller_check_rights(call, area, needed);
    if (!call->is_answered && caller_is_narrowed(area))
        narrow(call);
}

/* ------------------------------------------------------------------ whether still */

static bool is_listed(const json_t *sessions, uint64_t session_id)
{
    size_t i;
    json_t *session;

    json_array_foreach(sessions, i, session)
    {
        if ((uint64_t)json_integer_value(json_object_get(session, "id")) == session_id)
            return true;
    }
    return false;
}

static void find_session_again(struct call *call, uint64_t user_id, uint64_t session_id)
{
    struct catalog *catalog = call->api->options.catalog;
    struct account_user *user = ARENA_NEW(call->arena, struct account_user);
    char hash[ACCOUNT_PASSWORD_MAX];
    json_auto_t *sessions = NULL;

    CHECK(user != NULL);
    enum err err = account_list_sessions(catalog, user_id, clock_wall_ms(), &sessions);
    if (err == OK && !is_listed(sessions, session_id))
        err = ERR_NOT_FOUND;
    if (err == OK)
        err = account_get_user(catalog, user_id, user, hash);
    if (err != OK) {
        refuse_nobody(call, err, SAY("The session is over: sign in."));
        return;
    }
    call->user = user;
    call->session_id = session_id;
    call->rights = access_of_role(user->role);
    call->scope = user->scope;
}

void caller_find_again(struct call *call, uint64_t user_id, uint64_t session_id, enum area area)
{
    if (user_id != 0)
        find_session_again(call, user_id, session_id);
    else
        caller_find(call);
    caller_check(call, area, access_needed(call->request->method));
}
