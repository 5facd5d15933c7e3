#include "serve/desk_client.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>
#include "base/num.h"
#include "serve/desk_socket.h"

#define READ_AT_ONCE  65536
#define SILENCE_MAX_S 120 /* the sums of many facts take their time */

static enum err reach(const char *dir, int *reached)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct timeval silence = {.tv_sec = SILENCE_MAX_S};
    int dir_fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int fd = dir_fd >= 0 ? socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) : -1;
    /* By the folder's number, for its path may be longer than a socket's may. */
    snprintf(address.sun_path, sizeof(address.sun_path), "/proc/self/fd/%d/" DESK_SOCKET, dir_fd);
    bool is_there = fd >= 0 &&
                    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &silence, sizeof(silence)) == 0 &&
                    connect(fd, (const struct sockaddr *)&address, sizeof(address)) == 0;
    if (dir_fd >= 0)
        close(dir_fd);
    if (!is_there) {
        if (fd >= 0)
            close(fd);
        return ERR_NOT_FOUND;
    }
    *reached = fd;
    return OK;
}

static bool send_all(int fd, const char *text, size_t len)
{
    while (len > 0) {
        ssize_t sent = send(fd, text, len, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        text += sent;
        len -= (size_t)sent;
    }
    return true;
}

/* Everything up to the end of the connection. */
static enum err read_all(int fd, char **bytes, size_t *len)
{
    char *read_bytes = NULL;
    size_t count = 0, cap = 0;
    for (;;) {
        if (cap - count < READ_AT_ONCE) {
            cap += cap + READ_AT_ONCE;
            read_bytes = heap_grow(read_bytes, cap);
        }
        ssize_t got = recv(fd, read_bytes + count, cap - count, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 || count > DESK_ANSWER_BYTES_MAX) {
            free(read_bytes);
            return ERR_IO;
        }
        if (got == 0)
            break;
        count += (size_t)got;
    }
    *bytes = read_bytes;
    *len = count;
    return OK;
}

/* "HTTP/1.1 200 OK", header lines, an empty line, and as much body as they say. */
static enum err read_answer(struct str text, struct desk_answer *answer)
{
    struct str line, rest = text, word;
    uint64_t status, length = UINT64_MAX;
    if (!str_take_piece(&rest, '\n', &line) || !str_take_piece(&line, ' ', &word) ||
        !str_take_piece(&line, ' ', &word) || num_parse_u64(word, 999, &status) != OK)
        return ERR_IO;
    while (str_take_piece(&rest, '\n', &line) && str_trim(line).len > 0) {
        struct str name = STR("content-length:");
        if (line.len > name.len && str_is_equal_nocase(str_slice(line, 0, name.len), name) &&
            num_parse_u64(str_trim(str_slice(line, name.len, line.len)), DESK_ANSWER_BYTES_MAX,
                          &length) != OK)
            return ERR_IO;
    }
    if (rest.len != length)
        return ERR_IO;
    answer->status = (unsigned)status;
    answer->body = rest;
    return OK;
}

enum err desk_ask(const char *dir, const char *method, const char *path, struct desk_answer *answer)
{
    char request[256];
    int fd;
    size_t len = 0;
    *answer = (struct desk_answer){0};
    enum err err = reach(dir, &fd);
    if (err != OK)
        return err;
    int request_len =
        snprintf(request, sizeof(request),
                 "%s %s HTTP/1.1\r\nHost: desk\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                 method, path);
    err = send_all(fd, request, (size_t)request_len) ? read_all(fd, &answer->bytes, &len) : ERR_IO;
    close(fd);
    if (err == OK)
        err = read_answer((struct str){answer->bytes, len}, answer);
    if (err != OK)
        desk_answer_cleanup(answer);
    return err;
}

uint64_t desk_number(const struct desk_answer *answer, const char *name)
{
    struct str rest = answer->body, line, word;
    uint64_t number = 0;
    while (str_take_piece(&rest, '\n', &line)) {
        if (str_take_piece(&line, ' ', &word) && str_is_equal(word, str_from_c(name)) &&
            num_parse_u64(line, UINT64_MAX, &number) == OK)
            return number;
    }
    return 0;
}

void desk_answer_cleanup(struct desk_answer *answer)
{
    free(answer->bytes);
    *answer = (struct desk_answer){0};
}
