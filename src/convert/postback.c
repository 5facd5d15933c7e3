#include "convert/postback.h"

#include "base/money.h"
#include "base/num.h"
#include "base/say.h"
#include "visit/events.h"

#define NAMES_MAX 6

/* A value and the names it goes by: the tracker's own first, then aliases (spec/tracker.md §2.2).
 */
struct alias {
    size_t offset;
    size_t bytes_max;
    const char *names[NAMES_MAX];
};

static const struct alias aliases[] = {
    {offsetof(struct postback_call, cid),
     128,
     {"cid", "clickid", "click_id", "subid", "sub_id", "cnv_id"}},
    {offsetof(struct postback_call, payout), 64, {"payout", "revenue", "sum", "amount"}},
    {offsetof(struct postback_call, status),
     POSTBACK_TEXT_MAX,
     {"status", "cnv_status", "cnv_status2", "et", "type", "goal"}},
    {offsetof(struct postback_call, txid),
     POSTBACK_TXID_MAX,
     {"txid", "tid", "transaction_id", "order_id"}},
    {offsetof(struct postback_call, currency), 16, {"currency", "cnv_currency"}},
    {offsetof(struct postback_call, reference), POSTBACK_TEXT_MAX, {"conversion_id"}},
    {offsetof(struct postback_call, nid), 20, {"nid"}},
    {offsetof(struct postback_call, key), 128, {"key"}},
    {offsetof(struct postback_call, update_clickid), 128, {"upd_clickid"}},
    {offsetof(struct postback_call, update_key), 128, {"upd_key"}},
    {offsetof(struct postback_call, answer), POSTBACK_RETURN_MAX, {"return"}},
    {offsetof(struct postback_call, lead_words), POSTBACK_TEXT_MAX, {"lead_status"}},
    {offsetof(struct postback_call, sale_words), POSTBACK_TEXT_MAX, {"sale_status"}},
    {offsetof(struct postback_call, rebill_words), POSTBACK_TEXT_MAX, {"rebill_status"}},
    {offsetof(struct postback_call, rejected_words), POSTBACK_TEXT_MAX, {"rejected_status"}},
    {offsetof(struct postback_call, ignored_words), POSTBACK_TEXT_MAX, {"ignore_status"}},
};

/* The place in aliases of what has that name; ARRAY_LEN(aliases): nothing. */
static size_t find_alias(struct str name)
{
    size_t i = 0;
    for (; i < ARRAY_LEN(aliases); i++)
        for (size_t n = 0; n < NAMES_MAX && aliases[i].names[n] != NULL; n++)
            if (str_is_equal_nocase(name, str_from_c(aliases[i].names[n])))
                return i;
    return i;
}

/* Whether it is "event1" to "event30", say. */
static bool is_numbered(struct str name, const char *prefix, unsigned max)
{
    struct str stem = str_from_c(prefix);
    uint64_t number = 0;
    struct str digits = str_slice(name, stem.len, name.len);
    return str_is_equal_nocase(str_slice(name, 0, stem.len), stem) && digits.len > 0 &&
           digits.ptr[0] != '0' && num_parse_u64(digits, max, &number) == OK;
}

bool postback_knows(struct str name)
{
    return find_alias(name) < ARRAY_LEN(aliases) || is_numbered(name, "param", MACRO_PARAMS_MAX) ||
           is_numbered(name, "event", EVENTS_MAX) || is_numbered(name, "add_event", EVENTS_MAX) ||
           str_is_equal_nocase(name, STR("disable_postback"));
}

bool postback_is_same(struct str a, struct str b)
{
    size_t place = find_alias(a);
    return str_is_equal_nocase(a, b) || (place < ARRAY_LEN(aliases) && place == find_alias(b));
}

/* "&currency=" copied from a web page: the browser read "&curren" as the currency sign and left
 * "cy=". */
static size_t currency_accident(struct str rest)
{
    static const char *const forms[] = {"%C2%A4cy=",
                                        "\xC2\xA4"
                                        "cy=",
                                        "%A4cy=",
                                        "\xA4"
                                        "cy="};
    for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
        struct str form = str_from_c(forms[i]);
        if (str_is_equal_nocase(str_slice(rest, 0, form.len), form))
            return form.len;
    }
    return 0;
}

/* The query with its known accidents mended. */
static struct str repair(struct arena *arena, struct str raw)
{
    const struct str currency = STR("&currency=");
    struct buf buf = buf_in_arena(arena, raw.len * 3 + currency.len);
    for (size_t i = 0; i < raw.len;) {
        size_t accident = currency_accident(str_slice(raw, i, raw.len));
        if (accident > 0)
            buf_write(&buf, currency);
        else
            buf_write_char(&buf, raw.ptr[i] == '?' ? '&' : raw.ptr[i]);
        i += accident > 0 ? accident : 1;
    }
    return buf_str(&buf);
}

/* What is read: the parameters of the query, then those of the body. */
struct reading {
    struct uri_query query;
    struct postback_bare_macros bare;
};

static bool is_bare_macro(const struct postback_bare_macros *bare, struct str value)
{
    for (size_t i = 0; i < bare->count; i++)
        if (str_is_equal(bare->words[i], value))
            return true;
    return false;
}

/* The first value of that name that is one. */
static struct str find_value(const struct reading *reading, const char *name)
{
    for (size_t i = 0; i < reading->query.count; i++) {
        if (!str_is_equal_nocase(reading->query.params[i].name, str_from_c(name)))
            continue;
        struct str value = str_trim(reading->query.params[i].value);
        if (!macro_is_placeholder(value) && !is_bare_macro(&reading->bare, value))
            return value;
    }
    return STR_NONE;
}

/* What stands where the value should, and is none. */
static struct str find_hole(const struct reading *reading, const struct alias *alias)
{
    for (size_t n = 0; n < NAMES_MAX && alias->names[n] != NULL; n++)
        for (size_t i = 0; i < reading->query.count; i++) {
            struct str value = str_trim(reading->query.params[i].value);
            if (value.len > 0 &&
                str_is_equal_nocase(reading->query.params[i].name, str_from_c(alias->names[n])))
                return value;
        }
    return STR_NONE;
}

static enum err refuse(struct postback_fault *fault, struct str name, const char *reason)
{
    *fault = (struct postback_fault){name, reason};
    return ERR_INVALID;
}

static enum err fill_aliases(const struct reading *reading, struct postback_call *call,
                             struct postback_fault *fault)
{
    for (size_t i = 0; i < ARRAY_LEN(aliases); i++) {
        const struct alias *alias = &aliases[i];
        struct str value = STR_NONE;
        for (size_t n = 0; n < NAMES_MAX && alias->names[n] != NULL && value.ptr == NULL; n++)
            value = find_value(reading, alias->names[n]);
        if (value.len > alias->bytes_max)
            return refuse(fault, str_from_c(alias->names[0]), SAY("too long"));
        memcpy((char *)call + alias->offset, &value, sizeof(value));
    }
    if (call->cid.ptr == NULL)
        call->cid_left = find_hole(reading, &aliases[0]);
    struct str disabled = find_value(reading, "disable_postback");
    call->is_postback_disabled =
        str_is_equal(disabled, STR("1")) || str_is_equal_nocase(disabled, STR("true"));
    return OK;
}

static enum err write_numbered(struct arena *arena, struct buf *buf, const struct reading *reading,
                               const char *prefix, unsigned max, bool must_be_number,
                               struct postback_fault *fault)
{
    for (unsigned i = 1; i <= max; i++) {
        char name[32];
        snprintf(name, sizeof(name), "%s%u", prefix, i);
        struct str value = find_value(reading, name);
        if (value.ptr == NULL)
            continue;
        if (value.len > POSTBACK_TEXT_MAX)
            return refuse(fault, arena_copy(arena, str_from_c(name)), SAY("too long"));
        if (must_be_number && !events_is_number(value))
            return refuse(fault, arena_copy(arena, str_from_c(name)), SAY("not a number"));
        buf_format(buf, "%s%s=", buf->len > 0 ? "&" : "", name);
        uri_write_encoded(buf, value);
    }
    return OK;
}

static enum err fill_params(struct arena *arena, const struct reading *reading, size_t bytes,
                            struct postback_call *call, struct postback_fault *fault)
{
    struct buf buf = buf_in_arena(arena, bytes * 3 + 16);
    enum err err = write_numbered(arena, &buf, reading, "param", MACRO_PARAMS_MAX, false, fault);
    if (err == OK)
        err = write_numbered(arena, &buf, reading, "event", EVENTS_MAX, true, fault);
    if (err == OK)
        err = write_numbered(arena, &buf, reading, "add_event", EVENTS_MAX, true, fault);
    call->params = buf.len > 0 ? buf_str(&buf) : STR_NONE;
    if (err != OK || call->update_clickid.ptr == NULL)
        return err == OK && buf_is_full(&buf) ? ERR_FULL : err;
    struct buf tokens = buf_in_arena(arena, bytes * 3 + 16);
    err = write_numbered(arena, &tokens, reading, "token", MACRO_TOKENS_MAX, false, fault);
    call->tokens = tokens.len > 0 ? buf_str(&tokens) : STR_NONE;
    return err == OK && (buf_is_full(&buf) || buf_is_full(&tokens)) ? ERR_FULL : err;
}

static bool is_answer(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool is_word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_word && memchr(" _.:-", c, 5) == NULL)
            return false;
    }
    return true;
}

static enum err check_forms(struct arena *arena, struct postback_call *call,
                            struct postback_fault *fault)
{
    int64_t micros;
    char currency[4];
    if (call->payout.ptr != NULL && money_parse_loose(call->payout, &micros) != OK)
        return refuse(fault, STR("payout"), SAY("not an amount"));
    if (call->payout.ptr != NULL &&
        (micros > POSTBACK_PAYOUT_MICROS_MAX || micros < -POSTBACK_PAYOUT_MICROS_MAX))
        return refuse(fault, STR("payout"), SAY("more than 10,000,000"));
    if (call->currency.ptr != NULL && money_parse_currency(call->currency, currency) != OK)
        return refuse(fault, STR("currency"), SAY("not a code of three letters"));
    if (call->currency.ptr != NULL)
        call->currency = arena_copy(arena, str_from_c(currency)); /* in upper case */
    if (call->answer.ptr != NULL && !is_answer(call->answer))
        return refuse(fault, STR("return"),
                      SAY("at most 64 of letters, digits, space and _ . : - are allowed"));
    return arena_is_full(arena) ? ERR_FULL : OK;
}

/* The query and the form body behind it, mended. */
static struct str join(struct arena *arena, struct str query, struct str body)
{
    struct str head = repair(arena, query);
    struct str tail = repair(arena, body);
    if (tail.len == 0)
        return head;
    struct buf buf = buf_in_arena(arena, head.len + 1 + tail.len);
    buf_write(&buf, head);
    buf_write_char(&buf, '&');
    buf_write(&buf, tail);
    return buf_str(&buf);
}

enum err postback_parse(struct arena *arena, struct str query, struct str body,
                        postback_bare_macros_of *bare_macros_of, const void *context,
                        struct postback_call *call, struct postback_fault *fault)
{
    struct str raw = join(arena, query, body);
    if (arena_is_full(arena))
        return ERR_FULL;
    struct reading reading = {0};
    struct uri_fault uri_fault;
    enum err err = uri_parse_query(arena, raw, &reading.query, &uri_fault);
    if (err == ERR_INVALID)
        return refuse(fault, uri_fault.name, uri_fault.reason);
    if (err != OK)
        return err;
    if (bare_macros_of != NULL)
        reading.bare = bare_macros_of(context, find_value(&reading, "nid"));
    memset(call, 0, sizeof(*call));
    err = fill_aliases(&reading, call, fault);
    if (err == OK)
        err = fill_params(arena, &reading, raw.len, call, fault);
    return err == OK ? check_forms(arena, call, fault) : err;
}
