/* What the two pages of vulnerabilities show.  Private to this folder. */
#ifndef KNOWLEDGE_VULN_VIEW_H
#define KNOWLEDGE_VULN_VIEW_H

#include "base/shape.h"
#include "knowledge/vuln.h"
#include "knowledge/vulnerability.h"

#define VIEW_MAX 200

struct vuln_shown_score {
	struct str scorer;
	int64_t version;
	struct str vector;
	int64_t tenths;
};

struct vuln_view {
	struct vulnerability v;
	size_t n_scores, n_weaknesses, n_affected, n_references;
	struct vuln_shown_score *score;
	struct str *weakness;
	struct vuln_affected *affected;
	bool more_affected;
	struct vuln_reference *reference;
	struct str version; /* that was asked about, or "" */
};

enum outcome vuln_view_read(struct db *db, struct str cve, struct arena *a, struct vuln_view *ret);

struct vuln_list_view {
	struct vulnerability_ask ask;
	struct vulnerability_list found;
};

enum outcome vuln_list_page(struct request *rq, void *record); /* GET /vulnerabilities */
enum outcome vuln_one_page(struct request *rq, void *record);  /* GET /vulnerabilities/:cve */

void page_vulnerabilities(struct out *o, const struct vuln_list_view *v);
void page_vulnerability(struct out *o, const struct vuln_view *v);

/* "9,8" and "CVSS 3.1" in the page's language; "" without a score. */
struct str vuln_score_text(struct out *o, int64_t version, int64_t tenths);

/* Millionths as "12,3 %". */
struct str vuln_percent(struct out *o, int64_t millionths);

/* "Apache Log4j", the package where there is no product. */
struct str vuln_product_name(struct out *o, const struct vuln_affected *f);

/* Is the version that was asked about one of those? */
bool vuln_concerned(const struct vuln_affected *f, struct str version);

/* "from 2.0 up to 2.15 excluded", "all". */
struct str vuln_range(struct out *o, const struct vuln_affected *f);

#endif
