/* Archives of one file: read back by libarchive and, where it is installed, by
 * unzip; names that no reader misunderstands. */
#include <archive.h>
#include <archive_entry.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit.h"

#include "doc/zip.h"

static void
packed(struct str name, struct str bytes, struct buf *ret)
{
	struct zip *z = zip_begin(ret, S("infected"));

	EXPECT(zip_entry(z, name, (int64_t)bytes.n, 1732400000));
	EXPECT(zip_write(z, str_sub(bytes, 0, 3)));
	EXPECT(zip_write(z, str_sub(bytes, 3, bytes.n)));
	EXPECT(zip_end(z));
}

static void
opens(struct str zip, const char *password, const char *name, struct str bytes, bool right)
{
	struct archive *a = archive_read_new();
	struct archive_entry *e;
	char got[100];
	la_ssize_t n;

	archive_read_support_format_zip(a);
	archive_read_add_passphrase(a, password);
	EXPECT_INT(archive_read_open_memory(a, zip.p, zip.n), ARCHIVE_OK);
	EXPECT_INT(archive_read_next_header(a, &e), ARCHIVE_OK);
	EXPECT_STR(str_of(archive_entry_pathname(e)), name);
	EXPECT(archive_entry_is_data_encrypted(e));
	n = archive_read_data(a, got, sizeof got);
	EXPECT((n == (la_ssize_t)bytes.n && memcmp(got, bytes.p, bytes.n) == 0) == right);
	archive_read_free(a);
}

TEST(round_trip)
{
	struct buf b = BUF_INIT(1u << 20);
	struct str bytes = S("MZ: what nobody should start");

	packed(S("facture.exe"), bytes, &b);
	EXPECT(!str_has(buf_str(&b), S("nobody")));
	opens(buf_str(&b), "infected", "facture.exe", bytes, true);
	opens(buf_str(&b), "wrong", "facture.exe", bytes, false);
	buf_release(&b);
}

/* 0: unzip tests the archive and is content; 127: there is no unzip. */
static int
unzip(const char *path)
{
	pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		execlp("unzip", "unzip", "-qq", "-t", "-P", "infected", path, (char *)NULL);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(others_read_it)
{
	char path[] = "/tmp/vigie-zip-XXXXXX";
	struct buf b = BUF_INIT(1u << 20);
	int fd = mkstemp(path), said;

	packed(S("a.txt"), S("0123456789"), &b);
	EXPECT(fd >= 0 && write(fd, b.p, b.n) == (ssize_t)b.n);
	close(fd);
	said = unzip(path);
	if (said == 127)
		printf("no unzip here: not tried\n");
	else
		EXPECT_INT(said, 0);
	remove(path);
	buf_release(&b);
}

TEST(bounded)
{
	struct buf b = BUF_INIT(64);
	struct zip *z = zip_begin(&b, S("infected"));

	zip_entry(z, S("a"), 100000, 0);
	for (int i = 0; i < 1000; i++) {
		char noise[100];

		for (size_t k = 0; k < sizeof noise; k++)
			noise[k] = (char)(i * 31 + (int)(k * k * 7));
		zip_write(z, (struct str){ noise, sizeof noise });
	}
	EXPECT(!zip_end(z));
	EXPECT(b.n <= 64);
	buf_release(&b);
}

static void
named(const char *name, const char *wanted)
{
	char got[ZIP_NAME + 1];

	zip_name(str_of(name), got);
	EXPECT_STR(str_of(got), wanted);
}

TEST(names)
{
	char longest[300];

	named("a.txt", "a.txt");
	named("../../etc/passwd", "passwd");
	named("C:\\temp\\evil.exe", "evil.exe");
	named("été 2024.pdf", "_t__2024.pdf");
	named(".htaccess", "_htaccess");
	named("..", "__");
	named("", "_");
	named("dossier/", "_");
	named("a\nb\x01", "a_b_");
	memset(longest, 'x', sizeof longest - 1);
	longest[299] = '\0';
	zip_name(str_of(longest), longest + 150);
	EXPECT_INT(strlen(longest + 150), ZIP_NAME);
}

UNIT_MAIN(round_trip, others_read_it, bounded, names)
