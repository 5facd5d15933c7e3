/* Tests of visit/edge: which picture of the catalogue a request is decided with. */
#include "../model/model.h"

#include "visit/edge.h"

static void load(const struct scene *scene, struct edge *edge)
{
    struct snapshot *snapshot;
    assert_int_equal(snapshot_load(scene->dir, &snapshot), OK);
    edge_publish(edge, snapshot);
}

static void a_request_keeps_its_picture_whatever_is_published_meanwhile(void **state)
{
    const struct scene *scene = *state;
    static struct edge edge;
    static struct edge_loop loop = {.edge = &edge};
    assert_int_equal(pthread_mutex_init(&edge.lock, NULL), 0);
    make(scene, ENTITY_SOURCE, "{'name':'Before'}");
    load(scene, &edge);

    edge_begin_request(&loop);
    const struct source *source = snapshot_find_source(edge_snapshot(&loop), 1);
    make(scene, ENTITY_SOURCE, "{'name':'After'}");
    load(scene, &edge); /* the edge lets go of the picture before */
    assert_null(snapshot_find_source(edge_snapshot(&loop), 2));
    assert_str(source->name, "Before");

    edge_begin_request(&loop); /* the next request */
    assert_non_null(snapshot_find_source(edge_snapshot(&loop), 2));
    snapshot_drop(loop.snapshot);
    snapshot_drop(edge.snapshot);
    pthread_mutex_destroy(&edge.lock);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_request_keeps_its_picture_whatever_is_published_meanwhile,
                                        scene_make, scene_drop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
