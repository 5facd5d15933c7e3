#include "api/json_out.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/money.h"

/* Latin-1 as UTF-8: at most twice as long. */
static json_t *text_of_bytes(struct str bytes)
{
    CHECK(bytes.len <= SIZE_MAX / 2 - 1);
    size_t cap = 2 * bytes.len + 1;
    char *wide = heap_make(cap, 1);
    struct buf out = buf_from_memory(wide, cap);

    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];
        if (c >= 0x80)
            buf_write_char(&out, (char)(0xc0 | c >> 6));
        buf_write_char(&out, c >= 0x80 ? (char)(0x80 | (c & 0x3f)) : (char)c);
    }
    json_t *text = json_stringn(out.ptr, out.len);
    free(wide);
    return text;
}

json_t *json_out_text(struct str text)
{
    if (text.ptr == NULL)
        return json_null();
    return str_is_utf8(text) ? json_stringn(text.ptr, text.len) : text_of_bytes(text);
}

json_t *json_out_money(int64_t micros)
{
    char memory[MONEY_TEXT_MAX];
    struct buf buf = buf_from_memory(memory, sizeof(memory));

    money_write(&buf, micros);
    return json_stringn(buf.ptr, buf.len);
}

json_t *json_out_id(uint64_t id)
{
    char memory[24];

    if (id == 0)
        return json_null();
    struct buf buf = buf_from_memory(memory, sizeof(memory));
    buf_write_u64(&buf, id);
    return json_stringn(buf.ptr, buf.len);
}

json_t *json_out_time(int64_t wall_ms)
{
    char memory[CLOCK_TEXT_MAX];
    struct str text = clock_format(wall_ms, memory);

    return json_stringn(text.ptr, text.len);
}

json_t *json_out_time_of(uint64_t id)
{
    return id == 0 ? json_null() : json_out_time(id_time_ms(id));
}

json_t *json_out_number(uint64_t number)
{
    return json_integer((json_int_t)number);
}

void json_out_put(json_t *object, const char *name, json_t *value)
{
    CHECK(json_object_set_new(object, name, value) == 0);
}

void json_out_append(json_t *array, json_t *value)
{
    CHECK(json_array_append_new(array, value) == 0);
}

json_t *json_out_words(uint64_t bits, const struct json_out_word *words, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        if ((bits & words[i].bit) != 0)
            json_out_append(list, json_string(words[i].word));
    return list;
}

struct str json_text_at(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);

    return json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)}
                                 : STR_NONE;
}
