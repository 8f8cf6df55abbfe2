/* Two accounts of one person are one pair of eyes. */
#include "base/shape.h"
#include "identity/identity.h"

enum outcome
account_same(
    struct db *db, const struct keyring *k, int64_t one, int64_t other, struct arena *a, bool *ret)
{
	struct account x, y;
	enum outcome o = account_by_id(db, k, one, a, &x);

	*ret = one == other;
	if (o == OK)
		o = account_by_id(db, k, other, a, &y);
	if (o != OK)
		return o == NOT_FOUND ? OK : o;
	*ret = *ret || str_eq(shape_folded(a, x.name), shape_folded(a, y.name)) ||
	       (y.phone.n && str_eq(x.phone, y.phone));
	return OK;
}
