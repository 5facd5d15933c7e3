/* sync_thread - fetches what sources cost whenever their time has come (sync_run.h): a thread of
 * its own, since networks are slow. */
#pragma once
#include "api/api.h"

struct sync_thread;
/* api is lent until it is closed; every_ms: between two looks. */
struct sync_thread *sync_thread_open(struct api *api, int64_t every_ms);
void sync_thread_close(struct sync_thread *thread); /* accepts NULL */
