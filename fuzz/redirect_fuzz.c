/* Any page and any header as an answer: what it sends on to is an address that may be asked for. */
#include "fetch/redirect.h"

#include "fetch/guard.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct arena *arena = arena_make(4 << 20);
    struct str text = {(const char *)data + 1, size - 1};
    struct fetch_result answer = {.status = 200, .content_type = STR("text/html")};
    struct redirect found;
    if (data[0] % 3 == 0)
        answer.body = text;
    else if (data[0] % 3 == 1)
        answer.refresh = text;
    else {
        answer.status = 302;
        answer.location = text;
    }
    if (redirect_find(arena, STR("http://h.example/a/b?x=1"), &answer, &found) == OK) {
        CHECK(found.how != REDIRECT_NONE || found.target.ptr == NULL);
        CHECK(found.target.ptr == NULL || guard_allows_url(found.target));
    }
    (void)redirect_has_script(&answer);
    arena_free(arena);
    return 0;
}
