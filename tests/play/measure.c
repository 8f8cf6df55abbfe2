#include "tests/play/measure.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool
measure_open(struct bench *b)
{
	const char *vigie = getenv("VIGIE");

	mkdir("build", 0755);
	mkdir("build/bench", 0755);
	setenv("TMPDIR", "build/bench", 1);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	return bench_open(b, vigie ? vigie : "build/vigie", NULL);
}

void
measure_ratio(const char *what, double ratio, bool at_least, double goal)
{
	bool met = at_least ? ratio >= goal : ratio <= goal;

	printf("%s: %.2f (goal: %s %.2f) %s\n", what, ratio, at_least ? "at least" : "at most",
	    goal, met ? "met" : "MISSED");
	fflush(stdout);
}

size_t
measure_family(pid_t parent, pid_t *ret, size_t max)
{
	char path[80];
	size_t n = 0;
	FILE *f;

	ret[n++] = parent;
	snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)parent, (int)parent);
	f = fopen(path, "re");
	while (f && n < max && fscanf(f, "%d", &ret[n]) == 1)
		n++;
	if (f)
		fclose(f);
	return n;
}

double
measure_proc(pid_t pid, const char *file, const char *field)
{
	char path[80], line[300];
	double value = -1;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
	f = fopen(path, "re");
	while (f && value < 0 && fgets(line, sizeof line, f))
		if (strncmp(line, field, strlen(field)) == 0)
			value = strtod(line + strlen(field), NULL);
	if (f)
		fclose(f);
	return value;
}
