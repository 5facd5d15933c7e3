/* config - the catalogue as one readable text: a JSON object with a list for each resource, fields
 * in the order of their tables, so that two texts can be compared line by line.
 *
 *   {"rebond":1, "sources":[{"id":1,"status":"active","name":"ExoClick", ...}], "campaigns":[...]}
 *
 * Ids, campaign keys and goal ids are kept: links in the world stay alive. Times and versions are
 * not in it: they belong to the folder. A secret stands as CONFIG_MASK unless it is asked for; a
 * mask leaves the stored secret as it is. Pure; any thread. */
#pragma once
#include "model/db.h"
#include "model/schema.h"

#define CONFIG_FORMAT      1
#define CONFIG_FORMAT_NAME "rebond" /* the field that says so */
#define CONFIG_MASK        "(not shown)"

/* An entity as it stands in the text, as a new reference. ERR_IO: what is stored is no JSON. */
MUST_USE enum err config_write_item(enum entity entity, const struct db_row *row, bool with_secrets,
                                    json_t **item);
/* Masks what is secret in a document that is told of by a table. */
void config_mask(const struct schema *schema, json_t *document);
/* Masks what nobody is shown (FIELD_WRITE_ONLY). */
void config_hide(const struct schema *schema, json_t *document);
/* Puts null where there is a secret. */
void config_drop_secrets(const struct schema *schema, json_t *document);
/* The same for what differs between two such documents (diff.h). */
void config_mask_differences(const struct schema *schema, json_t *differences);
/* The table of a resource's fields, of "settings" too; NULL: there is no such resource. */
const struct schema *config_schema(struct str resource);
/* Puts the stored secrets (stored NULL: there are none) where a document holds masks. ERR_INVALID:
 * a mask without a stored secret, or one that nothing shows (FIELD_WRITE_ONLY) in an object whose
 * url is another now: who may change the address must not learn the secret by it. */
MUST_USE enum err config_unmask(const struct schema *schema, json_t *document, const json_t *stored,
                                struct model_fault *fault);
/* The document as the file has it: indented, with a line break at its end. For free(). */
char *config_text(const json_t *config);
/* The line, from 1, on which the index-th item of a list of the text begins; of an index past the
 * end the list's own. 0: there is no such list. The text is valid JSON. */
size_t config_line(struct str text, const char *list, size_t index);
