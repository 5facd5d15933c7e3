/* Tests of base/ticker: a thread that does something again and again, and ends when it is told. */
#include "base/ticker.h"
#include "check.h"

#include <pthread.h>

struct counted {
    pthread_mutex_t lock;
    pthread_cond_t came;
    int count;
    int64_t pause_ms;
};

static int64_t count(struct ticker *ticker, void *context)
{
    struct counted *counted = context;
    (void)ticker;
    assert_int_equal(pthread_mutex_lock(&counted->lock), 0);
    counted->count++;
    assert_int_equal(pthread_cond_signal(&counted->came), 0);
    assert_int_equal(pthread_mutex_unlock(&counted->lock), 0);
    return counted->pause_ms;
}

static void wait_for(struct counted *counted, int wanted)
{
    assert_int_equal(pthread_mutex_lock(&counted->lock), 0);
    while (counted->count < wanted)
        assert_int_equal(pthread_cond_wait(&counted->came, &counted->lock), 0);
    assert_int_equal(pthread_mutex_unlock(&counted->lock), 0);
}

static void it_works_at_once_and_again_after_each_pause(void **state)
{
    struct counted counted = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 1};
    (void)state;
    struct ticker *ticker = ticker_open(count, &counted);
    wait_for(&counted, 3);
    ticker_close(ticker);
}

static void closing_does_not_wait_for_the_pause(void **state)
{
    struct counted counted = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, INT32_MAX};
    (void)state;
    struct ticker *ticker = ticker_open(count, &counted);
    wait_for(&counted, 1);
    ticker_close(ticker);
    assert_int_equal(counted.count, 1);
}

struct told {
    struct counted counted;
    bool was_ending;
};

static int64_t look_whether_it_ends(struct ticker *ticker, void *context)
{
    struct told *told = context;
    (void)count(ticker, &told->counted);
    while (!ticker_is_ending(ticker))
        ;
    told->was_ending = true;
    return 0;
}

static void work_is_told_that_it_is_to_end(void **state)
{
    struct told told = {{PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0}, false};
    (void)state;
    struct ticker *ticker = ticker_open(look_whether_it_ends, &told);
    wait_for(&told.counted, 1);
    ticker_close(ticker);
    assert_true(told.was_ending);
    ticker_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_works_at_once_and_again_after_each_pause),
        cmocka_unit_test(closing_does_not_wait_for_the_pause),
        cmocka_unit_test(work_is_told_that_it_is_to_end),
    };
    return cmocka_run_group_tests_name("ticker", tests, NULL, NULL);
}
