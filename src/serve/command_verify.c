/* rebond verify - proves the ledger, and that the facts are its sums. */
#include <unistd.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/num.h"
#include "facts/prove.h"
#include "ledger/verify.h"
#include "serve/commands.h"
#include "serve/desk_client.h"
#include "serve/desk_socket.h"
#include "serve/serve.h"

#define FACTS_WAIT_MS 30000 /* a desk that starts, or that removes the facts, is waited for */
#define FACTS_STEP_MS 100

/* What is known of the facts before the ledger is walked. */
enum facts_found { FACTS_NONE, FACTS_READ, FACTS_UNREAD };

struct verification {
    const struct settings *settings;
    const uint8_t *head;
    struct facts_proof *proof;
    struct facts_position position;
    enum facts_found found;
    const char *why; /* they could not be read */
};

static int print_help(void)
{
    printf("rebond verify [--data DIR] [--head HASH]\n"
           "Proves the ledger: every link of its chain, every personal field that is kept, and "
           "that conversions, outbox and totals equal the sums of the entries. Then that the facts "
           "which reports are made from equal them too, as far as they have come.\n"
           "Works while a server runs. --head: a head noted earlier, which must be met on the way. "
           "Exit code 0: proved; 1: not.\n");
    return 0;
}

static void print_fault(void *context, const char *sentence)
{
    (void)context;
    printf("FAULT %s\n", sentence);
}

/* --- The facts' side ------------------------------------------------------ */

static enum err add_sum(void *context, enum ledger_table table, const void *row)
{
    struct verification *v = context;
    return facts_proof_add(v->proof, table, row);
}

static enum err read_position(struct str line, struct facts_position *position)
{
    struct str word;
    enum err err = ERR_INVALID;
    if (str_take_piece(&line, ' ', &word) && str_take_piece(&line, ' ', &word))
        err = num_parse_u64(word, UINT64_MAX, &position->node);
    if (err == OK && str_take_piece(&line, ' ', &word))
        err = num_parse_u64(word, UINT64_MAX, &position->id);
    return err == OK ? num_parse_hex(line, position->hash, sizeof(position->hash)) : err;
}

static enum err read_lines(struct verification *v, struct str text)
{
    struct str line;
    enum err err = OK;
    while (err == OK && str_take_piece(&text, '\n', &line)) {
        _Alignas(max_align_t) char row[LEDGER_ROW_BYTES_MAX] = {0};
        enum ledger_table table;
        if (line.len == 0)
            continue;
        if (str_has_prefix(line, STR("position "))) {
            err = read_position(line, &v->position);
            continue;
        }
        err = desk_read_sum(line, &table, row);
        if (err == OK)
            err = facts_proof_add(v->proof, table, row);
    }
    return err;
}

/* ERR_NOT_FOUND: no desk runs; ERR_BUSY: it cannot say now. */
static enum err read_from_desk(struct verification *v)
{
    struct desk_answer answer CLEANUP(desk_answer_cleanup) = {0};
    enum err err = desk_ask(v->settings->data, "GET", "/facts", &answer);
    if (err == ERR_IO || (err == OK && answer.status != 200))
        return ERR_BUSY;
    return err == OK ? read_lines(v, answer.body) : err;
}

/* Without a desk the facts are ours to open. */
static enum err read_from_store(struct verification *v)
{
    struct facts_options options = serve_projector_options(v->settings).facts;
    struct facts *facts = NULL;
    char path[1100];
    snprintf(path, sizeof(path), "%s/" FACTS_FILE, v->settings->data);
    if (access(path, F_OK) != 0)
        return ERR_NOT_FOUND;
    enum err err = facts_open(&options, &facts);
    if (err != OK)
        return err;
    err = facts_sums(facts, (uint64_t)v->settings->node, &v->position, add_sum, v);
    facts_close(facts);
    return err;
}

/* Whoever has them open may be starting or ending just now. */
static void read_facts(struct verification *v)
{
    int64_t by_mono_ms = clock_mono_ms() + FACTS_WAIT_MS;
    enum err err = ERR_BUSY;
    while (err == ERR_BUSY) {
        err = read_from_desk(v);
        if (err == ERR_NOT_FOUND)
            err = read_from_store(v);
        if (err == ERR_BUSY && clock_mono_ms() > by_mono_ms)
            break;
        if (err == ERR_BUSY)
            (void)usleep(FACTS_STEP_MS * 1000);
    }
    bool is_none = err == ERR_NOT_FOUND || err == ERR_INVALID || (err == OK && v->position.id == 0);
    v->found = is_none ? FACTS_NONE : err == OK ? FACTS_READ : FACTS_UNREAD;
    v->why = err == ERR_BUSY ? "another process has them open and does not answer" : err_text(err);
}

/* --- The ledger's side ---------------------------------------------------- */

static void hold_against_facts(void *context, enum ledger_table table, const void *row)
{
    struct verification *v = context;
    facts_proof_compare(v->proof, table, row);
}

static void print_ledger(const struct verification *v, const struct verify_report *report)
{
    printf("%" PRIu64 " entries in %" PRIu64 " batches, %" PRIu64 " personal records, %" PRIu64
           " faults\nhead ",
           report->entries, report->batches, report->personal, report->faults);
    for (size_t i = 0; i < sizeof(report->head); i++)
        printf("%02x", report->head[i]);
    printf(" (entry %" PRIu64 ")\n", report->head_id);
    if (v->head != NULL && !report->has_expected_head)
        printf("FAULT the head asked for is not in this ledger\n");
}

/* Whether they are proved, or not there yet. */
static bool print_facts(struct verification *v, const struct verify_report *report)
{
    uint64_t compared = 0;
    if (v->found == FACTS_NONE) {
        printf("facts: none yet\n");
        return true;
    }
    if (v->found == FACTS_UNREAD) {
        printf("FAULT facts: not compared: %s\n", v->why);
        return false;
    }
    if (!report->has_totals ||
        memcmp(report->totals_hash, v->position.hash, sizeof(v->position.hash)) != 0) {
        printf("FAULT facts: entry %" PRIu64 ", up to which they go, ends no batch of this ledger "
               "with that hash: `rebond rebuild-facts` makes them anew\n",
               v->position.id);
        return false;
    }
    uint64_t faults = facts_proof_end(v->proof, &compared);
    printf("facts: %" PRIu64 " totals compared, %" PRIu64 " faults, up to entry %" PRIu64
           ", %" PRIu64 " entries behind\n",
           compared, faults, v->position.id, report->entries - report->totals_entries);
    return faults == 0;
}

static int verify(struct verification *v)
{
    struct verify_report report;
    read_facts(v);
    const struct verify_options options = {
        .expected_head = v->head,
        .on_fault = print_fault,
        .totals_id = v->found == FACTS_READ ? v->position.id : 0,
        .on_total = hold_against_facts,
        .context = v,
    };
    enum err err = ledger_verify(v->settings->data, &options, &report);
    if (err != OK) {
        fprintf(stderr, "rebond verify: %s: %s\n", v->settings->data,
                err == ERR_NOT_FOUND ? "there is no ledger in this folder"
                : err == ERR_INVALID ? "its ledger was made by another version"
                                     : err_text(err));
        return 1;
    }
    print_ledger(v, &report);
    bool is_proved = print_facts(v, &report);
    return is_proved && report.faults == 0 && (v->head == NULL || report.has_expected_head) ? 0 : 1;
}

int command_verify(int argc, char *const *argv)
{
    struct settings settings;
    const char *text = NULL;
    uint8_t head[STORE_HASH_BYTES];
    const struct settings_option options[] = {{"--head", &text, NULL, NULL},
                                              {NULL, NULL, NULL, NULL}};
    if (command_wants_help(argc, argv))
        return print_help();
    if (settings_read(argc, argv, options, &settings) != OK)
        return 2;
    if (text != NULL && num_parse_hex(str_from_c(text), head, sizeof(head)) != OK) {
        fprintf(stderr, "rebond verify: --head: expected 64 hex digits\n");
        return 2;
    }
    command_apply_log_level(&settings);
    struct verification v = {.settings = &settings,
                             .head = text != NULL ? head : NULL,
                             .proof = facts_proof_make(print_fault, NULL)};
    int status = verify(&v);
    facts_proof_free(v.proof);
    return status;
}
