/* fill - makes a data folder as months of traffic would: a catalogue, and a ledger of as many
 * entries as asked for over the last days, with skewed campaigns, zones, sites, countries and user
 * agents. Everything is written by the ledger's own batches, so that `rebond verify` proves it. For
 * benchmarks and tests; the same seed and end give the same entries. */
#include <sodium.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/num.h"
#include "fill_rows.h"
#include "ledger/costing.h"
#include "ledger/spread.h"
#include "serve/serve.h"
#include "traffic/hours.h"

#define BATCH_ENTRIES   20000
#define HOUR_MS         (INT64_C(3600) * 1000)
#define DAYS_MAX        3660
#define ENTRIES_MAX     UINT64_C(10000000000)
#define TELL_MS         200
#define JOB_ARENA_BYTES ((size_t)8 * 1024 * 1024)
#define VISITS_SHARE    930000 /* of a million events that follow from nothing; else ad clicks */
#define COSTS_EVERY     7      /* hours of which one gets a cost told afterwards */

struct options {
    const char *dir;
    uint64_t entries, days, seed;
    int64_t end_ms;
    bool is_quiet;
};

struct fill {
    struct options options;
    struct filler filler;
    struct ledger_reader *reader;
    uint64_t entries; /* written */
    uint64_t batches;
    struct hours *hours;
    size_t hour; /* of the span, that now is in */
    int64_t started_mono_ms, told_mono_ms;
    uint64_t last_update_id; /* a cost update that is not taken back */
};

/* When the next entry is made: as far into the span as the entries are. */
static int64_t time_of(struct fill *fill)
{
    double share = (double)fill->entries / (double)fill->options.entries;
    int64_t at_ms = hours_time(fill->hours, share);
    fill->hour = hours_at(fill->hours);
    return at_ms;
}

/* --- Progress ------------------------------------------------------------- */

static void tell(struct fill *fill, bool is_end)
{
    int64_t now_ms = clock_mono_ms();
    bool is_terminal = isatty(STDERR_FILENO) != 0;
    int64_t wait_ms = is_terminal ? TELL_MS : 50 * TELL_MS;
    if (fill->options.is_quiet || (!is_end && now_ms - fill->told_mono_ms < wait_ms))
        return;
    fill->told_mono_ms = now_ms;
    double seconds = (double)(now_ms - fill->started_mono_ms + 1) / 1000;
    double rate = (double)fill->entries / seconds;
    double left = (double)(fill->options.entries - fill->entries) / (rate > 1 ? rate : 1);
    unsigned done = (unsigned)(fill->entries * 30 / fill->options.entries);
    fprintf(stderr, "%s[%.*s%.*s] %5.1f %%  %" PRIu64 " entries  %.0f/s  %.0f s %s%s",
            is_terminal ? "\r\x1b[K" : "", (int)done, "##############################",
            (int)(30 - done), "..............................",
            100.0 * (double)fill->entries / (double)fill->options.entries, fill->entries, rate,
            is_end ? seconds : left, is_end ? "in all" : "left",
            is_terminal && !is_end ? "" : "\n");
}

/* --- Batches -------------------------------------------------------------- */

static enum err begin(struct fill *fill)
{
    return batch_begin(&fill->filler.tx, false, fill->filler.now_ms);
}

static enum err end(struct fill *fill)
{
    struct ledger_tx *tx = &fill->filler.tx;
    uint64_t wal_bytes;
    enum err err = rows_totals(&fill->filler);
    if (err == OK)
        err = batch_commit(tx, 0);
    if (err == OK)
        err = tx->ops->tidy(tx->store, false, &wal_bytes);
    fill->batches++;
    return err;
}

/* Entries until the batch is full, the hour is over, or all are made. */
static enum err fill_batch(struct fill *fill)
{
    struct filler *filler = &fill->filler;
    uint64_t before = fill->entries;
    size_t hour = fill->hour;
    enum err err = begin(fill);
    while (err == OK && fill->hour == hour && fill->entries < fill->options.entries &&
           filler->tx.entries < BATCH_ENTRIES) {
        struct due due;
        filler->now_ms = time_of(fill);
        if (agenda_take(filler->agenda, filler->now_ms, &due))
            err = rows_due(filler, &due);
        else if (dice_is(&filler->dice, VISITS_SHARE))
            err = rows_visit(filler);
        else
            err = rows_ad_click(filler);
        arena_reset(filler->tx.arena);
        fill->entries = before + filler->tx.entries;
    }
    return err == OK ? end(fill) : err;
}

/* --- Costs told afterwards ------------------------------------------------ */

static enum err append_costs(struct fill *fill, struct cost_update *update)
{
    struct ledger_tx *tx = &fill->filler.tx;
    struct campaign_cost cost = {update->campaign_id, update->workspace_id, update->id};
    struct campaign_total total = spread_update_total(update);
    enum err err = begin(fill);
    if (err == OK)
        err = ledger_append(tx, LEDGER_COST_UPDATE, update);
    if (err == OK)
        err = ledger_put(tx, LEDGER_CAMPAIGN_COST, &cost);
    if (err == OK)
        err = ledger_add(tx, LEDGER_CAMPAIGN_TOTAL, &total);
    fill->entries++;
    return err == OK ? end(fill) : err;
}

/* One campaign's, of the hour that ended and half of the one before. */
static enum err set_costs(struct fill *fill)
{
    struct filler *filler = &fill->filler;
    static const char *const methods[] = {"manual", "api", "csv"};
    int64_t to_ms = filler->now_ms / HOUR_MS * HOUR_MS;
    struct cost_update update = {
        .id = id_next(&filler->ids, filler->now_ms),
        .workspace_id = WORLD_WORKSPACE,
        .catalog_version = filler->world->catalog_version,
        .campaign_id =
            filler->world->campaigns[wheel_draw(filler->world->campaign, &filler->dice)].id,
        .action = STR("set"),
        .from_ms = to_ms - HOUR_MS * 3 / 2,
        .to_ms = to_ms,
        .from_id = id_from_ms(to_ms - HOUR_MS * 3 / 2),
        .to_id = id_from_ms(to_ms),
        .filter_value = STR(""),
        .cost_amount_micros = (int64_t)dice_below(&filler->dice, 20000000),
        .cost_currency = STR("USD"),
        .cost_rate_num = 1,
        .cost_rate_den = 1,
        .method = str_from_c(methods[dice_below(&filler->dice, ARRAY_LEN(methods))]),
    };
    if (dice_is(&filler->dice, 300000)) { /* of the format alone */
        update.filter_slot = 8;
        update.filter_value = str_from_c(crowd_formats[dice_below(&filler->dice, CROWD_FORMATS)]);
    }
    update.cost_micros = update.cost_amount_micros;
    enum err err = costing_set(fill->reader, update.id, 0, &update);
    if (err == ERR_NOT_FOUND)
        return OK;
    fill->last_update_id = update.id;
    return err == OK ? append_costs(fill, &update) : err;
}

static enum err undo_costs(struct fill *fill)
{
    struct filler *filler = &fill->filler;
    struct cost_update undone = {.id = fill->last_update_id};
    struct arena *arena = arena_make(JOB_ARENA_BYTES);
    enum err err = ledger_reader_find(fill->reader, LEDGER_COST_UPDATE, arena, &undone);
    struct cost_update undo = undone;
    undo.id = id_next(&filler->ids, filler->now_ms);
    undo.action = STR("undo");
    undo.undoes_id = undone.id;
    if (err == OK)
        err = costing_undo(fill->reader, undo.id, 0, &undone, &undo);
    if (err == OK)
        err = append_costs(fill, &undo);
    fill->last_update_id = 0;
    arena_free(arena);
    return err;
}

static enum err tell_costs(struct fill *fill)
{
    if (fill->hour % COSTS_EVERY != 0 || fill->hour < 2)
        return OK;
    if (fill->last_update_id != 0 && dice_is(&fill->filler.dice, 200000))
        return undo_costs(fill);
    return set_costs(fill);
}

/* --- From the first entry to the last ------------------------------------- */

static enum err fill_all(struct fill *fill)
{
    enum err err = OK;
    fill->started_mono_ms = clock_mono_ms();
    while (err == OK && fill->entries < fill->options.entries) {
        size_t hour = fill->hour;
        err = fill_batch(fill);
        fill->filler.now_ms = time_of(fill);
        if (err == OK && fill->hour != hour && fill->entries < fill->options.entries)
            err = tell_costs(fill);
        tell(fill, false);
    }
    tell(fill, true);
    return err;
}

static enum err open_all(struct fill *fill)
{
    struct filler *filler = &fill->filler;
    struct ledger_tx *tx = &filler->tx;
    uint64_t mark;
    int dir_fd;
    enum err err = serve_open_folder(fill->options.dir, &dir_fd);
    if (err == OK)
        err = serve_lock(dir_fd, EDGE_LOCK, "edge");
    if (err == OK)
        err = keys_open(fill->options.dir, &filler->keys);
    tx->ops = &store_sqlite;
    tx->arena = arena_make(JOB_ARENA_BYTES);
    tx->total_arena = arena_make(BATCH_ARENA_BYTES);
    if (err == OK)
        err = tx->ops->open(fill->options.dir, &tx->store);
    if (err == OK)
        err = tx->ops->read_head(tx->store, &tx->link, &mark);
    if (err == OK && tx->link.last_id != 0) {
        fprintf(stderr, "fill: --data %s: the ledger there is not empty\n", fill->options.dir);
        return ERR_CONFLICT;
    }
    if (err == OK)
        err = world_make(fill->options.dir, &filler->dice, &filler->world);
    if (err == OK)
        err = ledger_reader_open(fill->options.dir, &fill->reader);
    filler->agenda = agenda_make(sizeof(struct due));
    return err;
}

static void close_all(struct fill *fill)
{
    struct filler *filler = &fill->filler;
    ledger_reader_close(fill->reader);
    if (filler->tx.store != NULL) /* the last one to close moves the log into its place */
        filler->tx.ops->close(filler->tx.store);
    world_free(filler->world);
    agenda_free(filler->agenda);
    keys_free(filler->keys);
    arena_free(filler->tx.arena);
    arena_free(filler->tx.total_arena);
    hours_free(fill->hours);
}

static int help(FILE *out)
{
    fprintf(out, "fill --data DIR [--entries N] [--days N] [--seed N] [--end MS] [--quiet]\n"
                 "Makes a data folder with N entries (50000000) over so many days (30) before MS "
                 "(now, in milliseconds since 1970).\n");
    return out == stdout ? 0 : 2;
}

static bool read_options(int argc, char **argv, struct options *options)
{
    for (int i = 1; i < argc; i++) {
        uint64_t end_ms = 0;
        struct str name = str_from_c(argv[i]);
        if (str_is_equal(name, STR("--quiet"))) {
            options->is_quiet = true;
            continue;
        }
        if (i + 1 == argc)
            return false;
        struct str value = str_from_c(argv[++i]);
        enum err err = OK;
        if (str_is_equal(name, STR("--data")))
            options->dir = argv[i];
        else if (str_is_equal(name, STR("--entries")))
            err = num_parse_u64(value, ENTRIES_MAX, &options->entries);
        else if (str_is_equal(name, STR("--days")))
            err = num_parse_u64(value, DAYS_MAX, &options->days);
        else if (str_is_equal(name, STR("--seed")))
            err = num_parse_u64(value, UINT64_MAX, &options->seed);
        else if (str_is_equal(name, STR("--end")))
            err = num_parse_u64(value, INT64_MAX, &end_ms);
        else
            return false;
        if (err != OK)
            return false;
        if (end_ms != 0)
            options->end_ms = (int64_t)end_ms;
    }
    return options->dir != NULL && options->entries > 0 && options->days > 0;
}

int main(int argc, char **argv)
{
    struct fill *fill = heap_make(1, sizeof(*fill));
    struct options *options = &fill->options;
    CHECK(sodium_init() >= 0);
    *options = (struct options){.entries = 50000000, .days = 30, .end_ms = clock_wall_ms() - 1000};
    randombytes_buf(&options->seed, sizeof(options->seed));
    options->seed %= 1000000000;
    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return help(stdout);
    if (!read_options(argc, argv, options))
        return help(stderr);
    fill->filler.dice.state = options->seed;
    fprintf(stderr, "seed %" PRIu64 ", end %" PRId64 "\n", options->seed, options->end_ms);
    fill->hours = hours_make(options->end_ms, (size_t)options->days);
    fill->filler.now_ms = hours_time(fill->hours, 0);
    enum err err = open_all(fill);
    if (err == OK)
        err = fill_all(fill);
    close_all(fill);
    free(fill);
    if (err != OK)
        fprintf(stderr, "fill: %s\n", err_text(err));
    return err == OK ? 0 : 1;
}
