/* What the writers of Markdown share. Private to src/doc. */
#ifndef DOC_MARKDOWN_READ_H
#define DOC_MARKDOWN_READ_H

#include <md4c.h>

#include "doc/markdown.h"

/* Tables are the one extension; white space is what HTML makes of it. */
#define MARKDOWN_FLAGS                                                                             \
	(MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_PERMISSIVEURLAUTOLINKS |                        \
	    MD_FLAG_NOINDENTEDCODEBLOCKS | MD_FLAG_COLLAPSEWHITESPACE)

/* A piece of text as the bytes that it means: entities become their characters. */
struct str markdown_bytes(MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE n, char space[8]);

#endif
