/* join - puts a network's template and an offer's URL together, as text; what comes out is compiled
 * like any other URL (DESIGN.md §8, spec/tracker.md §1.2). Pure but for the arena; any thread. Both
 * sides at most MACRO_TEMPLATE_BYTES_MAX. */
#include "macro/internal.h"

#define JOIN_BYTES_ADDED_MAX 16 /* separators, and "{clickid}" */

/* A URL in three; query and fragment are absent when there is no '?' or '#'. */
struct parts {
    struct str path; /* all that comes first */
    struct str query;
    struct str fragment;
};

static struct parts split(struct str url)
{
    struct parts parts = {.path = url};
    ptrdiff_t hash = str_find_char(parts.path, '#');
    if (hash >= 0) {
        parts.fragment = str_slice(url, (size_t)hash + 1, url.len);
        parts.path = str_slice(url, 0, (size_t)hash);
    }
    ptrdiff_t mark = str_find_char(parts.path, '?');
    if (mark >= 0) {
        parts.query = str_slice(parts.path, (size_t)mark + 1, parts.path.len);
        parts.path = str_slice(parts.path, 0, (size_t)mark);
    }
    return parts;
}

static struct str name_of(struct str piece)
{
    ptrdiff_t equals = str_find_char(piece, '=');
    return equals < 0 ? piece : str_slice(piece, 0, (size_t)equals);
}

static struct str value_of(struct str piece)
{
    ptrdiff_t equals = str_find_char(piece, '=');
    return equals < 0 ? STR("") : str_slice(piece, (size_t)equals + 1, piece.len);
}

/* The macro that a value consists of, or -1. */
static int whole_macro(struct str value)
{
    struct macro_brace brace;
    if (value.len == 0 || value.ptr[0] != '{' || !macro_brace_at(value, 0, &brace) ||
        brace.len != value.len) {
        return -1;
    }
    return macro_find(brace.name);
}

/* Whether a query has that parameter with that value already. What counts is the macro, under any
 * name and with any text around it: a click id must not be passed twice. */
static bool is_carried(struct str query, struct str wanted)
{
    bool has_click_id = macro_is_in(value_of(wanted), MACRO_CLICKID);
    int number = has_click_id ? (int)MACRO_CLICKID : whole_macro(value_of(wanted));
    struct str piece;
    while (str_take_piece(&query, '&', &piece)) {
        if (str_is_equal(piece, wanted)) {
            return true;
        }
        if (number >= 0 && str_is_equal(name_of(piece), name_of(wanted)) &&
            macro_is_in(value_of(piece), number)) {
            return true;
        }
    }
    return false;
}

/* The first parameter of that name, wanted empty or not. */
static bool find_piece(struct str query, struct str name, bool is_empty, struct str *found)
{
    struct str piece;
    while (str_take_piece(&query, '&', &piece)) {
        if (piece.len > 0 && str_is_equal(name_of(piece), name) &&
            (!is_empty || value_of(piece).len == 0)) {
            *found = piece;
            return true;
        }
    }
    return false;
}

/* The empty parameter of the offer that this one of the template fills. Only the first of a name
 * fills. */
static bool find_hole(struct str offer_query, struct str template_query, struct str wanted,
                      struct str *hole)
{
    struct str first;
    return find_piece(template_query, name_of(wanted), false, &first) && first.ptr == wanted.ptr &&
           !is_carried(offer_query, wanted) && find_piece(offer_query, name_of(wanted), true, hole);
}

/* What stands in the joined URL where the offer has that parameter. */
static struct str filled(struct str offer_query, struct str template_query, struct str piece)
{
    struct str wanted;
    struct str hole;
    if (piece.len > 0 && find_piece(template_query, name_of(piece), false, &wanted) &&
        find_hole(offer_query, template_query, wanted, &hole) && hole.ptr == piece.ptr) {
        return wanted;
    }
    return piece;
}

static void write_param(struct buf *buf, size_t query_at, struct str piece)
{
    buf_write_char(buf, buf->len == query_at ? '?' : '&');
    buf_write(buf, piece);
}

/* The offer's parameters in their order, empty ones filled, then those of the template that are
 * new. */
static void write_query(struct buf *buf, struct str offer_query, struct str template_query)
{
    size_t query_at = buf->len;
    struct str rest = offer_query;
    struct str piece;
    while (offer_query.len > 0 && str_take_piece(&rest, '&', &piece)) {
        write_param(buf, query_at, filled(offer_query, template_query, piece));
    }
    rest = template_query;
    while (str_take_piece(&rest, '&', &piece)) {
        struct str hole;
        if (piece.len > 0 && !is_carried(offer_query, piece) &&
            !find_hole(offer_query, template_query, piece, &hole)) {
            write_param(buf, query_at, piece);
        }
    }
}

static struct str trim_ampersands(struct str query)
{
    while (query.len > 0 && query.ptr[query.len - 1] == '&') {
        query.len--;
    }
    return query;
}

static void write_fragment(struct buf *buf, struct str fragment)
{
    if (fragment.ptr != NULL) {
        buf_write_char(buf, '#');
        buf_write(buf, fragment);
    }
}

/* Whether the last parameter of the query waits for its value: "...&s1=". */
static bool ends_in_empty_param(struct str query)
{
    struct str last = STR_NONE;
    struct str piece;
    while (str_take_piece(&query, '&', &piece)) {
        last = piece;
    }
    return str_find_char(last, '=') > 0 && value_of(last).len == 0;
}

static void join_alone(struct buf *buf, struct str offer_url)
{
    struct parts offer = split(offer_url);
    buf_write(buf, offer.path);
    if (offer.query.ptr != NULL) {
        buf_write_char(buf, '?');
        buf_write(buf, offer.query);
    }
    if (ends_in_empty_param(offer.query) && !macro_is_in(offer_url, MACRO_CLICKID)) {
        buf_write_c(buf, "{clickid}");
    }
    write_fragment(buf, offer.fragment);
}

/* What follows {url} in the template. */
struct suffix {
    struct str tail; /* "{url}{clickid}": a macro right behind the offer's URL */
    struct str query;
    struct str fragment;
};

/* Cuts it; "{url}&a=1" and "{url}?a=1" mean the same, so the first '?' is read as '&'. ERR_INVALID,
 * ERR_FULL. */
static enum err split_suffix(struct arena *arena, struct str text, struct suffix *suffix,
                             struct macro_fault *fault)
{
    struct parts parts = split(text);
    struct buf buf = buf_in_arena(arena, text.len + 1);
    buf_write(&buf, parts.path);
    if (parts.query.ptr != NULL) {
        buf_write_char(&buf, '&');
        buf_write(&buf, parts.query);
    }
    if (buf_is_full(&buf)) {
        return ERR_FULL;
    }
    struct suffix cut = {.query = buf_str(&buf), .fragment = parts.fragment};
    (void)str_take_piece(&cut.query, '&', &cut.tail); /* an empty piece at least */
    cut.query = trim_ampersands(cut.query);
    if (cut.tail.len > 0 && whole_macro(cut.tail) < 0) {
        return macro_refuse(fault, "only '?', '&', '#' or a macro may follow {url}");
    }
    *suffix = cut;
    return OK;
}

/* The offer's URL with the tail before its fragment. Absent when the arena is full. */
static struct str add_tail(struct arena *arena, struct str offer_url, struct str tail)
{
    struct parts offer = split(offer_url);
    size_t fragment_len = offer.fragment.ptr != NULL ? offer.fragment.len + 1 : 0;
    struct str before = str_slice(offer_url, 0, offer_url.len - fragment_len);
    struct buf buf = buf_in_arena(arena, offer_url.len + tail.len);
    buf_write(&buf, before);
    buf_write(&buf, tail);
    write_fragment(&buf, offer.fragment);
    return buf_is_full(&buf) ? STR_NONE : buf_str(&buf);
}

static enum err join_with(struct arena *arena, struct buf *buf, const struct suffix *suffix,
                          struct str offer_url)
{
    struct str url = offer_url;
    if (suffix->tail.len > 0 && !macro_is_in(offer_url, whole_macro(suffix->tail))) {
        url = add_tail(arena, offer_url, suffix->tail);
        if (url.ptr == NULL) {
            return ERR_FULL;
        }
    }
    struct parts offer = split(url);
    buf_write(buf, offer.path);
    write_query(buf, trim_ampersands(offer.query), suffix->query);
    write_fragment(buf, offer.fragment.ptr != NULL ? offer.fragment : suffix->fragment);
    return OK;
}

static enum err check_template(struct str template, struct macro_brace *url,
                               struct macro_fault *fault)
{
    if (template.ptr[0] != '{' || !macro_brace_at(template, 0, url) ||
        macro_find(url->name) != MACRO_URL || url->function.ptr != NULL) {
        return macro_refuse(fault, "the template must begin with {url}");
    }
    if (macro_is_in(str_slice(template, url->len, template.len), MACRO_URL)) {
        return macro_refuse(fault, "{url} may stand only once in the template");
    }
    return OK;
}

static enum err join(struct arena *arena, struct buf *buf, struct str template,
                     struct str offer_url, struct macro_fault *fault)
{
    struct suffix suffix = {0};
    if (template.len > 0) {
        struct macro_brace url;
        enum err err = check_template(template, &url, fault);
        if (err == OK) {
            struct str rest = str_slice(template, url.len, template.len);
            err = split_suffix(arena, rest, &suffix, fault);
        }
        if (err != OK) {
            return err;
        }
    }
    if (suffix.tail.len == 0 && suffix.query.len == 0 && suffix.fragment.ptr == NULL) {
        join_alone(buf, offer_url);
    } else {
        enum err err = join_with(arena, buf, &suffix, offer_url);
        if (err != OK) {
            return err;
        }
    }
    return buf_is_full(buf) ? ERR_FULL : OK;
}

enum err macro_join(struct arena *arena, struct str network_template, struct str offer_url,
                    struct str *joined, struct macro_fault *fault)
{
    struct str template = str_trim(network_template);
    struct str offer = str_trim(offer_url);
    if (template.len > MACRO_TEMPLATE_BYTES_MAX || offer.len > MACRO_TEMPLATE_BYTES_MAX) {
        return macro_refuse(fault, "longer than %d bytes", MACRO_TEMPLATE_BYTES_MAX);
    }
    struct buf buf = buf_in_arena(arena, offer.len + template.len + JOIN_BYTES_ADDED_MAX);
    enum err err = join(arena, &buf, template, offer, fault);
    if (err == ERR_FULL) {
        macro_say(fault, "no room left to join the URL");
    }
    if (err == OK) {
        *joined = buf_str(&buf);
    }
    return err;
}
