/* ZIP through libarchive, which writes to us in blocks. */
#include "doc/zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>

#include "base/die.h"

struct zip {
	struct archive *archive;
	struct archive_entry *entry;
	struct buf *to;
	bool good;
};

static la_ssize_t
take(struct archive *a, void *context, const void *bytes, size_t n)
{
	struct zip *z = context;

	/* Over the maximum the buffer keeps nothing more and zip_end says so: a writer
	 * that is stopped halfway never frees its compressor. */
	(void)a;
	buf_put(z->to, (struct str){ bytes, n });
	return (la_ssize_t)n;
}

struct zip *
zip_begin(struct buf *to, struct str password)
{
	struct zip *z = calloc(1, sizeof *z);
	char secret[100];

	if (z == NULL || (z->archive = archive_write_new()) == NULL)
		die("out of memory");
	z->to = to;
	snprintf(secret, sizeof secret, "%.*s", PS(password));
	z->good = archive_write_set_format_zip(z->archive) == ARCHIVE_OK &&
		  archive_write_set_options(z->archive,
		      "zip:encryption=zipcrypt,zip:compression=deflate") == ARCHIVE_OK &&
		  archive_write_set_passphrase(z->archive, secret) == ARCHIVE_OK &&
		  archive_write_set_bytes_in_last_block(z->archive, 1) == ARCHIVE_OK &&
		  archive_write_open(z->archive, z, NULL, take, NULL) == ARCHIVE_OK;
	return z;
}

static bool
harmless(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       c == '-' || c == '_' || c == '.';
}

void
zip_name(struct str name, char *ret)
{
	size_t n = 0, from = name.n;

	while (from && name.p[from - 1] != '/' && name.p[from - 1] != '\\')
		from--;
	for (size_t i = from; i < name.n && n < ZIP_NAME; i++) {
		if (((unsigned char)name.p[i] & 0xC0) == 0x80)
			continue; /* the rest of a character that became '_' */
		ret[n++] = harmless(name.p[i]) ? name.p[i] : '_';
	}
	if (n == 0)
		ret[n++] = '_';
	if (ret[0] == '.')
		ret[0] = '_';
	if (ret[n - 1] == '.')
		ret[n - 1] = '_';
	ret[n] = '\0';
}

bool
zip_entry(struct zip *z, struct str name, int64_t size, int64_t modified)
{
	char plain[ZIP_NAME + 1];

	zip_name(name, plain);
	z->entry = archive_entry_new();
	if (z->entry == NULL)
		die("out of memory");
	archive_entry_set_pathname(z->entry, plain);
	archive_entry_set_size(z->entry, size);
	archive_entry_set_filetype(z->entry, AE_IFREG);
	archive_entry_set_perm(z->entry, 0600);
	archive_entry_set_mtime(z->entry, modified, 0);
	z->good = z->good && archive_write_header(z->archive, z->entry) == ARCHIVE_OK;
	return z->good;
}

bool
zip_write(struct zip *z, struct str bytes)
{
	if (z->good && bytes.n)
		z->good = archive_write_data(z->archive, bytes.p, bytes.n) == (la_ssize_t)bytes.n;
	return z->good && !buf_failed(z->to);
}

bool
zip_end(struct zip *z)
{
	bool good = archive_write_close(z->archive) == ARCHIVE_OK && z->good && !buf_failed(z->to);

	archive_entry_free(z->entry);
	archive_write_free(z->archive);
	free(z);
	return good;
}
