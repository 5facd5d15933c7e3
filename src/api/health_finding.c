#include "api/health_finding.h"

#include <math.h>
#include "api/json_out.h"
#include "api/reasons.h"
#include "base/buf.h"
#include "base/say.h"
#include "base/uri.h"

#define SENTENCE_BYTES_MAX 1024
#define ENTRIES_BYTES_MAX  512

/* %name% the entity, %detail% a word or reason, %near%, %count%, %all%, %hours%, %usual%,
 * %expected%, %share%, %reason% the sentence of the reason; %count|visit|visits% the form that goes
 * by a number (say_is_one()). */
struct health_line {
    const char *code;
    enum health_severity severity;
    bool is_of_facts, is_mended_by_change;
    const char *sentence;
    const char *mend;
    const char *action;  /* what a dashboard offers */
    const char *entries; /* the log; ENTITY= is the entity as its parameter */
};

#define F true
#define N false
/* clang-format off: a table */
static const struct health_line lines[HEALTH_CODE_COUNT] = {
    [HEALTH_POSTBACK_SILENT] =
        {"postback_silent", HEALTH_ERROR, F, N,
         SAY("%name%: no conversion for %hours% h, usually %usual%; %visits% "
             "%visits|visit|visits% came meanwhile."),
         SAY("Play a conversion test, then ask the network whether its postback link is still in "
             "place."),
         "test", "conversions?ENTITY="},
    [HEALTH_TRAFFIC_STOPPED] =
        {"traffic_stopped", HEALTH_WARNING, F, N,
         SAY("%name%: no visit for %hours% h, usually %usual%."),
         SAY("Look at the source whether the campaign runs, and trace its link."), "trace",
         "visits?ENTITY="},
    [HEALTH_RATE_FELL] =
        {"rate_fell", HEALTH_WARNING, F, N,
         SAY("%name%: %count% %count|conversion|conversions% in 24 h, where its visits usually "
             "bring %expected%."),
         SAY("Compare sources, offers and landers of the last two days; play a conversion test."),
         "report", "conversions?ENTITY="},
    [HEALTH_RATE_ROSE] =
        {"rate_rose", HEALTH_WARNING, F, N,
         SAY("%name%: %count% %count|conversion|conversions% in 24 h, where its visits usually "
             "bring %expected%."),
         SAY("Look whether conversions are told twice, and whether duplicate_mode is right."),
         "open", "conversions?ENTITY="},
    [HEALTH_POSTBACK_REFUSED] = {"postback_refused", HEALTH_ERROR, N, F,
                                 SAY("%name%: %count% %count|postback was|postbacks were% "
                                     "refused. %reason%"),
                                 "%mend%", "open", "postbacks/in?outcome=refused&ENTITY="},
    [HEALTH_UNMAPPED_STATUS] =
        {"unmapped_status", HEALTH_ERROR, N, N,
         SAY("%name%: %count% %count|conversion has|conversions have% the status \"%detail%\", "
             "which no list knows."),
         SAY("Map \"%detail%\" to a status.%near%"), "map", "conversions?status=unmapped&ENTITY="},
    [HEALTH_PAYOUT_MISSING] =
        {"payout_missing", HEALTH_WARNING, N, F,
         SAY("%name%: %count% %count|conversion|conversions% came without a payout, and the offer "
             "has no default."),
         SAY("Add the network's payout macro to its postback link, or set the offer's payout."),
         "open", "conversions?ENTITY="},
    [HEALTH_CURRENCY_ASSUMED] =
        {"currency_assumed", HEALTH_WARNING, N, F,
         SAY("%name%: %count% %count|payout|payouts% came in a currency that is none; another was "
             "assumed."),
         SAY("Correct the currency in the network's postback link, or set the network's own."),
         "open", "conversions?ENTITY="},
    [HEALTH_FORWARD_REFUSED] =
        {"forward_refused", HEALTH_ERROR, N, N,
         SAY("%name%: %count% %count|postback was|postbacks were% refused by the receiver."),
         SAY("Read the answer's body, correct the postback URL, then resend."), "resend",
         "postbacks/out?outcome=refused&ENTITY="},
    [HEALTH_FORWARD_FAILED] =
        {"forward_failed", HEALTH_ERROR, N, N,
         SAY("%name%: %count% %count|postback was|postbacks were% not delivered, whatever was "
             "tried."),
         SAY("Check the host of the postback URL, then resend."), "resend",
         "postbacks/out?outcome=failed&ENTITY="},
    [HEALTH_FORWARD_HELD] =
        {"forward_held", HEALTH_ERROR, N, N,
         SAY("%name%: %count% %count|postback|postbacks% may have arrived or not, and "
             "%count|is|are% held."),
         SAY("Look at the receiver; resend with force what it does not have, drop the rest."),
         "decide", "postbacks/queue?state=held&ENTITY="},
    [HEALTH_FORWARD_SKIPPED] = {"forward_skipped", HEALTH_WARNING, N, F,
                                SAY("%name%: %count% %count|conversion was|conversions were% not "
                                    "told. %reason%"),
                                "%mend%", "open", "postbacks/out?outcome=skipped&ENTITY="},
    [HEALTH_QUEUE_STUCK] =
        {"queue_stuck", HEALTH_ERROR, N, N,
         SAY("%name%: %count% %count|postback is|postbacks are% overdue by %hours% h."),
         SAY("Look whether the receiver answers at all, and whether the edge runs."), "open",
         "postbacks/queue?state=due&ENTITY="},
    [HEALTH_PAUSED_BACKLOG] = {"paused_backlog", HEALTH_WARNING, N, N,
                               SAY("%name% is paused, and %count% %count|postback waits|postbacks "
                                   "wait%."),
                               SAY("Take the pause off, or drop what waits."), "open",
                               "postbacks/queue?ENTITY="},
    [HEALTH_REVERSED_UNTOLD] =
        {"reversed_untold", HEALTH_NOTE, N, N,
         SAY("%name%: %count% %count|conversion was|conversions were% rejected after it had been "
             "told of %count|it|them%; it does not know."),
         SAY("Tick rejected under statuses and resend, where the source takes "
             "reversals; else reconcile."),
         "resend", "conversions?reversed=true&ENTITY="},
    [HEALTH_COST_MISSING] =
        {"cost_missing", HEALTH_WARNING, F, F,
         SAY("%name%: %count% of %all% %all|visit|visits% (%share% %) came without a usable "
             "cost."),
         SAY("Correct the cost's macro in the campaign URL at the source, or tell the cost "
             "afterwards."),
         "open", "visits?ENTITY="},
    [HEALTH_COST_CURRENCY_ASSUMED] =
        {"cost_currency_assumed", HEALTH_WARNING, N, F,
         SAY("%name%: %count% of the last %all% %all|visit|visits% sent a currency that is none; "
             "another was assumed."),
         SAY("Correct the currency's macro at the source, or set the currency of its costs."),
         "open", "visits?ENTITY="},
    [HEALTH_UNEXPANDED_TOKEN] = {"unexpanded_token", HEALTH_WARNING, F, F,
                                 SAY("%name%: a token came as %detail% in %count% of %all% "
                                     "%all|visit|visits%: the source left the macro."),
                                 SAY("Write the macro as the source knows it, and copy the "
                                     "campaign URL anew to the source."),
                                 "open", "visits?ENTITY="},
    [HEALTH_UNEXPANDED_EXTERNAL_ID] =
        {"unexpanded_external_id", HEALTH_ERROR, N, F,
         SAY("%name%: its click id came as %detail% in %count% of the last %all% "
             "%all|visit|visits%: no conversion of theirs can be told."),
         SAY("Correct the macro of external_id in the source, and the URL that the source holds."),
         "open", "visits?ENTITY="},
    [HEALTH_NO_RATE] = {"no_rate", HEALTH_ERROR, N, N,
                        SAY("%name%: %count% %count|amount|amounts% in %detail% "
                            "%count|counts|count% 0, for no exchange rate of %count|its|their% day "
                            "is known."),
                        SAY("Import the exchange rates: what waits is then booked by itself."),
                        "import_rates", "NO_RATE?ENTITY="},
    [HEALTH_COST_SYNC_FAILED] =
        {"cost_sync_failed", HEALTH_ERROR, N, N,
         SAY("%name%: its costs were not fetched from its API, %count% %count|time|times% in a "
             "row: %detail%."),
         SAY("Open the source's runs: each says what to do; test the connection after it."), "open",
         NULL},
    [HEALTH_COST_SYNC_STOPPED] =
        {"cost_sync_stopped", HEALTH_WARNING, N, N,
         SAY("%name%: its costs were last fetched %hours% h ago, though it is to be done by "
             "itself."),
         SAY("Look whether the server was down, then run the cost sync by hand."), "open", NULL},
    [HEALTH_UNRECORDED] =
        {"unrecorded", HEALTH_ERROR, N, N,
         SAY("%count% %count|click left before its|clicks left before their% record was "
             "on disk."),
         SAY("Look at the disk: it is full, slow or failing."), "check_disk", NULL},
};
/* clang-format on */
#undef F
#undef N

const char *health_severity_text(enum health_severity severity)
{
    static const char *const texts[] = {"error", "warning", "note"};
    CHECK(severity < HEALTH_SEVERITY_COUNT);
    return texts[severity];
}

const char *health_code_text(enum health_code code)
{
    CHECK(code < HEALTH_CODE_COUNT);
    return lines[code].code;
}

enum health_severity health_severity_of(enum health_code code)
{
    CHECK(code < HEALTH_CODE_COUNT);
    return lines[code].severity;
}

bool health_is_of_facts(enum health_code code)
{
    CHECK(code < HEALTH_CODE_COUNT);
    return lines[code].is_of_facts;
}

bool health_is_mended_by_change(enum health_code code)
{
    CHECK(code < HEALTH_CODE_COUNT);
    return lines[code].is_mended_by_change;
}

void health_write_key(const struct health_finding *finding, char key[HEALTH_KEY_BYTES])
{
    const char *resource =
        finding->entity < ENTITY_COUNT ? entity_resource(finding->entity) : "none";
    (void)snprintf(key, HEALTH_KEY_BYTES, "%s %s %" PRIu64 " %s", lines[finding->code].code,
                   resource, finding->entity_id, finding->detail);
}

int health_compare(const void *a, const void *b)
{
    const struct health_finding *first = a, *second = b;
    enum health_severity x = lines[first->code].severity, y = lines[second->code].severity;
    if (x != y)
        return x < y ? -1 : 1;
    if (first->last_ms != second->last_ms)
        return first->last_ms > second->last_ms ? -1 : 1;
    char one[HEALTH_KEY_BYTES], other[HEALTH_KEY_BYTES];
    health_write_key(first, one);
    health_write_key(second, other);
    return strcmp(one, other);
}

/* ------------------------------------------------------------------ sentences */

static double rounded(double number, double steps)
{
    return round(number * steps) / steps;
}

/* "14/h", "3.2/h", "5 a day". */
static struct str usual_text(struct arena *arena, double per_hour)
{
    if (per_hour >= 10)
        return arena_format(arena, "%.0f/h", per_hour);
    if (per_hour >= 1)
        return arena_format(arena, "%.1f/h", per_hour);
    return arena_format(arena, say_text("%.0f a day"), fmax(1, round(per_hour * 24)));
}

static enum reason_of reason_kind(enum health_code code)
{
    return code == HEALTH_POSTBACK_REFUSED ? REASON_OF_POSTBACK : REASON_OF_FORWARD;
}

static struct str share_text(struct arena *arena, const struct health_finding *finding)
{
    double share = finding->all > 0 ? 100.0 * (double)finding->count / (double)finding->all : 0;
    return arena_format(arena, share >= 10 ? "%.0f" : "%.1f", share);
}

/* False: the place is no number's. */
static bool number_of(const struct health_finding *finding, struct str place, int64_t *number)
{
    const struct {
        struct str place;
        int64_t number;
    } numbers[] = {{STR("count"), finding->count},
                   {STR("all"), finding->all},
                   {STR("visits"), finding->all},
                   {STR("hours"), finding->hours}};
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
        if (str_is_equal(place, numbers[i].place)) {
            *number = numbers[i].number;
            return true;
        }
    return false;
}

/* "count|visit|visits": the form that goes by the number; absent when it is none. */
static struct str form_of(const struct health_finding *finding, struct str place)
{
    struct str name, one, other;
    int64_t number = 0;
    if (!str_take_piece(&place, '|', &name) || !str_take_piece(&place, '|', &one) ||
        !str_take_piece(&place, '|', &other) || !number_of(finding, name, &number))
        return STR_NONE;
    return say_is_one(number) ? one : other;
}

static struct str words_of(struct arena *arena, const struct health_finding *finding,
                           struct str place)
{
    struct str name =
        finding->name[0] != '\0' ? str_from_c(finding->name) : say_str("Of no network");
    struct reason_words where = {name, say_str("it"), STR_NONE};
    struct str detail = str_from_c(finding->detail);
    int64_t number = 0;
    if (str_is_equal(place, STR("name")))
        return name;
    if (str_is_equal(place, STR("detail")))
        return detail;
    if (str_is_equal(place, STR("near")))
        return finding->near[0] != '\0'
                   ? arena_format(arena, say_text(" \"%s\" is known and like it."), finding->near)
                   : STR("");
    if (number_of(finding, place, &number))
        return arena_format(arena, "%" PRId64, number);
    if (str_is_equal(place, STR("usual")))
        return usual_text(arena, finding->usual_per_hour);
    if (str_is_equal(place, STR("expected")))
        return arena_format(arena, "%.0f", finding->expected);
    if (str_is_equal(place, STR("share")))
        return share_text(arena, finding);
    if (str_is_equal(place, STR("reason")))
        return reason_text(arena, reason_kind(finding->code), detail, &where);
    if (str_is_equal(place, STR("mend")))
        return reason_mend(arena, reason_kind(finding->code), detail, &where);
    return STR_NONE;
}

/* What stands between two '%': "name", "count|visit|visits". A '%' that begins no place stands for
 * itself, as that of "12 %) came". */
static bool is_place(struct str text)
{
    size_t len = 0;
    while (len < text.len && text.ptr[len] >= 'a' && text.ptr[len] <= 'z')
        len++;
    return len > 0 && (len == text.len || text.ptr[len] == '|');
}

static struct str fill(struct arena *arena, const char *pattern,
                       const struct health_finding *finding)
{
    struct str rest = str_from_c(pattern);
    struct buf buf = buf_in_arena(arena, SENTENCE_BYTES_MAX);
    while (rest.len > 0) {
        ptrdiff_t end = rest.ptr[0] == '%' ? str_find_char(str_slice(rest, 1, rest.len), '%') : -1;
        struct str place = end > 0 ? str_slice(rest, 1, (size_t)end + 1) : STR_NONE;
        if (!is_place(place)) {
            buf_write(&buf, str_slice(rest, 0, 1));
            rest = str_slice(rest, 1, rest.len);
            continue;
        }
        bool is_form = str_find_char(place, '|') >= 0;
        buf_write(&buf, is_form ? form_of(finding, place) : words_of(arena, finding, place));
        rest = str_slice(rest, place.len + 2, rest.len);
    }
    return buf_str(&buf);
}

struct str health_sentence(struct arena *arena, const struct health_finding *finding)
{
    return fill(arena, say_text(lines[finding->code].sentence), finding);
}

/* ------------------------------------------------------------------ JSON */

/* The log that shows it: the entity goes in as the log's own parameter. */
static struct str entries_of(struct arena *arena, const struct health_finding *finding)
{
    static const struct {
        enum entity entity;
        const char *param;
    } params[] = {{ENTITY_SOURCE, "source"},
                  {ENTITY_NETWORK, "network"},
                  {ENTITY_OFFER, "offer"},
                  {ENTITY_CAMPAIGN, "campaign"}};
    const char *pattern = lines[finding->code].entries;
    struct buf buf = buf_in_arena(arena, ENTRIES_BYTES_MAX);

    if (pattern == NULL)
        return STR_NONE;
    struct str log = str_from_c(pattern);
    log = str_slice(log, 0, (size_t)str_find(log, STR("ENTITY=")));
    bool is_no_rate = str_has_prefix(log, STR("NO_RATE"));
    buf_write_c(&buf, "/api/v1/");
    if (is_no_rate)
        buf_write_c(&buf, finding->entity == ENTITY_NETWORK ? "conversions?" : "visits?");
    else
        buf_write(&buf, log);
    for (size_t i = 0; i < ARRAY_LEN(params); i++)
        if (params[i].entity == finding->entity)
            buf_format(&buf, "%s=%" PRIu64, params[i].param, finding->entity_id);
    if (buf.len > 0 && (buf.ptr[buf.len - 1] == '&' || buf.ptr[buf.len - 1] == '?'))
        buf.len--;
    return buf_str(&buf);
}

static json_t *entity_json(const struct health_finding *finding)
{
    static const char *const kinds[ENTITY_COUNT] = {[ENTITY_SOURCE] = "source",
                                                    [ENTITY_NETWORK] = "network",
                                                    [ENTITY_OFFER] = "offer",
                                                    [ENTITY_CAMPAIGN] = "campaign"};
    if (finding->entity >= ENTITY_COUNT)
        return json_null();
    json_t *entity = json_object();
    json_out_put(entity, "kind", json_string(kinds[finding->entity]));
    json_out_put(entity, "id", json_out_number(finding->entity_id));
    json_out_put(entity, "name", json_out_text(str_from_c(finding->name)));
    return entity;
}

static json_t *mend_json(struct arena *arena, const struct health_finding *finding)
{
    json_t *mend = json_object();
    json_out_put(mend, "text",
                 json_out_text(fill(arena, say_text(lines[finding->code].mend), finding)));
    json_out_put(mend, "action", json_string(lines[finding->code].action));
    json_out_put(
        mend, "open",
        finding->entity < ENTITY_COUNT
            ? json_out_text(arena_format(arena, "/api/v1/%s/%" PRIu64,
                                         entity_resource(finding->entity), finding->entity_id))
            : json_null());
    return mend;
}

static json_t *numbers_json(const struct health_finding *finding)
{
    json_t *numbers = json_object();
    json_out_put(numbers, "count", json_integer(finding->count));
    json_out_put(numbers, "of", finding->all > 0 ? json_integer(finding->all) : json_null());
    json_out_put(numbers, "hours", finding->hours > 0 ? json_integer(finding->hours) : json_null());
    if (finding->expected > 0) {
        json_out_put(numbers, "expected", json_real(rounded(finding->expected, 100)));
        json_out_put(numbers, "scatter", json_real(rounded(finding->scatter, 100)));
        json_out_put(numbers, "usual_per_hour", json_real(rounded(finding->usual_per_hour, 10000)));
        json_out_put(numbers, "sigmas", json_real(rounded(finding->sigmas, 100)));
    }
    return numbers;
}

json_t *health_json(struct arena *arena, const struct health_finding *finding)
{
    json_t *json = json_object();
    bool has_detail = finding->detail[0] != '\0', has_near = finding->near[0] != '\0';

    json_out_put(json, "code", json_string(lines[finding->code].code));
    json_out_put(json, "severity",
                 json_string(health_severity_text(lines[finding->code].severity)));
    json_out_put(json, "workspace_id",
                 finding->workspace_id != 0 ? json_out_number(finding->workspace_id) : json_null());
    json_out_put(json, "entity", entity_json(finding));
    json_out_put(json, "detail",
                 has_detail ? json_out_text(str_from_c(finding->detail)) : json_null());
    json_out_put(json, "proposal",
                 has_near ? json_out_text(str_from_c(finding->near)) : json_null());
    json_out_put(json, "sentence", json_out_text(health_sentence(arena, finding)));
    json_out_put(json, "mend", mend_json(arena, finding));
    json_out_put(json, "since", json_out_time(finding->since_ms));
    json_out_put(json, "last_seen_at",
                 finding->last_ms > 0 ? json_out_time(finding->last_ms) : json_null());
    json_out_put(json, "numbers", numbers_json(finding));
    json_out_put(json, "entries", json_out_text(entries_of(arena, finding)));
    return json;
}
