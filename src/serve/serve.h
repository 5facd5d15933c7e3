/* serve - the wiring: a supervisor of two children, edge and desk (DESIGN.md §3), each of which can
 * also be started alone. */
#pragma once
#include <stdio.h>
#include <sys/types.h>
#include "facts/projector.h"
#include "serve/settings.h"
#include "visitor/device.h"
#include "visitor/place.h"

#define EDGE_SOCKET "edge.sock"
#define EDGE_LOCK   "edge.lock"
#define SERVE_LOCK  "lock"

/* Makes the data folder (0700) when it is missing, and opens it. Says why not on standard error. */
MUST_USE enum err serve_open_folder(const char *dir, int *dir_fd);
/* Locks a file of the folder until the process ends. ERR_CONFLICT: another process has it (said on
 * standard error). */
MUST_USE enum err serve_lock(int dir_fd, const char *file, const char *who);

/* How the facts are kept and projected. Lends the settings' folder. */
struct projector_options serve_projector_options(const struct settings *settings);

/* Opens the databases of places and networks that are set, or those that come with the program:
 * places/ beside it, or share/rebond/places/ where it is installed. Close with places_close(). */
struct places *serve_open_places(const struct settings *settings);

/* The rules of user agents that are set, or those that come with the program (agents/, as places/);
 * "": none are to be used. True: the program's own. */
bool serve_find_device_rules(const struct settings *settings, char path[DEVICE_PATH_MAX]);
/* The list of crawlers' user agents, likewise (crawlers/). */
void serve_find_crawlers(const struct settings *settings, char path[DEVICE_PATH_MAX]);

/* How many threads serve clicks: as set, else half the cores, for the ledger's writer, the courier
 * and the desk need theirs (measured: docs/performance.md). */
size_t serve_edge_threads(const struct settings *settings);

/* Raises the number of files that the process may open to the most that it is allowed. Warns when
 * that is too few for http.connections_max. */
void serve_raise_limits(const struct settings *settings);

/* Tells a child, through the environment, who its supervisor is; call between fork and exec. */
void serve_name_supervisor(pid_t supervisor);
/* Has this process end, by SIGTERM, with the supervisor that started it; nothing to do when it was
 * started alone. False: the supervisor is gone already (logged), and the process is to end. */
MUST_USE bool serve_follow_supervisor(void);

/* Prints the address of a one-time link, and a line end. */
void serve_print_link(FILE *to, const struct settings *settings, const char *token);

/* The commands: run until SIGTERM or SIGINT, return the exit code. argv: what followed the
 * command's name, handed on to the children. */
int serve_supervise(const struct settings *settings, int argc, char *const *argv);
int serve_edge(const struct settings *settings);
int serve_desk(const struct settings *settings);

/* Blocks SIGTERM and SIGINT in this thread and those it starts; serve_wait_for_end() waits for one
 * of them. */
void serve_block_signals(void);
void serve_wait_for_end(void);
