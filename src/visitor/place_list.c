#include "visitor/place_list.h"

#include <stdlib.h>

#define ENTRIES_LEAST 1024

/* Each once. slots: places of entries, from 1, found by what they say; twice as many as there is
 * room for, a power of two. */
struct entries {
    struct place_entry *entries;
    size_t count, room;
    uint32_t *slots;
};

struct place_list {
    struct place_set *set; /* held: the entries' texts are its files' */
    struct entries of[PLACE_FIELDS];
};

/* ------------------------------------------------------------------ making */

static uint64_t hash_of(const struct place_entry *entry)
{
    uint64_t hash = str_hash(entry->name);
    hash = (hash ^ str_hash(entry->region)) * UINT64_C(0x9e3779b97f4a7c15);
    return (hash ^ str_hash(entry->country)) * UINT64_C(0x9e3779b97f4a7c15);
}

static bool is_same(const struct place_entry *a, const struct place_entry *b)
{
    return str_is_equal(a->name, b->name) && str_is_equal(a->region, b->region) &&
           str_is_equal(a->country, b->country);
}

/* Where the entry stands, or the free slot that it belongs in. */
static uint32_t *slot_of(const struct entries *list, const struct place_entry *entry)
{
    size_t mask = 2 * list->room - 1;
    size_t at = (size_t)(hash_of(entry) >> 32) & mask;
    while (list->slots[at] != 0 && !is_same(&list->entries[list->slots[at] - 1], entry))
        at = (at + 1) & mask;
    return &list->slots[at];
}

static void grow(struct entries *list)
{
    list->room = list->room == 0 ? ENTRIES_LEAST : 2 * list->room;
    list->entries = heap_grow(list->entries, list->room * sizeof(list->entries[0]));
    free(list->slots);
    list->slots = heap_make(2 * list->room, sizeof(list->slots[0]));
    for (size_t i = 0; i < list->count; i++)
        *slot_of(list, &list->entries[i]) = (uint32_t)i + 1;
}

static void add(struct entries *list, struct place_entry entry)
{
    if (entry.name.len == 0)
        return;
    if (list->count == list->room)
        grow(list);
    uint32_t *slot = slot_of(list, &entry);
    if (*slot != 0)
        return;
    list->entries[list->count++] = entry;
    *slot = (uint32_t)list->count;
}

static void add_place(void *context, const struct visitor_facts *facts)
{
    struct place_list *list = context;
    add(&list->of[PLACE_REGIONS],
        (struct place_entry){.name = facts->region, .country = facts->country});
    add(&list->of[PLACE_CITIES], (struct place_entry){.name = facts->city,
                                                      .region = facts->region,
                                                      .country = facts->country});
}

static void add_network(void *context, const struct visitor_facts *facts)
{
    struct place_list *list = context;
    add(&list->of[PLACE_ISPS], (struct place_entry){.name = facts->isp});
}

/* Nothing is added any more: no more memory than what is there needs. */
static void settle(struct entries *list)
{
    free(TAKE(list->slots));
    if (list->count == 0)
        return;
    list->room = list->count;
    list->entries = heap_grow(list->entries, list->room * sizeof(list->entries[0]));
}

struct place_list *place_list_make(struct place_set *set, enum place_group group)
{
    struct place_list *list = heap_make(1, sizeof(*list));
    const struct place_file *files[PLACE_FILES_MAX];
    list->set = place_set_hold(set);
    for (enum place_kind kind = 0; kind < PLACE_KINDS; kind++) {
        size_t count = place_set_files(set, kind, files);
        for (size_t i = 0; i < count; i++)
            place_file_each(files[i], group, group == PLACE_GROUP_PLACES ? add_place : add_network,
                            list);
    }
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

static int compare_text(struct str a, struct str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len > 0 ? memcmp(a.ptr, b.ptr, len) : 0;
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static int compare(const struct place_entry *a, const struct place_entry *b)
{
    int order = compare_text(a->name, b->name);
    if (order == 0)
        order = compare_text(a->country, b->country);
    return order != 0 ? order : compare_text(a->region, b->region);
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
