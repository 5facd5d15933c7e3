/* agent_literal - walks an expression once. Of each piece it knows either all texts that it can
 * match ("exact"), or sets of which each has one text in whatever it matches. Pieces that follow
 * each other are multiplied while both are exact and few. */
#include "visitor/agent_literal.h"
#include "base/buf.h"

#define DEPTH_MAX       24
#define EXACT_MAX       16 /* texts that are multiplied on */
#define CLASS_MAX       4  /* characters of a class that is still exact */
#define LITERAL_MIN     2  /* shorter ones are everywhere */
#define LITERAL_LEN_MAX 64

struct piece {
    bool is_exact;
    bool goes_on; /* an exact one that may come again: nothing follows it directly */
    struct literal_set exact;
    struct literal_sets needed;
};

struct walk {
    struct arena *arena;
    struct str regex;
    size_t at;
    int depth;
    bool is_lost; /* something that is not understood */
};

/* ------------------------------------------------------------------ sets */

static struct literal_set set_make(struct walk *walk, size_t count)
{
    struct literal_set set = {ARENA_ARRAY(walk->arena, struct str, count), count};
    walk->is_lost = walk->is_lost || set.texts == NULL;
    return set.texts != NULL ? set : (struct literal_set){0};
}

static struct literal_set set_of(struct walk *walk, struct str text)
{
    struct literal_set set = set_make(walk, 1);
    if (set.count == 1)
        set.texts[0] = text;
    return set;
}

static struct literal_set set_join(struct walk *walk, struct literal_set a, struct literal_set b)
{
    struct literal_set joined = set_make(walk, a.count + b.count);
    for (size_t i = 0; i < joined.count; i++)
        joined.texts[i] = i < a.count ? a.texts[i] : b.texts[i - a.count];
    return joined;
}

/* One after the other, whatever bytes they are. */
static struct str text_join(struct walk *walk, struct str a, struct str b)
{
    char *both = arena_alloc_raw(walk->arena, a.len + b.len + 1);
    if (both == NULL)
        return STR("");
    struct buf buf = buf_from_memory(both, a.len + b.len);
    buf_write(&buf, a);
    buf_write(&buf, b);
    return buf_str(&buf);
}

static struct literal_set set_multiply(struct walk *walk, struct literal_set a,
                                       struct literal_set b)
{
    struct literal_set product = set_make(walk, a.count * b.count);
    for (size_t i = 0; i < product.count; i++)
        product.texts[i] = text_join(walk, a.texts[i / b.count], b.texts[i % b.count]);
    return product;
}

static size_t set_shortest(const struct literal_set *set)
{
    size_t shortest = set->count > 0 ? SIZE_MAX : 0;
    for (size_t i = 0; i < set->count; i++)
        shortest = set->texts[i].len < shortest ? set->texts[i].len : shortest;
    return shortest;
}

/* Adds a set that says something, in place of the one that says least when there is no room. */
static void sets_add(struct literal_sets *sets, struct literal_set set)
{
    size_t weakest = 0;
    if (set.count > LITERAL_TEXTS_MAX || set_shortest(&set) < LITERAL_MIN)
        return;
    if (sets->count < LITERAL_SETS_MAX) {
        sets->sets[sets->count++] = set;
        return;
    }
    for (size_t i = 1; i < sets->count; i++)
        if (set_shortest(&sets->sets[i]) < set_shortest(&sets->sets[weakest]))
            weakest = i;
    if (set_shortest(&sets->sets[weakest]) < set_shortest(&set))
        sets->sets[weakest] = set;
}

static void sets_add_all(struct literal_sets *sets, const struct literal_sets *others)
{
    for (size_t i = 0; i < others->count; i++)
        sets_add(sets, others->sets[i]);
}

/* The one that says most: its shortest text is longest. */
static const struct literal_set *sets_best(const struct literal_sets *sets)
{
    const struct literal_set *best = NULL;
    for (size_t i = 0; i < sets->count; i++)
        if (best == NULL || set_shortest(&sets->sets[i]) > set_shortest(best))
            best = &sets->sets[i];
    return best;
}

/* ------------------------------------------------------------------ pieces */

static struct piece piece_unknown(void)
{
    return (struct piece){.is_exact = false};
}

static struct piece piece_text(struct walk *walk, struct str text)
{
    return (struct piece){.is_exact = true, .exact = set_of(walk, text)};
}

static struct piece piece_char(struct walk *walk, char c)
{
    char lower = (char)literal_lower((unsigned char)c);
    return piece_text(walk, arena_copy(walk->arena, (struct str){&lower, 1}));
}

static bool has_more(const struct walk *walk)
{
    return !walk->is_lost && walk->at < walk->regex.len;
}

static char peek(const struct walk *walk)
{
    return walk->at < walk->regex.len ? walk->regex.ptr[walk->at] : '\0';
}

static bool is_letter_or_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* After a backslash. */
static struct piece take_escape(struct walk *walk)
{
    char c = peek(walk);
    walk->at++;
    if (c == '\0') {
        walk->is_lost = true;
        return piece_unknown();
    }
    if (!is_letter_or_digit(c))
        return piece_char(walk, c);
    if (c == 'b' || c == 'B')
        return piece_text(walk, STR("")); /* a place, no character */
    if (memchr("dDwWsS", c, 6) == NULL)
        walk->is_lost = true;
    return piece_unknown();
}

/* After a '['. A class of few characters is exact: [Bb]uild is one text here. */
static struct piece take_class(struct walk *walk)
{
    char members[CLASS_MAX];
    size_t count = 0;
    bool is_wide = peek(walk) == '^';
    walk->at += is_wide;
    for (bool is_first = true; has_more(walk) && (peek(walk) != ']' || is_first);
         is_first = false) {
        char c = walk->regex.ptr[walk->at++];
        if (c == '\\') {
            c = peek(walk);
            walk->at++;
            is_wide = is_wide || is_letter_or_digit(c);
        } else if (c == '[' && (peek(walk) == ':' || peek(walk) == '.' || peek(walk) == '=')) {
            walk->is_lost = true;
        }
        /* A range: its members are not counted out. */
        is_wide = is_wide || (peek(walk) == '-' && walk->at + 1 < walk->regex.len &&
                              walk->regex.ptr[walk->at + 1] != ']');
        char lower = (char)literal_lower((unsigned char)c);
        if (!is_wide && memchr(members, lower, count) == NULL) {
            if (count == CLASS_MAX)
                is_wide = true;
            else
                members[count++] = lower;
        }
    }
    walk->is_lost = walk->is_lost || peek(walk) != ']' || count + is_wide == 0;
    walk->at++;
    if (is_wide || walk->is_lost)
        return piece_unknown();
    struct piece piece = {.is_exact = true, .exact = set_make(walk, count)};
    for (size_t i = 0; i < piece.exact.count; i++)
        piece.exact.texts[i] = arena_copy(walk->arena, (struct str){&members[i], 1});
    return piece;
}

/* ------------------------------------------------------------------ repeats */

/* After a '{': what stands in front of the '}', when it is a count; otherwise all is lost. */
static struct str take_count(struct walk *walk)
{
    size_t begin = walk->at;
    while ((peek(walk) >= '0' && peek(walk) <= '9') || peek(walk) == ',')
        walk->at++;
    struct str count = {walk->regex.ptr + begin, walk->at - begin};
    walk->is_lost = walk->is_lost || count.len == 0 || count.ptr[0] == ',' || peek(walk) != '}';
    walk->at++;
    return count;
}

/* How often the piece comes: least and most times, where most 2 means any number beyond one. */
static void take_repeat(struct walk *walk, unsigned *least, unsigned *most)
{
    char c = peek(walk);
    *least = *most = 1;
    if (c == '*' || c == '+' || c == '?') {
        *least = c == '+';
        *most = c == '?' ? 1 : 2;
        walk->at++;
    } else if (c == '{') {
        walk->at++;
        struct str count = take_count(walk);
        if (walk->is_lost)
            return;
        *least = count.ptr[0] != '0';
        *most = 2;
    } else {
        return;
    }
    walk->at += peek(walk) == '?' || peek(walk) == '+'; /* lazy or possessive: the same texts */
}

/* What the piece is when it comes that often. */
static struct piece piece_repeat(struct walk *walk, struct piece piece, unsigned least,
                                 unsigned most)
{
    if (least == 1 && most == 1)
        return piece;
    if (least == 0 && most == 1 && piece.is_exact && piece.exact.count < EXACT_MAX)
        return (struct piece){.is_exact = true,
                              .exact = set_join(walk, piece.exact, set_of(walk, STR("")))};
    if (least == 0)
        return piece_unknown();
    piece.goes_on = piece.is_exact;
    return piece;
}

/* ------------------------------------------------------------------ sequences and choices */

static struct piece take_choice(struct walk *walk);

/* After a '('. */
static struct piece take_group(struct walk *walk)
{
    if (peek(walk) == '?') {
        walk->is_lost = walk->at + 1 >= walk->regex.len || walk->regex.ptr[walk->at + 1] != ':';
        walk->at += 2;
    }
    walk->is_lost = walk->is_lost || ++walk->depth > DEPTH_MAX;
    if (walk->is_lost)
        return piece_unknown();
    struct piece piece = take_choice(walk);
    walk->depth--;
    walk->is_lost = walk->is_lost || peek(walk) != ')';
    walk->at++;
    return piece;
}

static struct piece take_atom(struct walk *walk)
{
    char c = walk->regex.ptr[walk->at++];
    switch (c) {
    case '(':
        return take_group(walk);
    case '[':
        return take_class(walk);
    case '\\':
        return take_escape(walk);
    case '.':
        return piece_unknown();
    case '^':
    case '$':
        return piece_text(walk, STR(""));
    default:
        walk->is_lost = walk->is_lost || c == '*' || c == '+' || c == '?' || c == '{';
        return piece_char(walk, c);
    }
}

static bool is_long(const struct literal_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        if (set->texts[i].len >= LITERAL_LEN_MAX)
            return true;
    return false;
}

/* Lets what was multiplied so far stand as needed, and begins anew. */
static void flush(struct walk *walk, struct piece *sequence)
{
    sets_add(&sequence->needed, sequence->exact);
    sequence->exact = set_of(walk, STR(""));
    sequence->is_exact = false;
}

static struct piece take_sequence(struct walk *walk)
{
    struct piece sequence = piece_text(walk, STR(""));
    while (has_more(walk) && peek(walk) != '|' && peek(walk) != ')') {
        unsigned least, most;
        struct piece piece = take_atom(walk);
        take_repeat(walk, &least, &most);
        piece = piece_repeat(walk, piece, least, most);
        if (walk->is_lost)
            break;
        if (!piece.is_exact) {
            flush(walk, &sequence);
            sets_add_all(&sequence.needed, &piece.needed);
            continue;
        }
        if (sequence.exact.count * piece.exact.count > EXACT_MAX || is_long(&sequence.exact))
            flush(walk, &sequence);
        sequence.exact = set_multiply(walk, sequence.exact, piece.exact);
        if (piece.goes_on)
            flush(walk, &sequence);
    }
    if (!sequence.is_exact)
        flush(walk, &sequence);
    return sequence;
}

/* What one of two must have is the best of each together; none when one of them has none. */
static struct literal_sets needed_of_either(struct walk *walk, struct piece *a, struct piece *b)
{
    struct literal_sets either = {0};
    if (a->is_exact)
        sets_add(&a->needed, a->exact);
    if (b->is_exact)
        sets_add(&b->needed, b->exact);
    const struct literal_set *of_a = sets_best(&a->needed), *of_b = sets_best(&b->needed);
    if (of_a != NULL && of_b != NULL)
        sets_add(&either, set_join(walk, *of_a, *of_b));
    return either;
}

static struct piece take_choice(struct walk *walk)
{
    struct piece choice = take_sequence(walk);
    while (has_more(walk) && peek(walk) == '|') {
        walk->at++;
        struct piece other = take_sequence(walk);
        if (choice.is_exact && other.is_exact &&
            choice.exact.count + other.exact.count <= LITERAL_TEXTS_MAX) {
            choice.exact = set_join(walk, choice.exact, other.exact);
            continue;
        }
        struct literal_sets either = needed_of_either(walk, &choice, &other);
        choice = (struct piece){.is_exact = false, .needed = either};
    }
    return choice;
}

struct literal_sets literal_find(struct arena *arena, struct str regex)
{
    struct walk walk = {.arena = arena, .regex = regex};
    struct piece piece = take_choice(&walk);
    if (piece.is_exact)
        sets_add(&piece.needed, piece.exact);
    if (walk.is_lost || walk.at < regex.len || arena_is_full(arena))
        return (struct literal_sets){0};
    return piece.needed;
}
