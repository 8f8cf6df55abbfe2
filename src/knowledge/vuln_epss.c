/*
 * EPSS of FIRST: how likely a vulnerability is to be exploited within thirty days.
 *
 *	#model_version:v2023.03.01,score_date:2024-03-17T00:00:00+0000
 *	cve,epss,percentile
 *	CVE-1999-0001,0.00383,0.72449
 *
 * Whole millionths are kept.  A score of a number that nobody has described yet is
 * passed over: an empty page helps nobody, and the next day's file brings it again.
 */
#include "knowledge/vuln.h"

/* "0.00383" is 3830: at most one, any number of decimals, the sixth rounded down. */
bool
vuln_millionths(struct str text, int64_t *ret)
{
	struct str whole = str_cut(&text, '.');
	int64_t n = 0;

	if (!str_eq(whole, S("0")) && !str_eq(whole, S("1")))
		return false;
	n = whole.p[0] - '0';
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
	for (size_t i = 0; i < 6; i++)
		n = n * 10 + (i < text.n ? text.p[i] - '0' : 0);
	if (n > 1000000)
		return false;
	*ret = n;
	return true;
}

/* The day of the scores, of the comment line. */
struct moment
vuln_epss_date(struct str bytes)
{
	struct str line = str_cut(&bytes, '\n');
	struct moment m;

	while (line.n && !str_starts(line, S("score_date:")))
		line = str_sub(line, 1, line.n);
	line = str_sub(line, 11, 10);
	return moment_parse(line, &m) ? m : MOMENT_NONE;
}
