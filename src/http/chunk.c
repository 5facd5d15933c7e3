/* chunk - the framing of a chunked body, by the letter of RFC 9112 section 7.1. llhttp could do it,
 * but as Debian builds it takes any byte for the LF behind a size, and its strict build refuses
 * UTF-8 in URLs. Extensions are read over, trailer fields refused. Limits:
 * CHUNK_EXTENSION_BYTES_MAX a body, CHUNK_DIGITS_MAX a size. */
#include "base/num.h"
#include "http/conn.h"

#define CHUNK_EXTENSION_BYTES_MAX 4096u
#define CHUNK_DIGITS_MAX          16u

static enum parse read_size(struct slot *slot, char c)
{
    struct chunks *chunks = &slot->chunks;
    int digit = num_hex_value(c);

    if (digit >= 0) {
        chunks->left = chunks->left * 16 + (unsigned)digit;
        chunks->state = CHUNK_SIZE;
        if (++chunks->digits > CHUNK_DIGITS_MAX)
            return parse_refuse(slot, 400, "bad chunk size");
        if (chunks->left > slot->limits->body_bytes_max - slot->body_len)
            return parse_refuse(slot, 413, "body too large");
        return PARSE_MORE;
    }
    if (chunks->state == CHUNK_SIZE_FIRST || (c != ';' && c != '\r'))
        return parse_refuse(slot, 400, "bad chunk size");
    chunks->digits = 0;
    chunks->state = c == ';' ? CHUNK_EXTENSION : CHUNK_SIZE_LF;
    return PARSE_MORE;
}

static enum parse read_extension(struct slot *slot, char c)
{
    struct chunks *chunks = &slot->chunks;

    if (c == '\r')
        chunks->state = CHUNK_SIZE_LF;
    else if (((unsigned char)c < 0x20 && c != '\t') || c == 0x7f)
        return parse_refuse(slot, 400, "control byte in a chunk extension");
    else if (++chunks->extension_bytes > CHUNK_EXTENSION_BYTES_MAX)
        return parse_refuse(slot, 413, "chunk extensions too long");
    return PARSE_MORE;
}

/* One byte that is not data. */
static enum parse read_frame(struct slot *slot, char c)
{
    struct chunks *chunks = &slot->chunks;

    CHECK(chunks->state != CHUNK_DATA);
    switch (chunks->state) {
    case CHUNK_SIZE_FIRST:
    case CHUNK_SIZE:
        return read_size(slot, c);
    case CHUNK_EXTENSION:
        return read_extension(slot, c);
    case CHUNK_SIZE_LF:
        chunks->state = chunks->left > 0 ? CHUNK_DATA : CHUNK_END_CR;
        return c == '\n' ? PARSE_MORE : parse_refuse(slot, 400, "no line feed after a chunk size");
    case CHUNK_DATA_CR:
        chunks->state = CHUNK_DATA_LF;
        return c == '\r' ? PARSE_MORE : parse_refuse(slot, 400, "chunk longer than its size");
    case CHUNK_DATA_LF:
        chunks->state = CHUNK_SIZE_FIRST;
        return c == '\n' ? PARSE_MORE : parse_refuse(slot, 400, "no line feed after a chunk");
    case CHUNK_END_CR:
        chunks->state = CHUNK_END_LF;
        return c == '\r' ? PARSE_MORE : parse_refuse(slot, 400, "trailer fields are not taken");
    case CHUNK_END_LF:
        return c == '\n' ? PARSE_DONE
                         : parse_refuse(slot, 400, "no line feed after the last chunk");
    case CHUNK_DATA:
        break;
    }
    return PARSE_MORE;
}

static void read_data(struct slot *slot)
{
    size_t count = slot->end - slot->at;

    if (count > slot->chunks.left)
        count = (size_t)slot->chunks.left;
    slot_add_body(slot, slot->in + slot->at, count);
    slot->at += count;
    slot->chunks.left -= count;
    if (slot->chunks.left == 0)
        slot->chunks.state = CHUNK_DATA_CR;
}

enum parse chunks_read(struct slot *slot)
{
    enum parse result = PARSE_MORE;

    while (result == PARSE_MORE && slot->at < slot->end) {
        if (slot->chunks.state == CHUNK_DATA)
            read_data(slot);
        else
            result = read_frame(slot, slot->in[slot->at++]);
    }
    return result;
}
