/* transfer - one request on one curl handle. Owner: its fetcher. Limits: FETCH_*_MAX; an answer's
 * body is cut at DROP_BYTES_MAX, or at what the policy keeps.
 *
 * Where it may go. curl asks our open_socket() for each connection of each hop, after DNS, with the
 * address that it then connects to; no answer of the DNS and no redirect can put another one in its
 * place (it is pinned, so cached DNS answers need no care). No proxy, no .netrc, no Alt-Svc, no
 * HSTS; cookies only where the policy keeps them.
 *
 * How often it is sent. When a kept connection dies before a byte of an answer came, curl would
 * send the request again on another one, up to five times, though the receiver may have had it.
 * before_request() sees each request just before it leaves and stops that: the result is UNCERTAIN,
 * and who asked decides. Dead connections that the kernel already knows of are never chosen by
 * curl, and IDLE_SECONDS_MAX keeps the others few: most servers hold an idle connection for longer.
 */
#include "fetch/transfer.h"

#include "base/clock.h"

#define DROP_BYTES_MAX       (1024 * 1024)
#define IDLE_SECONDS_MAX     5L
#define LIFETIME_SECONDS_MAX 300L /* a host that moved is found again */
/* No more than one TLS record: a write that fails has then sent nothing that the peer could read.
 */
#define WRITE_BYTES_MAX 16384L

_Static_assert(FETCH_REQUEST_BYTES_MAX <= 1024 * 1024,
               "curl sends Expect: 100-continue past 1 MiB");

/* curl refuses an option only when memory is gone or the library lacks it: neither can be served
 * from. */
#define SET(easy, option, ...) CHECK(curl_easy_setopt((easy), (option), __VA_ARGS__) == CURLE_OK)

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct transfer *transfer = context;
    char reason[GUARD_REASON_MAX];

    (void)purpose; /* connecting is the only one without FTP */
    int fd = guard_open_socket(transfer->policy, transfer->is_local, &address->addr,
                               address->socktype, address->protocol, reason);
    if (fd >= 0)
        transfer->is_opened = true;
    else if (reason[0] != '\0')
        memcpy(transfer->refusal, reason, sizeof(reason));
    return fd >= 0 ? fd : CURL_SOCKET_BAD;
}

static long bytes_sent(const struct transfer *transfer)
{
    long sent = 0;

    CHECK(curl_easy_getinfo(transfer->easy, CURLINFO_REQUEST_SIZE, &sent) == CURLE_OK);
    return sent;
}

static int before_request(void *context, char *remote, char *local, int remote_port, int local_port)
{
    struct transfer *transfer = context;
    long sent = bytes_sent(transfer);

    (void)remote, (void)local, (void)remote_port, (void)local_port;
    if (sent > transfer->sent_before && !transfer->is_heard) {
        transfer->stop = TRANSFER_REPEAT;
        return CURL_PREREQFUNC_ABORT;
    }
    transfer->sent_before = sent;
    transfer->hop_count++;
    transfer->is_heard = false;
    transfer->is_opened = false;
    transfer->refusal[0] = '\0';
    return CURL_PREREQFUNC_OK;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;

    transfer->is_heard = true;
    transfer->header_bytes += size * count;
    if (transfer->header_bytes <= FETCH_ANSWER_HEADER_BYTES_MAX)
        return size * count;
    (void)bytes;
    transfer->stop = TRANSFER_HEADER_TOO_LONG;
    return 0;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    size_t left = transfer_body_max(transfer->policy) - transfer->body_len;
    size_t kept = size * count < left ? size * count : left;

    transfer->is_cut |= kept < size * count;
    memcpy(transfer->body + transfer->body_len, bytes, kept);
    transfer->body_len += kept;
    return size * count;
}

/* Counts here rather than in take_body(), which curl does not call for the body of a redirect that
 * it follows. */
static int take_progress(void *context, curl_off_t down_all, curl_off_t down, curl_off_t up_all,
                         curl_off_t up)
{
    struct transfer *transfer = context;

    (void)down_all, (void)up_all, (void)up;
    size_t most = transfer_body_max(transfer->policy);
    if (down <= DROP_BYTES_MAX || (size_t)down <= most)
        return 0;
    transfer->stop = TRANSFER_CUT;
    return 1;
}

static void set_guard(CURL *easy, struct transfer *transfer)
{
    SET(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    SET(easy, CURLOPT_OPENSOCKETDATA, transfer);
    SET(easy, CURLOPT_PREREQFUNCTION, before_request);
    SET(easy, CURLOPT_PREREQDATA, transfer);
    SET(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    SET(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    SET(easy, CURLOPT_PROXY, ""); /* not what the environment says either */
    SET(easy, CURLOPT_NOPROXY, "*");
    SET(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    SET(easy, CURLOPT_UNRESTRICTED_AUTH, 0L);
    SET(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    SET(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    SET(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
}

static void set_reading(CURL *easy, struct transfer *transfer)
{
    SET(easy, CURLOPT_HEADERFUNCTION, take_header);
    SET(easy, CURLOPT_HEADERDATA, transfer);
    SET(easy, CURLOPT_WRITEFUNCTION, take_body);
    SET(easy, CURLOPT_WRITEDATA, transfer);
    SET(easy, CURLOPT_XFERINFOFUNCTION, take_progress);
    SET(easy, CURLOPT_XFERINFODATA, transfer);
    SET(easy, CURLOPT_NOPROGRESS, 0L);
    SET(easy, CURLOPT_ERRORBUFFER, transfer->curl_error);
}

enum err transfer_init(struct transfer *transfer)
{
    CURL *easy = curl_easy_init();

    if (easy == NULL)
        return ERR_IO;
    set_guard(easy, transfer);
    set_reading(easy, transfer);
    SET(easy, CURLOPT_PRIVATE, transfer);
    SET(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    SET(easy, CURLOPT_USERAGENT, "Rebond/" REBOND_VERSION);
    SET(easy, CURLOPT_NOSIGNAL, 1L);
    /* Without it, a lookup that is given up at its timeout holds up every other transfer until the
     * resolver returns. */
    SET(easy, CURLOPT_QUICK_EXIT, 1L);
    SET(easy, CURLOPT_MAXAGE_CONN, IDLE_SECONDS_MAX);
    SET(easy, CURLOPT_MAXLIFETIME_CONN, LIFETIME_SECONDS_MAX);
    SET(easy, CURLOPT_UPLOAD_BUFFERSIZE, WRITE_BYTES_MAX);
    SET(easy, CURLOPT_MAXREDIRS, (long)transfer->policy->redirects_max);
    SET(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)transfer->policy->connect_timeout_ms);
    if (transfer->policy->keeps_cookies)
        SET(easy, CURLOPT_COOKIEFILE, ""); /* reads none, and turns curl's engine on */
    transfer->easy = easy;
    return OK;
}

void transfer_fini(struct transfer *transfer)
{
    curl_easy_cleanup(TAKE(transfer->easy));
    curl_slist_free_all(TAKE(transfer->headers));
}

static bool is_method(struct str method)
{
    if (method.len == 0 || method.len > FETCH_METHOD_BYTES_MAX)
        return false;
    for (size_t i = 0; i < method.len; i++)
        if (method.ptr[i] < 'A' || method.ptr[i] > 'Z')
            return false;
    return true;
}

static bool is_header(struct str line)
{
    ptrdiff_t colon = str_find_char(line, ':');

    return colon > 0 && line.len <= FETCH_HEADER_BYTES_MAX && !str_has_control(line) &&
           str_find_char(str_slice(line, 0, (size_t)colon), ' ') < 0;
}

static bool is_request(const struct fetch_request *request)
{
    if (!guard_allows_url(request->url))
        return false;
    if (request->method.ptr != NULL && !is_method(request->method))
        return false;
    if (request->body.len > 0 && str_is_equal(request->method, STR("HEAD")))
        return false;
    if (request->body.len > FETCH_REQUEST_BYTES_MAX || request->header_count > FETCH_HEADERS_MAX)
        return false;
    for (size_t i = 0; i < request->header_count; i++)
        if (!is_header(request->headers[i]))
            return false;
    return true;
}

static const char *c_text(char *memory, size_t cap, struct str s)
{
    CHECK(s.len < cap);
    memcpy(memory, s.ptr, s.len);
    memory[s.len] = '\0';
    return memory;
}

/* curl's own ways for GET, HEAD and POST, since it knows how a redirect changes them; any other
 * method, or a body where none is usual, is sent as it stands and its redirects are not followed.
 */
static void set_method(struct transfer *transfer, struct str method, struct str body)
{
    char text[FETCH_METHOD_BYTES_MAX + 1];
    bool has_body = body.len > 0;
    bool is_post = str_is_equal(method, STR("POST")), is_head = str_is_equal(method, STR("HEAD"));
    bool is_usual = is_post || (!has_body && (is_head || str_is_equal(method, STR("GET"))));

    if (has_body || is_post) {
        SET(transfer->easy, CURLOPT_NOBODY, 0L);
        SET(transfer->easy, CURLOPT_POST, 1L);
        SET(transfer->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.len);
        SET(transfer->easy, CURLOPT_COPYPOSTFIELDS, has_body ? body.ptr : "");
    } else {
        SET(transfer->easy, CURLOPT_POSTFIELDS, NULL); /* gives the last one's back */
        SET(transfer->easy, CURLOPT_HTTPGET, 1L);
        SET(transfer->easy, CURLOPT_NOBODY, (long)is_head);
    }
    SET(transfer->easy, CURLOPT_CUSTOMREQUEST,
        is_usual ? NULL : c_text(text, sizeof(text), method));
    SET(transfer->easy, CURLOPT_FOLLOWLOCATION,
        (long)(is_usual && transfer->policy->redirects_max > 0));
}

static void set_headers(struct transfer *transfer, const struct fetch_request *request)
{
    char line[FETCH_HEADER_BYTES_MAX + 1];

    curl_slist_free_all(TAKE(transfer->headers));
    for (size_t i = 0; i < request->header_count; i++) {
        struct str text = str_trim(request->headers[i]);
        c_text(line, sizeof(line), text);
        if (text.ptr[text.len - 1] == ':')
            line[text.len - 1] =
                ';'; /* so curl is told of an empty value; with ':' it would take the header away */
        struct curl_slist *longer = curl_slist_append(transfer->headers, line);
        CHECK(longer != NULL);
        transfer->headers = longer;
    }
    SET(transfer->easy, CURLOPT_HTTPHEADER, transfer->headers);
}

enum err transfer_prepare(struct transfer *transfer, const struct fetch_request *request)
{
    char url[FETCH_URL_BYTES_MAX + 1];
    const struct fetch_policy *policy = transfer->policy;

    if (!is_request(request))
        return ERR_INVALID;
    SET(transfer->easy, CURLOPT_URL, c_text(url, sizeof(url), request->url));
    set_method(transfer, request->method.ptr != NULL ? request->method : STR("GET"), request->body);
    set_headers(transfer, request);
    SET(transfer->easy, CURLOPT_TIMEOUT_MS,
        (long)(request->timeout_ms > 0 ? request->timeout_ms : policy->timeout_ms));
    SET(transfer->easy, CURLOPT_UNIX_SOCKET_PATH, request->unix_socket);
    transfer->is_local = request->unix_socket != NULL;
    transfer->started_us = clock_mono_us();
    transfer->stop = TRANSFER_GOES_ON;
    transfer->header_bytes = 0;
    transfer->sent_before = 0;
    transfer->hop_count = 0;
    transfer->is_heard = false;
    transfer->is_opened = false;
    transfer->refusal[0] = '\0';
    transfer->curl_error[0] = '\0';
    transfer->body_len = 0;
    transfer->is_cut = false;
    return OK;
}

static bool is_redirect(long status)
{
    return status >= 300 && status <= 399;
}

/* A redirect that was read, but leads where no request can: too far, or to something that is not
 * http. */
static bool is_unfollowed(const struct transfer *transfer, CURLcode code, long status)
{
    return code == CURLE_TOO_MANY_REDIRECTS ||
           ((code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_URL_MALFORMAT) &&
            transfer->is_heard && is_redirect(status));
}

static enum fetch_reach reach_of(const struct transfer *transfer, CURLcode code, long status)
{
    if (code == CURLE_OK || transfer->stop == TRANSFER_CUT || is_unfollowed(transfer, code, status))
        return FETCH_ANSWERED;
    return bytes_sent(transfer) == 0 ? FETCH_NOT_SENT : FETCH_UNCERTAIN;
}

static struct str error_of(const struct transfer *transfer, CURLcode code, bool is_refused)
{
    switch (transfer->stop) {
    case TRANSFER_REPEAT:
        return STR("the kept connection was closed before an answer came");
    case TRANSFER_HEADER_TOO_LONG:
        return STR("the header of the answer is too long");
    case TRANSFER_GOES_ON:
    case TRANSFER_CUT:
        break;
    }
    if (is_refused)
        return str_from_c(transfer->refusal);
    return str_from_c(transfer->curl_error[0] != '\0' ? transfer->curl_error
                                                      : curl_easy_strerror(code));
}

static struct str header_of(const struct transfer *transfer, const char *name)
{
    struct curl_header *header;

    /* Not the last (-1): to curl that is the hop which was not made. */
    if (!transfer->is_heard || curl_easy_header(transfer->easy, name, 0, CURLH_HEADER,
                                                transfer->hop_count - 1, &header) != CURLHE_OK)
        return STR_NONE;
    return str_from_c(header->value);
}

/* A kept connection makes no socket, so curl is asked and not open_socket(). */
static struct net_address address_of(const struct transfer *transfer)
{
    const struct net_address unknown = {.family = 0};
    struct net_address address;
    const char *text = NULL;

    if (transfer->hop_count == 0 || transfer->is_local)
        return unknown;
    CHECK(curl_easy_getinfo(transfer->easy, CURLINFO_PRIMARY_IP, &text) == CURLE_OK);
    return net_parse_address(str_from_c(text), &address) == OK ? address : unknown;
}

void transfer_conclude(struct transfer *transfer, CURLcode code, struct fetch_result *result)
{
    long status = 0;

    CHECK(curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK);
    enum fetch_reach reach = reach_of(transfer, code, status);
    bool is_answered = reach == FETCH_ANSWERED;
    bool is_refused = !is_answered && transfer->refusal[0] != '\0' && !transfer->is_opened;
    *result = (struct fetch_result){
        .reach = reach,
        .refused = is_refused,
        .status = is_answered ? (unsigned)status : 0,
        .body = {transfer->body, is_answered ? transfer->body_len : 0},
        .location = is_redirect(status) ? header_of(transfer, "Location") : STR_NONE,
        .refresh = header_of(transfer, "Refresh"),
        .content_type = header_of(transfer, "Content-Type"),
        .set_cookie = header_of(transfer, "Set-Cookie"),
        .rate_remaining = header_of(transfer, "X-Rate-Limit-Remaining"),
        .rate_reset = header_of(transfer, "X-Rate-Limit-Reset"),
        .retry_after = header_of(transfer, "Retry-After"),
        .is_cut = transfer->is_cut || transfer->stop == TRANSFER_CUT,
        .error = is_answered ? STR("") : error_of(transfer, code, is_refused),
        .address = address_of(transfer),
        .duration_us = clock_mono_us() - transfer->started_us,
    };
}
