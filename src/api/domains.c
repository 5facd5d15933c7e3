/* domains - GET domains/ID/check: the records that a domain has, those that it should have, and the
 * one to set. The only thing here that leaves the machine is the question to the name servers. */
#include "api/internal.h"

#include "base/say.h"
#include <stdatomic.h>

#include "api/domain_judge.h"
#include "api/json_out.h"

#define LOOK_UP_MS 5000
#define CHECKS_MAX 4 /* at once: each holds a thread of the pool */

static const struct shape_field records_fields[] = {
    {"cname", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"a", SHAPE_TEXTS, 0, NULL, NULL, NULL},
    {"aaaa", SHAPE_TEXTS, 0, NULL, NULL, NULL},
};
static const struct shape records_shape = SHAPE("domain_records", records_fields);

static const struct shape_field record_fields[] = {
    {"type", SHAPE_WORD, 0, NULL, "CNAME A AAAA", NULL},
    {"name", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"value", SHAPE_TEXT, 0, NULL, NULL, NULL},
};
static const struct shape record_shape = SHAPE("domain_record", record_fields);

#define STATES                                                                                     \
    "ok no_record cname_elsewhere address_elsewhere duplicate_address proxied "                    \
    "target_without_address no_target"

static const struct shape_field check_fields[] = {
    {"domain", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"ok", SHAPE_BOOL, 0, "The domain leads here.", NULL, NULL},
    {"state", SHAPE_WORD, 0, NULL, STATES, NULL},
    {"message", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"found", SHAPE_OBJECT, 0, NULL, NULL, &records_shape},
    {"expected", SHAPE_OBJECT, 0, NULL, NULL, &records_shape},
    {"set", SHAPE_OBJECTS, 0, "The records to set; none when all is well.", NULL, &record_shape},
};
const struct shape domain_check_shape = SHAPE("domain_check", check_fields);

static json_t *addresses_json(struct arena *arena, const struct net_address *addresses,
                              size_t count, uint8_t family)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        if (addresses[i].family == family)
            json_out_append(list, json_out_text(net_text(arena, &addresses[i])));
    return list;
}

static json_t *records_json(struct arena *arena, struct str alias,
                            const struct net_address *addresses, size_t count)
{
    json_t *records = json_object();

    json_out_put(records, "cname", json_out_text(alias));
    json_out_put(records, "a", addresses_json(arena, addresses, count, 4));
    json_out_put(records, "aaaa", addresses_json(arena, addresses, count, 6));
    return records;
}

static json_t *record_json(const char *type, struct str name, struct str value)
{
    json_t *record = json_object();

    json_out_put(record, "type", json_string(type));
    json_out_put(record, "name", json_out_text(name));
    json_out_put(record, "value", json_out_text(value));
    return record;
}

static json_t *to_set_json(struct arena *arena, struct str name, const struct domain_target *target,
                           const struct domain_verdict *verdict)
{
    json_t *list = json_array();

    if (verdict->is_good)
        return list;
    if (verdict->is_alias_to_set) {
        json_out_append(list, record_json("CNAME", name, target->alias));
        return list;
    }
    for (size_t i = 0; i < target->address_count; i++) {
        const struct net_address *address = &target->addresses[i].address;
        json_out_append(
            list, record_json(address->family == 4 ? "A" : "AAAA", name, net_text(arena, address)));
    }
    return list;
}

static json_t *check_json(struct call *call, struct str name, const struct dns_host *found)
{
    const struct domain_target *target = &call->api->options.domain_target;
    struct domain_verdict verdict = domain_judge(name, target, found);
    struct net_address expected[DNS_ADDRESSES_MAX];
    size_t count =
        target->address_count < DNS_ADDRESSES_MAX ? target->address_count : DNS_ADDRESSES_MAX;
    json_t *answer = json_object();

    for (size_t i = 0; i < count; i++)
        expected[i] = target->addresses[i].address;
    json_out_put(answer, "domain", json_out_text(name));
    json_out_put(answer, "ok", json_boolean(verdict.is_good));
    json_out_put(answer, "state", json_string(verdict.state));
    json_out_put(answer, "message", json_string(verdict.message));
    json_out_put(answer, "found",
                 records_json(call->arena, found->alias, found->addresses, found->address_count));
    json_out_put(answer, "expected", records_json(call->arena, target->alias, expected, count));
    json_out_put(answer, "set", to_set_json(call->arena, name, target, &verdict));
    return answer;
}

static void check_domain(struct call *call)
{
    json_auto_t *document = NULL;
    struct dns_host found;
    enum err err =
        catalog_get(call->api->options.catalog, ENTITY_DOMAIN, call->id, &call->scope, &document);

    if (err != OK) {
        call_refuse(call, err == ERR_NOT_FOUND ? 404 : 500, "id", "There is no such domain.");
        return;
    }
    struct str name = str_from_c(json_string_value(json_object_get(document, "name")));
    err = dns_look_up(call->api->options.dns_server, name, LOOK_UP_MS, call->arena, &found);
    if (err != OK) {
        call_refuse(call, 503, "", "The name servers did not say: %s.",
                    err == ERR_TIMEOUT ? say_text("they did not answer in time")
                                       : say_text("they could not be asked"));
        return;
    }
    call_answer(call, 200, check_json(call, name, &found));
}

void domains_check(struct call *call)
{
    static atomic_uint running;

    if (atomic_fetch_add(&running, 1) < CHECKS_MAX)
        check_domain(call);
    else
        call_refuse(call, 503, "", "%d domains are being checked already: try again.", CHECKS_MAX);
    atomic_fetch_sub(&running, 1);
}
