/* metrics_machine - what the system tells of a process and of the data folder. */
#include <stdio.h>
#include <sys/statvfs.h>
#include "base/clock.h"
#include "ledger/reader.h"
#include "serve/metrics.h"

#define LINE_BYTES_MAX 256
#define NAME_BYTES_MAX 64

static void write_of(struct buf *buf, const char *process, const char *what, const char *help,
                     uint64_t value)
{
    char name[NAME_BYTES_MAX];
    (void)snprintf(name, sizeof(name), "rebond_%s_%s", process, what);
    metrics_write(buf, name, "gauge", help, value);
}

void metrics_write_process(struct buf *buf, const char *process, int64_t started_mono_ms)
{
    char line[LINE_BYTES_MAX];
    uint64_t kib;
    FILE *status = fopen("/proc/self/status", "re");
    while (status != NULL && fgets(line, sizeof(line), status) != NULL) {
        if (sscanf(line, "VmRSS: %" SCNu64 " kB", &kib) == 1)
            write_of(buf, process, "resident_bytes",
                     "memory in use, with the parts of files that lie in it", kib * 1024);
        else if (sscanf(line, "RssAnon: %" SCNu64 " kB", &kib) == 1)
            write_of(buf, process, "private_bytes", "memory of its own", kib * 1024);
    }
    if (status != NULL)
        (void)fclose(status);
    write_of(buf, process, "uptime_seconds", "since it started",
             (uint64_t)(clock_mono_ms() - started_mono_ms) / 1000);
}

void metrics_write_folder(struct buf *buf, const char *dir)
{
    struct statvfs disk;
    if (statvfs(dir, &disk) == 0) {
        metrics_write(buf, "rebond_disk_free_bytes", "gauge",
                      "room left for the program on the data folder's disk",
                      (uint64_t)disk.f_bavail * disk.f_frsize);
        metrics_write(buf, "rebond_disk_size_bytes", "gauge", "size of the data folder's disk",
                      (uint64_t)disk.f_blocks * disk.f_frsize);
    }
    metrics_write(buf, "rebond_ledger_file_bytes", "gauge", "size of the ledger's file",
                  ledger_file_bytes(dir));
}
