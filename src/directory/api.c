/*
 * /api/v1/structures/:finess: one structure, whole, for a program whose account may
 * see it.  The search beside it (lookup.c) is the form's own, open to everybody.
 */
#include "directory/private.h"

#include "identity/identity.h"

enum outcome
api_structure(struct request *rq, void *record)
{
	struct buf b = BUF_INIT(1u << 20);
	struct json j = { .out = &b };
	struct structure s;
	enum outcome o = structure_by_finess(rq->db, rq->segment[0], rq->arena, &s);

	(void)record;
	if (o != OK)
		return o;
	if (!access_may(request_member(rq), OBJECT_STRUCTURE, ACTION_READ,
		&(struct facts){ .structure = s.id, .region = s.region.s }))
		return FORBIDDEN;
	json_record(&j, structure_fields, &s);
	o = reply_json(rq, 200, &b);
	buf_release(&b);
	return o;
}
