#include "base/outcome.h"

const char *
outcome_name(enum outcome o)
{
	static const char *const name[] = {
		[OK] = "ok",
		[INVALID] = "invalid",
		[FORBIDDEN] = "forbidden",
		[NOT_FOUND] = "not found",
		[CONFLICT] = "conflict",
		[UNAVAILABLE] = "unavailable",
	};

	return name[o];
}
