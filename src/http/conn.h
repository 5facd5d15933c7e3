/* conn - the inside of http/: a server has loops, a loop has a gate per listener, a gate has
 * connections, and a connection holds a slot while a request is on its way.
 *
 * Happy path of a connection: accepted (HEAD) -> head complete -> BODY -> HANDLING until the reply
 * -> IDLE -> HEAD again at the next byte. Ways it ends: closed silently when idle or when the
 * client left; closed after a reply that says so; LINGERING after a refusal, so that a client that
 * still sends can read why. A connection that closes while HANDLING is kept until it is answered.
 * Owner: the loop's thread, for everything but what is said to be shared. */
#pragma once
#include <stdatomic.h>
#include <uv.h>

#include "http/http.h"

#define IN_BYTES            4096u  /* what a slot reads into at first */
#define IN_BYTES_MAX        32768u /* and what it grows to: a whole head and CHUNK_ROOM fit */
#define CHUNK_ROOM          1024u  /* room wanted behind the head for reading a chunked body */
#define BODY_BYTES_KEPT     8192u
#define OUT_BYTES           4096u
#define SLOTS_KEPT_MAX      1024u /* per gate; what goes unused is freed by the tick */
#define SLOTS_SPARE         16u   /* per gate, kept also when unused */
#define CONNS_KEPT_MAX      1024u /* per gate */
#define LINGER_MS           1000
#define DISCARD_BYTES       16384u
#define DATE_LINE_LEN       37u
#define LISTENER_NAME_BYTES 32u

/* Why a request is refused. The text is static. */
struct refusal {
    unsigned status;
    const char *text;
};

enum parse { PARSE_MORE, PARSE_DONE, PARSE_REFUSED };

/* How far the search for the end of a head has come. Offsets count from the request's first byte.
 */
struct head_scan {
    size_t seen;           /* bytes looked at */
    size_t line;           /* where the line being read begins */
    size_t first_line_len; /* of the request line with its CRLF; 0: not complete */
    unsigned headers;
};

enum chunk_state {
    CHUNK_SIZE_FIRST,
    CHUNK_SIZE,
    CHUNK_EXTENSION,
    CHUNK_SIZE_LF,
    CHUNK_DATA,
    CHUNK_DATA_CR,
    CHUNK_DATA_LF,
    CHUNK_END_CR,
    CHUNK_END_LF
};

struct chunks {
    enum chunk_state state;
    unsigned digits; /* of the size being read */
    uint64_t left;   /* of the chunk's data */
    size_t extension_bytes;
};

/* Bytes on their way to the client. Goes to libuv as a whole when the socket does not take them at
 * once; else it stays with the slot. */
struct out {
    uv_write_t write;
    struct conn *conn;
    size_t len;
    size_t cap;
    char bytes[];
};

/* What a connection needs only while a request is on its way, so that an idle one costs little.
 * Of the bytes in `in`, [begin, at) is the request being handled and [at, end) is not yet parsed.
 */
struct slot {
    struct http_exchange exchange; /* first: http_reply() finds the slot by it */
    struct http_request request;
    const struct http_limits *limits;
    struct conn *conn;
    struct slot *next; /* in the gate's free list */

    char *in; /* in_first, or heap */
    size_t in_cap;
    size_t begin;
    size_t at;
    size_t end;
    struct head_scan scan;
    size_t head_len;
    struct refusal refusal; /* set by PARSE_REFUSED */

    bool is_old; /* HTTP/1.0 */
    bool keep_alive;
    bool expects_continue;
    bool has_length;
    bool is_chunked;
    struct chunks chunks;
    uint64_t body_bytes; /* as its Content-Length says */
    char *body;          /* heap; NULL until a body does not lie whole in `in` */
    size_t body_len;
    size_t body_cap;

    struct out *out; /* NULL: nothing to send */

    uv_work_t work;
    void (*work_run)(struct http_exchange *exchange, void *context, struct http_reply *reply);
    void *work_context;
    struct http_reply work_reply;
    bool is_working;
    struct http_stream *stream; /* begun by the work; NULL: a plain reply */
    bool is_streaming;          /* the loop's thread has seen the stream */
    _Atomic bool is_left;       /* by its client, while it is in flight: read by any thread */

    char in_first[IN_BYTES];
};

enum conn_state { CONN_IDLE, CONN_HEAD, CONN_BODY, CONN_HANDLING, CONN_LINGERING, CONN_CLOSED };
enum conn_ending { ENDING_NONE, ENDING_CLOSE, ENDING_LINGER };

/* A connection stands in one queue of its gate. All in a queue wait equally long, so that each is
 * in the order of its deadlines and the tick looks at its first ones only. */
enum queue_id {
    QUEUE_IDLE,
    QUEUE_HEAD,
    QUEUE_BODY,
    QUEUE_LINGER,
    QUEUE_HANDLING, /* never due */
    QUEUE_ORPHAN,   /* closed, its exchange not answered; never due */
    QUEUE_COUNT,
    QUEUE_NONE = QUEUE_COUNT
};

struct conn {
    union {
        uv_handle_t handle;
        uv_stream_t stream;
        uv_tcp_t tcp;
        uv_pipe_t pipe;
    };
    struct gate *gate;
    struct slot *slot; /* NULL when idle */
    struct conn *next; /* in the queue or the free list */
    struct conn *prev;
    int64_t deadline_ms; /* by uv_now() */
    size_t unsent_seen;  /* bytes unsent when the deadline was last set */
    unsigned writes_pending;
    enum conn_state state;
    enum conn_ending ending;
    enum queue_id queue;
    struct net_address peer;
    bool is_counted;   /* in the table of addresses */
    bool is_running;   /* conn_run() is at work */
    bool is_in_flight; /* the exchange is with its handler */
    bool is_reading;
    bool is_eof;
    bool is_gone;          /* libuv let go of the handle */
    bool is_end_the_close; /* of the reply: its bytes are not counted, so what is cut is reset */
};

struct queue {
    struct conn *first;
    struct conn *last;
};

/* A listener as all loops share it. */
struct listener {
    struct http_listener config;
    char name[LISTENER_NAME_BYTES];
    _Atomic unsigned open;
    struct peers *peers;
};

/* A listener's part in one loop. */
struct gate {
    union {
        uv_handle_t handle;
        uv_stream_t stream;
        uv_tcp_t tcp;
        uv_pipe_t pipe;
    };
    struct http_loop *loop;
    struct listener *listener;
    struct queue queues[QUEUE_COUNT];
    struct slot *slots; /* free ones */
    size_t slots_count;
    size_t slots_unused; /* the fewest that lay free since the last trim */
    struct conn *conns;  /* free ones */
    size_t conns_count;
    bool is_local; /* AF_UNIX */
};

/* Written by the loop's thread alone, read by any. */
struct loop_counters {
    _Atomic uint64_t open;
    _Atomic uint64_t accepted;
    _Atomic uint64_t refused;
    _Atomic uint64_t late;
    _Atomic uint64_t requests;
    _Atomic uint64_t malformed;
};

struct http_loop {
    uv_loop_t uv;
    uv_async_t async;
    uv_timer_t timer;
    uv_prepare_t prepare;
    uv_thread_t thread;
    uv_sem_t ready;
    struct http_server *server;
    struct gate *gates;
    void *context;    /* what loop_start returned */
    bool has_handled; /* a handler was called since the turn hook */
    bool is_draining;
    bool is_past_grace;
    int64_t drain_deadline_ms;
    int64_t trim_ms;
    size_t handles; /* gates and connections that libuv holds */
    size_t works;   /* on the pool, and streams that outlive theirs */
    int64_t date_second;
    char date[DATE_LINE_LEN + 1];
    struct loop_counters counters;
    char discard[DISCARD_BYTES];
    uv_mutex_t streams_lock;
    struct http_stream *streams; /* guarded by it */
};

struct http_server {
    struct listener *listeners;
    size_t listener_count;
    struct http_loop **loops;
    unsigned loop_count;
    struct http_loop_hooks hooks;
    int64_t grace_ms; /* written before is_closing */
    _Atomic bool is_closing;
};

static inline void counter_add(_Atomic uint64_t *counter, uint64_t n)
{
    uint64_t value = atomic_load_explicit(counter, memory_order_relaxed);
    atomic_store_explicit(counter, value + n, memory_order_relaxed);
}

/* --- slot.c */

/* A slot for requests under these limits (lent). Free with slot_free(), which accepts NULL. */
MUST_USE struct slot *slot_make(const struct http_limits *limits);
void slot_free(struct slot *slot);
/* Forgets the request: what lies behind it in `in` is the next one's. */
void slot_next(struct slot *slot);
/* Whether it holds neither bytes to parse nor bytes to send. */
bool slot_is_empty(const struct slot *slot);
/* Makes room for at least `room` more bytes in `in`, which may move what lies there; only before
 * the head is parsed. */
void slot_make_room(struct slot *slot, size_t room);
/* Appends to the body; its length is checked by the caller. */
void slot_add_body(struct slot *slot, const char *bytes, size_t count);
/* Where the next bytes are read to, and how many may be: a body with a length goes to its own
 * place, and no further than its end; everything else behind what lies in `in`. */
char *slot_read_place(struct slot *slot, bool is_in_body, size_t *room);
void slot_read_done(struct slot *slot, bool is_in_body, size_t count);
/* Room for `room` more bytes to send. */
void slot_make_out_room(struct slot *slot, size_t room);

static inline enum parse parse_refuse(struct slot *slot, unsigned status, const char *text)
{
    slot->refusal = (struct refusal){status, text};
    return PARSE_REFUSED;
}

/* --- parse.c, chunk.c: pure, on a slot's bytes. PARSE_REFUSED sets slot->refusal. */

/* Reads on in the head that begins at slot->begin. PARSE_DONE: the request is filled but for its
 * body. */
MUST_USE enum parse parse_head(struct slot *slot);
/* Reads on in the body. PARSE_DONE: the request is complete, and slot->at stands behind it. */
MUST_USE enum parse parse_body(struct slot *slot);
/* The same for a chunked body. */
MUST_USE enum parse chunks_read(struct slot *slot);

/* --- reply.c */

/* Appends the reply to the slot's bytes to send. date_line is ended by CRLF. */
void reply_write(struct slot *slot, const struct http_reply *reply, struct str date_line,
                 bool close);
/* The head alone, of a reply in chunks. */
void reply_write_head(struct slot *slot, const struct http_reply *reply, struct str date_line,
                      bool close);
void reply_write_continue(struct slot *slot);

/* --- peers.c: connections per address, shared by all loops; any thread. */

struct peers;

/* A table for at most connections_max connections. Free with peers_free(), which accepts NULL. */
MUST_USE struct peers *peers_make(unsigned connections_max);
void peers_free(struct peers *peers);
/* Counts one more connection of that address, or says false when it has `most` already. IPv6 counts
 * by /64, for that is what one host is given. */
MUST_USE bool peers_enter(struct peers *peers, const struct net_address *address, unsigned most);
void peers_leave(struct peers *peers, const struct net_address *address);

/* --- gate.c */

/* Puts the connection at the end of that queue of its gate, out of the one where it stands. */
void gate_queue(struct conn *conn, enum queue_id id);
void gate_unqueue(struct conn *conn);
/* Gives the connection a slot; it has none. */
void gate_take_slot(struct conn *conn);
/* Takes the connection's slot back, if it has one, with all bytes that lie in it. */
void gate_give_slot(struct conn *conn);
/* A connection of this gate, zeroed, in no queue. */
MUST_USE struct conn *gate_make_conn(struct gate *gate);
/* Frees a closed connection that libuv let go of, with its slot and what it counts for. */
void gate_free_conn(struct conn *conn);
/* Frees the slots that lay free since the last call, but for SLOTS_SPARE. */
void gate_trim(struct gate *gate);
/* Frees what a gate still holds, also exchanges that nobody answered; after its loop has run out.
 */
void gate_fini(struct gate *gate);

/* --- conn.c */

/* Accepts what waits at the gate (libuv's connection callback). */
void conn_accept(uv_stream_t *server, int status);
/* Closes at once. The connection is freed by libuv's next turn, or when its exchange is answered.
 */
void conn_close(struct conn *conn);
/* Cuts the connections whose deadline has passed. */
void conn_cut_late(struct gate *gate, int64_t now_ms);
/* Closes the connections of the gate that wait for nothing; with `all`, every one. */
void conn_close_all(struct gate *gate, bool all);
/* Sends what the slot holds. */
void conn_flush(struct conn *conn);
/* Whether a reader took enough since the last look. */
bool conn_is_reading_reply(struct conn *conn);
/* Ends an exchange whose reply was streamed: the connection goes on, or is cut. */
void conn_end_stream(struct conn *conn, bool is_whole);

/* --- stream.c */

/* After a wake: goes on with every stream of the loop. */
void streams_run(struct http_loop *loop);
/* Closes on readers who take nothing for the idle deadline. */
void streams_cut_late(struct http_loop *loop, int64_t now_ms);
/* The client took what was sent, of a slot that may be streaming. */
void stream_sent(struct slot *slot);
/* Its connection is closed. */
void stream_lost(struct slot *slot);
/* The work of a stream is done: ends the exchange, unless the stream is kept and not ended yet. */
void stream_work_done(struct slot *slot);

/* --- loop.c */

/* Makes a loop whose gates listen on sockets[listener]; those taken are set to -1. ERR_IO. */
MUST_USE enum err loop_open(struct http_server *server, int *sockets, struct http_loop **loop);
/* Starts its thread; returns after loop_start was called. ERR_IO. */
MUST_USE enum err loop_start(struct http_loop *loop, unsigned number);
/* Waits for the end of its thread, once the server is closing. */
void loop_join(struct http_loop *loop);
/* Frees a loop that has not been started, or whose thread has been joined. Accepts NULL. */
void loop_free(struct http_loop *loop);
/* To be called when a connection or a piece of work has ended: may end a loop that drains. */
void loop_check_drained(struct http_loop *loop);
