#include "api/reasons.h"

#include "base/buf.h"

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
    {FORWARD, "source_gone", "The source is archived.", "Bring the source back, then resend."},
    {FORWARD, "no_postback_url", "%where% has no postback URL for %status%.",
     "Enter the postback URL, or one for this status under status_urls."},
    {FORWARD, "told_by_pixel",
     "%where% has no postback URL; the browser that brought the conversion was sent to its pixel.",
     NULL},
    {FORWARD, "postback_off", "The postback of %where% is switched off.",
     "Set enabled to true, then resend."},
    {FORWARD, "paused", "%where% is paused: it is held, and goes out once it is not.",
     "Take the pause off, or drop it."},
    {FORWARD, "unmapped_status", "No list knows what the network's status word means.",
     "Add the word to the network's status_map or to the settings' words."},
    {FORWARD, "status_not_selected", "%where% takes only %statuses%; this is %status%.",
     "Tick %status% under statuses."},
    {FORWARD, "type_not_forwarded", "Conversions of this type are not told to sources.",
     "Let the type be forwarded in the settings."},
    {FORWARD, "bot", "The click looked like a bot's.",
     "Set include_bots to tell such conversions too."},
    {FORWARD, "disabled_by_sender", "Whoever brought it asked that no source be told.", NULL},
    {FORWARD, "no_external_id",
     "The click brought no id of the source: it could not tell which "
     "click is meant.",
     "Let the campaign URL carry the source's click id: copy it anew from the campaign."},
    {FORWARD, "unexpanded_external_id", "The source left its own macro in the click's id.",
     "Correct the macro of external_id in the source, and the URL that the source holds."},
    {FORWARD, "not_first", "%where% takes only the first conversion of a click.",
     "Set only_first to false to tell all of them."},
    {FORWARD, "already_forwarded", "%where% was told of %status% before.", NULL},
    {FORWARD, "maybe_forwarded", "An earlier attempt may have arrived: once more may count twice.",
     "Look at the source; if it does not have it, resend with force."},
    {FORWARD, "dropped", "A person dropped it.", "Resend it to send it after all."},
    {FORWARD, "on_its_way", "It is on its way already.", NULL},
    {FORWARD, "no_rate",
     "No rate to the source's currency is known, and the URL does not say which "
     "currency it is.",
     "Import exchange rates, or add {currency} to the postback URL."},
    {FORWARD, "not_drawn",
     "%where% is told only a part of the conversions, and this one was not "
     "drawn.",
     "Raise postback_percent, or resend with force."},
    {FORWARD, "replace_left_in_url", "The postback URL still has REPLACE in it.",
     "Put your own id in its place, then resend."},
    {FORWARD, "url_too_long", "The URL grew beyond 16 KiB with this conversion's values.",
     "Take macros out of the postback URL."},

    {ATTEMPT, "unexpected_body",
     "The answer's body matches neither success_match nor "
     "duplicate_match.",
     "Read the body: a wrong goal or tag is named there. Correct the URL, then resend."},
    {ATTEMPT, "failure_body", "The answer's body matches failure_match.",
     "Read the body, correct the URL, then resend."},
    {ATTEMPT, "status", "The answer's HTTP status is none of success.",
     "Open the URL's address: the receiver refuses it."},
    {ATTEMPT, "address_refused", "The URL leads to an address that is not public.",
     "Name its network in courier.allow_private if that is meant."},
    {ATTEMPT, "not_sent", "No connection came about: nothing was sent.",
     "Check the host of the postback URL."},
    {ATTEMPT, "uncertain", "No answer was read: it may have arrived.",
     "Look at the source; if it does not have it, resend with force, else drop it."},
    {ATTEMPT, "gave_up", "The last attempt of the schedule failed.",
     "Resend it once the receiver answers."},
    {ATTEMPT, "own_retry", "The receiver had counted an earlier attempt, whose answer was lost.",
     NULL},
    {ATTEMPT, "one_per_click", "The receiver had counted this click already.",
     "Give each status a goal of its own in status_urls if it is to count more."},
    {ATTEMPT, "by_user", "A person decided so.", NULL},

    {POSTBACK, "missing_cid", "It named no click id.",
     "Put the network's macro for it behind cid=."},
    {POSTBACK, "invalid_cid", "Its click id is none: a macro that was not expanded, or another's.",
     "Check that the offer URL passes {clickid}, and that the network's macro is right."},
    {POSTBACK, "unexpanded_cid", "A macro or REPLACE stands where its click id should.",
     "Put the network's own macro behind cid=, as the network spells it."},
    {POSTBACK, "unknown_click", "Its click id is not one of this tracker's.",
     "Check which tracker the offer's link came from."},
    {POSTBACK, "content_type", "Its body is no form.",
     "Let the network send application/x-www-form-urlencoded."},
    {POSTBACK, "malformed", "Its query could not be read.", "Copy the postback link anew."},
    {POSTBACK, "unknown_network", "Its nid is no network of this tracker.",
     "Copy the postback link of the network anew."},
    {POSTBACK, "address_not_allowed", "The sender's address is not on the network's list.",
     "Add the address to ip_allow if it is the network's."},
    {POSTBACK, "wrong_key", "Its key is not the network's secret.",
     "Copy the postback link of the network anew."},
    {POSTBACK, "updates_off", "Clicks are not updated: there is no key for it.",
     "Set click_update_key in the settings, or a secret at the click's network."},
    {POSTBACK, "other_network", "The click went to an offer of another network.",
     "Give each network the postback link of its own."},
    {POSTBACK, "disk", "The record could not be written; the sender was told to try again.",
     "Free or mend the disk."},
    {POSTBACK, "status", "Its status word is on the list of those to ignore.", NULL},
    {POSTBACK, "expired", "The click is older than the conversion window.",
     "Lengthen window_days, or enter the conversion by hand."},
    {POSTBACK, "further_conversion", "The offer takes only a visit's first conversion.",
     "Set further_conversions at the offer to take rebills and upsells."},
    {POSTBACK, "out_of_order", "A status does not go back that way.", NULL},
    {POSTBACK, "first_one_counts", "The network's repeated postbacks change nothing.",
     "Set duplicate_mode if they should."},
    {POSTBACK, "nothing_new", "It says what is known already.", NULL},
    {POSTBACK, "other_currency", "Amounts of two currencies cannot be added.", NULL},
    {POSTBACK, "unmapped", "No list knows what its status word means.",
     "Add the word to the network's status_map or to the settings' words."},
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
    static const struct reason_words none = {{"the source", 10}, {"it", 2}, {"others", 6}};
    const struct reason_words *said = words != NULL ? words : &none;
    const struct {
        struct str name, value;
    } places[] = {{STR("%where%"), said->where},
                  {STR("%statuses%"), said->statuses.len > 0 ? said->statuses : STR("nothing")},
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
    return reason != NULL ? fill(arena, reason->sentence, words) : STR_NONE;
}

struct str reason_mend(struct arena *arena, enum reason_of of, struct str code,
                       const struct reason_words *words)
{
    const struct reason *reason = find(of, code);
    return reason != NULL && reason->mend != NULL ? fill(arena, reason->mend, words) : STR_NONE;
}
