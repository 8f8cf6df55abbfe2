/*
 * What everybody may know: for now, observables, the lists of common ones,
 * vulnerabilities (vulnerability.h) and their scores (cvss.h), and advisories judged
 * (csaf.h).
 *
 * An observable is a value that investigators look for elsewhere: an address, a
 * name, a hash.  observable_scan finds them in any bytes, as people and programs
 * write them, and gives each in one normal form, so that two files that speak of
 * the same thing say the same.  It is pure but for the public suffix list, which
 * is read once; it takes time linear in the text and no memory of its own.
 */
#ifndef KNOWLEDGE_KNOWLEDGE_H
#define KNOWLEDGE_KNOWLEDGE_H

#include "base/arena.h"
#include "base/str.h"
#include "knowledge/csaf.h"
#include "knowledge/cvss.h"
#include "knowledge/vulnerability.h"
#include "store/store.h"

/* In the order of vocabulary "observable". */
enum observable_kind {
	OBSERVABLE_IPV4,
	OBSERVABLE_IPV6,
	OBSERVABLE_CIDR,
	OBSERVABLE_DOMAIN,
	OBSERVABLE_URL,
	OBSERVABLE_EMAIL,
	OBSERVABLE_MD5,
	OBSERVABLE_SHA1,
	OBSERVABLE_SHA224,
	OBSERVABLE_SHA256,
	OBSERVABLE_SHA384,
	OBSERVABLE_SHA512,
	OBSERVABLE_SSDEEP,
	OBSERVABLE_CVE,
	OBSERVABLE_BITCOIN,
	OBSERVABLE_ETHEREUM,
	OBSERVABLE_MONERO,
	OBSERVABLE_KINDS
};

/* The longest value kept, in bytes: what is longer is counted and left alone. */
#define OBSERVABLE_MAX 4096

struct observable {
	enum observable_kind kind;
	struct str value;   /* normal form; valid until the sink returns */
	size_t offset;	    /* in the text */
	struct str written; /* as it stands there */
	bool defanged;	    /* written so that nobody clicks on it */
	bool part;	    /* the host of the URL given just before */
};

/* False ends the search. */
typedef bool (*observable_sink)(void *context, const struct observable *o);

/* Everything in the text, in its order, without overlap but for `part`.  Returns
 * how many values were left out for being too long.
 *
 *	- Defanged forms are understood: hxxp, [.] (dot) [point] [at] [:] [://].
 *	- A domain ends with a public suffix of ICANN's part of the list, or onion,
 *	  or a name reserved for examples.  What could be a file's name ("readme.md",
 *	  "setup.py"; data/observable.tsv) is one unless it is defanged, stands in a
 *	  URL or an address, or has three labels; "Fin.La suite" is two sentences;
 *	  "com.example.app" is a package.
 *	- An address of four numbers after "version" or "Product/" is a version.
 *	- Checksums are verified: Bitcoin (base58check, bech32, bech32m), Ethereum
 *	  when case is mixed (EIP-55), Monero.
 *	- A URL's host comes again, as a `part`; the domain of a mail address does
 *	  not: it is mostly that of a provider, or of the victim. */
size_t observable_scan(struct str text, observable_sink sink, void *context);

/* One value that stands alone, of whatever kind, even when running text would not
 * take it ("readme.md").  False: it is none.  The value is in the arena. */
bool observable_read(struct str text, struct arena *a, struct observable *ret);

/* For reading by people: nothing to click on ("hxxps[:]//evil[.]example"). */
struct str observable_defang(enum observable_kind kind, struct str value, struct arena *a);

/* "ipv4", "domain"…: vocabulary "observable". */
struct str observable_code(enum observable_kind kind);
bool observable_kind_of(struct str code, enum observable_kind *ret);

/* --- Lists of common values (MISP warning lists) ---------------------------- */

/* What is on one is no sign of an attack: private addresses, names of large
 * providers, hashes of empty files.  Some lists ship in data/warninglists/; an
 * imported one of the same name takes the place of it. */
struct warninglists;

/* Those that ship, and those in the database unless db is NULL. */
enum outcome warninglist_load(struct db *db, struct warninglists **ret);
void warninglist_free(struct warninglists *w); /* accepts NULL */

/* The name of a list that has the value, in normal form; "" when none has. */
struct str warninglist_name(
    const struct warninglists *w, enum observable_kind kind, struct str value);

/* One list as published.  INVALID with a sentence: it is none, or of a kind that is
 * not read (regular expressions).  The same one twice changes nothing: *ret_new false. */
enum outcome warninglist_import(struct db *db, struct str bytes, struct moment now, struct arena *a,
    struct str *ret_name, size_t *ret_n, bool *ret_new, struct str *ret_error);

#endif
