/*
 * Extraction of observables against grep -oE over the same 100 MB, one core each.
 *
 * The text is made here: logs and prose, an observable in some lines, look-alikes in
 * others.  The expression asks for the same kinds, as one would write it; LC_ALL=C is
 * what makes grep fast.  It verifies nothing: no checksum, no public suffix, no
 * defanged form but the dot's, so it finds more and less than the program does.
 * Its output goes through a pipe: before /dev/null it would stop at the first match.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "knowledge/knowledge.h"
#include "tests/play/measure.h"
#include "tests/play/process.h"

#define BYTES (100u << 20)
#define ROUNDS 3

#define DOT "(\\.|\\[\\.\\])"
static const char expression[] =
    "(https?|hxxps?|ftp|ldap)(:|\\[:\\])//[A-Za-z0-9._~:/?#@!$&()*+,;=%\\[\\]-]+"
    "|[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(" DOT "[A-Za-z0-9-]+)+"
    "|([0-9]{1,3}" DOT "){3}[0-9]{1,3}(/[0-9]{1,2})?"
    "|([0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}"
    "|[A-Fa-f0-9]{128}|[A-Fa-f0-9]{96}|[A-Fa-f0-9]{64}|[A-Fa-f0-9]{56}|[A-Fa-f0-9]{40}|[A-Fa-f0-9]{"
    "32}"
    "|[0-9]+:[A-Za-z0-9/+]{6,64}:[A-Za-z0-9/+]{4,64}"
    "|CVE-[0-9]{4}-[0-9]{4,7}"
    "|bc1[a-z0-9]{11,71}|[13][1-9A-HJ-NP-Za-km-z]{25,34}|0x[A-Fa-f0-9]{40}"
    "|[48][1-9A-HJ-NP-Za-km-z]{94}"
    "|([A-Za-z0-9_-]+" DOT ")+[A-Za-z]{2,}";

static const char *const line[] = {
	"Nov 24 03:%02u:%02u srv-dpi sshd[%u]: Failed password for invalid user admin from "
	"203.0.113.%u port 4242 ssh2\n",
	"Le poste %u du service des urgences ne répond plus depuis %u heures, la garde a été "
	"prévenue (%u appels, %u retours).\n",
	"192.0.2.%u - - [24/Nov/2024:03:%02u:%02u +0100] \"GET /portail/index.php?id=%u HTTP/1.1\" "
	"200 5316 \"-\" \"Mozilla/5.0 (X11; Linux x86_64) Chrome/120.0.0.0\"\n",
	"Proxy TCP_DENIED/403 %u CONNECT cdn-%u.example.com:443 - HIER_NONE/- text/html %u %u\n",
	"%u;%u;%u;%u;en attente;commentaire saisi par le service sans autre précision utile à "
	"l'analyse\n",
	"Courriel de facture-%u@example.net reçu %u fois, lien "
	"hxxps://paiement[.]example[.]org/%u/%u ouvert par deux agents\n",
	"kernel: [%u.%u] usb 1-%u: new high-speed USB device number %u using xhci_hcd, no "
	"configuration chosen\n",
	"Fichier d41d8cd98f00b204e9800998ecf8%04u mis en quarantaine, règle %u, poste %u, version "
	"4.18.%u\n",
};

static void
make_text(struct buf *b)
{
	unsigned i = 0;

	while (b->n < BYTES) {
		unsigned a = i % 250, c = i * 7 % 60, d = i * 13 % 60, e = i % 9973;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		buf_printf(b, line[i++ % 8], a, c, d, e);
#pragma GCC diagnostic pop
	}
}

static bool
count(void *context, const struct observable *o)
{
	(void)o;
	++*(size_t *)context;
	return true;
}

static double
ours(struct str text, size_t *ret_found)
{
	double began = clock_seconds();

	*ret_found = 0;
	observable_scan(text, count, ret_found);
	return clock_seconds() - began;
}

static double
greps(const char *path)
{
	char command[4096];
	double began;

	snprintf(command, sizeof command, "LC_ALL=C grep -aoE '%s' %s | wc -c >/dev/null",
	    expression, path);
	began = clock_seconds();
	if (system(command) != 0)
		printf("grep did not run\n");
	return clock_seconds() - began;
}

int
main(void)
{
	struct buf text = BUF_INIT(BYTES + 4096);
	char path[] = "/tmp/vigie-observable-XXXXXX";
	int file = mkstemp(path);
	double mine = 1e9, theirs = 1e9;
	size_t found = 0;

	make_text(&text);
	if (file < 0 || write(file, text.p, text.n) != (ssize_t)text.n)
		return 1;
	close(file);
	for (int i = 0; i < ROUNDS; i++) {
		double m = ours(buf_str(&text), &found), t = greps(path);

		mine = m < mine ? m : mine;
		theirs = t < theirs ? t : theirs;
	}
	printf("observables: %zu in %zu bytes, %.2f s, %.0f MB a second; grep %.2f s\n", found,
	    text.n, mine, (double)text.n / mine / 1e6, theirs);
	measure_ratio("grep -oE / extraction of observables", theirs / mine, true, 1.0);
	remove(path);
	buf_release(&text);
	return 0;
}
