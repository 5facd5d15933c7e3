#include "serve/desk_socket.h"

#include <unistd.h>
#include "base/log.h"
#include "base/num.h"
#include "facts/prove.h"
#include "serve/listen.h"

struct desk_socket {
    struct http_server *server;
    struct projector *projector;
    unsigned node;
};

/* --- Sums as lines -------------------------------------------------------- */

void desk_write_sum(struct buf *buf, enum ledger_table table, const void *row)
{
    const struct table *t = table_of(table);
    buf_write_c(buf, t->name);
    for (size_t i = 0; i < t->column_count; i++) {
        const struct column *column = &t->columns[i];
        buf_write_char(buf, ' ');
        if (column->type == COLUMN_U64)
            buf_write_u64(buf, row_get_u64(row, column));
        else if (column->type == COLUMN_I64)
            buf_write_i64(buf, (int64_t)row_get_u64(row, column));
        else
            buf_write(buf, row_get_str(row, column)); /* a goal's id: hex digits */
    }
    buf_write_char(buf, '\n');
}

static bool find_total(struct str name, enum ledger_table *table)
{
    for (size_t i = 0; i < LEDGER_TABLE_COUNT; i++) {
        const struct table *t = table_of((enum ledger_table)i);
        if (t->class == TABLE_TOTAL && str_is_equal(str_from_c(t->name), name)) {
            *table = (enum ledger_table)i;
            return true;
        }
    }
    return false;
}

static enum err read_column(const struct column *column, struct str piece, void *row)
{
    int64_t number;
    enum err err = OK;
    if (column->type == COLUMN_U64)
        return num_parse_u64(piece, UINT64_MAX, row_u64(row, column));
    if (column->type == COLUMN_I64) {
        err = num_parse_i64(piece, INT64_MIN, INT64_MAX, &number);
        if (err == OK)
            *row_u64(row, column) = (uint64_t)number;
        return err;
    }
    memcpy((char *)row + column->offset, &piece, sizeof(piece));
    return OK;
}

enum err desk_read_sum(struct str line, enum ledger_table *table, void *row)
{
    struct str piece;
    if (!str_take_piece(&line, ' ', &piece) || !find_total(piece, table))
        return ERR_INVALID;
    const struct table *t = table_of(*table);
    enum err err = OK;
    for (size_t i = 0; i < t->column_count && err == OK; i++)
        err = str_take_piece(&line, ' ', &piece) ? read_column(&t->columns[i], piece, row)
                                                 : ERR_INVALID;
    return err == OK && line.ptr != NULL ? ERR_INVALID : err;
}

/* --- The answers ---------------------------------------------------------- */

static enum err write_sum(void *context, enum ledger_table table, const void *row)
{
    struct buf *buf = context;
    desk_write_sum(buf, table, row);
    return buf_is_full(buf) ? ERR_FULL : OK;
}

/* "position NODE ID HASH", then the sums. */
static void reply_facts(struct http_exchange *exchange, const struct desk_socket *desk,
                        struct http_reply *reply)
{
    struct facts *facts = projector_hold(desk->projector);
    struct facts_position position;
    struct buf sums = buf_in_arena(exchange->arena, DESK_ANSWER_BYTES_MAX / 2 - 4096);
    reply->status = 503;
    if (facts == NULL) {
        reply->body = STR("the facts are not open yet");
        return;
    }
    enum err err = facts_sums(facts, desk->node, &position, write_sum, &sums);
    projector_release(desk->projector, facts);
    if (err != OK) {
        reply->body = str_from_c(err_text(err));
        return;
    }
    /* What names the position stands behind the sums: it is known last. */
    buf_format(&sums, "position %" PRIu64 " %" PRIu64 " ", position.node, position.id);
    buf_write_hex(&sums, position.hash, sizeof(position.hash));
    buf_write_char(&sums, '\n');
    reply->status = buf_is_full(&sums) ? 503 : 200;
    reply->body = buf_str(&sums);
}

static void reply_progress(struct http_exchange *exchange, const struct desk_socket *desk,
                           struct http_reply *reply)
{
    struct projector_state state = projector_state(desk->projector);
    reply->status = 200;
    reply->body = arena_format(exchange->arena,
                               "desk %d\nis_open %d\nis_rebuilding %d\nposition %" PRIu64
                               "\nledger_end %" PRIu64 "\nrebuilds %" PRIu64 "\nfailures %" PRIu64
                               "\nbehind_ms %" PRId64 "\n",
                               (int)getpid(), state.is_open, state.is_rebuilding, state.position,
                               state.ledger_end, state.rebuilds, state.failures, state.behind_ms);
}

static void work(struct http_exchange *exchange, void *context, struct http_reply *reply)
{
    const struct desk_socket *desk = context;
    const struct http_request *request = exchange->request;
    bool is_get = request->method == HTTP_METHOD_GET;
    reply->content_type = STR("text/plain; charset=utf-8");
    if (is_get && str_is_equal(request->path, STR("/facts"))) {
        reply_facts(exchange, desk, reply);
    } else if (is_get && str_is_equal(request->path, STR("/facts/progress"))) {
        reply_progress(exchange, desk, reply);
    } else if (request->method == HTTP_METHOD_POST &&
               str_is_equal(request->path, STR("/facts/rebuild"))) {
        reply_progress(exchange, desk, reply); /* as it is before */
        log_info("desk", "the facts are projected anew: a command asked for it");
        projector_rebuild(desk->projector);
    } else {
        reply->status = 404;
    }
}

static void handle(struct http_exchange *exchange, void *context, void *loop)
{
    (void)loop;
    http_work(exchange, work, context);
}

enum err desk_socket_open(int dir_fd, struct projector *projector, unsigned node,
                          struct desk_socket **opened)
{
    int socket;
    enum err err = listen_bind_local(dir_fd, DESK_SOCKET, &socket);
    if (err != OK)
        return err;
    struct desk_socket *desk = heap_make(1, sizeof(*desk));
    desk->projector = projector;
    desk->node = node;
    struct http_limits limits = http_limits_default();
    limits.arena_bytes_max = DESK_ANSWER_BYTES_MAX;
    struct http_listener listener = {"desk", handle, desk, &socket, 1, limits};
    err = http_server_open(&listener, 1, 1, &(struct http_loop_hooks){0}, &desk->server);
    if (err == OK)
        *opened = TAKE(desk);
    free(desk);
    return err;
}

void desk_socket_close(struct desk_socket *desk)
{
    http_server_close(desk->server, 0);
    free(desk);
}
