#include "traffic/demo_play.h"

#define SITES         160
#define ZONES         60 /* of each source */
#define CATEGORIES    24
#define QUERY_BYTES   1024
#define SEQUENCE_MASK ((UINT64_C(1) << ID_SEQUENCE_BITS) - 1)

size_t demo_draw(struct dice *dice, const unsigned *first, size_t stride, size_t count)
{
    const char *at = (const char *)first;
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += *(const unsigned *)(const void *)(at + i * stride);
    uint64_t drawn = dice_below(dice, sum);
    for (size_t i = 0; i < count; i++) {
        unsigned share = *(const unsigned *)(const void *)(at + i * stride);
        if (drawn < share)
            return i;
        drawn -= share;
    }
    check_failed("a share is drawn", __FILE__, __LINE__);
}

static void draw_country(struct dice *dice, const char *countries, char country[3])
{
    struct str rest = str_from_c(countries), piece;
    unsigned weights[16];
    struct str codes[16];
    size_t count = 0;
    while (count < ARRAY_LEN(weights) && str_take_piece(&rest, ' ', &piece)) {
        uint64_t weight = 0;
        CHECK(num_parse_u64(str_slice(piece, 2, piece.len), 1000, &weight) == OK);
        codes[count] = piece;
        weights[count++] = (unsigned)weight;
    }
    memcpy(country, codes[demo_draw(dice, weights, sizeof(weights[0]), count)].ptr, 2);
    country[2] = '\0';
}

/* A few of them are met everywhere, most hardly ever. */
static uint32_t draw_skewed(struct dice *dice, uint32_t count)
{
    uint64_t a = dice_below(dice, count), b = dice_below(dice, count), c = dice_below(dice, count);
    uint64_t least = a < b ? a : b;
    return (uint32_t)(least < c ? least : c);
}

struct demo_place demo_draw_place(struct demo *demo, const char *countries, size_t site_of)
{
    struct dice *dice = &demo->dice;
    struct demo_place place = {
        .site = 200 + draw_skewed(dice, SITES),
        .zone = (uint32_t)(1300 + 1000 * site_of) + draw_skewed(dice, ZONES),
        .category = 1 + draw_skewed(dice, CATEGORIES),
        .format = crowd_formats[dice_below(dice, CROWD_FORMATS)],
    };
    draw_country(dice, countries, place.country);
    return place;
}

static uint64_t mix(uint64_t x)
{
    struct dice dice = {x};
    return dice_next(&dice);
}

unsigned demo_quality(uint64_t of, uint32_t zone, int64_t at_ms)
{
    static const unsigned zones[20] = {5,  10, 15,  30,  45,  60,  60,  70,  70,  80,
                                       90, 95, 100, 110, 120, 130, 150, 190, 240, 320};
    unsigned of_zone = zones[mix(of * 100003 + zone) % ARRAY_LEN(zones)];
    unsigned of_day = 75 + (unsigned)(mix(of * 1009 + (uint64_t)(at_ms / DAY_MS)) % 51);
    return of_zone * of_day / 100;
}

bool demo_is(struct dice *dice, unsigned of_100000, unsigned percent)
{
    return dice_below(dice, 10000000) < (uint64_t)of_100000 * percent;
}

int64_t demo_around(struct dice *dice, int64_t micros)
{
    return micros * 2 / 3 + (int64_t)dice_below(dice, (uint64_t)micros * 2 / 3 + 1);
}

void demo_later(struct demo *demo, const struct demo_event *event, enum demo_what what,
                double mean_ms)
{
    struct demo_event next = *event;
    next.what = what;
    next.at_ms = demo->now_ms + 1 + dice_wait(&demo->dice, mean_ms);
    agenda_add(demo->agenda, &next);
}

/* ------------------------------------------------------------------ tokens */

static void write_token(struct demo *demo, struct buf *buf, struct str name, size_t campaign,
                        const struct demo_place *place)
{
    static const char *const titles[] = {"Doctors+are+amazed", "She+tried+it+for+a+week",
                                         "What+nobody+tells+you", "The+end+of+diets"};
    if (str_is_equal(name, STR("Zone")) || str_is_equal(name, STR("Placement")))
        buf_write_u64(buf, place->zone);
    else if (str_is_equal(name, STR("Site")) || str_is_equal(name, STR("Publisher")))
        buf_write_u64(buf, place->site + 7000);
    else if (str_is_equal(name, STR("Source site")))
        buf_format(buf, "site%u.example", place->site);
    else if (str_is_equal(name, STR("Category")))
        buf_write_u64(buf, place->category);
    else if (str_is_equal(name, STR("Country")))
        buf_write_c(buf, place->country);
    else if (str_is_equal(name, STR("Format")))
        buf_write_c(buf, place->format);
    else if (str_is_equal(name, STR("Title")))
        buf_write_c(buf, titles[place->zone % ARRAY_LEN(titles)]);
    else if (str_is_equal(name, STR("Landing page"))) /* a macro that nobody expands */
        buf_write_c(buf, "%23%23LANDING_ID%23%23");
    else if (str_is_equal(name, STR("Campaign")))
        buf_write_u64(buf, 481200 + campaign);
    else /* a variation, a banner */
        buf_write_u64(buf, 9100 + 10 * campaign + dice_below(&demo->dice, 4));
}

static void write_param(struct buf *buf, struct str name, struct str value)
{
    if (name.len == 0 || value.ptr == NULL)
        return;
    buf_format(buf, "%s%.*s=", buf->len > 0 ? "&" : "", STR_FMT(name));
    uri_write_encoded(buf, value);
}

struct uri_query demo_query(struct demo *demo, const struct source *source, size_t campaign,
                            const struct demo_place *place, const struct demo_sent *sent,
                            struct str *raw)
{
    struct arena *arena = demo->tx->arena;
    struct buf buf = buf_in_arena(arena, QUERY_BYTES);
    struct uri_query query = {0};
    struct uri_fault fault = {0};

    for (size_t i = 0; i < source->token_count; i++) {
        buf_format(&buf, "%s%.*s=", i > 0 ? "&" : "", STR_FMT(source->tokens[i].param));
        write_token(demo, &buf, source->tokens[i].name, campaign, place);
    }
    write_param(&buf, source->cost_param, sent->cost);
    write_param(&buf, source->external_id_param, sent->external_id);
    CHECK(!buf_is_full(&buf));
    *raw = buf_str(&buf);
    CHECK(uri_parse_query(arena, *raw, &query, &fault) == OK); /* the plan's own words */
    return query;
}

/* ------------------------------------------------------------------ ids, persons */

uint64_t demo_take_ids(struct demo *demo, unsigned count)
{
    uint64_t id = id_next(&demo->ids, demo->now_ms);
    if ((id & SEQUENCE_MASK) + count - 1 > SEQUENCE_MASK) { /* a block has no gap */
        demo->ids.last = id | SEQUENCE_MASK;
        id = id_next(&demo->ids, demo->now_ms);
    }
    demo->ids.last = id + count - 1;
    demo->tx->next_id = id;
    demo->tx->end_id = id + count;
    demo->tx->now_ms = demo->now_ms;
    return id;
}

const struct demo_bot *demo_draw_bot(struct demo *demo)
{
    return &demo_bots[demo_draw(&demo->dice, &demo_bots[0].share, sizeof(demo_bots[0]), DEMO_BOTS)];
}

void demo_fill_visitor(struct demo *demo, const struct demo_place *place,
                       const struct demo_bot *bot, struct person *person,
                       struct visitor_facts *facts)
{
    struct net_address address;
    bool is_hosting = bot != NULL && bot->is_hosting;
    if (bot != NULL)
        person_set_agent(person, str_from_c(bot->user_agent), demo_bot_device(demo->bots, bot));
    *facts = *person->device;
    if (demo_places_draw(demo->places, place->country, is_hosting, &address, facts))
        person_set_address(person, net_text(demo->tx->arena, &address));
    facts->country = str_from_c(place->country);
}

struct person *demo_person(struct demo *demo, uint64_t visitor, uint32_t site, bool is_server)
{
    struct person *person = ARENA_NEW(demo->tx->arena, struct person);
    CHECK(person != NULL);
    person_fill(demo->crowd, &demo->dice, demo->workspace->id, visitor, site, person);
    if (is_server) {
        person->row.user_agent = STR("okhttp/4.12.0");
        person->row.referrer = STR_NONE;
        personal_hash(&person->row, person->hash);
    }
    return person;
}
