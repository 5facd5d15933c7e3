/* http - the server side of HTTP/1.1: a loop per thread (libuv), llhttp as parser, strict in what
 * it takes.
 *
 * Happy path: http_server_open() binds nothing: it is given listening sockets. Each loop runs in a
 * thread of its own, accepts, parses one request at a time per connection, calls the handler, and
 * writes the reply when http_reply() is called, at once or turns later. Ways it fails: a malformed,
 * oversized or late request is answered 4xx and closed; a full server closes the newest connection;
 * a client that leaves early loses its reply, the exchange lives until it is answered. Limits:
 * struct http_limits. */
#pragma once
#include "base/arena.h"
#include "base/net.h"

#define HTTP_HEADERS_MAX      64
#define HTTP_URL_MAX          8192
#define HTTP_HEADER_BYTES_MAX 16384

enum http_method {
    HTTP_METHOD_GET,
    HTTP_METHOD_HEAD,
    HTTP_METHOD_POST,
    HTTP_METHOD_PUT,
    HTTP_METHOD_PATCH,
    HTTP_METHOD_DELETE,
    HTTP_METHOD_OTHER
};

struct http_header {
    struct str name;  /* as received */
    struct str value; /* trimmed */
};

/* A request, borrowed from its exchange: valid until the exchange is answered. */
struct http_request {
    enum http_method method;
    struct str method_text;
    struct str target; /* as received: "/15GFcZ?zoneid=13" */
    struct str path;   /* up to the '?', not decoded */
    struct str query;  /* after the '?'; absent without one */
    struct str host;   /* the Host header, port included; never empty */
    struct http_header headers[HTTP_HEADERS_MAX];
    size_t header_count;
    struct str body;         /* absent without one */
    struct net_address peer; /* the connection's other end; family 0 on a local socket */
};

/* The first header of that name (ASCII case ignored), or absent. */
struct str http_header_find(const struct http_request *request, struct str name);
/* The value of the first cookie of that name in a Cookie header (absent: none), or absent. */
struct str http_cookie_find(struct str header, struct str name);

/* One request and the reply it waits for. */
struct http_exchange {
    const struct http_request *request;
    struct arena *arena; /* freed after the reply was handed on */
    struct http_loop *loop;
};

struct http_reply {
    unsigned status;
    struct str content_type; /* absent: no Content-Type */
    struct str headers;      /* further header lines, each ended by CRLF, or absent */
    struct str body;
    bool close; /* close the connection after this reply */
};

/* Answers the exchange, once; copies what it needs. On the exchange's loop thread, inside the
 * handler or later. The exchange and its arena must not be used afterwards. Content-Length, Date
 * and Connection are written here; a HEAD's body is left out. */
void http_reply(struct http_exchange *exchange, const struct http_reply *reply);

/* Called on a loop thread for each request; must lead to exactly one http_reply(). loop_context is
 * what loop_start returned. */
typedef void http_handler(struct http_exchange *exchange, void *context, void *loop_context);

struct http_limits {
    size_t body_bytes_max;
    size_t arena_bytes_max;               /* per exchange */
    unsigned connections_max;             /* in all, over all loops */
    unsigned connections_per_address_max; /* loopback and local sockets are not counted */
    int64_t header_deadline_ms; /* absolute: first byte of a request (or accept) to the end of its
                                   headers */
    int64_t body_deadline_ms;   /* absolute: end of headers to the end of the body */
    int64_t
        idle_deadline_ms; /* a kept connection without a request; also a reply that is not read */
};

/* 64 KiB body, 256 KiB arena, 20,000 connections, 256 per address, 10 s, 10 s, 60 s. */
struct http_limits http_limits_default(void);

/* One listener: a handler and, for each loop, one listening socket (SO_REUSEPORT twins), or one
 * shared by all when socket_count is 1. A local socket (AF_UNIX) takes connections of the same
 * user and of root only. */
struct http_listener {
    const char *name; /* for logs and metrics */
    http_handler *handler;
    void *context;
    const int *sockets; /* taken: closed by the server */
    size_t socket_count;
    struct http_limits limits;
};

/* What the owner of a loop wants to do on its thread. Any may be NULL. */
struct http_loop_hooks {
    void *context; /* handed to loop_start */
    void *(*loop_start)(
        void *context,
        struct http_loop *loop);      /* on the new thread; its result is the loop_context */
    void (*turn)(void *loop_context); /* after the events of each turn, before the loop sleeps */
    void (*woken)(
        void *loop_context); /* after http_loop_wake(), on the loop's thread; wakes may be merged */
    void (*tick)(void *loop_context, int64_t mono_ms); /* every HTTP_TICK_MS */
    void (*loop_stop)(void *loop_context);             /* the last call, on the loop's thread */
};
#define HTTP_TICK_MS 50

struct http_server;

/* Opens a server with loop_count threads for these listeners (copied; sockets taken) and starts
 * serving. ERR_IO. */
MUST_USE enum err http_server_open(const struct http_listener *listeners, size_t listener_count,
                                   unsigned loop_count, const struct http_loop_hooks *hooks,
                                   struct http_server **server);
/* Stops accepting, gives requests in flight up to grace_ms to be answered, ends the threads, frees
 * all. Accepts NULL. */
void http_server_close(struct http_server *server, int64_t grace_ms);

/* Makes the loop call its woken hook soon. Any thread, but not once loop_stop has returned. */
void http_loop_wake(struct http_loop *loop);

/* Runs work(exchange, context) on a thread of the pool, where it may block; it fills *reply (in the
 * exchange's arena), which is sent on the loop's thread. Call on the loop's thread, as the
 * handler's last act. */
void http_work(struct http_exchange *exchange,
               void (*work)(struct http_exchange *exchange, void *context,
                            struct http_reply *reply),
               void *context);

/* Whether the client left while its request is being worked on: it closed its side, or the
 * connection is cut. Any thread, until the exchange is answered. */
bool http_exchange_is_gone(const struct http_exchange *exchange);

/* --- Long replies ----------------------------------------------------------------------------- */

struct http_stream;

/* What a stream holds for a client that does not take it. */
#define HTTP_STREAM_BYTES_MAX ((size_t)256 * 1024)

/* Begins a reply whose body is written piece by piece, by the work of http_work() on its thread of
 * the pool; it then fills no *reply. head: status, content type and headers, which live as long as
 * the exchange. It must be ended before the work returns, unless it is kept. */
struct http_stream *http_stream_begin(struct http_exchange *exchange,
                                      const struct http_reply *head);
/* Lets the stream go on after the work has returned, so that it holds no thread of the pool: one
 * thread at a time writes to it, by http_stream_push(), and one must end it, also when the client
 * has left. The exchange and its arena live until then. Inside the work. */
void http_stream_keep(struct http_stream *stream);
/* Hands on bytes (copied), and waits while the client takes none. ERR_CLOSED: the client left, or
 * asked for the head only: go to the end. */
MUST_USE enum err http_stream_write(struct http_stream *stream, struct str bytes);
/* Hands on bytes (copied), all or none, and never waits. ERR_FULL: with them more than
 * HTTP_STREAM_BYTES_MAX would lie here unsent. ERR_CLOSED: the client left, asked for the head
 * only, or the stream is kept and the server is closing: go to the end. */
MUST_USE enum err http_stream_push(struct http_stream *stream, struct str bytes);
/* Whether nobody takes what is written, as ERR_CLOSED says it. Any thread, until the end. */
bool http_stream_is_gone(struct http_stream *stream);
/* is_whole: all was written; else the connection is cut, so that what came cannot be taken for all
 * of it. Of a kept stream: any thread; the stream must not be used afterwards. */
void http_stream_end(struct http_stream *stream, bool is_whole);

/* Counters of a server, read at any time from any thread. */
struct http_counters {
    uint64_t connections_open;
    uint64_t connections_accepted;
    uint64_t connections_refused; /* over a limit */
    uint64_t connections_late;    /* cut at a deadline */
    uint64_t requests;
    uint64_t requests_malformed;
};
struct http_counters http_server_counters(const struct http_server *server);

/* The text of a status: 302 -> "Found". Static. */
const char *http_status_text(unsigned status);
