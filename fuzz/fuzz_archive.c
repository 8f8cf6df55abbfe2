/* The archive writer: any name and any bytes make an archive that opens again with
 * its password, holds one file with a harmless name, and the same bytes. */
#include <archive.h>
#include <archive_entry.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "doc/zip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MOST (1u << 16)

static void
check_name(const char *name)
{
	size_t n = strlen(name);

	if (n == 0 || n > ZIP_NAME || name[0] == '.' || strpbrk(name, "/\\:*?\"<>|\n"))
		abort();
}

static void
read_back(struct str zip, struct str bytes)
{
	static char got[MOST + 1];
	struct archive *a = archive_read_new();
	struct archive_entry *e;
	size_t n = 0;
	la_ssize_t more;

	archive_read_support_format_zip(a);
	archive_read_add_passphrase(a, "infected");
	if (archive_read_open_memory(a, zip.p, zip.n) != ARCHIVE_OK ||
	    archive_read_next_header(a, &e) != ARCHIVE_OK)
		abort();
	check_name(archive_entry_pathname(e));
	while (n < sizeof got && (more = archive_read_data(a, got + n, sizeof got - n)) > 0)
		n += (size_t)more;
	if (n != bytes.n || (n && memcmp(got, bytes.p, n) != 0))
		abort();
	archive_read_free(a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = { (const char *)data, size }, name = str_cut(&rest, '\0');
	struct buf b = BUF_INIT(1u << 20);
	struct zip *z;

	if (size > MOST)
		return 0;
	z = zip_begin(&b, S("infected"));
	zip_entry(z, name, (int64_t)rest.n, 0);
	zip_write(z, rest);
	if (!zip_end(z))
		abort();
	read_back(buf_str(&b), rest);
	buf_release(&b);
	return 0;
}
