#include "courier/delivery.h"

#include <sodium.h>
#include <stdlib.h>
#include "base/clock.h"

#define ARENA_BYTES (256 * 1024)

struct delivery *delivery_make(struct courier *courier, const struct outbox *row)
{
    struct delivery *delivery = heap_make(1, sizeof(*delivery));
    delivery->courier = courier;
    delivery->arena = arena_make(ARENA_BYTES);
    struct outbox *outbox = &delivery->settlement.outbox;
    *outbox = *row;
    outbox->status = arena_copy(delivery->arena, row->status);
    outbox->method = arena_copy(delivery->arena, row->method);
    outbox->url = arena_copy(delivery->arena, row->url);
    return delivery;
}

void delivery_free(struct delivery *delivery)
{
    arena_free(delivery->arena);
    free(delivery);
}

void delivery_free_all(struct delivery *first)
{
    while (first != NULL) {
        struct delivery *delivery = first;
        first = delivery->next;
        delivery_free(delivery);
    }
}

void delivery_link(struct delivery **first, struct delivery *delivery)
{
    delivery->next = *first;
    delivery->place = first;
    if (delivery->next != NULL)
        delivery->next->place = &delivery->next;
    *first = delivery;
}

void delivery_unlink(struct delivery *delivery)
{
    *delivery->place = delivery->next;
    if (delivery->next != NULL)
        delivery->next->place = delivery->place;
}

void delivery_fill_request(const struct delivery *delivery, struct fetch_request *request)
{
    const struct outbox *row = &delivery->settlement.outbox;
    request->url = row->url;
    if (!str_is_equal(row->method, STR("POST")))
        return;
    request->method = STR("POST");
    ptrdiff_t fragment = str_find_char(row->url, '#');
    struct str url = fragment < 0 ? row->url : str_slice(row->url, 0, (size_t)fragment);
    ptrdiff_t query = str_find_char(url, '?');
    if (query < 0)
        return;
    request->url = str_slice(url, 0, (size_t)query);
    request->body = str_slice(url, (size_t)query + 1, url.len);
}

void delivery_finish(struct delivery *delivery, const struct destination *destination,
                     const struct fetch_result *result, const struct courier_schedule *schedule)
{
    struct outbox_settlement *settlement = &delivery->settlement;
    settlement->verdict = delivery_judge(destination, &settlement->outbox, result, schedule,
                                         clock_wall_ms(), randombytes_uniform(COURIER_JITTER_END));
    outbox_fill_answer(settlement);
    struct answer *answer = &settlement->answer;
    answer->status_code = result->status;
    answer->body = arena_copy(delivery->arena, str_slice(result->body, 0, COURIER_BODY_KEPT));
    answer->error = arena_copy(delivery->arena, result->error);
    if (result->address.family != 0)
        answer->address = net_text(delivery->arena, &result->address);
    answer->duration_us = result->duration_us;
}
