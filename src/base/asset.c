#include "base/asset.h"

const struct asset *
asset_find(struct str path)
{
	size_t low = 0, high = asset_count;

	while (low < high) {
		size_t mid = (low + high) / 2;
		int c = str_cmp(path, asset_table[mid].path);

		if (c == 0)
			return &asset_table[mid];
		if (c < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}
