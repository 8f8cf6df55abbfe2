/* What the writers of Markdown share. Private to src/doc. */
#ifndef DOC_MARKDOWN_READ_H
#define DOC_MARKDOWN_READ_H

#include <md4c.h>

#include "doc/markdown.h"

/* Tables are the one extension.  White space is left as it is: collapsing it, md4c 0.4.8
 * tells of bytes behind the end of its text. */
#define MARKDOWN_FLAGS                                                                             \
	(MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_PERMISSIVEURLAUTOLINKS |                        \
	    MD_FLAG_NOINDENTEDCODEBLOCKS)

/* A piece of text as the bytes that it means: entities become their characters.  whole:
 * what is parsed; a piece never reaches beyond it, whatever the parser says. */
struct str markdown_bytes(
    struct str whole, MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE n, char space[8]);

#endif
