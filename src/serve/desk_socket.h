/* desk_socket - what commands ask a running desk over its local socket, DIR/desk.sock, for the
 * facts are its own: GET /facts gives their position and what they add up to, GET /facts/progress
 * how far the projector is, POST /facts/rebuild has it begin anew. Answers are lines of plain text.
 */
#pragma once
#include "facts/projector.h"
#include "http/http.h"
#include "ledger/row.h"

#define DESK_SOCKET "desk.sock"
/* Of GET /facts: more sums than fit are refused by facts/prove.h before. */
#define DESK_ANSWER_BYTES_MAX ((size_t)256 * 1024 * 1024)

struct desk_socket;

/* Serves it on a thread of its own. projector is lent. ERR_IO. */
MUST_USE enum err desk_socket_open(int dir_fd, struct projector *projector, unsigned node,
                                   struct desk_socket **socket);
void desk_socket_close(struct desk_socket *socket);

/* One line for a sum: the total's table, then its columns. */
void desk_write_sum(struct buf *buf, enum ledger_table table, const void *row);
/* The other way; the row's texts are the line's. ERR_INVALID. */
MUST_USE enum err desk_read_sum(struct str line, enum ledger_table *table, void *row);
