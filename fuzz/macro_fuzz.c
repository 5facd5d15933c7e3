/* macro_fuzz - any bytes as a template and as the values put into it: no brace of a macro, space or
 * control may come out. */
#include "macro/macro.h"

#define ARENA_BYTES_MAX 1048576

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_expanded(const struct macro_template *compiled, struct str value)
{
    static struct macro_values values;
    static char memory[MACRO_URL_BYTES_MAX];
    for (size_t i = 0; i < MACRO_COUNT; i++) {
        values.values[i] = value;
    }
    struct buf buf = buf_from_memory(memory, sizeof memory);
    macro_expand(compiled, &values, &buf);
    for (size_t i = 0; i < buf.len; i++) {
        CHECK(buf.ptr[i] > ' ' && buf.ptr[i] < 0x7f && buf.ptr[i] != '{' && buf.ptr[i] != '}');
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_make(ARENA_BYTES_MAX);
    struct str text = {(const char *)data, size};
    const struct macro_template *compiled;
    struct macro_fault warning;
    struct macro_fault fault;
    struct str joined;
    struct str again;
    (void)macro_is_placeholder(text);
    if (macro_compile(arena, text, MACRO_IN_POSTBACK, &compiled, &warning, &fault) == OK) {
        check_expanded(compiled, text);
    }
    if (ad_token_compile(arena, text, &compiled, &warning, &fault) == OK) {
        CHECK(!ad_token_has(compiled, AD_TOKEN_TAGS) || size >= sizeof "http://a/{tags}" - 1);
    }
    if (macro_join(arena, STR("{url}&s1={clickid}&b={t1}#f"), text, &joined, &fault) == OK) {
        CHECK(macro_join(arena, STR("{url}&s1={clickid}&b={t1}#f"), joined, &again, &fault) != OK ||
              str_is_equal(joined, again));
    }
    arena_free(arena);
    return 0;
}
