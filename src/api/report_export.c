#include "api/report_export.h"

#include <unistd.h>
#include "api/json_out.h"
#include "api/parquet_columns.h"

#define ROW_ARENA_BYTES ((size_t)4 * 1024 * 1024)

/* The rows on their way. */
struct leaving {
    const struct report_file *file;
    struct ask *ask; /* the file's */
    enum format format;
    struct export *export; /* NULL until there is a row: what is wrong is then said as ever */
    FILE *spool;           /* of Parquet: a row as JSON a line */
};

static bool is_gone(void *context)
{
    struct leaving *leaving = context;
    /* Its reader may take an hour, and reports would wait for the new facts as long. */
    if (projector_is_leaving(leaving->ask->projector))
        return true;
    return leaving->export != NULL ? export_is_gone(leaving->export)
                                   : http_exchange_is_gone(leaving->ask->call->exchange);
}

/* False: the call is refused. */
static bool begin(struct leaving *leaving)
{
    struct call *call = leaving->ask->call;
    if (leaving->export != NULL)
        return true;
    int fd = leaving->format == FORMAT_PARQUET ? export_spool(call) : -1;
    leaving->spool = fd >= 0 ? fdopen(fd, "w+") : NULL;
    if (!call->is_answered)
        leaving->export = export_begin(call, leaving->format, leaving->file->schema);
    return leaving->export != NULL;
}

static enum err put_spool(FILE *spool, const json_t *row)
{
    bool is_written = json_dumpf(row, spool, JSON_OUT_FLAGS) == 0 && fputc('\n', spool) != EOF;
    return is_written ? OK : ERR_IO;
}

static enum err take_row(void *context, const struct report_row *row)
{
    struct leaving *leaving = context;
    json_t *object = json_object();
    arena_reset(leaving->ask->scratch);
    ask_put_keys(leaving->ask, object, row->keys);
    enum err err = leaving->file->put(leaving->file->context, object, row);
    if (err == OK && !begin(leaving))
        err = ERR_CLOSED; /* refused: nobody waits for more */
    if (err == OK)
        err = leaving->spool != NULL ? put_spool(leaving->spool, object)
                                     : export_put(leaving->export, object);
    json_decref(object);
    return err;
}

/* --- Parquet ------------------------------------------------------------------ */

struct reading {
    struct leaving *leaving;
    const struct parquet_columns *columns;
    char *line; /* of getline() */
    size_t cap;
};

static enum err next_row(void *context, struct parquet_row *row, bool *is_end)
{
    struct reading *reading = context;
    ssize_t len = getline(&reading->line, &reading->cap, reading->leaving->spool);
    *is_end = len < 0;
    if (len < 0)
        return ferror(reading->leaving->spool) ? ERR_IO : OK;
    if (is_gone(reading->leaving))
        return ERR_CLOSED;
    json_t *json = json_loadb(reading->line, (size_t)len, JSON_ALLOW_NUL, NULL);
    if (json == NULL)
        return ERR_IO;
    parquet_columns_put(reading->columns, json, row);
    json_decref(json);
    return OK;
}

static enum err write_parquet(struct leaving *leaving)
{
    struct reading reading = {.leaving = leaving};
    struct arena *arena = leaving->ask->call->arena;
    size_t count = 0;
    reading.columns = parquet_columns_make(arena, leaving->file->shape);
    if (reading.columns == NULL)
        return ERR_FULL;
    const struct parquet_column *list = parquet_columns_list(reading.columns, &count);
    enum err err = ERR_IO;
    if (fflush(leaving->spool) == 0) {
        rewind(leaving->spool);
        err = parquet_write(export_file(leaving->export), list, count, next_row, &reading);
    }
    free(reading.line);
    return err;
}

/* --- The whole ------------------------------------------------------------------ */

static enum err run(struct leaving *leaving)
{
    struct ask *ask = leaving->ask;
    struct report_client client = {.is_gone = is_gone, .context = leaving, .is_export = true};
    struct report_row totals;
    uint64_t row_count = 0;
    enum err err = report_run(ask->facts, &client, leaving->file->question, take_row, leaving,
                              &totals, leaving->file->goals, &row_count);
    if (err == OK && !begin(leaving))
        err = ERR_CLOSED;
    if (err == OK && leaving->spool != NULL)
        err = write_parquet(leaving);
    return err;
}

void report_export(const struct report_file *file, enum format format, bool is_whole)
{
    struct ask *ask = file->ask;
    struct leaving leaving = {.file = file, .ask = ask, .format = format};
    struct arena *before = ask->scratch;
    if (is_whole)
        file->question->limit = 0;
    ask->scratch = arena_make(ROW_ARENA_BYTES);
    enum err err = file->shape != NULL ? run(&leaving) : ERR_FULL;
    ask_release(ask); /* what is left to send needs no facts */
    if (leaving.export != NULL)
        export_end(leaving.export, err);
    else
        ask_refuse(ask->call, err); /* nothing, when it is refused already */
    if (leaving.spool != NULL)
        (void)fclose(leaving.spool); /* which removes it */
    arena_free(ask->scratch);
    ask->scratch = before;
}
