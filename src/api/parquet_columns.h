/* parquet_columns - the columns of a Parquet file from the shape of its rows, and a row's values in
 * them. An entity becomes its name and its number ("campaign", "campaign_id"), a nested object a
 * column for each field ("forward_outcome"), a list or a map a text of JSON. Pure; any thread. */
#pragma once
#include <jansson.h>
#include "api/shape.h"
#include "base/arena.h"
#include "facts/parquet.h"

struct parquet_columns;

/* In the arena; NULL when it is full. */
struct parquet_columns *parquet_columns_make(struct arena *arena, const struct shape *shape);
const struct parquet_column *parquet_columns_list(const struct parquet_columns *columns,
                                                  size_t *count);
/* Writes a row of that shape. What is no value of its column's type is left null. */
void parquet_columns_put(const struct parquet_columns *columns, const json_t *json,
                         struct parquet_row *row);
