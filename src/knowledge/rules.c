/*
 * What data/observable.tsv and the public suffix list say.
 *
 * The list is Debian's package publicsuffix, read through libpsl at the first use
 * and kept for the life of the process; without the package, the copy that libpsl
 * was built with.
 */
#include <pthread.h>

#include "base/table.h"
#include "knowledge/scan.h"

#define RULES_MAX 256

static struct rule {
	struct str kind, value, means;
} rule[RULES_MAX];
static size_t n_rules;
static psl_ctx_t *suffixes;

static void
load(void)
{
	const struct table *t = table_get("observable");

	for (size_t i = 0; i < t->n_rows && n_rules < RULES_MAX; i++)
		rule[n_rules++] = (struct rule){ table_cell(t, i, "kind"),
			table_cell(t, i, "value"), table_cell(t, i, "means") };
	suffixes = psl_latest(NULL);
}

static void
ready(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, load);
}

const psl_ctx_t *
rule_suffixes(void)
{
	ready();
	return suffixes ? suffixes : psl_builtin();
}

static const struct rule *
find(const char *kind, struct str value)
{
	ready();
	for (size_t i = 0; i < n_rules; i++)
		if (rule[i].value.n == value.n && str_eq(rule[i].value, value) &&
		    str_eq(rule[i].kind, str_of(kind)))
			return &rule[i];
	return NULL;
}

bool
rule_has(const char *kind, struct str value)
{
	return find(kind, value) != NULL;
}

struct str
rule_means(const char *kind, struct str value)
{
	const struct rule *r = find(kind, value);

	return r ? r->means : (struct str){ NULL, 0 };
}
