/* template - compiles a URL template into literal pieces and numbered values, and expands it. One
 * engine for the tracker's macros and the ad network's tokens. A compiled template is immutable:
 * any thread. Expanding allocates nothing. */
#include "base/uri.h"

#include "base/say.h"
#include "macro/internal.h"

#define NO_VALUE (-1)

/* {status:lead=0 sale=1}: one value and the word that stands for it. */
struct pair {
    struct str value;
    struct str word;
};

/* A literal, then a value. */
struct segment {
    struct str literal;
    int number; /* enum macro_name or enum ad_token; NO_VALUE: the literal is all */
    enum macro_form form;
    struct str function; /* of a date or a sample */
    size_t pair_count;
    const struct pair *pairs;
};

struct macro_template {
    bool is_ad;
    uint64_t used[(MACRO_COUNT + 63) / 64]; /* a bit per number */
    size_t count;
    struct segment segments[];
};

_Static_assert((int)AD_TOKEN_COUNT <= (int)MACRO_COUNT, "one set of bits serves both kinds");

struct compiler {
    struct arena *arena;
    struct str text;
    size_t at;
    enum macro_place place; /* of the tracker's macros */
    struct macro_template *compiled;
    struct buf literals;
    size_t literal_from;
    struct macro_fault warning;
    struct macro_fault *fault;
};

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Whether a literal byte must be escaped to leave the system: a brace is never sent
 * (spec/tracker.md §2.1), space and non-ASCII would not be a URL. Controls do not come this far. */
static bool must_escape(char c)
{
    return c == ' ' || c == '{' || c == '}' || (unsigned char)c >= 0x80;
}

static enum err write_literal(struct compiler *compiler, size_t at)
{
    static const char digits[] = "0123456789ABCDEF";
    struct str text = compiler->text;
    char c = text.ptr[at];
    if (c == '%' && (text.len - at < 3 || !is_hex(text.ptr[at + 1]) || !is_hex(text.ptr[at + 2]))) {
        return macro_refuse(compiler->fault,
                            "'%%' at byte %zu is not followed by two hex digits: write %%25", at);
    }
    if (must_escape(c)) {
        unsigned byte = (unsigned char)c;
        buf_write_char(&compiler->literals, '%');
        buf_write_char(&compiler->literals, digits[byte >> 4]);
        buf_write_char(&compiler->literals, digits[byte & 15]);
    } else {
        buf_write_char(&compiler->literals, c);
    }
    return OK;
}

static void end_segment(struct compiler *compiler, struct segment segment)
{
    struct macro_template *compiled = compiler->compiled;
    segment.literal =
        str_slice(buf_str(&compiler->literals), compiler->literal_from, compiler->literals.len);
    compiler->literal_from = compiler->literals.len;
    compiled->segments[compiled->count++] = segment;
    if (segment.number != NO_VALUE) {
        unsigned number = (unsigned)segment.number;
        compiled->used[number / 64] |= UINT64_C(1) << (number % 64);
    }
}

/* The pairs of "lead=0 sale=1 rejected=2", written to pairs unless that is NULL; 0 when the text is
 * no such list. */
static size_t cut_pairs(struct str list, struct pair *pairs)
{
    size_t count = 0;
    struct str piece;
    while (str_take_piece(&list, ' ', &piece)) {
        ptrdiff_t equals = str_find_char(piece, '=');
        if (piece.len == 0) {
            continue;
        }
        if (equals <= 0) {
            return 0;
        }
        if (pairs != NULL) {
            pairs[count] = (struct pair){str_slice(piece, 0, (size_t)equals),
                                         str_slice(piece, (size_t)equals + 1, piece.len)};
        }
        count++;
    }
    return count;
}

static void warn_place(struct macro_fault *warning, struct str name, unsigned places)
{
    macro_say(warning, "the macro {%.*s} is not known here, only in %s URLs",
              STR_FMT(str_slice(name, 0, MACRO_NAME_SHOWN_MAX)),
              (places & MACRO_IN_OFFER) != 0    ? say_text("offer and postback")
              : (places & MACRO_IN_LANDER) != 0 ? say_text("lander and postback")
                                                : say_text("postback"));
}

/* What is wrong with a macro that will expand to nothing; only the first is told. */
static void warn_macro(struct compiler *compiler, const struct macro_brace *brace, int number)
{
    struct macro_fault *warning = &compiler->warning;
    if (warning->reason[0] != '\0') {
        return;
    }
    struct str shown = str_slice(brace->name, 0, MACRO_NAME_SHOWN_MAX);
    if (number < 0) {
        macro_say_unknown(warning, brace->name, compiler->place);
    } else if ((macro_places(number) & (unsigned)compiler->place) == 0) {
        warn_place(warning, brace->name, macro_places(number));
    } else {
        macro_say(warning, "unknown form {%.*s:...}: a list like a=1 b=2, md5 or raw may follow",
                  STR_FMT(shown));
    }
}

static enum err compile_macro(struct compiler *compiler, const struct macro_brace *brace)
{
    int number = macro_find(brace->name);
    if (number == MACRO_URL) {
        return macro_refuse(compiler->fault, "{url} may stand only in a network's template");
    }
    enum macro_form form = FORM_ENCODED;
    if (number < 0 || (macro_places(number) & (unsigned)compiler->place) == 0 ||
        !macro_find_form(number, brace->function, &form)) {
        warn_macro(compiler, brace, number);
        return OK;
    }
    size_t count = form == FORM_ENCODED ? cut_pairs(brace->function, NULL) : 0;
    struct pair *pairs = NULL;
    if (count > 0) {
        pairs = ARENA_ARRAY(compiler->arena, struct pair, count);
        if (pairs == NULL) {
            return ERR_FULL;
        }
        (void)cut_pairs(brace->function, pairs); /* counted above */
    }
    end_segment(compiler, (struct segment){.number = number,
                                           .form = brace->is_raw ? FORM_RAW : form,
                                           .function = brace->function,
                                           .pair_count = count,
                                           .pairs = pairs});
    return OK;
}

/* An unknown token stays as it stands, braces and all (spec/network.md §3.2). */
static enum err compile_token(struct compiler *compiler, const struct macro_brace *brace)
{
    int number = ad_token_find(brace->content);
    if (number >= 0) {
        end_segment(compiler, (struct segment){.number = number});
        return OK;
    }
    if (compiler->warning.reason[0] == '\0') {
        ad_token_say_unknown(&compiler->warning, brace->content);
    }
    buf_write_char(&compiler->literals, '{');
    for (size_t i = 0; i < brace->content.len; i++) {
        enum err err = write_literal(compiler, compiler->at + 1 + i);
        if (err != OK) {
            return err;
        }
    }
    buf_write_char(&compiler->literals, '}');
    return OK;
}

static enum err compile_next(struct compiler *compiler)
{
    struct macro_brace brace;
    if (compiler->text.ptr[compiler->at] != '{' ||
        !macro_brace_at(compiler->text, compiler->at, &brace)) {
        return write_literal(compiler, compiler->at++);
    }
    enum err err = compiler->compiled->is_ad ? compile_token(compiler, &brace)
                                             : compile_macro(compiler, &brace);
    compiler->at += brace.len;
    return err;
}

/* Takes the memory for the largest result that the text can give. ERR_FULL. */
static enum err take_memory(struct compiler *compiler, bool is_ad)
{
    size_t segments = 1; /* what follows the last value */
    size_t bytes = compiler->text.len;
    for (size_t i = 0; i < compiler->text.len; i++) {
        segments += compiler->text.ptr[i] == '{' ? 1 : 0;
        bytes += must_escape(compiler->text.ptr[i]) ? 2 : 0;
    }
    struct macro_template *compiled =
        arena_alloc(compiler->arena, sizeof *compiled + segments * sizeof(struct segment));
    compiler->literals = buf_in_arena(compiler->arena, bytes);
    if (compiled == NULL || buf_is_full(&compiler->literals)) {
        return ERR_FULL;
    }
    compiled->is_ad = is_ad;
    compiler->compiled = compiled;
    return OK;
}

static enum err check_text(struct str text, struct macro_fault *fault)
{
    if (text.len == 0) {
        return macro_refuse(fault, "the URL is empty");
    }
    if (text.len > MACRO_TEMPLATE_BYTES_MAX) {
        macro_say(fault, "the URL is longer than %d bytes", MACRO_TEMPLATE_BYTES_MAX);
        return ERR_TOO_LONG;
    }
    if (str_has_control(text)) {
        return macro_refuse(fault, "the URL holds a control byte");
    }
    return macro_check_origin(text, fault);
}

static enum err compile(struct compiler *compiler, bool is_ad,
                        const struct macro_template **compiled, struct macro_fault *warning)
{
    enum err err = check_text(compiler->text, compiler->fault);
    if (err == OK) {
        err = take_memory(compiler, is_ad);
    }
    while (err == OK && compiler->at < compiler->text.len) {
        err = compile_next(compiler);
    }
    if (err == ERR_FULL) {
        macro_say(compiler->fault, "no room left to compile the URL");
    }
    if (err != OK) {
        return err;
    }
    CHECK(!buf_is_full(&compiler->literals));
    end_segment(compiler, (struct segment){.number = NO_VALUE});
    *compiled = compiler->compiled;
    *warning = compiler->warning;
    return OK;
}

enum err macro_compile(struct arena *arena, struct str text, enum macro_place place,
                       const struct macro_template **compiled, struct macro_fault *warning,
                       struct macro_fault *fault)
{
    struct compiler compiler = {
        .arena = arena, .text = str_trim(text), .place = place, .fault = fault};
    return compile(&compiler, false, compiled, warning);
}

enum err ad_token_compile(struct arena *arena, struct str text,
                          const struct macro_template **compiled, struct macro_fault *warning,
                          struct macro_fault *fault)
{
    struct compiler compiler = {.arena = arena, .text = str_trim(text), .fault = fault};
    return compile(&compiler, true, compiled, warning);
}

static bool has(const struct macro_template *compiled, unsigned number)
{
    return (compiled->used[number / 64] >> (number % 64) & 1) != 0;
}

bool macro_has(const struct macro_template *compiled, enum macro_name name)
{
    CHECK(!compiled->is_ad);
    return has(compiled, (unsigned)name);
}

bool ad_token_has(const struct macro_template *compiled, enum ad_token token)
{
    CHECK(compiled->is_ad);
    return has(compiled, (unsigned)token);
}

/* The raw form, but a brace of the value does not leave the system any more than one of the
 * template. */
static void write_raw(struct buf *buf, struct str value)
{
    size_t from = 0;
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] == '{' || value.ptr[i] == '}') {
            uri_write_raw(buf, str_slice(value, from, i));
            buf_write_c(buf, value.ptr[i] == '{' ? "%7B" : "%7D");
            from = i + 1;
        }
    }
    uri_write_raw(buf, str_slice(value, from, value.len));
}

/* What the segment's map makes of the key; without a pair for it, the value. */
static struct str word_for(const struct segment *segment, struct str key, struct str value)
{
    for (size_t i = 0; i < segment->pair_count; i++) {
        if (str_is_equal_nocase(segment->pairs[i].value, key)) {
            return segment->pairs[i].word;
        }
    }
    return value;
}

static void write_value(const struct segment *segment, struct str value, struct buf *buf)
{
    if (segment->form == FORM_RAW) {
        write_raw(buf, value);
    } else if (segment->form == FORM_MD5) {
        macro_write_md5(buf, value);
    } else {
        uri_write_encoded(buf, value);
    }
}

static void expand(const struct macro_template *compiled, const struct str *values,
                   const struct macro_values *event, struct buf *buf)
{
    for (size_t i = 0; i < compiled->count; i++) {
        const struct segment *segment = &compiled->segments[i];
        buf_write(buf, segment->literal);
        if (segment->number == NO_VALUE) {
            continue;
        }
        struct str value = values[segment->number];
        if (segment->form == FORM_DATE) {
            macro_write_date(buf, segment->function, event->at_ms);
        } else if (segment->form == FORM_SAMPLE) {
            macro_write_sample(buf, segment->function, event->pick);
        } else {
            bool is_status =
                event != NULL && event->status.ptr != NULL && segment->number == MACRO_STATUS;
            write_value(segment, word_for(segment, is_status ? event->status : value, value), buf);
        }
    }
}

void macro_expand(const struct macro_template *compiled, const struct macro_values *values,
                  struct buf *buf)
{
    CHECK(!compiled->is_ad);
    expand(compiled, values->values, values, buf);
}

void ad_token_expand(const struct macro_template *compiled, const struct ad_token_values *values,
                     struct buf *buf)
{
    CHECK(compiled->is_ad);
    expand(compiled, values->values, NULL, buf);
}
