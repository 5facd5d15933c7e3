/* fault - writes what is wrong with an input. Pure; any thread. */
#include "model/fault.h"

#include "base/say.h"
#include <stdarg.h>

#include "base/str.h"

void fault_make_printable(char *text)
{
    if (str_is_utf8(str_from_c(text)))
        return;
    for (char *c = text; *c != '\0'; c++)
        if ((unsigned char)*c >= 0x80)
            *c = '?';
}

static void fill(struct model_fault *fault, const char *field, const char *format, va_list args)
    PRINTF_LIKE(3, 0);

static void fill(struct model_fault *fault, const char *field, const char *format, va_list args)
{
    (void)snprintf(fault->field, sizeof fault->field, "%s", field);
    /* A cut message still says what was expected. */
    (void)vsnprintf(fault->message, sizeof fault->message, say_text(format), args);
    fault_make_printable(fault->field);
    fault_make_printable(fault->message);
}

enum err fault_refuse(struct model_fault *fault, const char *field, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(fault, field, format, args);
    va_end(args);
    return ERR_INVALID;
}

enum err fault_conflict(struct model_fault *fault, const char *field, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(fault, field, format, args);
    va_end(args);
    return ERR_CONFLICT;
}

enum err fault_forbid(struct model_fault *fault, const char *field, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(fault, field, format, args);
    va_end(args);
    return ERR_FORBIDDEN;
}

enum err fault_stale(struct model_fault *fault, uint64_t expected, uint64_t version, int64_t at_ms,
                     struct str actor)
{
    struct str by = actor.ptr != NULL ? actor : say_str("somebody");
    enum err err = fault_conflict(fault, "version",
                                  "you saw version %" PRIu64 ", but it is at version %" PRIu64
                                  ", changed by %.*s meanwhile: read it again",
                                  expected, version, STR_FMT(by));
    fault->current_version = version;
    fault->current_at_ms = at_ms;
    (void)snprintf(fault->current_actor, sizeof fault->current_actor, "%.*s", STR_FMT(by));
    fault_make_printable(fault->current_actor);
    return err == ERR_CONFLICT ? ERR_STALE : err;
}
