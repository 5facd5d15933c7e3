/* Tests of serve/listen, on ports of the loopback that the system chooses. */
#include "serve/listen.h"
#include "said.h"

#include <netinet/in.h>
#include <pthread.h>
#include <sys/un.h>

#include "base/net.h"

#define VARIABLE "REBOND_SOCKETS"

static void bind_some(const char *name, const char *endpoint, size_t count,
                      struct listen_group *group)
{
    assert_int_equal(listen_bind(name, endpoint, count, group), OK);
    assert_int_equal(group->count, count);
    assert_string_equal(group->name, name);
}

/* The error of a bind that must fail, and what was said. */
static enum err bind_refused(const char *endpoint, size_t count, struct said *said)
{
    struct listen_group group = {.count = 0};

    said_begin(said);
    enum err err = listen_bind("tracking", endpoint, count, &group);
    said_end(said);
    assert_int_equal(group.count, 0);
    return err;
}

/* Whether a client gets in. */
static bool is_served(const char *endpoint)
{
    struct sockaddr_storage address;
    socklen_t len;

    assert_int_equal(net_parse_endpoint(str_from_c(endpoint), &address, &len), OK);
    int fd = socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    bool is_in = connect(fd, (const struct sockaddr *)&address, len) == 0;
    (void)close(fd);
    return is_in;
}

static bool is_open(int fd)
{
    return fcntl(fd, F_GETFD) >= 0;
}

/* ------------------------------------------------------------------ binding */

static void a_bound_socket_takes_connections_until_it_is_closed(void **state)
{
    struct listen_group group;
    char endpoint[64];

    (void)state;
    bind_some("tracking", "127.0.0.1:0", 1, &group);
    listen_text(group.sockets[0], endpoint, sizeof(endpoint));
    assert_string_not_equal(endpoint, "127.0.0.1:0");
    assert_true(is_served(endpoint));
    int fd = group.sockets[0];
    listen_close(&group);
    assert_int_equal(group.count, 0);
    assert_false(is_open(fd));
    assert_false(is_served(endpoint));
}

static void twins_share_one_port(void **state)
{
    struct listen_group group;
    char first[64], other[64];

    (void)state;
    bind_some("tracking", "127.0.0.1:0", 4, &group);
    listen_text(group.sockets[0], first, sizeof(first));
    for (size_t i = 1; i < group.count; i++) {
        listen_text(group.sockets[i], other, sizeof(other));
        assert_string_equal(first, other);
        assert_int_not_equal(group.sockets[i], group.sockets[0]);
    }
    listen_close(&group);
}

static void a_second_server_on_the_same_port_is_refused(void **state)
{
    struct listen_group group;
    struct said said;
    char endpoint[64];

    (void)state;
    bind_some("tracking", "127.0.0.1:0", 2, &group);
    listen_text(group.sockets[0], endpoint, sizeof(endpoint));
    assert_int_equal(bind_refused(endpoint, 1, &said), ERR_CONFLICT);
    assert_said(&said, "tracking.listen");
    assert_said(&said, endpoint);
    assert_int_equal(bind_refused(endpoint, 2, &said), ERR_CONFLICT);
    assert_true(is_served(endpoint)); /* the first one still serves */
    listen_close(&group);
    bind_some("tracking", endpoint, 2, &group);
    listen_close(&group);
}

static void *close_soon(void *socket)
{
    usleep(200 * 1000);
    close(*(const int *)socket);
    return NULL;
}

static void the_address_of_a_server_that_is_ending_is_waited_for(void **state)
{
    struct listen_group first, second;
    char endpoint[64];
    pthread_t ending;

    (void)state;
    bind_some("tracking", "127.0.0.1:0", 1, &first);
    struct sockaddr_in address;
    socklen_t len = sizeof(address);
    assert_int_equal(getsockname(first.sockets[0], (struct sockaddr *)&address, &len), 0);
    (void)snprintf(endpoint, sizeof(endpoint), "127.0.0.1:%u", ntohs(address.sin_port));
    assert_int_equal(pthread_create(&ending, NULL, close_soon, &first.sockets[0]), 0);
    bind_some("tracking", endpoint, 1, &second);
    assert_int_equal(pthread_join(ending, NULL), 0);
    listen_close(&second);
}

static void ipv6_is_bound_beside_ipv4_of_the_same_port(void **state)
{
    struct listen_group four, six;
    char endpoint[64], text[64];

    (void)state;
    if (access("/proc/net/if_inet6", R_OK) != 0)
        skip();
    bind_some("tracking", "127.0.0.1:0", 1, &four);
    listen_text(four.sockets[0], endpoint, sizeof(endpoint));
    (void)snprintf(text, sizeof(text), "[::1]%s", strchr(endpoint, ':'));
    if (listen_bind("tracking", text, 1, &six) == OK) {
        listen_text(six.sockets[0], endpoint, sizeof(endpoint));
        assert_string_equal(endpoint, text);
        listen_close(&six);
    }
    listen_close(&four);
}

static void an_address_that_is_not_ours_or_none_is_refused(void **state)
{
    struct said said;

    (void)state;
    assert_int_equal(bind_refused("192.0.2.1:0", 1, &said), ERR_IO);
    assert_said(&said, "192.0.2.1:0");
    assert_int_equal(bind_refused("nowhere", 1, &said), ERR_IO);
    assert_said(&said, "ADDRESS:PORT");
}

/* ------------------------------------------------------------------ handing on */

static void what_is_exported_is_imported_by_name(void **state)
{
    struct listen_group out[2], in;

    (void)state;
    bind_some("tracking", "127.0.0.1:0", 2, &out[0]);
    bind_some("network", "127.0.0.1:0", 1, &out[1]);
    listen_export(out, ARRAY_LEN(out));
    assert_int_equal(fcntl(out[0].sockets[1], F_GETFD) & FD_CLOEXEC, 0); /* kept over exec */
    assert_true(listen_import("tracking", &in));
    assert_int_equal(in.count, 2);
    assert_int_equal(in.sockets[0], out[0].sockets[0]);
    assert_int_equal(in.sockets[1], out[0].sockets[1]);
    assert_int_not_equal(fcntl(in.sockets[1], F_GETFD) & FD_CLOEXEC, 0); /* ours alone again */
    assert_true(listen_import("network", &in));
    assert_int_equal(in.count, 1);
    assert_int_equal(in.sockets[0], out[1].sockets[0]);
    assert_false(listen_import("net", &in));
    assert_false(listen_import("dashboard", &in));
    assert_int_equal(in.count, 0);
    listen_close(&out[0]);
    listen_close(&out[1]);
    assert_int_equal(unsetenv(VARIABLE), 0);
}

static void without_the_variable_or_with_junk_nothing_is_inherited(void **state)
{
    static const char *const junk[] = {"",
                                       "tracking",
                                       "tracking=",
                                       "tracking=x,-1,,99999999999",
                                       "tracking=900123",
                                       ";;=;tracking"};
    struct listen_group in;

    (void)state;
    (void)unsetenv(VARIABLE);
    assert_false(listen_import("tracking", &in));
    for (size_t i = 0; i < ARRAY_LEN(junk); i++) {
        assert_int_equal(setenv(VARIABLE, junk[i], 1), 0);
        assert_false(listen_import("tracking", &in));
    }
    assert_int_equal(unsetenv(VARIABLE), 0);
}

static void the_largest_groups_are_handed_on_whole(void **state)
{
    struct listen_group out[4] = {
        {.name = "tracking"}, {.name = "network"}, {.name = "dashboard"}, {.name = "api"}};
    struct listen_group in;

    (void)state;
    bind_some("tracking", "127.0.0.1:0", LISTEN_TWINS_MAX, &out[0]);
    for (size_t g = 1; g < ARRAY_LEN(out); g++) {
        out[g].count = LISTEN_TWINS_MAX;
        memcpy(out[g].sockets, out[0].sockets, sizeof(out[g].sockets));
    }
    listen_export(out, ARRAY_LEN(out));
    for (size_t g = 0; g < ARRAY_LEN(out); g++) {
        assert_true(listen_import(out[g].name, &in));
        assert_int_equal(in.count, LISTEN_TWINS_MAX);
        assert_memory_equal(in.sockets, out[0].sockets, sizeof(in.sockets));
    }
    listen_close(&out[0]);
    assert_int_equal(unsetenv(VARIABLE), 0);
}

/* ------------------------------------------------------------------ local sockets */

static int connect_local(int dir)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    (void)snprintf(address.sun_path, sizeof(address.sun_path), "/proc/self/fd/%d/edge.sock", dir);
    assert_true(fd >= 0);
    int status = connect(fd, (const struct sockaddr *)&address, sizeof(address));
    (void)close(fd);
    return status;
}

static void a_local_socket_is_its_owners_alone_and_takes_a_stale_ones_place(void **state)
{
    int dir = open(*state, O_RDONLY | O_DIRECTORY | O_CLOEXEC), first, second;
    struct stat status;

    assert_true(dir >= 0);
    assert_int_equal(listen_bind_local(dir, "edge.sock", &first), OK);
    assert_int_equal(fstatat(dir, "edge.sock", &status, 0), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_int_equal(close(first), 0); /* as a killed server leaves it */
    assert_int_not_equal(connect_local(dir), 0);
    assert_int_equal(listen_bind_local(dir, "edge.sock", &second), OK);
    assert_int_equal(connect_local(dir), 0);
    assert_int_equal(close(second), 0);
    assert_int_equal(close(dir), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bound_socket_takes_connections_until_it_is_closed),
        cmocka_unit_test(twins_share_one_port),
        cmocka_unit_test(a_second_server_on_the_same_port_is_refused),
        cmocka_unit_test(the_address_of_a_server_that_is_ending_is_waited_for),
        cmocka_unit_test(ipv6_is_bound_beside_ipv4_of_the_same_port),
        cmocka_unit_test(an_address_that_is_not_ours_or_none_is_refused),
        cmocka_unit_test(what_is_exported_is_imported_by_name),
        cmocka_unit_test(without_the_variable_or_with_junk_nothing_is_inherited),
        cmocka_unit_test(the_largest_groups_are_handed_on_whole),
        cmocka_unit_test_setup_teardown(
            a_local_socket_is_its_owners_alone_and_takes_a_stale_ones_place, folder_make,
            folder_drop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
