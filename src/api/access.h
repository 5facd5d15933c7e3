/* access - who may do what: one table of areas and roles (docs/api.md, Rights), and the same for a
 * key's scopes. Every route names its area, and every kind of entity has one; a route that names
 * none does not start. In which workspaces is the scope's matter (model/scope.h). Pure. */
#pragma once
#include "http/http.h"
#include "model/account.h"
#include "model/area.h"

/* What a caller may do in each area. */
struct rights {
    enum level of[AREA_COUNT];
};

struct rights access_of_role(enum user_role role);
struct rights access_of_key(const struct account_key *key);
/* Of whoever is not signed in. */
struct rights access_of_nobody(void);

/* The area of a resource. */
enum area access_area(enum entity entity);
/* What a method needs: GET and HEAD read, all others write. */
enum level access_needed(enum http_method method);
bool access_may(const struct rights *rights, enum area area, enum level needed);
/* "none", "read", "write". */
const char *access_level_text(enum level level);
