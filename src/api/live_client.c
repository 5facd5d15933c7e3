#include "api/live_client.h"

#include <stdlib.h>
#include "api/caller.h"
#include "api/live.h"
#include "base/clock.h"

#define LINE_BYTES   512
#define RIGHTS_BYTES (64 * 1024)

/* False: it had no room, or the client is gone. */
static bool push(struct live_client *client, struct str text)
{
    enum err err = http_stream_push(client->stream, text);

    if (err == ERR_CLOSED)
        client->is_over = true;
    if (err == OK)
        client->heard_mono_ms = clock_mono_ms();
    return err == OK;
}

/* ------------------------------------------------------------------ the beginning */

/* With an id, so that whoever is cut before the first row loses nothing. */
static void say_hello(struct live_client *client)
{
    char line[LINE_BYTES];
    struct buf buf = buf_from_memory(line, sizeof(line));

    buf_format(&buf,
               "retry: 2000\nevent: ready\nid: %" PRIu64 "\ndata: {\"after\":\"%" PRIu64 "\"}\n\n",
               client->after_id, client->after_id);
    (void)push(client, buf_str(&buf)); /* the first bytes have room */
}

void live_client_begin(struct live_client *client, uint64_t head_id, int64_t now_ms)
{
    uint64_t oldest_id = now_ms > LIVE_RESUME_MS ? id_from_ms(now_ms - LIVE_RESUME_MS) : 0;
    uint64_t asked_id = client->after_id;

    client->second = clock_mono_ms() / 1000;
    client->rights_mono_ms = clock_mono_ms();
    client->is_resuming = asked_id != 0 && asked_id < head_id;
    if (!client->is_resuming)
        client->after_id = head_id;
    say_hello(client);
    if (client->is_resuming && asked_id < oldest_id)
        live_client_leap(client, oldest_id < head_id ? oldest_id : head_id);
}

/* ------------------------------------------------------------------ rows */

static void skip(struct live_client *client, const struct live_item *item)
{
    client->skipped_of[item->kind]++;
}

static bool has_allowance(const struct live_client *client, const struct live_item *item)
{
    return client->is_resuming || client->told_of[item->kind] < LIVE_ROWS_PER_S_MAX;
}

/* False: it is to be told later. */
static bool tell(struct live_client *client, struct live_item *item, struct rows *rows,
                 struct arena *arena)
{
    if (!has_allowance(client, item)) {
        skip(client, item);
        return true;
    }
    struct str text = live_item_text(item, rows, arena);
    if (text.ptr == NULL) {
        skip(client, item);
        return true;
    }
    if (!push(client, text)) {
        if (client->is_resuming)
            return false;
        skip(client, item);
        return true;
    }
    client->told_of[item->kind] += !client->is_resuming;
    client->told++;
    return true;
}

void live_client_tell(struct live_client *client, struct live_item *items, size_t count,
                      uint64_t until_id, struct rows *rows, struct arena *arena)
{
    say_set_language(client->language);
    for (size_t i = 0; i < count && !client->is_over; i++) {
        if (items[i].id <= client->after_id || !live_item_is_wanted(&items[i], &client->wish))
            continue;
        if (!tell(client, &items[i], rows, arena))
            return;
        client->after_id = items[i].id;
        client->is_over |= client->told_max != 0 && client->told == client->told_max;
    }
    if (!client->is_over && until_id > client->after_id)
        client->after_id = until_id;
}

void live_client_leap(struct live_client *client, uint64_t until_id)
{
    if (client->gap_until_id == 0)
        client->gap_after_id = client->after_id;
    client->gap_until_id = until_id;
    client->after_id = until_id;
}

/* ------------------------------------------------------------------ what was not told */

static void tell_gap(struct live_client *client)
{
    char line[LINE_BYTES];
    struct buf buf = buf_from_memory(line, sizeof(line));

    if (client->gap_until_id == 0)
        return;
    buf_format(&buf, "event: gap\ndata: {\"after\":\"%" PRIu64 "\",\"until\":\"%" PRIu64 "\"}\n\n",
               client->gap_after_id, client->gap_until_id);
    if (push(client, buf_str(&buf)))
        client->gap_until_id = 0;
}

static void tell_skipped(struct live_client *client)
{
    char line[LINE_BYTES];
    struct buf buf = buf_from_memory(line, sizeof(line));
    bool is_first = true;

    buf_write_c(&buf, "event: skipped\ndata: {");
    for (unsigned kind = 0; kind < LIVE_KIND_COUNT; kind++) {
        if (client->skipped_of[kind] == 0)
            continue;
        buf_format(&buf, "%s\"%s\":%" PRIu64, is_first ? "" : ",", live_kind_text(kind),
                   client->skipped_of[kind]);
        is_first = false;
    }
    buf_write_c(&buf, "}\n\n");
    if (!is_first && push(client, buf_str(&buf)))
        memset(client->skipped_of, 0, sizeof(client->skipped_of));
}

/* ------------------------------------------------------------------ once a round */

/* It moves the client's Last-Event-ID along, also where its filters let nothing through. */
static void beat(struct live_client *client)
{
    char line[LINE_BYTES];
    struct buf buf = buf_from_memory(line, sizeof(line));

    buf_format(&buf, ": heartbeat\nid: %" PRIu64 "\n\n", client->after_id);
    (void)push(client, buf_str(&buf)); /* no room: there is enough to read */
}

/* The end of the rights ends the stream; less of them narrows it. */
static void look_at_rights(struct live_client *client, int64_t now_mono_ms)
{
    struct arena *arena = arena_make(RIGHTS_BYTES);
    struct http_reply reply = {0};
    struct call call = {.api = client->api,
                        .exchange = client->exchange,
                        .request = client->exchange->request,
                        .arena = arena,
                        .reply_arena = arena,
                        .reply = &reply};

    client->rights_mono_ms = now_mono_ms;
    caller_find_again(&call, client->user_id, client->session_id, AREA_LOGS);
    if (!call.is_answered)
        client->wish.reads = call.scope.reads;
    else if (reply.status != 503) /* the catalogue could not be read: looked at again */
        client->is_over = true;
    arena_free(arena);
}

void live_client_tend(struct live_client *client)
{
    int64_t now_mono_ms = clock_mono_ms();

    tell_gap(client);
    if (now_mono_ms / 1000 != client->second) {
        client->second = now_mono_ms / 1000;
        memset(client->told_of, 0, sizeof(client->told_of));
        tell_skipped(client);
    }
    if (now_mono_ms - client->rights_mono_ms >= LIVE_RIGHTS_MS)
        look_at_rights(client, now_mono_ms);
    if (now_mono_ms - client->heard_mono_ms >= LIVE_HEARTBEAT_MS)
        beat(client);
    if (http_stream_is_gone(client->stream))
        client->is_over = true;
    if (client->end_mono_ms != 0 && now_mono_ms >= client->end_mono_ms && !client->is_resuming)
        client->is_over = true;
}

void live_client_end(struct live_client *client)
{
    tell_gap(client);
    tell_skipped(client);
    http_stream_end(client->stream, true);
    free(client);
}
