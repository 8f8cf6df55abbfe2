/* The structure's own view of its file. */
#include "app/routes.h"

const struct route file_route[] = { { 0 } };
