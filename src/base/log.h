/*
 * The program's log: one line an event on standard error, for the system's
 * collector.  Only processes, jobs and the dispatcher log; library code returns
 * its error instead.  No personal data, no secret, no content of an incident.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

void log_name(const char *process); /* "web", "work", … shown in each line */
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
