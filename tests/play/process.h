/* Programs that tests start and end; their output is added to a file. */
#ifndef TESTS_PROCESS_H
#define TESTS_PROCESS_H

#include <stddef.h>
#include <sys/types.h>

/* input: a descriptor for its standard input, or -1. It ends with us. */
pid_t program_start(const char *const *word, size_t n, const char *output, int input);
double clock_seconds(void);  /* monotonic */
int program_wait(pid_t pid); /* exit code; minus the signal that ended it */
int program_run(const char *const *word, size_t n, const char *output);

#endif
