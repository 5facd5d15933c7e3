#include "serve/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/net.h"
#include "base/num.h"

#define ENVIRONMENT "REBOND_SOCKETS" /* tracking=3,4;network=5,6 */
/* How long the processes of a server that was killed may take to be gone, with their sockets. */
#define ENDING_MS      2000
#define ENDING_POLL_MS 20

static enum err complain(const char *name, const char *endpoint, const char *reason)
{
    fprintf(stderr, "rebond: %s.listen = %s: %s\n", name, endpoint, reason);
    return ERR_IO;
}

static int open_socket(const struct sockaddr_storage *address, socklen_t len, bool is_shared)
{
    int fd = socket(address->ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    int on = 1;
    bool is_ok = setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == 0;
    if (is_shared)
        is_ok = is_ok && setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on)) == 0;
    if (address->ss_family == AF_INET6)
        is_ok = is_ok && setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on)) == 0;
    if (is_ok && bind(fd, (const struct sockaddr *)address, len) == 0)
        return fd;
    int saved = errno;
    close(fd);
    errno = saved;
    return -1;
}

/* Whether nobody serves the address: with SO_REUSEPORT a second server would be let in and take
 * half of the visitors. */
static enum err probe(const char *name, const char *endpoint,
                      const struct sockaddr_storage *address, socklen_t len)
{
    int64_t end_mono_ms = clock_mono_ms() + ENDING_MS;
    int fd = open_socket(address, len, false);
    while (fd < 0 && errno == EADDRINUSE && clock_mono_ms() < end_mono_ms) {
        usleep(ENDING_POLL_MS * 1000);
        fd = open_socket(address, len, false);
    }
    if (fd >= 0) {
        close(fd);
        return OK;
    }
    if (errno != EADDRINUSE)
        return complain(name, endpoint, strerror(errno));
    (void)complain(name, endpoint, "another program serves this address already");
    return ERR_CONFLICT;
}

enum err listen_bind(const char *name, const char *endpoint, size_t count,
                     struct listen_group *group)
{
    struct sockaddr_storage address;
    socklen_t len;
    CHECK(count >= 1 && count <= LISTEN_TWINS_MAX);
    if (net_parse_endpoint(str_from_c(endpoint), &address, &len) != OK)
        return complain(name, endpoint, "not an ADDRESS:PORT");
    enum err err = probe(name, endpoint, &address, len);
    if (err != OK)
        return err;
    *group = (struct listen_group){.name = name};
    while (group->count < count) {
        int fd = open_socket(&address, len, true);
        if (fd < 0 || listen(fd, LISTEN_BACKLOG) != 0) {
            err = complain(name, endpoint, strerror(errno));
            if (fd >= 0)
                close(fd);
            listen_close(group);
            return err;
        }
        group->sockets[group->count++] = fd;
        /* Port 0 is chosen by the first one; its twins share it. */
        len = sizeof(address);
        CHECK(getsockname(fd, (struct sockaddr *)&address, &len) == 0);
    }
    return OK;
}

enum err listen_bind_local(int dir_fd, const char *file, int *bound)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof(address.sun_path), "/proc/self/fd/%d/%s", dir_fd, file);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return ERR_IO;
    (void)unlink(address.sun_path); /* of a server that was killed: the folder's lock is ours */
    mode_t mask = umask(0177);
    bool is_bound = bind(fd, (const struct sockaddr *)&address, sizeof(address)) == 0;
    umask(mask);
    if (!is_bound || listen(fd, LISTEN_BACKLOG) != 0) {
        fprintf(stderr, "rebond: %s: %s\n", file, strerror(errno));
        close(fd);
        return ERR_IO;
    }
    *bound = fd;
    return OK;
}

void listen_close(struct listen_group *group)
{
    for (size_t i = 0; i < group->count; i++)
        close(group->sockets[i]);
    group->count = 0;
}

void listen_export(const struct listen_group *groups, size_t count)
{
    char text[2048];
    size_t len = 0;
    for (size_t g = 0; g < count; g++) {
        len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%s=", g == 0 ? "" : ";",
                                groups[g].name);
        for (size_t i = 0; i < groups[g].count; i++) {
            (void)fcntl(groups[g].sockets[i], F_SETFD, 0); /* kept over exec */
            len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%d", i == 0 ? "" : ",",
                                    groups[g].sockets[i]);
        }
    }
    (void)setenv(ENVIRONMENT, text, 1);
}

bool listen_import(const char *name, struct listen_group *group)
{
    struct str rest = str_from_c(getenv(ENVIRONMENT));
    struct str piece;
    struct str wanted = str_from_c(name);
    *group = (struct listen_group){.name = name};
    while (rest.ptr != NULL && str_take_piece(&rest, ';', &piece)) {
        if (!str_has_prefix(piece, wanted) || piece.len <= wanted.len ||
            piece.ptr[wanted.len] != '=')
            continue;
        struct str numbers = str_slice(piece, wanted.len + 1, piece.len);
        struct str number;
        int64_t fd;
        while (str_take_piece(&numbers, ',', &number) && group->count < LISTEN_TWINS_MAX) {
            if (num_parse_i64(number, 0, INT32_MAX, &fd) == OK &&
                fcntl((int)fd, F_SETFD, FD_CLOEXEC) == 0)
                group->sockets[group->count++] = (int)fd;
        }
    }
    return group->count > 0;
}

void listen_text(int socket, char *text, size_t cap)
{
    struct sockaddr_storage address;
    socklen_t len = sizeof(address);
    char host[INET6_ADDRSTRLEN] = "?";
    unsigned port = 0;
    CHECK(getsockname(socket, (struct sockaddr *)&address, &len) == 0);
    if (address.ss_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, &address, sizeof(v4));
        inet_ntop(AF_INET, &v4.sin_addr, host, sizeof(host));
        port = ntohs(v4.sin_port);
    } else if (address.ss_family == AF_INET6) {
        struct sockaddr_in6 v6;
        memcpy(&v6, &address, sizeof(v6));
        inet_ntop(AF_INET6, &v6.sin6_addr, host, sizeof(host));
        port = ntohs(v6.sin6_port);
    }
    snprintf(text, cap, address.ss_family == AF_INET6 ? "[%s]:%u" : "%s:%u", host, port);
}
