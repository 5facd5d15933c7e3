#include "api/password.h"

#include "base/say.h"
#include <pthread.h>
#include <sodium.h>
#include "model/schema.h"

_Static_assert(crypto_pwhash_STRBYTES <= ACCOUNT_PASSWORD_MAX, "a hash has room");

struct passwords {
    pthread_mutex_t lock;
    pthread_cond_t is_free;
    unsigned running, waiting;
    char nobodys[ACCOUNT_PASSWORD_MAX]; /* what unknown users are compared with */
};

static enum err hash(struct str password, char out[ACCOUNT_PASSWORD_MAX])
{
    return crypto_pwhash_str_alg(out, password.ptr, password.len, PASSWORD_PASSES,
                                 PASSWORD_MEMORY_BYTES, crypto_pwhash_ALG_ARGON2ID13) == 0
               ? OK
               : ERR_FULL;
}

struct passwords *passwords_make(void)
{
    struct passwords *passwords = heap_make(1, sizeof(*passwords));
    char random[32];

    CHECK(sodium_init() >= 0);
    CHECK(pthread_mutex_init(&passwords->lock, NULL) == 0 &&
          pthread_cond_init(&passwords->is_free, NULL) == 0);
    randombytes_buf(random, sizeof(random));
    CHECK(hash((struct str){random, sizeof(random)}, passwords->nobodys) == OK);
    return passwords;
}

void passwords_free(struct passwords *passwords)
{
    if (passwords == NULL)
        return;
    CHECK(pthread_cond_destroy(&passwords->is_free) == 0 &&
          pthread_mutex_destroy(&passwords->lock) == 0);
    free(passwords);
}

static enum err enter(struct passwords *passwords)
{
    CHECK(pthread_mutex_lock(&passwords->lock) == 0);
    bool is_full =
        passwords->running == PASSWORD_RUNNING_MAX && passwords->waiting == PASSWORD_WAITING_MAX;
    if (!is_full) {
        passwords->waiting++;
        while (passwords->running == PASSWORD_RUNNING_MAX)
            CHECK(pthread_cond_wait(&passwords->is_free, &passwords->lock) == 0);
        passwords->waiting--;
        passwords->running++;
    }
    CHECK(pthread_mutex_unlock(&passwords->lock) == 0);
    return is_full ? ERR_BUSY : OK;
}

static void leave(struct passwords *passwords)
{
    CHECK(pthread_mutex_lock(&passwords->lock) == 0);
    passwords->running--;
    CHECK(pthread_cond_signal(&passwords->is_free) == 0);
    CHECK(pthread_mutex_unlock(&passwords->lock) == 0);
}

const char *password_judge(struct str password, struct str email)
{
    if (!str_is_utf8(password) || memchr(password.ptr, 0, password.len) != NULL)
        return say_text("expected text");
    if (schema_count_chars(password) < PASSWORD_CHARS_MIN)
        return say_text("expected 10 characters at least");
    if (password.len > PASSWORD_BYTES_MAX)
        return say_text("expected 1000 bytes at most");
    if (str_is_equal_nocase(password, email))
        return say_text("expected something else than the address");
    return NULL;
}

enum err passwords_hash(struct passwords *passwords, struct str password,
                        char out[ACCOUNT_PASSWORD_MAX])
{
    enum err err = enter(passwords);
    if (err != OK)
        return err;
    err = hash(password, out);
    leave(passwords);
    return err;
}

enum err passwords_verify(struct passwords *passwords, struct str password, const char *stored)
{
    bool is_nobodys = stored[0] == '\0';
    enum err err = enter(passwords);
    if (err != OK)
        return err;
    int rc = crypto_pwhash_str_verify(is_nobodys ? passwords->nobodys : stored, password.ptr,
                                      password.len);
    leave(passwords);
    return rc == 0 && !is_nobodys ? OK : ERR_FORBIDDEN;
}
