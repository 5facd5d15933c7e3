#include <pthread.h>

#include "ledger/ledger.h"

struct wait {
    pthread_mutex_t lock;
    pthread_cond_t woken;
    bool is_woken;
};

static void on_wake(void *context)
{
    struct wait *wait = context;
    pthread_mutex_lock(&wait->lock);
    wait->is_woken = true;
    pthread_cond_signal(&wait->woken);
    pthread_mutex_unlock(&wait->lock);
}

void ledger_run(struct ledger *ledger, struct ledger_job *job)
{
    struct wait wait = {.is_woken = false};
    CHECK(pthread_mutex_init(&wait.lock, NULL) == 0 && pthread_cond_init(&wait.woken, NULL) == 0);
    struct ledger_port *port = ledger_port_open(ledger, on_wake, &wait);
    ledger_port_add(port, job);
    ledger_port_flush(port);
    while (!ledger_port_collect(port)) {
        pthread_mutex_lock(&wait.lock);
        while (!wait.is_woken)
            pthread_cond_wait(&wait.woken, &wait.lock);
        wait.is_woken = false;
        pthread_mutex_unlock(&wait.lock);
    }
    ledger_port_close(port);
    pthread_cond_destroy(&wait.woken);
    pthread_mutex_destroy(&wait.lock);
}
