/* listen - listening sockets: bound by the supervisor, so that they outlive a child, and handed on
 * by number in the environment. */
#pragma once
#include "base/base.h"

#define LISTEN_TWINS_MAX 64
#define LISTEN_BACKLOG   4096

struct listen_group {
    const char *name; /* "tracking" */
    int sockets[LISTEN_TWINS_MAX];
    size_t count;
};

/* Binds count sockets on the address, all of which take connections (SO_REUSEPORT). Refuses an
 * address that is served already, also by a server that shares: probed without SO_REUSEPORT. Says
 * why on standard error. ERR_CONFLICT: taken; ERR_IO. */
MUST_USE enum err listen_bind(const char *name, const char *endpoint, size_t count,
                              struct listen_group *group);
/* Binds a local socket, mode 0600, in place of a stale one. dir_fd: the open data folder (its path
 * may be longer than a socket's may). ERR_IO. */
MUST_USE enum err listen_bind_local(int dir_fd, const char *file, int *socket);
void listen_close(struct listen_group *group);

/* Tells a child, through the environment, which sockets it inherits; call between fork and exec. */
void listen_export(const struct listen_group *groups, size_t count);
/* The sockets inherited under that name; false: none were. */
bool listen_import(const char *name, struct listen_group *group);

/* The address that a socket is bound to, as text: "127.0.0.1:8080". */
void listen_text(int socket, char *text, size_t cap);
