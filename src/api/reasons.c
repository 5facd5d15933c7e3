#include "api/reasons.h"

#include "base/buf.h"
#include "base/say.h"

#define SENTENCE_BYTES_MAX 1024

struct reason {
    enum reason_of of;
    const char *code;
    const char *sentence; /* %where%, %status% and %statuses% stand for the words */
    const char *mend;     /* NULL: there is nothing to do */
};

#define FORWARD  REASON_OF_FORWARD
#define ATTEMPT  REASON_OF_ATTEMPT
#define POSTBACK REASON_OF_POSTBACK

static const struct reason reasons[] = {
    {FORWARD, "demo_data", SAY("These are demo data: nothing of them is sent to anybody."), NULL},
    {FORWARD, "source_gone", SAY("The source is archived."),
     SAY("Bring the source back, then resend.")},
    {FORWARD, "no_postback_url", SAY("%where% has no postback URL for %status%."),
     SAY("Enter the postback URL, or one for this status under status_urls.")},
    {FORWARD, "told_by_pixel",
     SAY("%where% has no postback URL; the browser that brought the conversion was sent to its "
         "pixel."),
     NULL},
    {FORWARD, "postback_off", SAY("The postback of %where% is switched off."),
     SAY("Set enabled to true, then resend.")},
    {FORWARD, "paused", SAY("%where% is paused: it is held, and goes out once it is not."),
     SAY("Take the pause off, or drop it.")},
    {FORWARD, "unmapped_status", SAY("No list knows what the network's status word means."),
     SAY("Add the word to the network's status_map or to the settings' words.")},
    {FORWARD, "status_not_selected", SAY("%where% takes only %statuses%; this is %status%."),
     SAY("Tick %status% under statuses.")},
    {FORWARD, "type_not_forwarded", SAY("Conversions of this type are not told to sources."),
     SAY("Let the type be forwarded in the settings.")},
    {FORWARD, "bot", SAY("The click looked like a bot's."),
     SAY("Set include_bots to tell such conversions too.")},
    {FORWARD, "disabled_by_sender", SAY("Whoever brought it asked that no source be told."), NULL},
    {FORWARD, "no_external_id",
     SAY("The click brought no id of the source: it could not tell which "
         "click is meant."),
     SAY("Let the campaign URL carry the source's click id: copy it anew from the campaign.")},
    {FORWARD, "unexpanded_external_id", SAY("The source left its own macro in the click's id."),
     SAY("Correct the macro of external_id in the source, and the URL that the source holds.")},
    {FORWARD, "not_first", SAY("%where% takes only the first conversion of a click."),
     SAY("Set only_first to false to tell all of them.")},
    {FORWARD, "already_forwarded", SAY("%where% was told of %status% before."), NULL},
    {FORWARD, "maybe_forwarded",
     SAY("An earlier attempt may have arrived: once more may count twice."),
     SAY("Look at the source; if it does not have it, resend with force.")},
    {FORWARD, "dropped", SAY("A person dropped it."), SAY("Resend it to send it after all.")},
    {FORWARD, "on_its_way", SAY("It is on its way already."), NULL},
    {FORWARD, "no_rate",
     SAY("No rate to the source's currency is known, and the URL does not say which "
         "currency it is."),
     SAY("Import exchange rates, or add {currency} to the postback URL.")},
    {FORWARD, "not_drawn",
     SAY("%where% is told only a part of the conversions, and this one was not "
         "drawn."),
     SAY("Raise postback_percent, or resend with force.")},
    {FORWARD, "replace_left_in_url", SAY("The postback URL still has REPLACE in it."),
     SAY("Put your own id in its place, then resend.")},
    {FORWARD, "url_too_long", SAY("The URL grew beyond 16 KiB with this conversion's values."),
     SAY("Take macros out of the postback URL.")},

    {ATTEMPT, "unexpected_body",
     SAY("The answer's body matches neither success_match nor "
         "duplicate_match."),
     SAY("Read the body: a wrong goal or tag is named there. Correct the URL, then resend.")},
    {ATTEMPT, "failure_body", SAY("The answer's body matches failure_match."),
     SAY("Read the body, correct the URL, then resend.")},
    {ATTEMPT, "status", SAY("The answer's HTTP status is none of success."),
     SAY("Open the URL's address: the receiver refuses it.")},
    {ATTEMPT, "address_refused", SAY("The URL leads to an address that is not public."),
     SAY("Name its network in courier.allow_private if that is meant.")},
    {ATTEMPT, "not_sent", SAY("No connection came about: nothing was sent."),
     SAY("Check the host of the postback URL.")},
    {ATTEMPT, "uncertain", SAY("No answer was read: it may have arrived."),
     SAY("Look at the source; if it does not have it, resend with force, else drop it.")},
    {ATTEMPT, "gave_up", SAY("The last attempt of the schedule failed."),
     SAY("Resend it once the receiver answers.")},
    {ATTEMPT, "own_retry",
     SAY("The receiver had counted an earlier attempt, whose answer was lost."), NULL},
    {ATTEMPT, "one_per_click", SAY("The receiver had counted this click already."),
     SAY("Give each status a goal of its own in status_urls if it is to count more.")},
    {ATTEMPT, "by_user", SAY("A person decided so."), NULL},

    {POSTBACK, "missing_cid", SAY("It named no click id."),
     SAY("Put the network's macro for it behind cid=.")},
    {POSTBACK, "invalid_cid",
     SAY("Its click id is none: a macro that was not expanded, or another's."),
     SAY("Check that the offer URL passes {clickid}, and that the network's macro is right.")},
    {POSTBACK, "unexpanded_cid", SAY("A macro or REPLACE stands where its click id should."),
     SAY("Put the network's own macro behind cid=, as the network spells it.")},
    {POSTBACK, "unknown_click", SAY("Its click id is not one of this tracker's."),
     SAY("Check which tracker the offer's link came from.")},
    {POSTBACK, "content_type", SAY("Its body is no form."),
     SAY("Let the network send application/x-www-form-urlencoded.")},
    {POSTBACK, "malformed", SAY("Its query could not be read."),
     SAY("Copy the postback link anew.")},
    {POSTBACK, "unknown_network", SAY("Its nid is no network of this tracker."),
     SAY("Copy the postback link of the network anew.")},
    {POSTBACK, "address_not_allowed", SAY("The sender's address is not on the network's list."),
     SAY("Add the address to ip_allow if it is the network's.")},
    {POSTBACK, "wrong_key", SAY("Its key is not the network's secret."),
     SAY("Copy the postback link of the network anew.")},
    {POSTBACK, "updates_off", SAY("Clicks are not updated: there is no key for it."),
     SAY("Set click_update_key in the settings, or a secret at the click's network.")},
    {POSTBACK, "other_network", SAY("The click went to an offer of another network."),
     SAY("Give each network the postback link of its own.")},
    {POSTBACK, "disk", SAY("The record could not be written; the sender was told to try again."),
     SAY("Free or mend the disk.")},
    {POSTBACK, "status", SAY("Its status word is on the list of those to ignore."), NULL},
    {POSTBACK, "expired", SAY("The click is older than the conversion window."),
     SAY("Lengthen window_days, or enter the conversion by hand.")},
    {POSTBACK, "further_conversion", SAY("The offer takes only a visit's first conversion."),
     SAY("Set further_conversions at the offer to take rebills and upsells.")},
    {POSTBACK, "out_of_order", SAY("A status does not go back that way."), NULL},
    {POSTBACK, "first_one_counts", SAY("The network's repeated postbacks change nothing."),
     SAY("Set duplicate_mode if they should.")},
    {POSTBACK, "nothing_new", SAY("It says what is known already."), NULL},
    {POSTBACK, "other_currency", SAY("Amounts of two currencies cannot be added."), NULL},
    {POSTBACK, "unmapped", SAY("No list knows what its status word means."),
     SAY("Add the word to the network's status_map or to the settings' words.")},
};

bool reason_at(size_t i, enum reason_of *of, struct str *code)
{
    if (i >= ARRAY_LEN(reasons))
        return false;
    *of = reasons[i].of;
    *code = str_from_c(reasons[i].code);
    return true;
}

static const struct reason *find(enum reason_of of, struct str code)
{
    for (size_t i = 0; i < ARRAY_LEN(reasons); i++)
        if (reasons[i].of == of && str_is_equal(code, str_from_c(reasons[i].code)))
            return &reasons[i];
    return NULL;
}

/* Begins with a capital, whatever word stands first. */
static struct str fill(struct arena *arena, const char *pattern, const struct reason_words *words)
{
    const struct reason_words none = {say_str("the source"), say_str("it"), say_str("others")};
    const struct reason_words *said = words != NULL ? words : &none;
    const struct {
        struct str name, value;
    } places[] = {{STR("%where%"), said->where},
                  {STR("%statuses%"), said->statuses.len > 0 ? said->statuses : say_str("nothing")},
                  {STR("%status%"), said->status}};
    struct str rest = str_from_c(pattern);
    struct buf buf = buf_in_arena(arena, SENTENCE_BYTES_MAX);
    while (rest.len > 0) {
        size_t i = 0;
        while (i < ARRAY_LEN(places) && !str_has_prefix(rest, places[i].name))
            i++;
        size_t len = i < ARRAY_LEN(places) ? places[i].name.len : 1;
        buf_write(&buf, i < ARRAY_LEN(places) ? places[i].value : str_slice(rest, 0, 1));
        rest = str_slice(rest, len, rest.len);
    }
    if (buf.len > 0 && buf.ptr[0] >= 'a' && buf.ptr[0] <= 'z')
        buf.ptr[0] = (char)(buf.ptr[0] - 'a' + 'A');
    return buf_str(&buf);
}

struct str reason_text(struct arena *arena, enum reason_of of, struct str code,
                       const struct reason_words *words)
{
    const struct reason *reason = find(of, code);
    return reason != NULL ? fill(arena, say_text(reason->sentence), words) : STR_NONE;
}

struct str reason_mend(struct arena *arena, enum reason_of of, struct str code,
                       const struct reason_words *words)
{
    const struct reason *reason = find(of, code);
    return reason != NULL && reason->mend != NULL ? fill(arena, say_text(reason->mend), words)
                                                  : STR_NONE;
}
