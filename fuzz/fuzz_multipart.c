/*
 * However a multipart body is cut, it tells the same parts; names and file names
 * are UTF-8, and a file name is no path.
 *
 * The first byte is the size of the pieces, the second chooses the form of the
 * Content-Type; the rest is the body, with the boundary "B".  A third run takes
 * the whole input as a Content-Type.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "web/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct buf whole = BUF_INIT(8u << 20), pieces = BUF_INIT(8u << 20);

static void
holds(bool that)
{
	if (!that)
		abort();
}

static bool
begin(void *context, struct str name, struct str filename, struct str type)
{
	struct buf *told = context;

	holds(str_utf8_valid(name) && str_utf8_valid(filename));
	for (size_t i = 0; i < filename.n; i++)
		holds(filename.p[i] != '/' && filename.p[i] != '\\' &&
		      (unsigned char)filename.p[i] >= 0x20);
	holds(filename.n <= 200 && !str_eq(filename, S("..")));
	buf_printf(
	    told, "<%.*s|%d|%.*s|%.*s>", PS(name), filename.p != NULL, PS(filename), PS(type));
	return true;
}

static bool
data_seen(void *context, struct str bytes)
{
	holds(bytes.n > 0);
	buf_put(context, bytes);
	return true;
}

static bool
end(void *context)
{
	buf_puts(context, "</>");
	return true;
}

static int
feed(struct buf *told, const char *type, struct str body, size_t piece)
{
	struct multipart_sink sink = { told, begin, data_seen, end };
	struct multipart *m = multipart_new(str_of(type), &sink);
	bool good = true;
	int result;

	holds(m != NULL);
	buf_clear(told);
	for (size_t i = 0; good && i < body.n; i += piece)
		good = multipart_feed(m, str_sub(body, i, piece));
	result = good * 2 + multipart_end(m);
	multipart_free(m);
	return result;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char *const type[] = { "multipart/form-data; boundary=B",
		"multipart/form-data; a=\";\"; boundary=\"B\"" };
	struct multipart_sink sink = { &whole, begin, data_seen, end };
	struct str body;
	size_t piece;

	if (n < 2 || n > 65536)
		return 0;
	multipart_free(multipart_new((struct str){ (const char *)data, n }, &sink));
	body = (struct str){ (const char *)data + 2, n - 2 };
	piece = data[0] ? data[0] : 1;
	holds(feed(&whole, type[0], body, body.n + 1) ==
	      feed(&pieces, type[data[1] & 1], body, piece));
	holds(str_eq(buf_str(&whole), buf_str(&pieces)));
	return 0;
}
