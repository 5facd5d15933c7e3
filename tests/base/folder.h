/* folder - a fresh folder for one test, gone with what is in it when the test ends. */
#pragma once
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "check.h"

#define FOLDER_PATH_MAX 256

static inline int folder_make(void **state)
{
    char *path = heap_make(1, FOLDER_PATH_MAX);
    const char *base = getenv("TMPDIR");

    (void)snprintf(path, FOLDER_PATH_MAX, "%s/rebond-test-XXXXXX", base != NULL ? base : "/tmp");
    *state = path;
    return mkdtemp(path) != NULL ? 0 : -1;
}

/* Calls visit for each name in the folder but "." and "..". */
static inline size_t folder_each(const char *path, void (*visit)(const char *file))
{
    char file[2 * FOLDER_PATH_MAX];
    DIR *dir = opendir(path);
    size_t count = 0;

    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        count++;
        (void)snprintf(file, sizeof(file), "%s/%.250s", path, entry->d_name);
        if (visit != NULL)
            visit(file);
    }
    (void)closedir(dir);
    return count;
}

static inline void folder_remove_file(const char *file)
{
    assert_int_equal(unlink(file), 0);
}

static inline int folder_drop(void **state)
{
    (void)folder_each(*state, folder_remove_file);
    int status = rmdir(*state);
    free(*state);
    return status;
}

static inline void folder_write(const char *path, const char *name, const char *text)
{
    char file[2 * FOLDER_PATH_MAX];

    (void)snprintf(file, sizeof(file), "%s/%s", path, name);
    int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    assert_int_equal(close(fd), 0);
}
