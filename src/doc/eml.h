/*
 * What a received mail says: the parts of text that are encoded, decoded.
 *
 * Pure and bounded: one pass over lines, no tree of parts, no recursion, never more
 * bytes out than in.  A part begins after a line of "--"; its headers say whether it
 * is text and how it is encoded; it ends at the next such line.  What the mail holds
 * in clear is left out: whoever reads the bytes has it already.
 *
 * Rejected: a whole MIME reader.  Observables are looked for in what comes out, and
 * nothing is shown of it; a boundary that is mistaken costs a few words.
 */
#ifndef DOC_EML_H
#define DOC_EML_H

#include "base/buf.h"

/* Does it begin like a mail: a line of header, then others, then an empty line? */
bool eml_is_mail(struct str bytes);

void eml_text(struct str bytes, struct buf *to);

#endif
