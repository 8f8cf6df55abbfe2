/* The table of common lengths is 400 by 400 at most: 320 KiB, for a page that few ask for. */
#include "watch/diff.h"

struct side {
	size_t n;
	struct str *line;
};

static struct side
lines(struct str text, struct arena *a)
{
	struct side s = { 0 };
	size_t room = 1;

	for (size_t i = 0; i < text.n; i++)
		room += text.p[i] == '\n';
	s.line = arena_array(a, struct str, room);
	while (text.n) {
		struct str line = str_cut(&text, '\n');

		if (line.n && line.p[line.n - 1] == '\r')
			line.n--;
		s.line[s.n++] = line;
	}
	return s;
}

static void
put(struct diff *d, enum diff_kind kind, struct str text)
{
	d->line[d->n++] = (struct diff_line){ kind, text };
}

static void
middle(struct diff *d, struct side x, struct side y, struct arena *a)
{
	size_t wide = y.n + 1, i = 0, k = 0;
	uint16_t *common = arena_array(a, uint16_t, (x.n + 1) * wide);

	memset(common, 0, sizeof *common * (x.n + 1) * wide);
	for (i = x.n; i-- > 0;)
		for (k = y.n; k-- > 0;) {
			uint16_t down = common[(i + 1) * wide + k],
				 right = common[i * wide + k + 1];

			common[i * wide + k] = str_eq(x.line[i], y.line[k])
						   ? (uint16_t)(common[(i + 1) * wide + k + 1] + 1)
						   : (down > right ? down : right);
		}
	for (i = k = 0; i < x.n && k < y.n;)
		if (str_eq(x.line[i], y.line[k])) {
			put(d, DIFF_SAME, x.line[i++]);
			k++;
		} else if (common[(i + 1) * wide + k] >= common[i * wide + k + 1])
			put(d, DIFF_OUT, x.line[i++]);
		else
			put(d, DIFF_IN, y.line[k++]);
	while (i < x.n)
		put(d, DIFF_OUT, x.line[i++]);
	while (k < y.n)
		put(d, DIFF_IN, y.line[k++]);
}

struct diff
diff_of(struct str from, struct str to, struct arena *a)
{
	struct side x = lines(from, a), y = lines(to, a), mx, my;
	struct diff d = { .line = arena_array(a, struct diff_line, x.n + y.n + 1) };
	size_t head = 0, tail = 0;

	while (head < x.n && head < y.n && str_eq(x.line[head], y.line[head]))
		put(&d, DIFF_SAME, x.line[head++]);
	while (tail < x.n - head && tail < y.n - head &&
	       str_eq(x.line[x.n - tail - 1], y.line[y.n - tail - 1]))
		tail++;
	mx = (struct side){ x.n - head - tail, x.line + head };
	my = (struct side){ y.n - head - tail, y.line + head };
	if (mx.n <= DIFF_LINES && my.n <= DIFF_LINES)
		middle(&d, mx, my, a);
	else {
		for (size_t i = 0; i < mx.n; i++)
			put(&d, DIFF_OUT, mx.line[i]);
		for (size_t i = 0; i < my.n; i++)
			put(&d, DIFF_IN, my.line[i]);
	}
	while (tail > 0)
		put(&d, DIFF_SAME, x.line[x.n - tail--]);
	return d;
}
