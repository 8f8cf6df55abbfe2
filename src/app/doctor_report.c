/* vigie doctor: runs the checks of doctor.c and tells what they found. */
#include "app/doctor.h"

#include <stdarg.h>
#include <unistd.h>

#include "app/command.h"
#include "base/json.h"

static const char *const state_name[] = { "fine", "note", "wrong" };

static struct finding found(struct doctor *d, enum state s, const char *fmt, va_list ap)
    __attribute__((format(printf, 3, 0)));

static struct finding
found(struct doctor *d, enum state s, const char *fmt, va_list ap)
{
	char text[500];

	vsnprintf(text, sizeof text, fmt, ap);
	return (struct finding){ s, arena_dup(d->arena, str_of(text)) };
}

struct finding
fine(struct doctor *d, const char *fmt, ...)
{
	struct finding f;
	va_list ap;

	va_start(ap, fmt);
	f = found(d, STATE_FINE, fmt, ap);
	va_end(ap);
	return f;
}

struct finding
note(struct doctor *d, const char *fmt, ...)
{
	struct finding f;
	va_list ap;

	va_start(ap, fmt);
	f = found(d, STATE_NOTE, fmt, ap);
	va_end(ap);
	return f;
}

struct finding
wrong(struct doctor *d, const char *fmt, ...)
{
	struct finding f;
	va_list ap;

	va_start(ap, fmt);
	f = found(d, STATE_WRONG, fmt, ap);
	va_end(ap);
	return f;
}

#define CHECKS_MAX 64

static size_t
run_all(struct doctor *d, struct finding *ret)
{
	size_t n = 0;

	for (; check_table[n].name && n < CHECKS_MAX; n++)
		ret[n] = check_table[n].run(d);
	return n;
}

static void
print_json(const struct finding *f, size_t n, bool good)
{
	struct buf b = BUF_INIT(1u << 20);
	struct json j = { .out = &b };

	json_open(&j, '{');
	json_key(&j, "ok");
	json_bool(&j, good);
	json_key(&j, "checks");
	json_open(&j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(&j, '{');
		json_pair(&j, "name", str_of(check_table[i].name));
		json_pair(&j, "state", str_of(state_name[f[i].state]));
		json_pair(&j, "message", f[i].text);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
	command_print(&b);
}

/* An empty file would be made by opening a database that is not there. */
static void
open_database(struct doctor *d)
{
	const char *file = instance_sqlite(d->in);

	if (file && access(file, F_OK) != 0)
		d->db_error = arena_printf(d->arena, "there is no database '%s'", file);
	else
		d->db = instance_db(d->in, &d->db_error);
}

int
command_doctor(struct command_line *cl)
{
	struct doctor d = { .in = cl->in, .arena = cl->arena, .now = moment_now() };
	struct finding f[CHECKS_MAX];
	bool good = true;
	size_t n;

	open_database(&d);
	n = run_all(&d, f);
	db_close(d.db);
	for (size_t i = 0; i < n; i++)
		good = good && f[i].state != STATE_WRONG;
	if (cl->opt.json)
		print_json(f, n, good);
	for (size_t i = 0; i < n && !cl->opt.json; i++)
		printf(
		    "%-6s %-8s %.*s\n", state_name[f[i].state], check_table[i].name, PS(f[i].text));
	return good ? EXIT_DONE : EXIT_FAILED;
}
