#include "serve/own.h"

#include <stdio.h>
#include <unistd.h>

bool own_find_folder(const char *name, char folder[OWN_PATH_MAX])
{
    static const char *const roots[] = {"", "../share/rebond/"};
    char program[OWN_PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", program, sizeof(program) - 1);
    while (len > 0 && program[len - 1] != '/')
        len--;
    if (len <= 0)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(roots); i++) {
        int written = snprintf(folder, OWN_PATH_MAX, "%.*s%s%s", (int)len, program, roots[i], name);
        if (written > 0 && written < OWN_PATH_MAX && access(folder, R_OK | X_OK) == 0)
            return true;
    }
    return false;
}
