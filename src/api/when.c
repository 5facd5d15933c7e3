#include "api/when.h"

#include "base/buf.h"
#include "base/clock.h"

#define DATE_LEN    10
#define MINUTES_LEN 16
#define SECONDS_LEN 19
#define DAY_MS      (INT64_C(24) * 3600 * 1000)

/* As if the clock were UTC's. */
static enum err parse_local(struct str text, int64_t *local_ms)
{
    char memory[CLOCK_TEXT_MAX];
    struct buf full = buf_from_memory(memory, sizeof(memory));

    if (text.len != MINUTES_LEN && text.len != SECONDS_LEN)
        return ERR_INVALID;
    buf_write(&full, str_slice(text, 0, DATE_LEN));
    buf_write_char(&full, text.ptr[DATE_LEN] == ' ' ? 'T' : text.ptr[DATE_LEN]);
    buf_write(&full, str_slice(text, DATE_LEN + 1, text.len));
    buf_write_c(&full, text.len == MINUTES_LEN ? ":00Z" : "Z");
    return clock_parse(buf_str(&full), local_ms);
}

enum err when_parse(struct str text, const struct zone *zone, bool is_end, int64_t *wall_ms)
{
    int64_t local_ms;

    if (text.len == DATE_LEN) {
        enum err err = clock_parse(text, &local_ms);
        if (err == OK)
            *wall_ms = zone_day_start_ms(zone, local_ms / DAY_MS + is_end);
        return err;
    }
    enum err err = parse_local(text, &local_ms);
    if (err == OK)
        *wall_ms = zone_wall_ms(zone, local_ms);
    return err == OK ? OK : clock_parse(text, wall_ms);
}
