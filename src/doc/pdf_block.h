/* The blocks of a document, as pdf.c gathers them. Private. */
#ifndef DOC_PDF_BLOCK_H
#define DOC_PDF_BLOCK_H

#include "doc/pdf.h"

enum block_kind { BLOCK_HEADING, BLOCK_TEXT, BLOCK_ITEM, BLOCK_TABLE, BLOCK_PAGE };

struct block {
	enum block_kind kind;
	int level;
	struct str text;
	struct pdf_table table;
	struct block *next;
};

struct pdf {
	struct arena *arena;
	struct pdf_about about;
	struct block *first, *last;
};

#endif
