/* password - argon2id (libsodium), slow by intent: PASSWORD_MEMORY_BYTES and some 100 ms a call, so
 * PASSWORD_RUNNING_MAX run at once and PASSWORD_WAITING_MAX wait; the rest is turned away. Sign-in
 * can exhaust neither the memory nor the threads of the pool. */
#pragma once
#include "model/account.h"

#define PASSWORD_CHARS_MIN    10
#define PASSWORD_BYTES_MAX    1000
#define PASSWORD_MEMORY_BYTES ((size_t)64 << 20)
#define PASSWORD_PASSES       3
#define PASSWORD_RUNNING_MAX  2
#define PASSWORD_WAITING_MAX  4

struct passwords;

struct passwords *passwords_make(void);
void passwords_free(struct passwords *passwords); /* accepts NULL */

/* NULL, or what is expected of a new password. */
const char *password_judge(struct str password, struct str email);
/* ERR_BUSY: too many at once; ERR_FULL: no memory for it. */
MUST_USE enum err passwords_hash(struct passwords *passwords, struct str password,
                                 char hash[ACCOUNT_PASSWORD_MAX]);
/* Whether it is the password of that hash. "" is nobody's: it takes as long, and never is.
 * ERR_FORBIDDEN: it is not; ERR_BUSY. */
MUST_USE enum err passwords_verify(struct passwords *passwords, struct str password,
                                   const char *hash);
