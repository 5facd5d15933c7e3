/* demo_say - what a person reads: titles, lines of a name and a value, and what went wrong. */
#include <stdarg.h>
#include <unistd.h>
#include "serve/demo.h"

static bool is_coloured(int fd)
{
    const char *refused = getenv("NO_COLOR");
    return isatty(fd) == 1 && (refused == NULL || refused[0] == '\0');
}

void demo_title(const char *format, ...)
{
    bool is_bold = is_coloured(STDOUT_FILENO);
    va_list args;
    printf("\n%s", is_bold ? "\033[1m" : "");
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    printf("%s\n", is_bold ? "\033[0m" : "");
}

void demo_line(const char *name, const char *format, ...)
{
    va_list args;
    printf("     %-14s ", name);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    printf("\n");
}

bool demo_fail(const char *format, ...)
{
    bool is_red = is_coloured(STDERR_FILENO);
    va_list args;
    fflush(stdout);
    fprintf(stderr, "%srebond demo: ", is_red ? "\033[31m" : "");
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fprintf(stderr, "%s\n", is_red ? "\033[0m" : "");
    return false;
}

const char *demo_money(int64_t micros, char text[MONEY_TEXT_MAX])
{
    struct buf buf = buf_from_memory(text, MONEY_TEXT_MAX - 1);
    money_write(&buf, micros);
    CHECK(!buf_is_full(&buf));
    text[buf.len] = '\0';
    return text;
}
