/* rebond - one program, one table of commands. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "base/base.h"
#include "serve/commands.h"

static const struct {
    const char *name;
    int (*run)(int argc, char *const *argv);
    const char *help;
} commands[] = {
    {"serve", command_serve, "serve everything on this machine"},
    {"edge", command_edge, "serve only clicks, postbacks and tag.php"},
    {"desk", command_desk, "serve only the JSON API"},
    {"demo", command_demo, "play the whole loop on this machine and compare both sides"},
    {"key", command_key, "make API keys"},
    {"places", command_places, "make a file of networks that addresses are looked up in"},
    {"rates", command_rates, "import exchange rates"},
    {"export", command_export, "write the whole catalogue as one readable file"},
    {"import", command_import, "show what such a file would change, or make it so"},
    {"user", command_user, "set up the first owner, invite and list users, help who is locked out"},
    {"verify", command_verify, "prove that the ledger is whole and all sums are right"},
    {"rebuild-facts", command_rebuild_facts, "project anew what reports are made from"},
    {"settings", command_settings, "print the table of all settings"},
};

static int print_help(FILE *out)
{
    fprintf(out, "Rebond " REBOND_VERSION " follows a paid click from the ad network to the sale "
                 "and back.\n\nrebond COMMAND [--data DIR] [options]\n\n");
    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        fprintf(out, "  %-13s %s\n", commands[i].name, commands[i].help);
    fprintf(out, "\nrebond COMMAND --help says more.\n");
    return out == stdout ? 0 : 2;
}

int main(int argc, char **argv)
{
    (void)umask(077); /* what it makes is its owner's alone, also what libraries make */
    if (argc < 2)
        return print_help(stderr);
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)
        return print_help(stdout);
    if (strcmp(argv[1], "--version") == 0) {
        printf("rebond " REBOND_VERSION "\n");
        return 0;
    }
    for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 2, argv + 2);
    }
    fprintf(stderr, "rebond: there is no command \"%s\"\n", argv[1]);
    return print_help(stderr);
}
