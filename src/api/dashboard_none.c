/* dashboard_none - a binary without the dashboard: its table of files is empty. */
#include "api/dashboard_files.h"

const struct dashboard_file dashboard_files[] = {{.path = {NULL, 0}}};
const size_t dashboard_file_count = 0;
