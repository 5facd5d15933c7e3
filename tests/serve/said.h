/* said - what a piece of code prints on standard error. */
#pragma once
#include "../base/folder.h"

struct said {
    int kept; /* the real standard error */
    FILE *file;
    char text[4096];
};

static inline void said_begin(struct said *said)
{
    said->file = tmpfile();
    assert_non_null(said->file);
    (void)fflush(stderr);
    said->kept = dup(STDERR_FILENO);
    assert_true(said->kept >= 0);
    assert_true(dup2(fileno(said->file), STDERR_FILENO) >= 0);
}

static inline void said_end(struct said *said)
{
    (void)fflush(stderr);
    assert_true(dup2(said->kept, STDERR_FILENO) >= 0);
    assert_int_equal(close(said->kept), 0);
    rewind(said->file);
    size_t len = fread(said->text, 1, sizeof(said->text) - 1, said->file);
    said->text[len] = '\0';
    assert_int_equal(fclose(said->file), 0);
}

static inline void assert_said(const struct said *said, const char *part)
{
    if (strstr(said->text, part) == NULL)
        fail_msg("\"%s\" is not in \"%s\"", part, said->text);
}
