/* gate - what a listener owns in one loop: the queues in which its connections wait, and the free
 * lists that make opening and closing cheap. Owner: the loop's thread. Limits: SLOTS_KEPT_MAX,
 * CONNS_KEPT_MAX. */
#include "http/conn.h"

/* --- queues of deadlines */

void gate_unqueue(struct conn *conn)
{
    if (conn->queue == QUEUE_NONE)
        return;
    struct queue *queue = &conn->gate->queues[conn->queue];
    *(conn->prev != NULL ? &conn->prev->next : &queue->first) = conn->next;
    *(conn->next != NULL ? &conn->next->prev : &queue->last) = conn->prev;
    conn->queue = QUEUE_NONE;
}

static int64_t patience_ms(const struct gate *gate, enum queue_id id)
{
    const struct http_limits *limits = &gate->listener->config.limits;

    switch (id) {
    case QUEUE_IDLE:
        return limits->idle_deadline_ms;
    case QUEUE_HEAD:
        return limits->header_deadline_ms;
    case QUEUE_BODY:
        return limits->body_deadline_ms;
    case QUEUE_LINGER:
        return LINGER_MS;
    case QUEUE_HANDLING:
    case QUEUE_ORPHAN:
    case QUEUE_NONE:
        break;
    }
    return 0;
}

void gate_queue(struct conn *conn, enum queue_id id)
{
    struct queue *queue = &conn->gate->queues[id];

    gate_unqueue(conn);
    conn->deadline_ms = (int64_t)uv_now(&conn->gate->loop->uv) + patience_ms(conn->gate, id);
    conn->queue = id;
    conn->next = NULL;
    conn->prev = queue->last;
    *(queue->last != NULL ? &queue->last->next : &queue->first) = conn;
    queue->last = conn;
}

/* --- slots and connections, taken from the gate's free lists and given back */

void gate_take_slot(struct conn *conn)
{
    struct gate *gate = conn->gate;
    struct slot *slot = gate->slots;

    if (slot != NULL) {
        gate->slots = slot->next;
        gate->slots_count--;
        if (gate->slots_count < gate->slots_unused)
            gate->slots_unused = gate->slots_count;
    } else {
        slot = slot_make(&gate->listener->config.limits);
        slot->exchange.loop = gate->loop;
    }
    slot->conn = conn;
    slot->request.peer = conn->peer;
    conn->slot = slot;
}

void gate_give_slot(struct conn *conn)
{
    struct gate *gate = conn->gate;
    struct slot *slot = TAKE(conn->slot);

    if (slot == NULL)
        return;
    if (gate->slots_count >= SLOTS_KEPT_MAX) {
        slot_free(slot);
        return;
    }
    slot->at = slot->end;
    slot_next(slot);
    if (slot->out != NULL && slot->out->cap > OUT_BYTES)
        free(TAKE(slot->out));
    if (slot->out != NULL)
        slot->out->len = 0;
    slot->conn = NULL;
    slot->next = gate->slots;
    gate->slots = slot;
    gate->slots_count++;
}

struct conn *gate_make_conn(struct gate *gate)
{
    struct conn *conn = gate->conns;

    if (conn != NULL) {
        gate->conns = conn->next;
        gate->conns_count--;
        memset(conn, 0, sizeof(*conn));
    } else {
        conn = heap_make(1, sizeof(*conn));
    }
    conn->gate = gate;
    conn->queue = QUEUE_NONE;
    return conn;
}

void gate_free_conn(struct conn *conn)
{
    struct gate *gate = conn->gate;
    struct http_loop *loop = gate->loop;

    CHECK(conn->is_gone && conn->state == CONN_CLOSED);
    gate_unqueue(conn);
    gate_give_slot(conn);
    if (conn->is_counted)
        peers_leave(gate->listener->peers, &conn->peer);
    atomic_fetch_sub_explicit(&gate->listener->open, 1, memory_order_relaxed);
    counter_add(&loop->counters.open, (uint64_t)-1);
    if (gate->conns_count < CONNS_KEPT_MAX) {
        conn->next = gate->conns;
        gate->conns = conn;
        gate->conns_count++;
    } else {
        free(conn);
    }
    loop_check_drained(loop);
}

static void free_slots(struct gate *gate, size_t count)
{
    for (; count > 0; count--) {
        struct slot *slot = gate->slots;
        gate->slots = slot->next;
        gate->slots_count--;
        slot_free(slot);
    }
    gate->slots_unused = gate->slots_count;
}

void gate_trim(struct gate *gate)
{
    free_slots(gate, gate->slots_unused > SLOTS_SPARE ? gate->slots_unused - SLOTS_SPARE : 0);
}

void gate_fini(struct gate *gate)
{
    while (gate->queues[QUEUE_ORPHAN].first != NULL) {
        gate->queues[QUEUE_ORPHAN].first->is_in_flight = false;
        gate_free_conn(gate->queues[QUEUE_ORPHAN].first);
    }
    free_slots(gate, gate->slots_count);
    while (gate->conns != NULL) {
        struct conn *conn = gate->conns;
        gate->conns = conn->next;
        free(conn);
    }
}
