/*
 * One word of a text being looked at, cleaned of what defangs it.
 *
 * Private to src/knowledge.  scan.c cuts the text in words and asks the matchers
 * below at each place where a token begins; a matcher answers with the place after
 * what it took, having given it to the sink, or 0.  Each looks at a token once, so
 * that a text of any shape takes linear time.
 */
#ifndef KNOWLEDGE_SCAN_H
#define KNOWLEDGE_SCAN_H

#include <libpsl.h>

#include "knowledge/knowledge.h"

#define WORD_MAX 8192
#define TLD_CACHE 256

struct tld_known {
	char name[30];
	unsigned char n;
	bool known;
};

struct scan {
	struct str text;
	observable_sink sink;
	void *context;
	size_t too_long;
	bool stopped;
	bool alone; /* a value by itself: the doubts of running text do not hold */

	const char *p; /* the word */
	size_t n;
	size_t base;	    /* its place in the text, when it stands there as it is */
	const uint32_t *at; /* or the place of each byte, when it was cleaned */
	struct str before;  /* the word before it */

	struct tld_known tld[TLD_CACHE];
	uint32_t place[WORD_MAX + 1];
	char clean[WORD_MAX + 1];
	char value[OBSERVABLE_MAX + 4];
};

/* --- Bytes ---------------------------------------------------------------- */

enum {
	C_DIGIT = 1,
	C_LETTER = 2,
	C_HEX = 4, /* digits and a-f of both cases */
	C_HIGH = 8,
	C_NAME = 16, /* what a host name or the left of an address may have */
	C_URL = 32,  /* what stands in a URL after its host */
	C_BASE64 = 64,
};
extern const unsigned char byte_class[256];

static inline bool
is(char c, unsigned classes)
{
	return (byte_class[(unsigned char)c] & classes) != 0;
}

static inline char
small(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

/* The byte at i of the word, or NUL outside of it. */
static inline char
at(const struct scan *s, size_t i)
{
	return i < s->n ? s->p[i] : '\0';
}

/* Would a token go on with the byte at i, or before it? */
static inline bool
joins(const struct scan *s, size_t i)
{
	return i < s->n && is(s->p[i], C_DIGIT | C_LETTER | C_HIGH);
}

/* Does "." and a token's byte stand at i? */
static inline bool
dotted(const struct scan *s, size_t i)
{
	return at(s, i) == '.' && joins(s, i + 1);
}

bool scan_defanged(const struct scan *s, size_t from, size_t to);

/* s->value holds n bytes of normal form for what stands from..to. */
void scan_found(struct scan *s, enum observable_kind kind, size_t n, size_t from, size_t to);
void scan_part(struct scan *s, enum observable_kind kind, size_t n, size_t from, size_t to);

/* --- Matchers ------------------------------------------------------------- */

size_t match_ipv4(struct scan *s, size_t i);
size_t match_ipv6(struct scan *s, size_t i);
size_t match_url(struct scan *s, size_t i);
size_t match_name(struct scan *s, size_t i); /* a mail address, or a domain */
size_t match_cve(struct scan *s, size_t i);
size_t match_hash(struct scan *s, size_t i);
size_t match_ssdeep(struct scan *s, size_t i);
size_t match_wallet(struct scan *s, size_t i);

/* Four numbers at i, no more and no fewer: the place after them and their value, or 0. */
size_t read_ipv4(const struct scan *s, size_t i, uint32_t *ret);
size_t write_ipv4(char *to, uint32_t address); /* bytes written */
/* Text of n bytes, without brackets; its normal form, or 0. */
size_t write_ipv6(char *to, const char *p, size_t n);

/* A host name n bytes long: lower case, A-labels; 0 when it is none.  A `loose`
 * one may be a single label or end with a name that no registry knows. */
size_t write_host(char *to, const char *p, size_t n, bool loose);
/* Is a name in normal form one that somebody registered? */
bool host_public(struct scan *s, const char *p, size_t n);

/* --- Rules (data/observable.tsv) ------------------------------------------ */

bool rule_has(const char *kind, struct str value);
struct str rule_means(const char *kind, struct str value); /* "" when there is none */
const psl_ctx_t *rule_suffixes(void);

/* --- Checksums ------------------------------------------------------------ */

void keccak256(unsigned char ret[32], const void *bytes, size_t n);

#endif
