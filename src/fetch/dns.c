#include "fetch/dns.h"

#include <ares.h>
#include <arpa/nameser.h>
#include <poll.h>
#include "base/clock.h"

#define TRIES         2
#define HOST_MAX      253
#define HEADER_BYTES  12
#define FIXED_BYTES   10 /* of a record behind its name: type, class, time to live, length */
#define QUESTION_TAIL 4
#define TYPES         4

/* The four questions of one look-up, and what came of them. */
struct look_up {
    char host[HOST_MAX + 1];
    struct arena *arena;
    struct dns_host found;
    size_t waiting;
    enum err err; /* the first that went wrong */
};

/* An answer on its way through the records. Every read is checked against its end. */
struct reader {
    const unsigned char *message;
    int len;
    int at;
};

static unsigned get_u16(const struct reader *reader, int at)
{
    return (unsigned)reader->message[at] << 8 | reader->message[at + 1];
}

/* The name at that place as text, to be freed with ares_free_string(); NULL: it is broken. */
static char *expand(const struct reader *reader, int at, int *behind)
{
    char *name = NULL;
    long taken = 0;
    if (at >= reader->len || ares_expand_name(reader->message + at, reader->message, reader->len,
                                              &name, &taken) != ARES_SUCCESS)
        return NULL;
    *behind = at + (int)taken;
    return name;
}

static bool skip_question(struct reader *reader)
{
    char *name = expand(reader, reader->at, &reader->at);
    if (name == NULL)
        return false;
    ares_free_string(name);
    reader->at += QUESTION_TAIL;
    return reader->at <= reader->len;
}

static bool is_same_host(const char *a, const char *b)
{
    return str_is_equal_nocase(str_from_c(a), str_from_c(b));
}

static void add_address(struct dns_host *found, uint8_t family, const unsigned char *bytes)
{
    if (found->address_count == DNS_ADDRESSES_MAX)
        return;
    struct net_address *address = &found->addresses[found->address_count++];
    *address = (struct net_address){.family = family};
    memcpy(address->bytes, bytes, family == 4 ? 4 : 16);
}

static void set_alias(struct look_up *look_up, const struct reader *reader, int at)
{
    int behind;
    char *name = expand(reader, at, &behind);
    if (name == NULL)
        return;
    for (char *c = name; *c != '\0'; c++)
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c;
    look_up->found.alias = arena_copy(look_up->arena, str_from_c(name));
    ares_free_string(name);
}

/* A record of what was asked for: the answer to A brings the CNAMEs before it along, which another
 * question is there for. */
static void take_record(struct look_up *look_up, const struct reader *reader, unsigned asked,
                        bool is_own, int at, unsigned len)
{
    if (asked == ns_t_cname && is_own)
        set_alias(look_up, reader, at);
    else if (asked == ns_t_a && len == 4)
        add_address(&look_up->found, 4, reader->message + at);
    else if (asked == ns_t_aaaa && len == 16)
        add_address(&look_up->found, 6, reader->message + at);
    else if (asked == ns_t_soa && is_own)
        look_up->found.is_zone_root = true;
}

/* False: the message ends within a record. */
static bool read_record(struct look_up *look_up, struct reader *reader, unsigned asked)
{
    char *name = expand(reader, reader->at, &reader->at);
    if (name == NULL)
        return false;
    bool is_own = is_same_host(name, look_up->host);
    ares_free_string(name);
    if (reader->at + FIXED_BYTES > reader->len)
        return false;
    unsigned type = get_u16(reader, reader->at);
    unsigned len = get_u16(reader, reader->at + FIXED_BYTES - 2);
    reader->at += FIXED_BYTES;
    if (reader->at + (int)len > reader->len)
        return false;
    if (type == asked)
        take_record(look_up, reader, asked, is_own, reader->at, len);
    reader->at += (int)len;
    return true;
}

static void read_answer(struct look_up *look_up, const unsigned char *message, int len,
                        unsigned asked)
{
    struct reader reader = {message, len, HEADER_BYTES};
    bool is_whole = len >= HEADER_BYTES;
    unsigned questions = is_whole ? get_u16(&reader, 4) : 0;
    unsigned answers = is_whole ? get_u16(&reader, 6) : 0;
    for (unsigned i = 0; i < questions && is_whole; i++)
        is_whole = skip_question(&reader);
    for (unsigned i = 0; i < answers && is_whole; i++)
        is_whole = read_record(look_up, &reader, asked);
    if (!is_whole && look_up->err == OK)
        look_up->err = ERR_IO;
}

struct question {
    struct look_up *look_up;
    unsigned type;
};

static void on_answer(void *context, int status, int timeouts, unsigned char *message, int len)
{
    const struct question *question = context;
    struct look_up *look_up = question->look_up;
    (void)timeouts;
    look_up->waiting--;
    if (status == ARES_SUCCESS)
        read_answer(look_up, message, len, question->type);
    else if (status != ARES_ENODATA && status != ARES_ENOTFOUND && look_up->err == OK)
        look_up->err = status == ARES_ETIMEOUT || status == ARES_ECANCELLED ? ERR_TIMEOUT : ERR_IO;
}

/* Waits for the sockets once. */
static void turn(ares_channel channel, int64_t wait_ms)
{
    ares_socket_t sockets[ARES_GETSOCK_MAXNUM];
    struct pollfd polled[ARES_GETSOCK_MAXNUM];
    nfds_t count = 0;
    /* ARES_GETSOCK_WRITABLE() would shift the last socket's bit into the sign. */
    unsigned bits = (unsigned)ares_getsock(channel, sockets, ARES_GETSOCK_MAXNUM);
    for (int i = 0; i < ARES_GETSOCK_MAXNUM; i++) {
        bool is_read = (bits >> i & 1) != 0;
        bool is_written = (bits >> (i + ARES_GETSOCK_MAXNUM) & 1) != 0;
        short events = (short)((is_read ? POLLIN : 0) | (is_written ? POLLOUT : 0));
        if (events != 0)
            polled[count++] = (struct pollfd){.fd = sockets[i], .events = events};
    }
    if (poll(polled, count, (int)wait_ms) <= 0) {
        ares_process_fd(channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD); /* its own deadlines */
        return;
    }
    for (nfds_t i = 0; i < count; i++) {
        bool can_read = (polled[i].revents & (POLLIN | POLLERR | POLLHUP)) != 0;
        bool can_write = (polled[i].revents & POLLOUT) != 0;
        ares_process_fd(channel, can_read ? polled[i].fd : ARES_SOCKET_BAD,
                        can_write ? polled[i].fd : ARES_SOCKET_BAD);
    }
}

static void ask_all(ares_channel channel, struct look_up *look_up, int64_t timeout_ms)
{
    static const unsigned types[TYPES] = {ns_t_cname, ns_t_a, ns_t_aaaa, ns_t_soa};
    struct question questions[TYPES];
    int64_t until_ms = clock_mono_ms() + timeout_ms;
    look_up->waiting = TYPES;
    for (size_t i = 0; i < TYPES; i++) {
        questions[i] = (struct question){look_up, types[i]};
        ares_query(channel, look_up->host, ns_c_in, (int)types[i], on_answer, &questions[i]);
    }
    while (look_up->waiting > 0 && clock_mono_ms() < until_ms)
        turn(channel, 50);
    if (look_up->waiting > 0)
        ares_cancel(channel); /* answers what still waits */
}

enum err dns_look_up(const char *server, struct str host, int64_t timeout_ms, struct arena *arena,
                     struct dns_host *found)
{
    struct look_up look_up = {.arena = arena};
    struct ares_options options = {
        .flags = ARES_FLAG_NOSEARCH, .timeout = (int)(timeout_ms / TRIES), .tries = TRIES};
    ares_channel channel = NULL;
    if (host.len > HOST_MAX)
        return ERR_IO;
    memcpy(look_up.host, host.ptr, host.len);
    if (ares_library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS)
        return ERR_IO;
    enum err err = OK;
    if (ares_init_options(&channel, &options,
                          ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES) != ARES_SUCCESS)
        err = ERR_IO;
    if (err == OK && server[0] != '\0' &&
        ares_set_servers_ports_csv(channel, server) != ARES_SUCCESS)
        err = ERR_IO;
    if (err == OK)
        ask_all(channel, &look_up, timeout_ms);
    if (channel != NULL)
        ares_destroy(channel);
    ares_library_cleanup();
    if (err == OK)
        err = look_up.err != OK ? look_up.err : arena_is_full(arena) ? ERR_FULL : OK;
    if (err == OK)
        *found = look_up.found;
    return err;
}
