/* health_webhook - sends a message to where a workspace wants to be told, through the guard: POST,
 * JSON, signed. Holds the calling thread for WEBHOOK_MS at most. */
#pragma once
#include "api/api.h"

#define WEBHOOK_MS              10000
#define WEBHOOK_SIGNATURE_BYTES 68 /* "v1=", 64 hex digits, NUL */

/* HMAC-SHA256 by the secret over the time as it stands in X-Rebond-Timestamp, a '.', and the
 * body. */
void webhook_sign(struct str secret, int64_t time_s, struct str body,
                  char signature[WEBHOOK_SIGNATURE_BYTES]);

struct webhook_answer {
    bool is_taken;   /* answered with 2xx */
    unsigned status; /* 0: no answer */
    char error[256]; /* "" : none; what kept it from being sent or answered */
};
/* secret absent: not signed. No redirect is followed. ERR_INVALID: the URL; ERR_IO. */
MUST_USE enum err webhook_send(const struct api_options *options, struct str url, struct str secret,
                               struct str body, int64_t now_ms, struct webhook_answer *answer);
