#include "visitor/place_list.h"

#include <stdlib.h>

#define RECENT_BITS  16
#define RECENT_SLOTS (1u << RECENT_BITS)

struct entries {
    struct place_entry *entries;
    size_t count, room;
};

/* Files keep each text once, so that most of what comes again is told by its place alone. */
struct recent {
    struct place_entry entries[RECENT_SLOTS];
};

struct place_list {
    struct recent *recent; /* while it is made */
    struct place_set *set; /* held: the entries' texts are its files' */
    struct entries of[PLACE_FIELDS];
};

/* ------------------------------------------------------------------ making */

static bool was_recent(struct recent *recent, const struct place_entry *entry)
{
    uint64_t mixed =
        ((uint64_t)(uintptr_t)entry->name.ptr ^ (uint64_t)(uintptr_t)entry->region.ptr << 20 ^
         (uint64_t)(uintptr_t)entry->country.ptr << 40) *
        UINT64_C(0x9e3779b97f4a7c15);
    struct place_entry *slot = &recent->entries[mixed >> (64 - RECENT_BITS)];
    bool is_same = slot->name.ptr == entry->name.ptr && slot->region.ptr == entry->region.ptr &&
                   slot->country.ptr == entry->country.ptr;
    *slot = *entry;
    return is_same;
}

static void add(struct place_list *whole, enum place_field field, struct place_entry entry)
{
    struct entries *list = &whole->of[field];
    if (entry.name.len == 0 || was_recent(whole->recent, &entry))
        return;
    if (list->count == list->room) {
        list->room = list->room == 0 ? 1024 : 2 * list->room;
        list->entries = heap_grow(list->entries, list->room * sizeof(entry));
    }
    list->entries[list->count++] = entry;
}

static void add_record(void *context, const struct visitor_facts *facts)
{
    struct place_list *list = context;
    add(list, PLACE_REGIONS,
        (struct place_entry){.name = facts->region, .country = facts->country});
    add(list, PLACE_CITIES,
        (struct place_entry){
            .name = facts->city, .region = facts->region, .country = facts->country});
    add(list, PLACE_ISPS, (struct place_entry){.name = facts->isp, .asn = facts->asn});
}

static int compare_text(struct str a, struct str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len > 0 ? memcmp(a.ptr, b.ptr, len) : 0;
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

/* By what a person tells them apart by; an AS number is none of it. */
static int compare(const void *a, const void *b)
{
    const struct place_entry *left = a, *right = b;
    int order = compare_text(left->name, right->name);
    if (order == 0)
        order = compare_text(left->country, right->country);
    return order != 0 ? order : compare_text(left->region, right->region);
}

/* Sorted, each once, and no more memory than that. */
static void settle(struct entries *list)
{
    size_t kept = 0;
    if (list->count == 0)
        return;
    qsort(list->entries, list->count, sizeof(list->entries[0]), compare);
    for (size_t i = 1; i < list->count; i++)
        if (compare(&list->entries[kept], &list->entries[i]) != 0)
            list->entries[++kept] = list->entries[i];
    list->count = list->room = kept + 1;
    list->entries = heap_grow(list->entries, list->room * sizeof(list->entries[0]));
}

struct place_list *place_list_make(struct place_set *set)
{
    struct place_list *list = heap_make(1, sizeof(*list));
    const struct place_file *files[PLACE_FILES_MAX];
    list->set = place_set_hold(set);
    list->recent = heap_make(1, sizeof(*list->recent));
    for (enum place_kind kind = 0; kind < PLACE_KINDS; kind++) {
        size_t count = place_set_files(set, kind, files);
        for (size_t i = 0; i < count; i++)
            place_file_each(files[i], add_record, list);
    }
    free(TAKE(list->recent));
    for (size_t i = 0; i < PLACE_FIELDS; i++)
        settle(&list->of[i]);
    return list;
}

void place_list_free(struct place_list *list)
{
    if (list == NULL)
        return;
    for (size_t i = 0; i < PLACE_FIELDS; i++)
        free(list->of[i].entries);
    place_set_drop(list->set);
    free(list);
}

/* ------------------------------------------------------------------ finding */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* Where the part stands in the name, or -1. */
static ptrdiff_t place_of(struct str name, struct str part)
{
    if (part.len == 0)
        return 0;
    for (size_t at = 0; at + part.len <= name.len; at++)
        if (lower(name.ptr[at]) == lower(part.ptr[0]) &&
            str_is_equal_nocase(str_slice(name, at, at + part.len), part))
            return (ptrdiff_t)at;
    return -1;
}

/* Whether a comes before b among what was found. */
static bool is_better(const struct place_entry *a, const struct place_entry *b, struct str part)
{
    bool begins_a = place_of(a->name, part) == 0, begins_b = place_of(b->name, part) == 0;
    if (begins_a != begins_b)
        return begins_a;
    return a->name.len != b->name.len ? a->name.len < b->name.len : compare(a, b) < 0;
}

size_t place_list_find(const struct place_list *list, enum place_field field, struct str part,
                       struct str country, size_t max, const struct place_entry **found)
{
    const struct entries *entries = &list->of[field];
    size_t count = 0;
    max = max < PLACE_FOUND_MAX ? max : PLACE_FOUND_MAX;
    for (size_t i = 0; i < entries->count && max > 0; i++) {
        const struct place_entry *entry = &entries->entries[i];
        if ((country.len > 0 && !str_is_equal_nocase(entry->country, country)) ||
            place_of(entry->name, part) < 0 ||
            (count == max && !is_better(entry, found[count - 1], part)))
            continue;
        size_t at = count < max ? count++ : count - 1;
        for (; at > 0 && is_better(entry, found[at - 1], part); at--)
            found[at] = found[at - 1];
        found[at] = entry;
    }
    return count;
}

size_t place_list_count(const struct place_list *list, enum place_field field)
{
    return list->of[field].count;
}
