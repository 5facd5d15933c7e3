/* What the server refuses: each case by name, over a socket, whole and byte by byte; each is
 * answered in plain text and the connection is closed. */
#include "http_client.h"

static struct ask *ask;

#define LINE    "GET / HTTP/1.1\r\n"
#define HOST    "Host: h\r\n"
#define POST    "POST / HTTP/1.1\r\nHost: h\r\n"
#define CHUNKED POST "Transfer-Encoding: chunked\r\n\r\n"

struct refused {
    struct str request;
    unsigned status;
    const char *text;
};

static const struct refused cases[] = {
    {{LINE "\r\n", sizeof(LINE "\r\n") - 1}, 400, "no Host header"},
#define CASE(bytes, status, text)                                                                  \
    {                                                                                              \
        {"" bytes, sizeof(bytes) - 1}, status, text                                                \
    }
    CASE("GET / HTTP/1.0\r\n\r\n", 400, "no Host header"),
    CASE(LINE HOST HOST "\r\n", 400, "two Host headers"),
    CASE(LINE "Host: a\r\nhost: b\r\n\r\n", 400, "two Host headers"),
    CASE(LINE "Host:\r\n\r\n", 400, "empty Host header"),
    CASE(LINE "Host:  \t \r\n\r\n", 400, "empty Host header"),
    CASE(LINE "Host: a/b\r\n\r\n", 400, "bad Host header"),
    CASE(LINE "Host: a b\r\n\r\n", 400, "bad Host header"),
    CASE(LINE "Host: a, b\r\n\r\n", 400, "bad Host header"),
    CASE(LINE "Host: u@b\r\n\r\n", 400, "bad Host header"),

    CASE(POST "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400,
         "two Content-Length headers"),
    CASE(POST "Content-Length: 1\r\nContent-Length: 1\r\n\r\na", 400, "two Content-Length headers"),
    CASE(POST "Content-Length: 1, 1\r\n\r\na", 400, "bad Content-Length"),
    CASE(POST "Content-Length: -1\r\n\r\na", 400, "bad Content-Length"),
    CASE(POST "Content-Length: +1\r\n\r\na", 400, "bad Content-Length"),
    CASE(POST "Content-Length: 0x1\r\n\r\na", 400, "bad Content-Length"),
    CASE(POST "Content-Length: 1 1\r\n\r\na", 400, "bad Content-Length"),
    CASE(POST "Content-Length: \r\n\r\na", 400, "bad Content-Length"),
    CASE(POST "Content-Length: 18446744073709551617\r\n\r\na", 400, "bad Content-Length"),
    CASE(POST "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
         "Content-Length with Transfer-Encoding"),
    CASE(POST "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n", 400,
         "Content-Length with Transfer-Encoding"),
    CASE(POST "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n0\r\n\r\n", 400,
         "Content-Length with Transfer-Encoding"),
    CASE(POST "Transfer-Encoding: gzip\r\n\r\n", 501, "Transfer-Encoding other than chunked"),
    CASE(POST "Transfer-Encoding: identity\r\n\r\n", 501, "Transfer-Encoding other than chunked"),
    CASE(POST "Transfer-Encoding: gzip, chunked\r\n\r\n", 501,
         "Transfer-Encoding other than chunked"),
    CASE(POST "Transfer-Encoding: chunked, gzip\r\n\r\n", 501,
         "Transfer-Encoding other than chunked"),
    CASE(POST "Transfer-Encoding: xchunked\r\n\r\n", 501, "Transfer-Encoding other than chunked"),
    CASE(POST "Transfer-Encoding:\r\n\r\n", 501, "Transfer-Encoding other than chunked"),
    CASE(POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400,
         "two Transfer-Encoding headers"),
    CASE("POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n", 400,
         "Transfer-Encoding with HTTP/1.0"),

    CASE(CHUNKED "x\r\n", 400, "bad chunk size"),
    CASE(CHUNKED "\r\n", 400, "bad chunk size"),
    CASE(CHUNKED "-1\r\n", 400, "bad chunk size"),
    CASE(CHUNKED "0x1\r\n", 400, "bad chunk size"),
    CASE(CHUNKED "1 \r\n", 400, "bad chunk size"),
    CASE(CHUNKED " 1\r\n", 400, "bad chunk size"),
    CASE(CHUNKED "00000000000000001\r\n", 400, "bad chunk size"),
    CASE(CHUNKED "1\n", 400, "bad chunk size"),
    CASE(CHUNKED "1\rXa\r\n0\r\n\r\n", 400, "no line feed after a chunk size"),
    CASE(CHUNKED "1;a=\x01\r\n", 400, "control byte in a chunk extension"),
    CASE(CHUNKED "1;a\nb", 400, "control byte in a chunk extension"),
    CASE(CHUNKED "1\r\nab\r\n0\r\n\r\n", 400, "chunk longer than its size"),
    CASE(CHUNKED "1\r\na\n0\r\n\r\n", 400, "chunk longer than its size"),
    CASE(CHUNKED "1\r\na\rb", 400, "no line feed after a chunk"),
    CASE(CHUNKED "0\r\nX: y\r\n\r\n", 400, "trailer fields are not taken"),
    CASE(CHUNKED "0\r\n\rX", 400, "no line feed after the last chunk"),
    CASE(CHUNKED "FFFFFFFFFFFFFFFF\r\n", 413, "body too large"),
    CASE(CHUNKED "10001\r\n", 413, "body too large"),
    CASE(POST "Content-Length: 65537\r\n\r\n", 413, "body too large"),
    CASE(POST "Content-Length: 65537\r\nExpect: 100-continue\r\n\r\n", 413, "body too large"),
    CASE(POST "Content-Length: 1\r\nExpect: tea\r\n\r\n", 417, "Expect other than 100-continue"),

    CASE("GET /\0a HTTP/1.1\r\n" HOST "\r\n", 400, "control byte in the request head"),
    CASE("GET /\x01 HTTP/1.1\r\n" HOST "\r\n", 400, "control byte in the request head"),
    CASE("GET /\x7f HTTP/1.1\r\n" HOST "\r\n", 400, "control byte in the request head"),
    CASE("GET /\ta HTTP/1.1\r\n" HOST "\r\n", 400, "control byte in the request line"),
    CASE("\x16\x03\x01\x02", 400, "control byte in the request head"),
    CASE(LINE HOST "X: a\0b\r\n\r\n", 400, "control byte in the request head"),
    CASE(LINE HOST "X: a\x1f\r\n\r\n", 400, "control byte in the request head"),
    CASE(LINE HOST "X\x0b: a\r\n\r\n", 400, "control byte in the request head"),
    CASE("GET / HTTP/1.1\n" HOST "\r\n", 400, "bare line feed"),
    CASE("\n" LINE HOST "\r\n", 400, "bare line feed"),
    CASE(LINE "Host: h\n\r\n", 400, "bare line feed"),
    CASE(LINE HOST "\n", 400, "bare line feed"),
    CASE("GET /\r HTTP/1.1\r\n" HOST "\r\n", 400, "bare carriage return"),
    CASE(LINE HOST "X: a\rb\r\n\r\n", 400, "bare carriage return"),
    CASE(LINE HOST "X: a\r\r\n\r\n", 400, "bare carriage return"),
    CASE(LINE HOST "\r\r\n", 400, "bare carriage return"),
    CASE(LINE HOST "X: a\r\n b\r\n\r\n", 400, "folded header"),
    CASE(LINE HOST "X: a\r\n\tb\r\n\r\n", 400, "folded header"),
    CASE(LINE " " HOST "\r\n", 400, "folded header"),
    CASE(LINE "Host : h\r\n\r\n", 400, "space before the colon of a header"),
    CASE(LINE HOST "X\t: h\r\n\r\n", 400, "space before the colon of a header"),
    CASE(LINE HOST "X y: h\r\n\r\n", 400, "bad byte in a header name"),
    CASE(LINE HOST "X(: h\r\n\r\n", 400, "bad byte in a header name"),
    CASE(LINE HOST "\xc3\xa9: h\r\n\r\n", 400, "bad byte in a header name"),
    CASE(LINE HOST ": h\r\n\r\n", 400, "header line without a name and a colon"),
    CASE(LINE HOST "X\r\n\r\n", 400, "header line without a name and a colon"),

    CASE("GET / HTTP/9.9\r\n" HOST "\r\n", 505, "only HTTP/1.0 and HTTP/1.1 are spoken"),
    CASE("GET / HTTP/2.0\r\n" HOST "\r\n", 505, "only HTTP/1.0 and HTTP/1.1 are spoken"),
    CASE("GET / HTTP/1.2\r\n" HOST "\r\n", 505, "only HTTP/1.0 and HTTP/1.1 are spoken"),
    CASE("GET / HTTP/0.9\r\n" HOST "\r\n", 505, "only HTTP/1.0 and HTTP/1.1 are spoken"),
    CASE("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "only HTTP/1.0 and HTTP/1.1 are spoken"),
    CASE("GET / HTTP/1.10\r\n" HOST "\r\n", 400, "bad request line"),
    CASE("GET / http/1.1\r\n" HOST "\r\n", 400, "bad request line"),
    CASE("GET / HTTP/1.1 \r\n" HOST "\r\n", 400, "bad request line"),
    CASE("GET / RTSP/1.0\r\n" HOST "\r\n", 400, "bad request line"),
    CASE("SOURCE / ICE/1.0\r\n" HOST "\r\n", 400, "bad request line"),
    CASE("GET /\r\n" HOST "\r\n", 400, "bad request line"),
    CASE("GET\r\n\r\n", 400, "bad request line"),
    CASE("GET HTTP/1.1\r\n" HOST "\r\n", 400, "bad request line"),
    CASE(" GET / HTTP/1.1\r\n" HOST "\r\n", 400, "bad request line"),
    CASE("GET  / HTTP/1.1\r\n" HOST "\r\n", 400, "space in the request target"),
    CASE("GET /  HTTP/1.1\r\n" HOST "\r\n", 400, "space in the request target"),
    CASE("GET /a b HTTP/1.1\r\n" HOST "\r\n", 400, "space in the request target"),
    CASE("BREW / HTTP/1.1\r\n" HOST "\r\n", 501, "unknown method"),
    CASE("get / HTTP/1.1\r\n" HOST "\r\n", 501, "unknown method"),
    CASE("CONNECT a.b:80 HTTP/1.1\r\n" HOST "\r\n", 501, "CONNECT is not served"),
    CASE("OPTIONS * HTTP/1.1\r\n" HOST "\r\n", 400, "request target * is not taken"),
    CASE("GET * HTTP/1.1\r\n" HOST "\r\n", 400, "request target * is not taken"),
    CASE("GET a HTTP/1.1\r\n" HOST "\r\n", 400, "bad request target"),
    CASE("GET ftp://a/ HTTP/1.1\r\n" HOST "\r\n", 400, "bad request target"),
    CASE("GET http:/// HTTP/1.1\r\n" HOST "\r\n", 400, "bad host in the request target"),
    CASE("GET http://?a HTTP/1.1\r\n" HOST "\r\n", 400, "bad host in the request target"),
    CASE("GET http://u@h/ HTTP/1.1\r\n" HOST "\r\n", 400, "bad host in the request target"),
};

static int set_up(void **state)
{
    (void)state;
    ask = ask_open(http_limits_default());
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ask_close(ask, 0);
    return 0;
}

static void assert_refused(const struct refused *refused, struct client *client)
{
    struct answer answer = client_answer(client);
    char expected[160];

    if (answer.status != refused->status)
        fail_msg("status %u and not %u: %s: %s", answer.status, refused->status, answer.body,
                 refused->request.ptr);
    (void)snprintf(expected, sizeof(expected), "ERROR: %s\n", refused->text);
    if (strcmp(answer.body, expected) != 0)
        fail_msg("%s and not %s: %s", answer.body, expected, refused->request.ptr);
    assert_non_null(strstr(answer.head, "Content-Type: text/plain"));
    assert_non_null(strstr(answer.head, "Connection: close\r\n"));
    assert_true(client_is_ended(client));
}

static void each_malformed_request_is_refused_by_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct client *client = client_open(ask);
        client_send(client, cases[i].request);
        assert_refused(&cases[i], client);
        client_close(client);
    }
    assert_int_equal(http_server_counters(ask->server).requests, 0);
    assert_int_equal(http_server_counters(ask->server).requests_malformed, ARRAY_LEN(cases));
}

static void each_is_refused_also_byte_by_byte(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct client *client = client_open(ask);
        for (size_t k = 0; k < cases[i].request.len; k++)
            client_send(client, str_slice(cases[i].request, k, k + 1));
        assert_refused(&cases[i], client);
        client_close(client);
    }
}

static void each_is_refused_also_behind_a_good_request(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct client *client = client_open(ask);
        client_send(client, STR("GET /turn HTTP/1.1\r\nHost: h\r\n\r\n"));
        client_send(client, cases[i].request);
        assert_string_equal(client_answer(client).body, "turned");
        assert_refused(&cases[i], client);
        client_close(client);
    }
}

/* Of all bytes those that are refused are the controls, wherever in a value they stand. */
static void every_control_byte_is_refused_at_every_place(void **state)
{
    (void)state;
    for (unsigned byte = 0; byte < 256; byte++)
        for (size_t place = 0; place < 17; place++) {
            char value[] = "aaaaaaaaaaaaaaaaa\r\n\r\n";
            bool is_fine = byte == '\t' || (byte >= 0x20 && byte != 0x7f);
            if (byte == '\r' || byte == '\n')
                continue; /* the end of a line: told otherwise */
            value[place] = (char)byte;
            struct client *client = client_open(ask);
            client_send(client, STR("GET /empty HTTP/1.0\r\nHost: h\r\nX: "));
            client_send(client, (struct str){value, sizeof(value) - 1});
            struct answer answer = client_answer(client);
            if ((answer.status == 204) != is_fine)
                fail_msg("byte %02x at %zu: status %u", byte, place, answer.status);
            client_close(client);
        }
}

/* A request with `count` letters at the mark, and what is wanted of it. */
static unsigned status_of(struct str before, size_t count, struct str after)
{
    struct client *client = client_open(ask);
    char *letters = heap_make(count + 1, 1);

    memset(letters, 'a', count);
    client_send(client, before);
    client_send(client, (struct str){letters, count});
    client_send(client, after);
    free(letters);
    unsigned status = client_answer(client).status;
    client_close(client);
    return status;
}

static void a_url_may_be_8_kib_and_no_more(void **state)
{
    (void)state;
    struct str after = STR(" HTTP/1.0\r\nHost: h\r\nConnection: close\r\n\r\n");
    /* The echo would not fit into the test's answer: the longest one goes elsewhere. */
    assert_int_equal(status_of(STR("GET /empty?"), HTTP_URL_MAX - 7, after), 204);
    assert_int_equal(status_of(STR("GET /empty?"), HTTP_URL_MAX - 6, after), 414);
    assert_int_equal(status_of(STR("GET /empty?"), 100000, STR("")), 414);
}

static void headers_may_be_16_kib_and_no_more(void **state)
{
    (void)state;
    struct str before = STR("GET /empty HTTP/1.1\r\nHost: h\r\nX: ");
    size_t others = strlen("Host: h\r\nX: \r\n\r\n");
    assert_int_equal(status_of(before, HTTP_HEADER_BYTES_MAX - others, STR("\r\n\r\n")), 204);
    assert_int_equal(status_of(before, HTTP_HEADER_BYTES_MAX - others + 1, STR("\r\n\r\n")), 431);
    assert_int_equal(status_of(before, 100000, STR("")), 431);
}

static void the_longest_url_and_the_longest_headers_pass_together(void **state)
{
    (void)state;
    struct client *client = client_open(ask);
    static char letters[HTTP_HEADER_BYTES_MAX];
    size_t others = strlen("Host: h\r\nX: \r\n\r\n");

    memset(letters, 'a', sizeof(letters));
    client_send(client, STR("GET /empty?"));
    client_send(client, (struct str){letters, HTTP_URL_MAX - 7});
    client_send(client, STR(" HTTP/1.1\r\nHost: h\r\nX: "));
    client_send(client, (struct str){letters, HTTP_HEADER_BYTES_MAX - others});
    client_send(client, STR("\r\n\r\n"));
    assert_int_equal(client_answer(client).status, 204);
    client_close(client);
}

static void sixty_four_headers_pass_and_no_more(void **state)
{
    (void)state;
    for (unsigned extra = 0; extra < 2; extra++) {
        struct client *client = client_open(ask);
        client_send(client, STR("GET /empty HTTP/1.1\r\nHost: h\r\n"));
        for (unsigned i = 1; i < HTTP_HEADERS_MAX + extra; i++)
            client_send(client, STR("X: y\r\n"));
        client_send(client, STR("\r\n"));
        assert_int_equal(client_answer(client).status, extra == 0 ? 204 : 431);
        client_close(client);
    }
}

static void a_body_may_be_as_large_as_the_limit_and_no_more(void **state)
{
    (void)state;
    struct str before = STR("POST /empty HTTP/1.1\r\nHost: h\r\nContent-Length: 65536\r\n\r\n");
    assert_int_equal(status_of(before, 65536, STR("")), 204);
    before = STR("POST /empty HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n10000\r\n");
    assert_int_equal(status_of(before, 65536, STR("\r\n0\r\n\r\n")), 204);
    assert_int_equal(status_of(before, 65536, STR("\r\n1\r\na\r\n0\r\n\r\n")), 413);
}

static void a_client_that_is_still_sending_can_read_why_it_was_refused(void **state)
{
    (void)state;
    assert_int_equal(status_of(STR("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2000000\r\n\r\n"),
                               2000000, STR("")),
                     413);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_malformed_request_is_refused_by_name),
        cmocka_unit_test(each_is_refused_also_byte_by_byte),
        cmocka_unit_test(each_is_refused_also_behind_a_good_request),
        cmocka_unit_test(every_control_byte_is_refused_at_every_place),
        cmocka_unit_test(a_url_may_be_8_kib_and_no_more),
        cmocka_unit_test(headers_may_be_16_kib_and_no_more),
        cmocka_unit_test(the_longest_url_and_the_longest_headers_pass_together),
        cmocka_unit_test(sixty_four_headers_pass_and_no_more),
        cmocka_unit_test(a_body_may_be_as_large_as_the_limit_and_no_more),
        cmocka_unit_test(a_client_that_is_still_sending_can_read_why_it_was_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
