/* Tests of fetch/: how far a request got, with servers that fail in every way. */
#include "fetch/fetch.h"

#include "base/clock.h"
#include "receiver.h"

#define SHORT_MS 300

static bool hang(struct receiver *receiver, int fd, struct str request)
{
    (void)request;
    (void)receiver_is_over(receiver, fd, -1);
    return false;
}

static bool reset(struct receiver *receiver, int fd, struct str request)
{
    struct linger now = {.l_onoff = 1, .l_linger = 0};

    (void)receiver, (void)request;
    CHECK(setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now)) == 0);
    return false;
}

static bool say_text_and_close(struct receiver *receiver, int fd, struct str request)
{
    (void)request;
    (void)receiver_send(fd, str_from_c(receiver->text));
    return false;
}

static bool drip(struct receiver *receiver, int fd, struct str request)
{
    (void)request;
    if (!receiver_send(fd, STR("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")))
        return false;
    while (!receiver_is_over(receiver, fd, 10))
        if (!receiver_send(fd, STR(".")))
            break;
    return false;
}

/* 10 MiB, if the peer takes them; `text` is the status line. */
static bool flood(struct receiver *receiver, int fd, struct str request)
{
    static char block[65536];
    char head[512];

    (void)request;
    (void)snprintf(head, sizeof(head), "%s\r\nContent-Length: 10485760\r\n\r\n", receiver->text);
    memset(block, 'x', sizeof(block));
    if (!receiver_send(fd, str_from_c(head)))
        return false;
    for (int i = 0; i < 160; i++)
        if (!receiver_send(fd, (struct str){block, sizeof(block)}))
            return false;
    return true;
}

static bool flood_header(struct receiver *receiver, int fd, struct str request)
{
    (void)receiver, (void)request;
    if (!receiver_send(fd, STR("HTTP/1.1 200 OK\r\n")))
        return false;
    for (int i = 0; i < 1000000; i++)
        if (!receiver_send(fd, STR("X-Filler: 0123456789012345678901234567890123456789\r\n")))
            return false;
    return true;
}

static bool redirect_to_itself_slowly(struct receiver *receiver, int fd, struct str request)
{
    (void)request;
    if (receiver_is_over(receiver, fd, SHORT_MS * 2 / 3))
        return false;
    return receiver_reply(fd, "HTTP/1.1 302 Found\r\nLocation: /again", STR(""));
}

/* Answers the first request of a connection, and closes on the second without a word. */
static bool answer_once(struct receiver *receiver, int fd, struct str request)
{
    if (receiver->requests % 2 == 0)
        return false;
    return receiver_echo(receiver, fd, request);
}

static struct fetch_result result_of(receiver_answer *answer, const char *text, struct asker *asker)
{
    struct receiver receiver;

    receiver_start(&receiver, answer, text);
    struct fetch_request request = {.url = str_from_c(receiver.url), .timeout_ms = 5000};
    if (answer == hang || answer == drip || answer == redirect_to_itself_slowly)
        request.timeout_ms = SHORT_MS;
    struct fetch_result result = asker_send(asker, &request);
    receiver_stop(&receiver);
    return result;
}

static void what_left_without_a_whole_answer_is_uncertain(void **state)
{
    static const struct {
        receiver_answer *answer;
        const char *text;
    } cases[] = {
        {hang, NULL},
        {reset, NULL},
        {drip, NULL},
        {flood_header, NULL},
        {redirect_to_itself_slowly, NULL},
        {say_text_and_close, ""},
        {say_text_and_close, "garbage, and no HTTP\r\n\r\n"},
        {say_text_and_close, "HTTP/1.1 2"},
        {say_text_and_close, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n"},
        {say_text_and_close, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"},
        {say_text_and_close, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"},
        {say_text_and_close, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"},
        {say_text_and_close, "HTTP/1.1 100 Continue\r\n\r\n"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct asker asker = asker_open_to("127.0.0.0/8");
        int64_t begun_ms = clock_mono_ms();
        struct fetch_result result = result_of(cases[i].answer, cases[i].text, &asker);
        if (result.reach != FETCH_UNCERTAIN)
            fail_msg("case %zu: reach %d, status %u", i, (int)result.reach, result.status);
        assert_int_equal(result.status, 0);
        assert_int_equal(result.body.len, 0);
        assert_false(result.refused);
        assert_true(result.error.len > 0);
        assert_true(clock_mono_ms() - begun_ms < 4000);
        asker_close(&asker);
    }
}

static void a_refused_connection_is_not_sent(void **state)
{
    struct receiver receiver;
    struct asker asker = asker_open_to("127.0.0.0/8");

    (void)state;
    receiver_start(&receiver, receiver_echo, NULL);
    assert_int_equal(asker_get(&asker, receiver.url).reach, FETCH_ANSWERED);
    receiver_stop(&receiver);
    /* On the handle that was answered a moment ago: its figures must not be those of before. */
    struct fetch_result result = asker_get(&asker, receiver.url);
    assert_int_equal(result.reach, FETCH_NOT_SENT);
    assert_false(result.refused);
    assert_true(result.error.len > 0);
    asker_close(&asker);
}

static void a_host_without_an_address_is_not_sent_and_holds_up_nobody(void **state)
{
    struct asker asker = asker_open_to(NULL);
    struct fetch_request request = {.url = STR("http://nothing.invalid/"), .timeout_ms = SHORT_MS};
    int64_t begun_ms = clock_mono_ms();

    (void)state;
    struct fetch_result result = asker_send(&asker, &request);
    assert_int_equal(result.reach, FETCH_NOT_SENT);
    assert_false(result.refused);
    request.url = STR("http://999.1.1.1:99999/");
    assert_int_equal(asker_send(&asker, &request).reach, FETCH_NOT_SENT);
    asker_close(&asker);
    assert_true(clock_mono_ms() - begun_ms < 4000);
}

static void a_broken_tls_handshake_is_not_sent(void **state)
{
    struct receiver receiver;
    struct asker asker = asker_open_to("127.0.0.0/8");
    char url[RECEIVER_URL_MAX];

    (void)state;
    receiver_start(&receiver, receiver_echo, NULL);
    (void)snprintf(url, sizeof(url), "https://127.0.0.1:%u/", receiver.port);
    struct fetch_request request = {.url = str_from_c(url), .timeout_ms = SHORT_MS};
    struct fetch_result result = asker_send(&asker, &request);
    assert_int_equal(result.reach, FETCH_NOT_SENT);
    assert_false(result.refused);
    asker_close(&asker);
    receiver_stop(&receiver);
}

static void a_long_answer_is_cut_and_counts(void **state)
{
    struct asker asker = asker_open_to("127.0.0.0/8");

    (void)state;
    struct fetch_result result = result_of(flood, "HTTP/1.1 200 OK", &asker);
    assert_int_equal(result.reach, FETCH_ANSWERED);
    assert_int_equal(result.status, 200);
    assert_int_equal(result.body.len, FETCH_BODY_BYTES_MAX);
    assert_int_equal(result.body.ptr[FETCH_BODY_BYTES_MAX - 1], 'x');
    asker_close(&asker);
}

static void a_redirect_with_a_long_body_is_not_followed(void **state)
{
    struct asker asker = asker_open_to("127.0.0.0/8");

    (void)state;
    struct fetch_result result =
        result_of(flood, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/", &asker);
    assert_int_equal(result.reach, FETCH_ANSWERED);
    assert_int_equal(result.status, 302);
    assert_true(str_is_equal(result.location, STR("http://127.0.0.1:1/")));
    asker_close(&asker);
}

static void an_answer_that_ends_with_the_connection_is_whole(void **state)
{
    struct asker asker = asker_open_to("127.0.0.0/8");

    (void)state;
    struct fetch_result result =
        result_of(say_text_and_close, "HTTP/1.0 404 Not Found\r\n\r\nnone", &asker);
    assert_int_equal(result.reach, FETCH_ANSWERED);
    assert_int_equal(result.status, 404);
    assert_true(str_is_equal(result.body, STR("none")));
    asker_close(&asker);
}

static void a_request_is_never_sent_again_when_a_kept_connection_dies(void **state)
{
    const struct str methods[] = {STR("GET"), STR("POST")};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(methods); i++) {
        struct receiver receiver;
        struct asker asker = asker_open_to("127.0.0.0/8");
        receiver_start(&receiver, answer_once, NULL);
        struct fetch_request request = {.url = str_from_c(receiver.url), .method = methods[i]};
        assert_int_equal(asker_send(&asker, &request).reach, FETCH_ANSWERED);
        struct fetch_result result = asker_send(&asker, &request);
        assert_int_equal(result.reach, FETCH_UNCERTAIN);
        assert_has(result.error, "kept connection");
        assert_int_equal(receiver.requests, 2);
        assert_int_equal(asker_send(&asker, &request).reach,
                         FETCH_ANSWERED); /* and the next is well */
        asker_close(&asker);
        receiver_stop(&receiver);
        assert_int_equal(receiver.requests, 3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_left_without_a_whole_answer_is_uncertain),
        cmocka_unit_test(a_refused_connection_is_not_sent),
        cmocka_unit_test(a_host_without_an_address_is_not_sent_and_holds_up_nobody),
        cmocka_unit_test(a_broken_tls_handshake_is_not_sent),
        cmocka_unit_test(a_long_answer_is_cut_and_counts),
        cmocka_unit_test(a_redirect_with_a_long_body_is_not_followed),
        cmocka_unit_test(an_answer_that_ends_with_the_connection_is_whole),
        cmocka_unit_test(a_request_is_never_sent_again_when_a_kept_connection_dies),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
