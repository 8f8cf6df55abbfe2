/*
 * Categories of FINESS to our types of structure, by data/finess_category.tsv:
 * a cell that reads a category otherwise replaces the table, not the program.
 */
#include "directory/directory.h"

#include "base/table.h"

static struct str
cell(struct str category, const char *column)
{
	const struct table *t = table_get("finess_category");
	size_t row = category.n ? table_find(t, "code", category) : NOT_FOUND_ROW;

	return row == NOT_FOUND_ROW ? (struct str){ NULL, 0 } : table_cell(t, row, column);
}

struct code
structure_type(struct str category)
{
	struct str type = cell(category, "org_type");

	return (struct code){ type.n ? type : S("AUTRE") };
}

struct str
structure_category_name(struct str category)
{
	return cell(category, "label");
}
