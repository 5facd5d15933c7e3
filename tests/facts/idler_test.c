/* Tests of facts/idler.c: in which class its thread works, and that whoever waits for it stays in
 * its own. */
#include "../base/check.h"

#include <pthread.h>
#include <sched.h>
#include "facts/idler.h"

#define FOREVER_MS (INT64_C(1) << 40)

static int own_class(void)
{
    struct sched_param param;
    int policy;
    assert_int_equal(pthread_getschedparam(pthread_self(), &policy, &param), 0);
    return policy;
}

static void note_class(void *context)
{
    *(int *)context = own_class();
}

/* Until somebody raises the thread that it runs in. */
static void work_until_raised(void *context)
{
    while (own_class() == SCHED_IDLE)
        (void)sched_yield();
    note_class(context);
}

/* Whether a thread comes back from the idle class here. */
static void *try_to_come_back(void *context)
{
    struct sched_param none = {0};
    bool *may = context;
    *may = pthread_setschedparam(pthread_self(), SCHED_IDLE, &none) == 0 &&
           pthread_setschedparam(pthread_self(), SCHED_OTHER, &none) == 0;
    return NULL;
}

static bool may_raise_priorities(void)
{
    bool may = false;
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, try_to_come_back, &may), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    return may;
}

static void works_in_the_idle_class_for_who_is_in_another(void **state)
{
    (void)state;
    int its = -1, own = own_class();
    struct idler *idler = idler_make();
    assert_non_null(idler);
    idler_run(idler, note_class, &its, FOREVER_MS);
    assert_int_equal(its, SCHED_IDLE);
    assert_int_equal(own_class(), own);
    idler_free(idler);
}

/* Only then does the work end at all. */
static void work_that_takes_too_long_leaves_the_idle_class_and_the_next_does_not(void **state)
{
    (void)state;
    int its = -1;
    if (!may_raise_priorities())
        skip(); /* nor may the idler */
    struct idler *idler = idler_make();
    assert_non_null(idler);
    for (int64_t patient_ms = -1; patient_ms <= 2; patient_ms++) {
        idler_run(idler, work_until_raised, &its, patient_ms);
        assert_int_equal(its, SCHED_OTHER);
        idler_run(idler, note_class, &its, FOREVER_MS);
        assert_int_equal(its, SCHED_IDLE);
    }
    idler_free(idler);
}

static void nothing_is_freed_as_well(void **state)
{
    (void)state;
    idler_free(NULL);
    idler_free(idler_make());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(works_in_the_idle_class_for_who_is_in_another),
        cmocka_unit_test(work_that_takes_too_long_leaves_the_idle_class_and_the_next_does_not),
        cmocka_unit_test(nothing_is_freed_as_well),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
