/*
 * embed OUT.c OUT.bin DATA STATIC: files to bytes inside the program.
 *
 * Everything under DATA is stored raw as "data/<path>", everything under STATIC
 * as "s/<path>" with gzip and Brotli variants where the type is a text and the
 * variant is smaller.  All bytes go to OUT.bin, which OUT.c includes whole by
 * .incbin and indexes by asset_table (base/asset.h): C literals were rejected,
 * they take a compiler ten times longer.
 *
 * asset_hash is FNV-1a, 64 bits, over path and bytes of the static files, in
 * the order of their paths: not a signature, only an address that changes.
 */
#include <brotli/encode.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

#include "tool.h"

#define MAX_FILES 8192

struct file {
	struct str path; /* in the program */
	const char *from;
	const char *type;
	bool text;
	size_t at, n, gzip_at, gzip_n, brotli_at, brotli_n;
};

static const struct {
	const char *suffix, *type;
	bool text;
} kinds[] = {
	{ ".css", "text/css; charset=utf-8", true },
	{ ".js", "text/javascript; charset=utf-8", true },
	{ ".svg", "image/svg+xml", true },
	{ ".html", "text/html; charset=utf-8", true },
	{ ".txt", "text/plain; charset=utf-8", true },
	{ ".md", "text/markdown; charset=utf-8", true },
	{ ".json", "application/json", true },
	{ ".webmanifest", "application/manifest+json", true },
	{ ".xml", "application/xml", true },
	{ ".csv", "text/csv; charset=utf-8", true },
	{ ".tsv", "text/tab-separated-values; charset=utf-8", true },
	{ ".png", "image/png", false },
	{ ".jpg", "image/jpeg", false },
	{ ".webp", "image/webp", false },
	{ ".ico", "image/x-icon", false },
	{ ".woff2", "font/woff2", false },
	{ ".pdf", "application/pdf", false },
};

static struct arena *arena;
static struct file file[MAX_FILES];
static size_t n_files;

static void
add_file(const char *from, struct str path)
{
	struct file *f = &file[n_files++];

	if (n_files == MAX_FILES)
		fail(from, 0, "more than %d files", MAX_FILES);
	*f = (struct file){ .path = path, .from = from, .type = "application/octet-stream" };
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (str_ends(path, str_of(kinds[i].suffix))) {
			f->type = kinds[i].type;
			f->text = kinds[i].text;
		}
}

/* Names that begin with a dot are not for the program. */
static void
walk(const char *folder, struct str prefix)
{
	DIR *d = opendir(folder);
	struct dirent *entry;
	struct stat st;

	if (d == NULL)
		fail(folder, 0, "cannot be opened");
	while ((entry = readdir(d)) != NULL) {
		const char *from = arena_printf(arena, "%s/%s", folder, entry->d_name).p;
		struct str path = arena_printf(arena, "%.*s/%s", PS(prefix), entry->d_name);

		if (entry->d_name[0] == '.')
			continue;
		if (stat(from, &st) != 0)
			fail(from, 0, "cannot be read");
		if (S_ISDIR(st.st_mode))
			walk(from, path);
		else
			add_file(from, path);
	}
	closedir(d);
}

static int
by_path(const void *a, const void *b)
{
	return str_cmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

static struct str
gzipped(struct str bytes)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)bytes.p, .avail_in = (uInt)bytes.n };
	size_t room = bytes.n + bytes.n / 1000 + 128;
	char *out = arena_alloc(arena, room);

	z.next_out = (Bytef *)out;
	z.avail_out = (uInt)room;
	/* 15 bits of window, 16 more to ask for the gzip envelope; no time in it. */
	if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK ||
	    deflate(&z, Z_FINISH) != Z_STREAM_END || deflateEnd(&z) != Z_OK)
		fail("embed", 0, "gzip fails");
	return (struct str){ out, (size_t)((char *)z.next_out - out) };
}

static struct str
brotli(struct str bytes)
{
	size_t n = BrotliEncoderMaxCompressedSize(bytes.n) + 16;
	uint8_t *out = arena_alloc(arena, n);

	if (!BrotliEncoderCompress(BROTLI_MAX_QUALITY, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT,
		bytes.n, (const uint8_t *)bytes.p, &n, out))
		fail("embed", 0, "Brotli fails");
	return (struct str){ (const char *)out, n };
}

/* Adds the bytes to the blob: where they stand. */
static size_t
put_bytes(struct buf *blob, struct str bytes)
{
	size_t at = blob->n;

	buf_put(blob, bytes);
	return at;
}

static uint64_t
fnv(uint64_t h, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * UINT64_C(0x100000001b3);
	return h;
}

static uint64_t
store_files(struct buf *blob)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < n_files; i++) {
		struct file *f = &file[i];
		struct str bytes = file_read(arena, f->from), small;

		f->n = bytes.n;
		f->at = put_bytes(blob, bytes);
		if (!str_starts(f->path, S("s/")))
			continue;
		hash = fnv(fnv(fnv(hash, f->path), (struct str){ "", 1 }), bytes);
		if (!f->text)
			continue;
		small = gzipped(bytes);
		if (small.n < f->n) {
			f->gzip_n = small.n;
			f->gzip_at = put_bytes(blob, small);
		}
		small = brotli(bytes);
		if (small.n < f->n) {
			f->brotli_n = small.n;
			f->brotli_at = put_bytes(blob, small);
		}
	}
	return hash;
}

static void
put_view(struct buf *b, size_t at, size_t n)
{
	if (n)
		buf_printf(b, ", { asset_bytes + %zu, %zu }", at, n);
	else
		buf_puts(b, ", { NULL, 0 }");
}

static void
write_table(const char *out, const char *bin, uint64_t hash)
{
	struct buf b = BUF_INIT(TOOL_MAX);

	buf_puts(&b, "/* Made by tools/embed. */\n#include \"base/asset.h\"\n\n");
	buf_printf(&b,
	    "__asm__(\".section .rodata\\n.balign 16\\n.globl asset_bytes\\nasset_bytes:\\n"
	    ".incbin \\\"%s\\\"\\n.byte 0\\n.previous\\n\");\n",
	    bin);
	buf_puts(&b, "extern const char asset_bytes[];\n\nconst struct asset asset_table[] = {\n");
	for (size_t i = 0; i < n_files; i++) {
		const struct file *f = &file[i];

		buf_puts(&b, "\t{ STR_INIT(");
		put_literal(&b, f->path);
		buf_printf(&b, "), \"%s\"", f->type);
		put_view(&b, f->at, f->n);
		put_view(&b, f->gzip_at, f->gzip_n);
		put_view(&b, f->brotli_at, f->brotli_n);
		buf_puts(&b, " },\n");
	}
	buf_printf(&b, "\t{ .type = NULL },\n};\nconst size_t asset_count = %zu;\n", n_files);
	buf_printf(&b, "const char asset_hash[] = \"%016llx\";\n", (unsigned long long)hash);
	file_write(out, buf_str(&b));
	buf_release(&b);
}

int
main(int argc, char **argv)
{
	struct buf blob = BUF_INIT(TOOL_MAX);
	uint64_t hash;

	if (argc != 5) {
		fprintf(stderr, "usage: embed OUT.c OUT.bin DATA STATIC\n");
		return 2;
	}
	arena = arena_new((size_t)TOOL_MAX * 8);
	walk(argv[3], S("data"));
	walk(argv[4], S("s"));
	qsort(file, n_files, sizeof *file, by_path);
	hash = store_files(&blob);
	if (buf_failed(&blob))
		fail(argv[2], 0, "more than %u bytes", TOOL_MAX);
	file_write(argv[2], buf_str(&blob));
	write_table(argv[1], argv[2], hash);
	buf_release(&blob);
	arena_free(arena);
	return 0;
}
