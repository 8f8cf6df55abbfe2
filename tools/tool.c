#include "tool.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void
fail(const char *file, size_t line, const char *fmt, ...)
{
	va_list ap;

	if (line)
		fprintf(stderr, "%s:%zu: ", file, line);
	else
		fprintf(stderr, "%s: ", file);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

static bool
slurp(const char *path, struct buf *b)
{
	FILE *f = fopen(path, "re");
	char chunk[65536];
	size_t n;
	bool failed;

	if (f == NULL)
		return false;
	while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
		buf_put(b, (struct str){ chunk, n });
	failed = ferror(f) || buf_failed(b);
	fclose(f);
	return !failed;
}

struct str
file_read(struct arena *a, const char *path)
{
	struct buf b = BUF_INIT(TOOL_MAX);
	struct str text;

	if (!slurp(path, &b))
		fail(path, 0, "cannot be read");
	text = arena_dup(a, buf_str(&b));
	buf_release(&b);
	return text;
}

void
file_write(const char *path, struct str bytes)
{
	struct buf old = BUF_INIT(TOOL_MAX);
	bool same = slurp(path, &old) && str_eq(buf_str(&old), bytes);
	FILE *f;

	buf_release(&old);
	if (same)
		return;
	f = fopen(path, "we");
	if (f == NULL || fwrite(bytes.p, 1, bytes.n, f) != bytes.n || fclose(f) != 0)
		fail(path, 0, "cannot be written");
}

void
put_literal(struct buf *b, struct str s)
{
	buf_byte(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '"' || c == '\\')
			buf_printf(b, "\\%c", c);
		else if (c == '\n')
			buf_puts(b, "\\n");
		else if (c < 0x20 || c == 0x7F || (c == '?' && i > 0 && s.p[i - 1] == '?'))
			buf_printf(b, "\\%03o", c);
		else
			buf_byte(b, (char)c);
	}
	buf_byte(b, '"');
}

struct str
path_base(struct str path)
{
	size_t i = path.n;

	while (i > 0 && path.p[i - 1] != '/')
		i--;
	return str_sub(path, i, path.n);
}

struct str
path_folder(struct str path)
{
	size_t n = path.n - path_base(path).n;

	return path_base(str_sub(path, 0, n ? n - 1 : 0));
}
