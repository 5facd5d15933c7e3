#include "visitor/agent_filter.h"

#define STATES_MAX UINT16_MAX
#define BYTES      256

/* That an expression's set number bit has this text. */
struct post {
    uint16_t expression;
    uint8_t bit;
};

struct text {
    struct post *posts;
    size_t count, cap;
};

struct agent_filter {
    size_t count;            /* expressions */
    uint8_t *needs;          /* of each: the bits that must be there */
    uint8_t class_of[BYTES]; /* 0: in no text */
    size_t classes;
    uint16_t *next;       /* by state and class; state 0 is the root */
    uint16_t *found;      /* by state: the state with a text that ends here, or 0 */
    uint16_t *found_next; /* the next shorter one that ends here too */
    uint16_t *text_of;    /* by state: the text that ends here */
    struct text *texts;
    size_t state_count, text_count, unfiltered;
};

/* ------------------------------------------------------------------ making */

static void add_classes(struct agent_filter *filter, const struct literal_sets *sets)
{
    for (size_t i = 0; i < sets->count; i++)
        for (size_t j = 0; j < sets->sets[i].count; j++) {
            struct str text = sets->sets[i].texts[j];
            for (size_t at = 0; at < text.len; at++)
                filter->class_of[(unsigned char)text.ptr[at]] = 1;
        }
}

static void number_classes(struct agent_filter *filter)
{
    filter->classes = 1;
    for (size_t byte = 0; byte < BYTES; byte++)
        if (filter->class_of[byte] != 0)
            filter->class_of[byte] = (uint8_t)filter->classes++;
    for (unsigned char byte = 'A'; byte <= 'Z'; byte++)
        filter->class_of[byte] = filter->class_of[literal_lower(byte)];
}

static uint16_t *next_of(const struct agent_filter *filter, uint16_t state, struct str text,
                         size_t at)
{
    return &filter->next[state * filter->classes + filter->class_of[(unsigned char)text.ptr[at]]];
}

static void add_text(struct agent_filter *filter, struct str text, struct post post)
{
    uint16_t state = 0;
    for (size_t at = 0; at < text.len; at++) {
        uint16_t *next = next_of(filter, state, text, at);
        if (*next == 0)
            *next = (uint16_t)filter->state_count++;
        state = *next;
    }
    if (filter->found[state] == 0) {
        filter->found[state] = state;
        filter->text_of[state] = (uint16_t)filter->text_count++;
    }
    struct text *known = &filter->texts[filter->text_of[state]];
    if (known->count == known->cap) {
        known->cap = known->cap == 0 ? 2 : 2 * known->cap;
        known->posts = heap_grow(known->posts, known->cap * sizeof(struct post));
    }
    known->posts[known->count++] = post;
}

static size_t bytes_of(const struct literal_sets *sets)
{
    size_t bytes = 0;
    for (size_t i = 0; i < sets->count; i++)
        for (size_t j = 0; j < sets->sets[i].count; j++)
            bytes += sets->sets[i].texts[j].len;
    return bytes;
}

/* An expression whose texts have no room is always a candidate. */
static void add_expression(struct agent_filter *filter, uint16_t number,
                           const struct literal_sets *sets)
{
    if (sets->count == 0 || filter->state_count + bytes_of(sets) > STATES_MAX) {
        filter->unfiltered++;
        return;
    }
    for (size_t i = 0; i < sets->count; i++) {
        uint8_t bit = (uint8_t)(1u << i);
        filter->needs[number] |= bit;
        for (size_t j = 0; j < sets->sets[i].count; j++)
            add_text(filter, sets->sets[i].texts[j], (struct post){number, bit});
    }
}

/* Leads each state on where its own text ends, shortest texts first. */
static void link_states(struct agent_filter *filter)
{
    uint16_t *fallback = heap_make(filter->state_count, sizeof(*fallback));
    uint16_t *queue = heap_make(filter->state_count, sizeof(*queue));
    size_t head = 0, tail = 1; /* the root is first */
    while (head < tail) {
        uint16_t state = queue[head++];
        for (size_t class = 0; class < filter->classes; class ++) {
            uint16_t *next = &filter->next[state * filter->classes + class];
            uint16_t instead =
                state == 0 ? 0 : filter->next[fallback[state] * filter->classes + class];
            if (*next == 0) {
                *next = instead;
                continue;
            }
            fallback[*next] = instead;
            if (filter->found[*next] == *next)
                filter->found_next[*next] = filter->found[instead];
            else
                filter->found[*next] = filter->found[instead];
            queue[tail++] = *next;
        }
    }
    free(fallback);
    free(queue);
}

static void shrink(struct agent_filter *filter)
{
    filter->next = heap_grow(filter->next, filter->state_count * filter->classes * 2);
    filter->found = heap_grow(filter->found, filter->state_count * 2);
    filter->found_next = heap_grow(filter->found_next, filter->state_count * 2);
    filter->text_of = heap_grow(filter->text_of, filter->state_count * 2);
    filter->texts = heap_grow(filter->texts, (filter->text_count + 1) * sizeof(struct text));
}

struct agent_filter *agent_filter_make(const struct literal_sets *needs, size_t count)
{
    struct agent_filter *filter = heap_make(1, sizeof(*filter));
    size_t states = 1;
    CHECK(count <= UINT16_MAX);
    for (size_t i = 0; i < count; i++) {
        add_classes(filter, &needs[i]);
        states += bytes_of(&needs[i]);
    }
    number_classes(filter);
    states = states < STATES_MAX ? states : STATES_MAX;
    filter->count = count;
    filter->needs = heap_make(count + 1, 1);
    filter->next = heap_make(states * filter->classes, sizeof(*filter->next));
    filter->found = heap_make(states, sizeof(*filter->found));
    filter->found_next = heap_make(states, sizeof(*filter->found_next));
    filter->text_of = heap_make(states, sizeof(*filter->text_of));
    filter->texts = heap_make(states, sizeof(*filter->texts));
    filter->state_count = 1;
    for (size_t i = 0; i < count; i++)
        add_expression(filter, (uint16_t)i, &needs[i]);
    link_states(filter);
    shrink(filter);
    return filter;
}

void agent_filter_free(struct agent_filter *filter)
{
    if (filter == NULL)
        return;
    for (size_t i = 0; i < filter->text_count; i++)
        free(filter->texts[i].posts);
    free(filter->needs);
    free(filter->next);
    free(filter->found);
    free(filter->found_next);
    free(filter->text_of);
    free(filter->texts);
    free(filter);
}

/* ------------------------------------------------------------------ asking */

size_t agent_filter_scratch_bytes(const struct agent_filter *filter)
{
    return filter->count + filter->text_count;
}

size_t agent_filter_scan(const struct agent_filter *filter, struct str text, void *scratch,
                         uint16_t *candidates)
{
    uint8_t *hits = scratch;                 /* by expression: the bits that were found */
    uint8_t *is_seen = hits + filter->count; /* by text */
    size_t state = 0, found = 0;
    memset(scratch, 0, agent_filter_scratch_bytes(filter));
    for (size_t at = 0; at < text.len; at++) {
        state =
            filter->next[state * filter->classes + filter->class_of[(unsigned char)text.ptr[at]]];
        for (size_t end = filter->found[state]; end != 0; end = filter->found_next[end]) {
            size_t number = filter->text_of[end];
            const struct text *known = &filter->texts[number];
            for (size_t i = 0; is_seen[number] == 0 && i < known->count; i++)
                hits[known->posts[i].expression] |= known->posts[i].bit;
            is_seen[number] = 1;
        }
    }
    for (size_t i = 0; i < filter->count; i++)
        if (hits[i] == filter->needs[i])
            candidates[found++] = (uint16_t)i;
    return found;
}

struct agent_filter_size agent_filter_size(const struct agent_filter *filter)
{
    struct agent_filter_size size = {
        .texts = filter->text_count,
        .states = filter->state_count,
        .unfiltered = filter->unfiltered,
        .bytes = sizeof(*filter) + filter->count + filter->text_count * sizeof(struct text) +
                 filter->state_count * (filter->classes + 3) * sizeof(uint16_t),
    };
    for (size_t i = 0; i < filter->text_count; i++)
        size.bytes += filter->texts[i].cap * sizeof(struct post);
    return size;
}
