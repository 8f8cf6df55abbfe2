/*
 * PDF: qpdf makes every stream plain, then the strings are read off.
 *
 * In a page's content a word is often an array of pieces with their distances
 * ("[(Hel) -20 (lo)] TJ"): strings of one array are one word.
 */
#include <qpdf/qpdf-c.h>

#include "doc/inside.h"

/* One character of a string after a backslash; how many bytes it takes. */
static size_t
escaped(struct str s, char *ret)
{
	static const struct {
		char from, to;
	} known[] = { { 'n', '\n' }, { 'r', '\n' }, { 't', '\t' }, { 'b', ' ' }, { 'f', '\n' } };
	size_t n = 0;
	int code = 0;

	while (n < 3 && n < s.n && s.p[n] >= '0' && s.p[n] <= '7')
		code = code * 8 + (s.p[n++] - '0');
	if (n > 0) {
		*ret = (char)code;
		return n;
	}
	*ret = s.n ? s.p[0] : ' ';
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (s.n && s.p[0] == known[i].from)
			*ret = known[i].to;
	return s.n ? 1 : 0;
}

/* From behind '(' to behind its ')'; parentheses within are pairs. */
static size_t
put_string(struct str s, struct buf *to)
{
	size_t depth = 1, i = 0;

	while (i < s.n) {
		char c = s.p[i++];

		if (c == '\\')
			i += escaped(str_sub(s, i, s.n), &c);
		else if (c == '(')
			depth++;
		else if (c == ')' && --depth == 0)
			break;
		if (c != 0)
			buf_byte(to, c);
	}
	return i;
}

void
inside_strings(struct str s, struct buf *to)
{
	bool array = false;

	for (size_t i = 0; i < s.n && !buf_failed(to);) {
		char c = s.p[i++];

		if (c == '[' || c == ']') {
			array = c == '[';
			buf_byte(to, '\n');
		} else if (c == '(') {
			i += put_string(str_sub(s, i, s.n), to);
			if (!array)
				buf_byte(to, '\n');
		}
	}
}

bool
inside_pdf(struct str bytes, struct buf *to)
{
	qpdf_data q = qpdf_init();
	bool good;

	qpdf_set_suppress_warnings(q, QPDF_TRUE);
	qpdf_silence_errors(q);
	good = !(qpdf_read_memory(q, "pdf", bytes.p, bytes.n, NULL) & QPDF_ERRORS);
	if (good) {
		qpdf_init_write_memory(q);
		qpdf_set_object_stream_mode(q, qpdf_o_disable);
		qpdf_set_stream_data_mode(q, qpdf_s_uncompress);
		qpdf_set_decode_level(q, qpdf_dl_generalized);
		qpdf_set_preserve_encryption(q, QPDF_FALSE);
		good = !(qpdf_write(q) & QPDF_ERRORS);
	}
	if (good)
		inside_strings(
		    (struct str){ (const char *)qpdf_get_buffer(q), qpdf_get_buffer_length(q) },
		    to);
	qpdf_cleanup(&q);
	return good;
}
