/* mmdb_file - writes small databases in MaxMind's format, record size 24, so that tests have every
 * layout that its makers use. */
#pragma once
#include "../base/folder.h"

#define MMDB_FILE_BYTES 65536
#define MMDB_FILE_NODES 2048
#define MMDB_TREE_IS_V6 6

/* A value: text when it has one, a map when it has fields, else a number or a truth. */
struct mmdb_value {
    const char *name; /* within its map; NULL: within an array */
    const char *text;
    const struct mmdb_value *fields; /* ended by one without any content */
    bool is_array;
    bool is_answer, answer;
    uint32_t number;
    bool is_end;
};

/* clang-format off: values */
#define MMDB_TEXT(n, t)                                                                            \
    {                                                                                              \
        .name = (n), .text = (t)                                                                   \
    }
#define MMDB_NUMBER(n, v)                                                                          \
    {                                                                                              \
        .name = (n), .number = (v)                                                                 \
    }
#define MMDB_TRUE(n)                                                                               \
    {                                                                                              \
        .name = (n), .is_answer = true, .answer = true                                             \
    }
#define MMDB_FALSE(n)                                                                              \
    {                                                                                              \
        .name = (n), .is_answer = true                                                             \
    }
#define MMDB_MAP(n, ...)                                                                           \
    {                                                                                              \
        .name = (n), .fields = (const struct mmdb_value[])                                         \
        {                                                                                          \
            __VA_ARGS__,                                                                           \
            {                                                                                      \
                .is_end = true                                                                     \
            }                                                                                      \
        }                                                                                          \
    }
#define MMDB_LIST(n, ...)                                                                          \
    {                                                                                              \
        .name = (n), .is_array = true, .fields = (const struct mmdb_value[])                       \
        {                                                                                          \
            __VA_ARGS__,                                                                           \
            {                                                                                      \
                .is_end = true                                                                     \
            }                                                                                      \
        }                                                                                          \
    }
/* clang-format on */

struct mmdb_network {
    const char *range;
    struct mmdb_value record; /* a map */
};

struct mmdb_writer {
    uint8_t data[MMDB_FILE_BYTES];
    size_t data_bytes;
    uint32_t nodes[MMDB_FILE_NODES][2]; /* 0: nothing; below 1 << 20: a node; else data's place */
    uint32_t node_count;
};

#define MMDB_DATA_MARK (1u << 20)

static inline void mmdb_byte(struct mmdb_writer *writer, unsigned byte)
{
    assert_true(writer->data_bytes < MMDB_FILE_BYTES);
    writer->data[writer->data_bytes++] = (uint8_t)byte;
}

/* The byte or two before a value; sizes up to 283. */
static inline void mmdb_control(struct mmdb_writer *writer, unsigned type, size_t size)
{
    unsigned low = size < 29 ? (unsigned)size : 29;

    mmdb_byte(writer, type < 8 ? type << 5 | low : low);
    if (type >= 8)
        mmdb_byte(writer, type - 7);
    if (size >= 29)
        mmdb_byte(writer, (unsigned)(size - 29));
}

static inline void mmdb_text(struct mmdb_writer *writer, const char *text)
{
    mmdb_control(writer, 2, strlen(text));
    for (const char *c = text; *c != '\0'; c++)
        mmdb_byte(writer, (uint8_t)*c);
}

static inline void mmdb_number(struct mmdb_writer *writer, unsigned type, uint64_t number,
                               unsigned bytes)
{
    mmdb_control(writer, type, bytes);
    for (unsigned i = bytes; i > 0; i--)
        mmdb_byte(writer, (unsigned)(number >> 8 * (i - 1) & 0xff));
}

static inline void mmdb_write(struct mmdb_writer *writer, const struct mmdb_value *value)
{
    size_t count = 0;

    if (value->text != NULL) {
        mmdb_text(writer, value->text);
    } else if (value->fields != NULL) {
        while (!value->fields[count].is_end)
            count++;
        mmdb_control(writer, value->is_array ? 11 : 7, count);
        for (size_t i = 0; i < count; i++) {
            if (!value->is_array)
                mmdb_text(writer, value->fields[i].name);
            mmdb_write(writer, &value->fields[i]);
        }
    } else if (value->is_answer) {
        mmdb_control(writer, 14, value->answer);
    } else {
        mmdb_number(writer, 6, value->number, 4);
    }
}

static inline unsigned mmdb_bit(const struct net_address *address, unsigned bit)
{
    return address->bytes[bit / 8] >> (7 - bit % 8) & 1;
}

static inline void mmdb_add(struct mmdb_writer *writer, const struct mmdb_network *network,
                            unsigned version)
{
    struct net_range range;
    uint32_t node = 0;

    assert_int_equal(net_parse_range(str_from_c(network->range), &range), OK);
    uint32_t data = MMDB_DATA_MARK + (uint32_t)writer->data_bytes;
    mmdb_write(writer, &network->record);
    /* IPv4 lies below ::/96 in a tree of IPv6. */
    unsigned above = version == MMDB_TREE_IS_V6 && range.address.family == 4 ? 96 : 0;
    for (unsigned depth = 0; depth < above + range.prefix_bits; depth++) {
        unsigned bit = depth < above ? 0 : mmdb_bit(&range.address, depth - above);
        uint32_t *next = &writer->nodes[node][bit];
        if (depth + 1 == above + range.prefix_bits) {
            *next = data;
        } else {
            if (*next == 0) {
                assert_true(writer->node_count < MMDB_FILE_NODES);
                *next = writer->node_count++;
            }
            node = *next;
        }
    }
}

static inline void mmdb_metadata(struct mmdb_writer *writer, const char *type, unsigned version)
{
    static const char mark[] = "\xab\xcd\xefMaxMind.com";

    for (size_t i = 0; i < sizeof(mark) - 1; i++)
        mmdb_byte(writer, (uint8_t)mark[i]);
    mmdb_control(writer, 7, 9);
    mmdb_text(writer, "node_count");
    mmdb_number(writer, 6, writer->node_count, 4);
    mmdb_text(writer, "record_size");
    mmdb_number(writer, 5, 24, 2);
    mmdb_text(writer, "ip_version");
    mmdb_number(writer, 5, version, 2);
    mmdb_text(writer, "database_type");
    mmdb_text(writer, type);
    mmdb_text(writer, "languages");
    mmdb_control(writer, 11, 0);
    mmdb_text(writer, "binary_format_major_version");
    mmdb_number(writer, 5, 2, 2);
    mmdb_text(writer, "binary_format_minor_version");
    mmdb_number(writer, 5, 0, 2);
    mmdb_text(writer, "build_epoch");
    mmdb_number(writer, 9, 1780000000, 8);
    mmdb_text(writer, "description");
    mmdb_control(writer, 7, 0);
}

/* Writes the database to the file, replacing it whole. */
static inline void mmdb_file_write(const char *file, const char *type, unsigned version,
                                   const struct mmdb_network *networks, size_t count)
{
    struct mmdb_writer *writer = heap_make(1, sizeof(*writer));
    char part[3 * FOLDER_PATH_MAX];

    writer->node_count = 1;
    for (size_t i = 0; i < count; i++)
        mmdb_add(writer, &networks[i], version);
    mmdb_metadata(writer, type, version);
    (void)snprintf(part, sizeof(part), "%s.part", file);
    FILE *out = fopen(part, "we");
    assert_non_null(out);
    for (uint32_t i = 0; i < writer->node_count; i++) {
        for (int side = 0; side < 2; side++) {
            uint32_t next = writer->nodes[i][side];
            next = next == 0               ? writer->node_count
                   : next < MMDB_DATA_MARK ? next
                                           : next - MMDB_DATA_MARK + writer->node_count + 16;
            assert_int_equal(fputc((int)(next >> 16 & 0xff), out), next >> 16 & 0xff);
            assert_int_equal(fputc((int)(next >> 8 & 0xff), out), next >> 8 & 0xff);
            assert_int_equal(fputc((int)(next & 0xff), out), next & 0xff);
        }
    }
    for (int i = 0; i < 16; i++)
        (void)fputc(0, out);
    assert_int_equal(fwrite(writer->data, 1, writer->data_bytes, out), writer->data_bytes);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(rename(part, file), 0);
    free(writer);
}
