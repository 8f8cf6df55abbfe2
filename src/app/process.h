/*
 * What the long-lived processes share: being told to end.
 *
 * SIGTERM and SIGINT are blocked, so that nothing is interrupted half done, and
 * looked for where a process has nothing to lose.  A handler with a flag was
 * rejected: a signal that comes between the look at the flag and the wait is
 * lost until something else wakes the process.
 */
#ifndef APP_PROCESS_H
#define APP_PROCESS_H

#include <stdbool.h>

/* Names the process in the log; before any thread starts. */
void process_begin(const char *name);

/* Waits that long for the word to end: true when it came, now or before. */
bool process_ending(long milliseconds);

void process_wait(void); /* until it comes */

#endif
