#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/die.h"

static const char *process_name = "vigie";

static void line(const char *level, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));

void
log_name(const char *process)
{
	process_name = process;
}

static void
line(const char *level, const char *fmt, va_list ap)
{
	char text[1024], when[32];
	time_t now = time(NULL);
	struct tm tm;

	vsnprintf(text, sizeof text, fmt, ap);
	strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &tm));
	fprintf(stderr, "%s %s %s: %s\n", when, process_name, level, text);
}

void
log_info(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line("info", fmt, ap);
	va_end(ap);
}

void
log_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line("warn", fmt, ap);
	va_end(ap);
}

void
die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fprintf(stderr, "vigie: ");
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	exit(70);
}
