/* dashboard_files - the dashboard's files as the binary carries them: read-only, made by
 * web/embed.mjs from web/dist; a binary that was built without the dashboard has none. */
#pragma once
#include "base/base.h"
#include "base/str.h"

struct dashboard_file {
    struct str path; /* "/index.html", "/assets/app-6WXAU5BB.css" */
    struct str content_type;
    struct str hash; /* hex, of the plain bytes */
    struct str plain;
    struct str brotli, gzip; /* absent where they would not be smaller */
};

extern const struct dashboard_file dashboard_files[];
extern const size_t dashboard_file_count;
