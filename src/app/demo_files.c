/*
 * The demonstration's incidents.
 */
#include "app/demo.h"

enum outcome
demo_files(struct demo *d)
{
	(void)d;
	return OK;
}
