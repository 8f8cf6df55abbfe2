/* Conditions that several statements share (clause.h). */
#include "clause.h"

#include <ctype.h>

#include "tool.h"

#define MAX_CLAUSES 50

struct clause {
	struct str name, text;
};

static struct clause clause[MAX_CLAUSES];
static size_t n_clauses;

/* The name in "-- name: meaning", or the empty string. */
struct str
header_name(struct str line)
{
	struct str name = str_sub(line, 3, line.n);
	size_t n = 0;

	while (n < name.n && (islower((unsigned char)name.p[n]) ||
				 isdigit((unsigned char)name.p[n]) || name.p[n] == '_'))
		n++;
	if (!str_starts(line, S("-- ")) || n == 0 || n == name.n || name.p[n] != ':')
		return (struct str){ NULL, 0 };
	return str_sub(name, 0, n);
}

/* The name in "-- clause name: meaning", or the empty string. */
struct str
clause_name(struct str line)
{
	static const struct str mark = STR_INIT("-- clause ");
	struct str rest = str_sub(line, mark.n, line.n);

	return str_starts(line, mark) ? str_cut(&rest, ':') : (struct str){ NULL, 0 };
}

/* Clauses come first, whatever the order of the files. */
void
clause_read(struct arena *a, const char *file)
{
	struct str rest = file_read(a, file);
	struct clause *open = NULL;

	for (size_t line = 1; rest.n; line++) {
		struct str text = str_cut(&rest, '\n'), name = clause_name(text);

		if (name.n && n_clauses == MAX_CLAUSES)
			fail(file, line, "more than %d clauses", MAX_CLAUSES);
		if (name.n) {
			open = &clause[n_clauses++];
			*open = (struct clause){ .name = name, .text = { rest.p, 0 } };
		} else if (header_name(text).n) {
			open = NULL;
		} else if (open) {
			open->text.n = (size_t)(text.p + text.n - open->text.p);
		}
	}
	for (size_t i = 0; i < n_clauses; i++)
		clause[i].text = str_trim(clause[i].text);
}

bool
clause_spelled(struct arena *a, struct str name, struct str it, struct str *ret)
{
	struct buf b = BUF_INIT(1u << 16);
	struct str rest;
	size_t i = 0;

	while (i < n_clauses && !str_eq(clause[i].name, name))
		i++;
	if (i == n_clauses)
		return false;
	for (rest = clause[i].text; rest.n;) {
		bool here = str_starts(rest, S("{it}"));

		buf_put(&b, here ? it : str_sub(rest, 0, 1));
		rest = str_sub(rest, here ? 4 : 1, rest.n);
	}
	*ret = arena_dup(a, buf_str(&b));
	buf_release(&b);
	return true;
}
