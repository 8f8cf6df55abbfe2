/*
 * The tests of the standard, one function each; csaf.c has their numbers and the
 * versions that have them.  Private to src/knowledge.
 */
#ifndef KNOWLEDGE_CSAF_TEST_LIST_H
#define KNOWLEDGE_CSAF_TEST_LIST_H

#include "knowledge/csaf_view.h"

/* ==== Shared by tests ==== */

/* Groups of product states that exclude each other. */
enum csaf_state_group {
	CSAF_AFFECTED = 1,
	CSAF_NOT_AFFECTED = 2,
	CSAF_FIXED = 4,
	CSAF_INVESTIGATED = 8,
	CSAF_UNKNOWN = 16
};
struct csaf_state {
	const char *key;
	unsigned group;
};
extern const struct csaf_state csaf_state[]; /* ended by a NULL key */

typedef void (*csaf_state_fn)(
    struct csaf *c, struct str id, unsigned group, const struct at *at, void *context);
void csaf_each_state(
    struct csaf *c, const struct csaf_item *vuln, unsigned groups, csaf_state_fn fn, void *context);

typedef void (*csaf_item_fn)(struct csaf *c, const struct csaf_item *item);
void csaf_each_hashes(struct csaf *c, csaf_item_fn fn);

bool csaf_region(struct str tag, struct str *ret); /* of a language tag, two letters */

/* The document's category is one of the set, "a|b". */
bool csaf_profile(const struct csaf *c, struct str set);

/* ==== csaf_product.c ==== */

void csaf_product_missing(struct csaf *c);   /* 6.1.1 */
void csaf_product_twice(struct csaf *c);     /* 6.1.2 */
void csaf_product_circle(struct csaf *c);    /* 6.1.3 */
void csaf_group_missing(struct csaf *c);     /* 6.1.4 */
void csaf_group_twice(struct csaf *c);	     /* 6.1.5 */
void csaf_states_contradict(struct csaf *c); /* 6.1.6 */
void csaf_algorithm_twice(struct csaf *c);   /* 6.1.25 */
void csaf_remediation_alone(struct csaf *c); /* 6.1.29 */
void csaf_flag_alone(struct csaf *c);	     /* 6.1.32 */
void csaf_flags_many(struct csaf *c);	     /* 6.1.33 */

/* ==== csaf_score.c ==== */

void csaf_score_twice(struct csaf *c);	     /* 6.1.7 */
void csaf_cvss_invalid(struct csaf *c);	     /* 6.1.8 */
void csaf_cvss_computation(struct csaf *c);  /* 6.1.9 */
void csaf_cvss_inconsistent(struct csaf *c); /* 6.1.10 */
void csaf_score_missing(struct csaf *c);     /* 6.2.3 */
void csaf_cvss_fixed(struct csaf *c);	     /* 6.2.19 */
void csaf_cvss_only_2(struct csaf *c);	     /* 6.3.1 */
void csaf_cvss_30(struct csaf *c);	     /* 6.3.2 */
void csaf_cvss_no_4(struct csaf *c);	     /* 6.3.12 */

/* ==== csaf_value.c ==== */

void csaf_cwe(struct csaf *c);		     /* 6.1.11 */
void csaf_language(struct csaf *c);	     /* 6.1.12 */
void csaf_purl(struct csaf *c);		     /* 6.1.13 */
void csaf_translator(struct csaf *c);	     /* 6.1.15 */
void csaf_cve_twice(struct csaf *c);	     /* 6.1.23 */
void csaf_involvement_twice(struct csaf *c); /* 6.1.24 */
void csaf_translation(struct csaf *c);	     /* 6.1.28 */
void csaf_version_range(struct csaf *c);     /* 6.1.31 */

/* ==== csaf_history.c ==== */

void csaf_history_order(struct csaf *c);    /* 6.1.14 */
void csaf_history_latest(struct csaf *c);   /* 6.1.16 */
void csaf_status_draft(struct csaf *c);	    /* 6.1.17 */
void csaf_history_released(struct csaf *c); /* 6.1.18 */
void csaf_history_pre(struct csaf *c);	    /* 6.1.19 */
void csaf_version_pre(struct csaf *c);	    /* 6.1.20 */
void csaf_history_gap(struct csaf *c);	    /* 6.1.21 */
void csaf_history_twice(struct csaf *c);    /* 6.1.22 */
void csaf_version_mixed(struct csaf *c);    /* 6.1.30 */
void csaf_history_build(struct csaf *c);    /* 6.2.4 */
void csaf_release_initial(struct csaf *c);  /* 6.2.5 */
void csaf_release_current(struct csaf *c);  /* 6.2.6 */
void csaf_history_same(struct csaf *c);	    /* 6.2.21 */

/* ==== csaf_profile.c ==== */

void csaf_category_reserved(struct csaf *c);  /* 6.1.26 */
void csaf_profile_notes(struct csaf *c);      /* 6.1.27.1 */
void csaf_profile_references(struct csaf *c); /* 6.1.27.2 */
void csaf_profile_no_vulns(struct csaf *c);   /* 6.1.27.3 */
void csaf_profile_tree(struct csaf *c);	      /* 6.1.27.4 */
void csaf_profile_vuln_notes(struct csaf *c); /* 6.1.27.5 */
void csaf_profile_status(struct csaf *c);     /* 6.1.27.6 */
void csaf_profile_vex_status(struct csaf *c); /* 6.1.27.7 */
void csaf_profile_vuln_id(struct csaf *c);    /* 6.1.27.8 */
void csaf_profile_impact(struct csaf *c);     /* 6.1.27.9 */
void csaf_profile_action(struct csaf *c);     /* 6.1.27.10 */
void csaf_profile_vulns(struct csaf *c);      /* 6.1.27.11 */

/* ==== csaf_21.c ==== */

void csaf_sharing_max(struct csaf *c);	      /* 6.1.38 */
void csaf_sharing_public(struct csaf *c);     /* 6.1.39 */
void csaf_sharing_name(struct csaf *c);	      /* 6.1.40 */
void csaf_sharing_unnamed(struct csaf *c);    /* 6.1.41 */
void csaf_disclosure_date(struct csaf *c);    /* 6.1.45 */
void csaf_ssvc_timestamp(struct csaf *c);     /* 6.1.49 */
void csaf_epss_timestamp(struct csaf *c);     /* 6.1.51 */
void csaf_exploitation_known(struct csaf *c); /* 6.1.52 */
void csaf_exploitation_date(struct csaf *c);  /* 6.1.53 */
void csaf_licence(struct csaf *c);	      /* 6.1.54 */
bool csaf_is_licence(struct str s);
void csaf_over_tree(struct csaf *c);	   /* 6.1.27.15 */
void csaf_over_history(struct csaf *c);	   /* 6.1.27.16 */
void csaf_over_withdrawn(struct csaf *c);  /* 6.1.27.17 */
void csaf_over_superseded(struct csaf *c); /* 6.1.27.18 */
void csaf_over_by(struct csaf *c);	   /* 6.1.27.19 */
void csaf_sharing_is_max(struct csaf *c);  /* 6.2.28 */
void csaf_sharing_is_nil(struct csaf *c);  /* 6.2.29 */
void csaf_sharing_clear(struct csaf *c);   /* 6.2.30 */

/* ==== csaf_21_product.c ==== */

void csaf_branch_depth(struct csaf *c);	       /* 6.1.34 */
void csaf_remedies_contradict(struct csaf *c); /* 6.1.35 */
void csaf_remedy_of_state(struct csaf *c);     /* 6.1.36 */
void csaf_purl_qualifiers(struct csaf *c);     /* 6.1.42 */
void csaf_model_stars(struct csaf *c);	       /* 6.1.43 */
void csaf_serial_stars(struct csaf *c);	       /* 6.1.44 */

/* ==== csaf_advice.c ==== */

void csaf_product_unused(struct csaf *c);      /* 6.2.1 */
void csaf_remediation_missing(struct csaf *c); /* 6.2.2 */
void csaf_involvement_date(struct csaf *c);    /* 6.2.7 */
void csaf_hash_md5(struct csaf *c);	       /* 6.2.8 */
void csaf_hash_sha1(struct csaf *c);	       /* 6.2.9 */
void csaf_tlp_missing(struct csaf *c);	       /* 6.2.10 */
void csaf_canonical(struct csaf *c);	       /* 6.2.11 */
void csaf_lang_missing(struct csaf *c);	       /* 6.2.12 */
void csaf_sorted(struct csaf *c);	       /* 6.2.13 */
void csaf_lang_private(struct csaf *c);	       /* 6.2.14 */
void csaf_lang_default(struct csaf *c);	       /* 6.2.15 */
void csaf_helper_missing(struct csaf *c);      /* 6.2.16 */
void csaf_cve_in_ids(struct csaf *c);	       /* 6.2.17 */
void csaf_range_vers(struct csaf *c);	       /* 6.2.18 */
void csaf_id_in_title(struct csaf *c);	       /* 6.2.22 */
void csaf_cve_missing(struct csaf *c);	       /* 6.3.3 */
void csaf_cwe_missing(struct csaf *c);	       /* 6.3.4 */
void csaf_hash_short(struct csaf *c);	       /* 6.3.5 */
void csaf_branch_categories(struct csaf *c);   /* 6.3.9 */
void csaf_range_used(struct csaf *c);	       /* 6.3.10 */
void csaf_version_v(struct csaf *c);	       /* 6.3.11 */

#endif
