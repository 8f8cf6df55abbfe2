/*
 * Statements and rows of a PostgreSQL session; see postgres.c.
 *
 * A query's parameters are kept in an arena of their own until it runs; the
 * struct goes back to the session for the next query.
 */
#include <errno.h>

#include "base/die.h"
#include "store/postgres.h"

#define TYPE_BOOL 16
#define TYPE_BYTEA 17

/* ==== Statements ==== */

static struct call *
call(const struct query *q)
{
	return q->statement;
}

static int
count_parameters(const struct sql *sql)
{
	int n = 0;

	while (sql->parameter[n])
		n++;
	return n;
}

static void
name_statement(const struct sql *sql, char *name, size_t size)
{
	snprintf(name, size, "s%zu", sql->index);
}

static enum outcome
prepare_new(struct postgres *p, const struct sql *sql)
{
	char name[24];
	PGresult *r;
	enum outcome o = OK;

	name_statement(sql, name, sizeof name);
	r = PQprepare(p->c, name, sql->postgres, 0, NULL);
	if (!postgres_succeeded(r)) {
		o = postgres_failed(p, sql->name, r);
		if (o != UNAVAILABLE && o != FORBIDDEN) {
			o = INVALID;
			db_trouble_set(&p->db, "%s", PQresultErrorMessage(r));
		}
	}
	PQclear(r);
	p->prepared[sql->index] = o == OK;
	return o;
}

static struct call *
take_call(struct postgres *p, int n)
{
	struct call *c = p->spare;

	if (c) {
		p->spare = c->next;
	} else {
		c = calloc(1, sizeof *c);
		if (c == NULL)
			die("out of memory");
		c->arena = arena_new(CALL_MAX);
	}
	c->n = n;
	c->value = arena_array(c->arena, const char *, (size_t)n);
	c->length = arena_array(c->arena, int, (size_t)n);
	c->format = arena_array(c->arena, int, (size_t)n);
	return c;
}

static void
spare_call(struct postgres *p, struct call *c)
{
	PQclear(c->result);
	c->result = NULL;
	arena_reset(c->arena);
	c->next = p->spare;
	p->spare = c;
}

enum outcome
postgres_prepare(struct query *q)
{
	struct postgres *p = postgres_of(q->db);
	enum outcome o = OK;

	if (q->db->state == DB_IDLE ? !postgres_connected(p) : postgres_lost(p))
		return UNAVAILABLE;
	if (!p->prepared[q->sql->index])
		o = prepare_new(p, q->sql);
	if (o == OK)
		q->statement = take_call(p, count_parameters(q->sql));
	return o;
}

void
postgres_bind_int(struct query *q, size_t parameter, int64_t n)
{
	struct call *c = call(q);

	c->value[parameter] = arena_printf(c->arena, "%lld", (long long)n).p;
}

void
postgres_bind_bytes(struct query *q, size_t parameter, struct str s, bool blob)
{
	struct call *c = call(q);

	if (s.n > CALL_MAX / 4) {
		q->outcome = INVALID;
		return;
	}
	c->value[parameter] = arena_cstr(c->arena, s);
	c->length[parameter] = (int)s.n;
	c->format[parameter] = blob;
}

static enum outcome
run_failed(struct query *q, const PGresult *r)
{
	struct postgres *p = postgres_of(q->db);
	const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);

	if (state && q->db->state == DB_READING && str_eq(str_of(state), S("25006")))
		die("statement '%s' writes in a reading transaction", q->sql->name);
	if (state && (str_eq(str_of(state), S("0A000")) || str_eq(str_of(state), S("26000")))) {
		/* A migration changed the statement's result under the session, or
		 * somebody dropped it. */
		p->broken = true;
		return UNAVAILABLE;
	}
	if (state && str_starts(str_of(state), S("42")) && !str_eq(str_of(state), S("42501")))
		die("statement '%s' is wrong: %s", q->sql->name, PQresultErrorMessage(r));
	return postgres_failed(p, q->sql->name, r);
}

static void
execute(struct query *q)
{
	struct call *c = call(q);
	char name[24];

	q->started = true;
	name_statement(q->sql, name, sizeof name);
	c->result =
	    PQexecPrepared(postgres_of(q->db)->c, name, c->n, c->value, c->length, c->format, 0);
	q->row = -1;
	q->rows = PQntuples(c->result);
	if (!postgres_succeeded(c->result))
		q->outcome = run_failed(q, c->result);
}

bool
postgres_next(struct query *q)
{
	if (!q->started)
		execute(q);
	if (q->row < q->rows)
		q->row++;
	return q->outcome == OK && q->row < q->rows;
}

void
postgres_finish(struct query *q)
{
	struct call *c = call(q);
	int64_t changes = 0;

	if (q->started && !str_starts(str_of(PQcmdStatus(c->result)), S("SELECT")))
		str_int(str_of(PQcmdTuples(c->result)), &changes);
	if (q->started)
		q->db->changes = changes;
	spare_call(postgres_of(q->db), c);
	q->statement = NULL;
}

void
postgres_forget_spares(struct postgres *p)
{
	while (p->spare) {
		struct call *c = p->spare;

		p->spare = c->next;
		arena_free(c->arena);
		free(c);
	}
}

/* ==== Rows ==== */

size_t
postgres_columns(const struct query *q)
{
	bool row = q->started && q->row >= 0 && q->row < q->rows;

	return row ? (size_t)PQnfields(call(q)->result) : 0;
}

const char *
postgres_name_of(const struct query *q, size_t column)
{
	return PQfname(call(q)->result, (int)column);
}

bool
postgres_null(const struct query *q, size_t column)
{
	return PQgetisnull(call(q)->result, q->row, (int)column);
}

static struct str
value(const struct query *q, size_t column)
{
	return (struct str){ PQgetvalue(call(q)->result, q->row, (int)column),
		(size_t)PQgetlength(call(q)->result, q->row, (int)column) };
}

bool
postgres_integer(const struct query *q, size_t column, int64_t *ret)
{
	const char *p = value(q, column).p;
	char *end;
	long long n;

	if (PQftype(call(q)->result, (int)column) == TYPE_BOOL) {
		*ret = *p == 't';
		return true;
	}
	errno = 0;
	n = strtoll(p, &end, 10);
	if (end == p || *end != '\0' || errno != 0)
		return false;
	*ret = n;
	return true;
}

bool
postgres_text(const struct query *q, size_t column, struct arena *a, struct str *ret)
{
	if (PQftype(call(q)->result, (int)column) == TYPE_BYTEA)
		return false;
	*ret = arena_dup(a, value(q, column));
	return true;
}

static int
digit(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

/* "\x" and two digits a byte, as bytea_output promises. */
bool
postgres_blob(const struct query *q, size_t column, struct arena *a, struct str *ret)
{
	struct str hex = value(q, column);
	char *p;

	if (PQftype(call(q)->result, (int)column) != TYPE_BYTEA || !str_starts(hex, S("\\x")))
		return false;
	hex = str_sub(hex, 2, hex.n);
	p = arena_alloc(a, hex.n / 2 + 1);
	for (size_t i = 0; i < hex.n / 2; i++)
		p[i] = (char)(digit(hex.p[2 * i]) << 4 | digit(hex.p[2 * i + 1]));
	*ret = (struct str){ p, hex.n / 2 };
	return true;
}
