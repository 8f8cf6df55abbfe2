/*
 * The directory of software vendors and service providers: whom to write to, and
 * whom to call at three in the morning.
 *
 * Name and product are clear, for lists and figures; contacts are sealed in a
 * vault of the vendor's own, since they outlive the file that first needed them.
 * Private to src/incident.
 */
#ifndef INCIDENT_VENDOR_H
#define INCIDENT_VENDOR_H

#include "incident/part.h"

struct vendor {
	int64_t id;
	struct vault vault;
	int64_t version;
	struct str name;
	struct code kind; /* vocabulary "vendor_kind" */
	struct str product;
	struct moment created_at;
	struct str contact, email, phone, phone_247, note; /* sealed */
};

#define VENDORS_MAX 1000

/* The form and the page: the same fields. */
extern const struct field *const vendor_asked[];

enum outcome vendor_add(struct act *act, struct vendor *v);
enum outcome vendor_save(struct act *act, struct vendor *v); /* CONFLICT: a stale one */
enum outcome vendor_by_id(struct act *act, int64_t id, struct vendor *ret);
/* Without their contacts. */
enum outcome vendor_list(struct act *act, struct vendor **ret, size_t *ret_n);

#endif
