#include "ledger/words.h"

#include <stdlib.h>

struct word {
    sqlite3_int64 id; /* 0: empty */
    size_t len;
    char text[WORDS_BYTES_MAX];
};

struct words {
    sqlite3 *db;
    sqlite3_stmt *find, *add;
    struct word slots[WORDS_SLOTS];
};

struct words *words_open(sqlite3 *db)
{
    struct words *words = heap_make(1, sizeof(*words));
    words->db = db;
    int rc = sqlite3_prepare_v3(db, "SELECT id FROM word WHERE text=?", -1,
                                SQLITE_PREPARE_PERSISTENT, &words->find, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_prepare_v3(db, "INSERT INTO word(workspace_id, text) VALUES(0, ?)", -1,
                                SQLITE_PREPARE_PERSISTENT, &words->add, NULL);
    if (rc == SQLITE_OK)
        return words;
    words_close(words);
    return NULL;
}

void words_close(struct words *words)
{
    if (words == NULL)
        return;
    sqlite3_finalize(words->find);
    sqlite3_finalize(words->add);
    free(words);
}

/* The number of a stored word, 0 when there is none. */
static enum err look_up(struct words *words, struct str text, sqlite3_int64 *id)
{
    sqlite3_bind_text(words->find, 1, text.ptr, (int)text.len, SQLITE_STATIC);
    int rc = sqlite3_step(words->find);
    *id = rc == SQLITE_ROW ? sqlite3_column_int64(words->find, 0) : 0;
    sqlite3_reset(words->find);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? OK : ERR_IO;
}

static enum err add(struct words *words, struct str text, sqlite3_int64 *id)
{
    sqlite3_bind_text(words->add, 1, text.ptr, (int)text.len, SQLITE_STATIC);
    int rc = sqlite3_step(words->add);
    sqlite3_reset(words->add);
    *id = sqlite3_last_insert_rowid(words->db);
    return rc == SQLITE_DONE ? OK : ERR_IO;
}

enum err words_find(struct words *words, struct str text, sqlite3_int64 *id)
{
    struct word *slot = &words->slots[str_hash(text) % WORDS_SLOTS];
    if (slot->id != 0 && str_is_equal((struct str){slot->text, slot->len}, text)) {
        *id = slot->id;
        return OK;
    }
    enum err err = look_up(words, text, id);
    if (err == OK && *id == 0)
        err = add(words, text, id);
    if (err != OK || text.len > WORDS_BYTES_MAX)
        return err;
    memcpy(slot->text, text.ptr, text.len);
    slot->len = text.len;
    slot->id = *id;
    return OK;
}
