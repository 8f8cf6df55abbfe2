/* Inviting a person from the shell: shared by init and user. */
#ifndef APP_INVITE_H
#define APP_INVITE_H

#include "app/command.h"
#include "identity/identity.h"

/* Creates the account and prints its one-time link. */
int invite_and_print(struct command_line *cl, struct db *db, struct account *acc);

#endif
