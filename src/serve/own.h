/* own - the data that come with the program: folders beside it in the build, or under share/rebond/
 * where it is installed. Any thread. */
#pragma once
#include "base/base.h"

#define OWN_PATH_MAX 1024

/* The path of the folder of that name; false: there is none. */
bool own_find_folder(const char *name, char folder[OWN_PATH_MAX]);
