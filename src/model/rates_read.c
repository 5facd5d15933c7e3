#include "model/rates_read.h"

#include <expat.h>
#include "base/clock.h"
#include "base/money.h"
#include "base/say.h"
#include "model/fault.h"

#define FIRST_DAY    7305 /* 1990-01-01 */
#define LIST_FIRST   256
#define TEXT_MAX     64 /* of an attribute told in a fault */
#define WHERE_MAX    32
#define EXPECTED_DAY SAY("expected a day such as 2026-11-24, not behind tomorrow")

/* ------------------------------------------------------------------ one rate */

struct reading {
    struct arena *arena;
    struct rates_list *list;
    size_t cap;
    struct model_fault *fault;
    int64_t today;
    int64_t day; /* of the table that is open; 0: none is */
    enum err err;
    XML_Parser parser; /* NULL: JSON */
};

/* "line 12: " of XML; a JSON fault is told by its field. */
static void write_where(const struct reading *reading, char where[WHERE_MAX])
{
    where[0] = '\0';
    if (reading->parser != NULL)
        (void)snprintf(where, WHERE_MAX, say_text("line %lu: "),
                       XML_GetCurrentLineNumber(reading->parser));
}

static void refuse(struct reading *reading, const char *field, const char *expected, struct str got)
{
    char where[WHERE_MAX];

    if (reading->err != OK)
        return;
    write_where(reading, where);
    reading->err = fault_refuse(reading->fault, field, "%s%s, not \"%.*s\"", where,
                                say_text(expected), STR_FMT(str_slice(got, 0, TEXT_MAX)));
    if (reading->parser != NULL)
        (void)XML_StopParser(reading->parser, XML_FALSE);
}

static bool read_day(struct reading *reading, const char *field, struct str text)
{
    int64_t wall_ms = 0;

    if (text.len != STR("2026-11-24").len || clock_parse(text, &wall_ms) != OK ||
        rate_day(wall_ms) < FIRST_DAY || rate_day(wall_ms) > reading->today + 1) {
        refuse(reading, field, EXPECTED_DAY, text);
        return false;
    }
    reading->day = rate_day(wall_ms);
    return true;
}

static struct db_rate *next_place(struct reading *reading)
{
    struct rates_list *list = reading->list;

    if (list->count == reading->cap) {
        size_t cap = reading->cap == 0 ? LIST_FIRST : 2 * reading->cap;
        struct db_rate *items = ARENA_ARRAY(reading->arena, struct db_rate, cap);
        if (items == NULL || list->count >= RATES_IMPORT_MAX) {
            reading->err =
                fault_refuse(reading->fault, "", "expected at most %d rates", RATES_IMPORT_MAX);
            if (reading->parser != NULL)
                (void)XML_StopParser(reading->parser, XML_FALSE);
            return NULL;
        }
        if (list->count > 0)
            memcpy(items, list->items, list->count * sizeof(*items));
        list->items = items;
        reading->cap = cap;
    }
    return &list->items[list->count];
}

static void add_rate(struct reading *reading, const char *currency_field, const char *rate_field,
                     struct str currency, struct str text)
{
    char code[4];
    struct rate_quote quote;

    if (money_parse_currency(currency, code) != OK) {
        refuse(reading, currency_field, SAY("expected three letters"), currency);
        return;
    }
    if (rate_parse(text, &quote) != OK) {
        refuse(reading, rate_field,
               SAY("expected a decimal above 0, such as 1.0823, of at most 12 digits, 9 of them "
                   "behind "
                   "the point"),
               text);
        return;
    }
    if (strcmp(code, "EUR") == 0) { /* what all is counted in */
        if (quote.digits != 1 || quote.decimals != 0)
            refuse(reading, rate_field, SAY("expected 1 for EUR, which the rates are counted in"),
                   text);
        return;
    }
    struct db_rate *place = next_place(reading);
    if (place == NULL)
        return;
    *place = (struct db_rate){.day = reading->day,
                              .currency = arena_copy(reading->arena, str_from_c(code)),
                              .quote = quote};
    if (place->currency.ptr == NULL)
        reading->err = ERR_FULL;
    else
        reading->list->count++;
}

/* ------------------------------------------------------------------ XML */

static struct str attribute(const XML_Char **attributes, const char *name)
{
    for (size_t i = 0; attributes[i] != NULL; i += 2)
        if (strcmp(attributes[i], name) == 0)
            return str_from_c(attributes[i + 1]);
    return STR_NONE;
}

/* The name without its prefix: "Cube", "gesmes:Cube". */
static bool is_cube(const XML_Char *name)
{
    const char *colon = strrchr(name, ':');
    return strcmp(colon != NULL ? colon + 1 : name, "Cube") == 0;
}

static void on_element(void *context, const XML_Char *name, const XML_Char **attributes)
{
    struct reading *reading = context;

    if (!is_cube(name) || reading->err != OK)
        return;
    struct str time = attribute(attributes, "time");
    struct str currency = attribute(attributes, "currency");
    struct str rate = attribute(attributes, "rate");
    if (time.ptr != NULL && !read_day(reading, "time", time))
        return;
    if (currency.ptr == NULL && rate.ptr == NULL)
        return;
    if (reading->day == 0)
        refuse(reading, "time", SAY("expected <Cube time=\"...\"> around the rates"), currency);
    else
        add_rate(reading, "currency", "rate", currency, rate);
}

static void on_doctype(void *context, const XML_Char *name, const XML_Char *system_id,
                       const XML_Char *public_id, int has_internal_subset)
{
    (void)system_id;
    (void)public_id;
    (void)has_internal_subset;
    refuse(context, "", "expected a table of rates without a document type", str_from_c(name));
}

enum err rates_read_xml(struct str text, int64_t today, struct arena *arena,
                        struct rates_list *list, struct model_fault *fault)
{
    struct reading reading = {.arena = arena, .list = list, .fault = fault, .today = today};

    memset(list, 0, sizeof(*list));
    if (text.len > INT32_MAX)
        return fault_refuse(fault, "", "expected a smaller file");
    reading.parser = XML_ParserCreate(NULL);
    CHECK(reading.parser != NULL);
    XML_SetUserData(reading.parser, &reading);
    XML_SetStartElementHandler(reading.parser, on_element);
    XML_SetStartDoctypeDeclHandler(reading.parser, on_doctype);
    enum XML_Status status = XML_Parse(reading.parser, text.ptr, (int)text.len, XML_TRUE);
    if (status != XML_STATUS_OK && reading.err == OK)
        reading.err = fault_refuse(fault, "", "line %lu: this is no XML: %s",
                                   XML_GetCurrentLineNumber(reading.parser),
                                   XML_ErrorString(XML_GetErrorCode(reading.parser)));
    XML_ParserFree(reading.parser);
    if (reading.err == OK && list->count == 0)
        return fault_refuse(fault, "",
                            "there is no rate in it: expected <Cube time=\"2026-11-24\">"
                            "<Cube currency=\"USD\" rate=\"1.0823\"/></Cube>");
    return reading.err;
}

/* ------------------------------------------------------------------ JSON */

static struct str text_of(const json_t *value)
{
    return json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)}
                                 : STR("");
}

static enum err check_fields(const json_t *document, struct model_fault *fault)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)document, name, value)
    {
        if (strcmp(name, "date") != 0 && strcmp(name, "base") != 0 && strcmp(name, "rates") != 0)
            return fault_refuse(fault, name, "there is no such field: expected date, base, rates");
    }
    return OK;
}

enum err rates_read_json(const json_t *document, int64_t today, struct arena *arena,
                         struct rates_list *list, struct model_fault *fault)
{
    struct reading reading = {.arena = arena, .list = list, .fault = fault, .today = today};
    json_t *rates = json_object_get(document, "rates");
    const char *code;
    json_t *rate;

    memset(list, 0, sizeof(*list));
    enum err err = check_fields(document, fault);
    if (err != OK)
        return err;
    if (!str_is_equal(text_of(json_object_get(document, "base")), STR("EUR")))
        return fault_refuse(fault, "base", "expected \"EUR\": what one euro buys");
    if (!read_day(&reading, "date", text_of(json_object_get(document, "date"))))
        return reading.err;
    if (!json_is_object(rates) || json_object_size(rates) == 0)
        return fault_refuse(fault, "rates",
                            "expected an object such as {\"USD\":\"1.0823\",\"JPY\":\"160.17\"}");
    json_object_foreach(rates, code, rate)
    {
        char field[sizeof(fault->field)];
        (void)snprintf(field, sizeof(field), "rates.%.80s", code);
        if (!json_is_string(rate) && reading.err == OK)
            reading.err = fault_refuse(fault, field, "expected a decimal in quotes: \"1.0823\"");
        if (reading.err == OK)
            add_rate(&reading, field, field, str_from_c(code), text_of(rate));
    }
    return reading.err;
}
