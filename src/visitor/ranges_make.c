/* ranges_make - happy path: every line becomes an entry with the place of its network; entries are
 * sorted, overlaps are cut, the file is laid out in memory, hashed, written beside its place and
 * moved there. Ways it fails: a line that is none refuses all; what was there before stays. */
#include "visitor/ranges_make.h"

#include <csv.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/net.h"
#include "base/num.h"
#include "visitor/ranges.h"

#define COLUMNS    4
#define READ_BYTES 65536
#define SLOTS_BITS 18
#define SLOTS      (1u << SLOTS_BITS)
#define CELL_MAX   512

struct entry {
    uint64_t first[2], last[2]; /* the high word first; of IPv4, the low one alone */
    uint32_t network;
};

struct list {
    struct entry *entries;
    size_t count, room;
};

struct reading {
    const char *path;
    char *fault;
    enum err err;
    size_t line;
    size_t column;
    char cells[COLUMNS][CELL_MAX];
    size_t cell_bytes[COLUMNS];

    struct list v4, v6;
    struct ranges_network *networks;
    size_t network_count, network_room;
    char *text;
    size_t text_bytes, text_room;
    uint32_t *next; /* of the same slot: a network's number, + 1 */
    uint32_t slots[SLOTS];
};

static enum err refuse(struct reading *reading, const char *expected)
{
    (void)snprintf(reading->fault, RANGES_FAULT_MAX, "%s, line %zu: expected %s", reading->path,
                   reading->line, expected);
    return reading->err = ERR_INVALID;
}

/* ------------------------------------------------------------------ networks */

static void *make_room(void *list, size_t *room, size_t count, size_t size)
{
    if (count < *room)
        return list;
    *room = *room == 0 ? 1024 : 2 * *room;
    return heap_grow(list, *room * size);
}

static bool is_network(const struct reading *reading, uint32_t number, uint32_t asn,
                       struct str name)
{
    const struct ranges_network *network = &reading->networks[number];
    struct str own = {reading->text + network->name_at, network->name_bytes};
    return network->asn == asn && str_is_equal(own, name);
}

static uint32_t add_text(struct reading *reading, struct str name)
{
    uint32_t at = (uint32_t)reading->text_bytes;
    while (reading->text_bytes + name.len > reading->text_room) {
        reading->text_room = reading->text_room == 0 ? READ_BYTES : 2 * reading->text_room;
        reading->text = heap_grow(reading->text, reading->text_room);
    }
    if (name.len > 0)
        memcpy(reading->text + at, name.ptr, name.len);
    reading->text_bytes += name.len;
    return at;
}

/* The number of a network, which is added when it is new. */
static uint32_t find_network(struct reading *reading, uint32_t asn, struct str name)
{
    uint64_t hash = str_hash(name) ^ asn * UINT64_C(0x9e3779b97f4a7c15);
    uint32_t *slot = &reading->slots[hash >> (64 - SLOTS_BITS)];
    for (uint32_t at = *slot; at != 0; at = reading->next[at - 1])
        if (is_network(reading, at - 1, asn, name))
            return at - 1;
    size_t room = reading->network_room;
    reading->networks = make_room(reading->networks, &reading->network_room, reading->network_count,
                                  sizeof(*reading->networks));
    if (reading->network_room != room)
        reading->next = heap_grow(reading->next, reading->network_room * sizeof(uint32_t));
    uint32_t number = (uint32_t)reading->network_count++;
    reading->networks[number] = (struct ranges_network){
        .asn = asn, .name_at = add_text(reading, name), .name_bytes = (uint32_t)name.len};
    reading->next[number] = *slot;
    *slot = number + 1;
    return number;
}

/* ------------------------------------------------------------------ lines */

static void set_words(const struct net_address *address, uint64_t words[2])
{
    size_t bytes = address->family == 4 ? 4 : 16;
    words[0] = words[1] = 0;
    for (size_t i = 0; i < bytes; i++) {
        words[0] = words[0] << 8 | words[1] >> 56;
        words[1] = words[1] << 8 | address->bytes[i];
    }
}

static int compare_words(const uint64_t a[2], const uint64_t b[2])
{
    if (a[0] != b[0])
        return a[0] < b[0] ? -1 : 1;
    return a[1] == b[1] ? 0 : a[1] < b[1] ? -1 : 1;
}

static struct str cell(const struct reading *reading, size_t column)
{
    return str_trim((struct str){reading->cells[column], reading->cell_bytes[column]});
}

static enum err add_line(struct reading *reading)
{
    struct net_address first, last;
    uint64_t asn;
    struct entry entry;
    if (net_parse_address(cell(reading, 0), &first) != OK ||
        net_parse_address(cell(reading, 1), &last) != OK || first.family != last.family)
        return refuse(reading, "the first and the last address of a range");
    if (num_parse_u64(cell(reading, 2), UINT32_MAX, &asn) != OK)
        return refuse(reading, "the number of an autonomous system");
    struct str name = str_cut(cell(reading, 3), RANGES_NAME_MAX);
    if (!str_is_utf8(name) || str_has_control(name))
        return refuse(reading, "a name in UTF-8");
    set_words(&first, entry.first);
    set_words(&last, entry.last);
    if (compare_words(entry.first, entry.last) > 0)
        return refuse(reading, "a range whose last address is not before its first");
    entry.network = find_network(reading, (uint32_t)asn, name);
    struct list *list = first.family == 4 ? &reading->v4 : &reading->v6;
    if (list->count == RANGES_COUNT_MAX || reading->text_bytes > UINT32_MAX / 2)
        return refuse(reading, "fewer ranges");
    list->entries = make_room(list->entries, &list->room, list->count, sizeof(entry));
    list->entries[list->count++] = entry;
    return OK;
}

static void on_cell(void *text, size_t bytes, void *context)
{
    struct reading *reading = context;
    if (reading->err != OK)
        return;
    size_t column = reading->column++;
    if (column >= COLUMNS || bytes > CELL_MAX) {
        (void)refuse(reading, "four columns: first address, last address, AS number, name");
        return;
    }
    if (bytes > 0)
        memcpy(reading->cells[column], text, bytes);
    reading->cell_bytes[column] = bytes;
}

static void on_line(int end, void *context)
{
    struct reading *reading = context;
    (void)end;
    reading->line++;
    if (reading->err != OK)
        return;
    if (reading->column != COLUMNS)
        (void)refuse(reading, "four columns: first address, last address, AS number, name");
    else
        (void)add_line(reading);
    reading->column = 0;
}

static enum err read_csv(struct reading *reading, const char *path)
{
    char bytes[READ_BYTES];
    struct csv_parser parser;
    size_t count;
    reading->path = path;
    reading->line = 0;
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        (void)snprintf(reading->fault, RANGES_FAULT_MAX, "%s: %s", path, strerror(errno));
        return ERR_IO;
    }
    CHECK(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) == 0);
    while (reading->err == OK && (count = fread(bytes, 1, sizeof(bytes), file)) > 0)
        if (csv_parse(&parser, bytes, count, on_cell, on_line, reading) != count)
            (void)refuse(reading, "CSV");
    if (reading->err == OK && csv_fini(&parser, on_cell, on_line, reading) != 0)
        (void)refuse(reading, "CSV that ends");
    csv_free(&parser);
    if (reading->err == OK && ferror(file)) {
        (void)snprintf(reading->fault, RANGES_FAULT_MAX, "%s: cannot be read", path);
        reading->err = ERR_IO;
    }
    (void)fclose(file);
    return reading->err;
}

/* ------------------------------------------------------------------ order */

static int compare_entries(const void *a, const void *b)
{
    return compare_words(((const struct entry *)a)->first, ((const struct entry *)b)->first);
}

/* The range that begins later is the more exact one: it cuts the one before. */
static size_t put_in_order(struct list *list)
{
    size_t kept = 0, overlaps = 0;
    if (list->count > 0)
        qsort(list->entries, list->count, sizeof(struct entry), compare_entries);
    for (size_t i = 0; i < list->count; i++) {
        struct entry *before = kept > 0 ? &list->entries[kept - 1] : NULL;
        struct entry *entry = &list->entries[i];
        if (before != NULL && compare_words(entry->first, before->last) <= 0) {
            overlaps++;
            if (compare_words(entry->first, before->first) == 0) {
                *before = *entry;
                continue;
            }
            before->last[0] = entry->first[0] - (entry->first[1] == 0);
            before->last[1] = entry->first[1] - 1;
        }
        list->entries[kept++] = *entry;
    }
    list->count = kept;
    return overlaps;
}

/* ------------------------------------------------------------------ the file */

static void lay_out_v4(const struct list *list, const struct ranges_plan *plan, char *file)
{
    uint32_t *first = (void *)(file + plan->v4_first);
    uint32_t *last = (void *)(file + plan->v4_last);
    uint32_t *network = (void *)(file + plan->v4_network);
    for (size_t i = 0; i < list->count; i++) {
        first[i] = (uint32_t)list->entries[i].first[1];
        last[i] = (uint32_t)list->entries[i].last[1];
        network[i] = list->entries[i].network;
    }
}

static void lay_out_v6(const struct list *list, const struct ranges_plan *plan, char *file)
{
    uint32_t *network = (void *)(file + plan->v6_network);
    for (size_t i = 0; i < list->count; i++) {
        const struct entry *entry = &list->entries[i];
        memcpy(file + plan->v6_first + i * sizeof(entry->first), entry->first,
               sizeof(entry->first));
        memcpy(file + plan->v6_last + i * sizeof(entry->last), entry->last, sizeof(entry->last));
        network[i] = entry->network;
    }
}

static char *lay_out(const struct reading *reading, const struct ranges_make *make, size_t *bytes)
{
    struct ranges_header header = {
        .version = RANGES_VERSION,
        .v4_count = (uint32_t)reading->v4.count,
        .v6_count = (uint32_t)reading->v6.count,
        .network_count = (uint32_t)reading->network_count,
        .text_bytes = (uint32_t)reading->text_bytes,
        .source_bytes = (uint32_t)make->source.len,
        .built_at_ms = make->built_at_ms,
    };
    struct ranges_plan plan = ranges_plan(&header);
    char *file = heap_make(1, plan.end);
    memcpy(header.magic, RANGES_MAGIC, sizeof(header.magic));
    if (make->source.len > 0)
        memcpy(header.source, make->source.ptr, make->source.len);
    lay_out_v4(&reading->v4, &plan, file);
    lay_out_v6(&reading->v6, &plan, file);
    memcpy(file + plan.networks, reading->networks,
           reading->network_count * sizeof(*reading->networks));
    if (reading->text_bytes > 0)
        memcpy(file + plan.text, reading->text, reading->text_bytes);
    memcpy(file, &header, sizeof(header));
    ranges_hash(file, plan.end, header.hash);
    memcpy(file, &header, sizeof(header));
    *bytes = plan.end;
    return file;
}

static bool write_all(int fd, const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t written = write(fd, bytes, count);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        count -= (size_t)written;
    }
    return true;
}

/* Beside its place first, then moved: who looks finds the old file or the new one. */
static enum err write_file(const char *out, const char *bytes, size_t count,
                           char fault[RANGES_FAULT_MAX])
{
    char path[4096];
    if (snprintf(path, sizeof(path), "%s.%ld.part", out, (long)getpid()) >= (int)sizeof(path)) {
        (void)snprintf(fault, RANGES_FAULT_MAX, "the name is too long");
        return ERR_INVALID;
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    bool is_written = fd >= 0 && write_all(fd, bytes, count) && fsync(fd) == 0;
    if (fd >= 0)
        is_written = close(fd) == 0 && is_written;
    if (is_written && rename(path, out) == 0)
        return OK;
    (void)snprintf(fault, RANGES_FAULT_MAX, "%.400s: %s", out, strerror(errno));
    if (fd >= 0)
        (void)unlink(path);
    return ERR_IO;
}

enum err ranges_make(const struct ranges_make *make, struct ranges_made *made,
                     char fault[RANGES_FAULT_MAX])
{
    struct reading *reading = heap_make(1, sizeof(*reading));
    enum err err = OK;
    reading->fault = fault;
    if (make->source.len > RANGES_SOURCE_MAX) {
        (void)snprintf(fault, RANGES_FAULT_MAX, "the source is longer than %d bytes",
                       RANGES_SOURCE_MAX);
        err = ERR_INVALID;
    }
    for (size_t i = 0; err == OK && i < make->csv_count; i++)
        err = read_csv(reading, make->csv[i]);
    if (err == OK && reading->v4.count + reading->v6.count == 0) {
        (void)snprintf(fault, RANGES_FAULT_MAX, "there is no range");
        err = ERR_INVALID;
    }
    if (err == OK) {
        struct ranges_made done = {.overlaps =
                                       put_in_order(&reading->v4) + put_in_order(&reading->v6)};
        done.v4_count = reading->v4.count;
        done.v6_count = reading->v6.count;
        done.network_count = reading->network_count;
        char *file = lay_out(reading, make, &done.bytes);
        err = write_file(make->out, file, done.bytes, fault);
        free(file);
        if (err == OK)
            *made = done;
    }
    free(reading->v4.entries);
    free(reading->v6.entries);
    free(reading->networks);
    free(reading->text);
    free(reading->next);
    free(reading);
    return err;
}
