/* commands - what the command line does besides serving. Each gets what followed its name, and
 * returns the exit code. */
#pragma once
#include "serve/settings.h"

int command_serve(int argc, char *const *argv);
int command_edge(int argc, char *const *argv);
int command_desk(int argc, char *const *argv);
int command_export(int argc, char *const *argv);
int command_import(int argc, char *const *argv);
int command_key(int argc, char *const *argv);
int command_user(int argc, char *const *argv);
int command_verify(int argc, char *const *argv);
int command_rebuild_facts(int argc, char *const *argv);
int command_demo(int argc, char *const *argv);
int command_places(int argc, char *const *argv);
int command_rates(int argc, char *const *argv);
int command_settings(int argc, char *const *argv);

/* Whether --help or -h is among them. */
bool command_wants_help(int argc, char *const *argv);
/* Has the log say as much as is set. */
void command_apply_log_level(const struct settings *settings);
