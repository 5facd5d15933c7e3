/* slot - the memory of a request on its way: bytes read, body, bytes to send, arena. Grows for
 * large ones and gives back what is past the kept sizes. Owner: the loop's thread. */
#include "http/conn.h"

struct slot *slot_make(const struct http_limits *limits)
{
    struct slot *slot = malloc(sizeof(*slot));

    CHECK(slot != NULL);
    /* Not the buffer behind it: it is written before it is read. */
    memset(slot, 0, offsetof(struct slot, in_first));
    slot->limits = limits;
    slot->in = slot->in_first;
    slot->in_cap = IN_BYTES;
    slot->exchange.request = &slot->request;
    slot->exchange.arena = arena_make(limits->arena_bytes_max);
    slot->request.method = HTTP_METHOD_OTHER;
    return slot;
}

static void drop_in(struct slot *slot)
{
    if (slot->in != slot->in_first)
        free(slot->in);
    slot->in = slot->in_first;
    slot->in_cap = IN_BYTES;
}

static void drop_body(struct slot *slot)
{
    free(slot->body);
    slot->body = NULL;
    slot->body_cap = 0;
}

void slot_free(struct slot *slot)
{
    if (slot == NULL)
        return;
    drop_in(slot);
    drop_body(slot);
    free(slot->out);
    arena_free(slot->exchange.arena);
    free(slot);
}

void slot_next(struct slot *slot)
{
    arena_reset(slot->exchange.arena);
    slot->begin = slot->at;
    if (slot->begin == slot->end) {
        slot->begin = slot->at = slot->end = 0;
        drop_in(slot);
    }
    slot->scan = (struct head_scan){0};
    slot->chunks = (struct chunks){0};
    slot->request.method = HTTP_METHOD_OTHER;
    slot->body_len = 0;
    if (slot->body_cap > BODY_BYTES_KEPT)
        drop_body(slot);
}

bool slot_is_empty(const struct slot *slot)
{
    return slot->begin == slot->end && (slot->out == NULL || slot->out->len == 0);
}

void slot_make_room(struct slot *slot, size_t room)
{
    size_t used = slot->end - slot->begin;

    if (slot->in_cap - slot->end >= room)
        return;
    if (slot->in_cap - used >= room) {
        memmove(slot->in, slot->in + slot->begin, used);
    } else {
        CHECK(IN_BYTES_MAX - used >= room);
        char *larger = malloc(IN_BYTES_MAX);
        CHECK(larger != NULL);
        memcpy(larger, slot->in + slot->begin, used);
        drop_in(slot);
        slot->in = larger;
        slot->in_cap = IN_BYTES_MAX;
    }
    slot->at -= slot->begin;
    slot->end = used;
    slot->begin = 0;
}

/* The size to grow to: doubled, so that a body that comes in bits is not copied for each. */
static size_t grown(size_t cap, size_t wanted, size_t least)
{
    size_t size = cap > least ? cap : least;

    while (size < wanted)
        size *= 2;
    return size;
}

static void make_body_room(struct slot *slot, size_t room)
{
    if (slot->body_cap - slot->body_len >= room)
        return;
    slot->body_cap = grown(slot->body_cap, slot->body_len + room, 1024);
    slot->body = heap_grow(slot->body, slot->body_cap);
}

void slot_add_body(struct slot *slot, const char *bytes, size_t count)
{
    if (count == 0)
        return;
    make_body_room(slot, count);
    memcpy(slot->body + slot->body_len, bytes, count);
    slot->body_len += count;
}

static bool is_counted(const struct slot *slot, bool is_in_body)
{
    return is_in_body && !slot->is_chunked;
}

char *slot_read_place(struct slot *slot, bool is_in_body, size_t *room)
{
    if (!is_counted(slot, is_in_body)) {
        *room = slot->in_cap - slot->end;
        return slot->in + slot->end;
    }
    uint64_t left = slot->body_bytes - slot->body_len;
    /* As much again as has come, so that a length alone, with nothing behind it, costs little. */
    size_t wanted = slot->body_len + IN_BYTES;
    make_body_room(slot, left < wanted ? (size_t)left : wanted);
    size_t free_bytes = slot->body_cap - slot->body_len;
    *room = left < free_bytes ? (size_t)left : free_bytes;
    return slot->body + slot->body_len;
}

void slot_read_done(struct slot *slot, bool is_in_body, size_t count)
{
    if (is_counted(slot, is_in_body))
        slot->body_len += count;
    else
        slot->end += count;
}

void slot_make_out_room(struct slot *slot, size_t room)
{
    size_t len = slot->out != NULL ? slot->out->len : 0;
    size_t cap = slot->out != NULL ? slot->out->cap : 0;

    if (cap - len >= room)
        return;
    cap = len + room > OUT_BYTES ? len + room : OUT_BYTES;
    slot->out = heap_grow(slot->out, sizeof(*slot->out) + cap);
    slot->out->len = len;
    slot->out->cap = cap;
}
