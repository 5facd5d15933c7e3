#include "network/goal.h"

#include <sodium.h>
#include "base/id.h"
#include "base/money.h"

static bool is_hex32(struct str text)
{
    if (text.len != GOAL_ID_LEN)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool is_hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (!is_hex)
            return false;
    }
    return true;
}

static bool refuse(struct goal_answer *answer, struct str body, const char *reason)
{
    *answer = (struct goal_answer){body, "refused", reason, 0};
    return false;
}

/* Test 7: a price is believed from whoever knows the account's key. */
static bool check_price(const struct goal_call_input *input, struct goal_answer *answer)
{
    int64_t cpa_micros = 0;
    if (input->cpa_text.ptr == NULL)
        return true;
    if (money_parse_strict(input->cpa_text, &cpa_micros) != OK || cpa_micros > GOAL_CPA_MICROS_MAX)
        return refuse(answer, STR("ERROR: Price is invalid."), "price");
    if (input->skey_text.len != input->skey.len ||
        sodium_memcmp(input->skey_text.ptr, input->skey.ptr, input->skey.len) != 0)
        return refuse(answer, STR("ERROR: Secret key is invalid."), "secret_key");
    answer->cpa_micros = cpa_micros;
    return true;
}

bool goal_check(const struct goal_call_input *input, int64_t *value_micros,
                struct goal_answer *answer)
{
    *answer = (struct goal_answer){0};
    if (input->goal_text.len == 0)
        return refuse(answer, STR("ERROR: No Goal ID."), "no_goal");
    if (input->tag_text.len == 0)
        return refuse(answer, STR("ERROR: No tag data."), "no_tag");
    if (!is_hex32(input->goal_text))
        return refuse(answer, STR("ERROR: Goal ID is invalid."), "goal_form");
    if (input->goal == NULL || input->goal->status == STATUS_ARCHIVED)
        return refuse(answer, STR("ERROR: Goal ID is invalid."), "goal_unknown");
    if (input->tag_result != OK)
        return refuse(answer, STR("ERROR: Tag is invalid!"),
                      input->tag_result == ERR_FORGED ? "tag_forged" : "tag_form");
    if (input->tag->workspace_id != input->goal->workspace_id)
        return refuse(answer, STR("ERROR: Tag is invalid!"), "other_account");
    if (!check_price(input, answer))
        return false;
    *value_micros = 0;
    if (input->goal->value == GOAL_VALUE_FIXED)
        *value_micros = input->goal->amount_micros;
    else if (input->goal->value == GOAL_VALUE_DYNAMIC && input->value_text.ptr != NULL &&
             money_parse_strict(input->value_text, value_micros) != OK)
        return refuse(answer, STR("ERROR : Goal value is invalid."), "value");
    return true;
}

/* Whether the goal counts this ad click no more (§2.4). */
static bool is_duplicate(const struct goal *goal, const struct goal_state *state, int64_t now_ms)
{
    switch (goal->count) {
    case GOAL_COUNT_EVERY:
        return now_ms - id_time_ms(state->last_call_id) < goal->retry_guard_ms;
    case GOAL_COUNT_ONE:
        return true; /* the window ends this: test 9 comes first */
    case GOAL_COUNT_LEGACY:
        return now_ms - id_time_ms(state->last_call_id) < GOAL_LEGACY_MS;
    }
    return true;
}

void goal_decide(const struct goal *goal, uint64_t ad_click_id, const struct goal_state *state,
                 bool is_repeated, int64_t now_ms, struct goal_answer *answer)
{
    if (is_repeated)
        *answer = (struct goal_answer){STR("OK"), "repeated", "idempotency_key", 0};
    else if (now_ms - id_time_ms(ad_click_id) > goal->window_ms)
        *answer = (struct goal_answer){STR("ERROR: Tag is invalid!"), "refused", "window", 0};
    else if (state != NULL && is_duplicate(goal, state, now_ms))
        *answer = (struct goal_answer){
            STR("ERROR: This conversion has already been notified and saved."), "duplicate", "", 0};
    else
        *answer = (struct goal_answer){STR("OK"), "stored", "", 0};
}
