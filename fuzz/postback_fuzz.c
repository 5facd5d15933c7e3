/* Any query and body of a postback: parsed or refused by name, and what is parsed keeps its limits.
 */
#include "convert/postback.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_make(256 * 1024);
    size_t middle = size / 2;
    struct str query = {(const char *)data, middle};
    struct str body = {(const char *)data + middle, size - middle};
    struct postback_call call;
    struct postback_fault fault = {STR_NONE, NULL};
    enum err err = postback_parse(arena, query, body, NULL, NULL, &call, &fault);
    CHECK(err == OK || err == ERR_FULL || fault.reason != NULL);
    if (err == OK) {
        CHECK(call.txid.len <= POSTBACK_TXID_MAX && call.status.len <= POSTBACK_TEXT_MAX);
        CHECK(call.answer.len <= POSTBACK_RETURN_MAX && str_is_utf8(call.cid));
    }
    arena_free(arena);
    return 0;
}
