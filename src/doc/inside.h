/*
 * The words that a file of another kind holds, for what is looked for in words.
 *
 * Office documents (Open XML, OpenDocument: ZIP with XML), PDF, old office files
 * (OLE), text in UTF-16.  Nothing is laid out: paragraphs are lines, the targets of
 * links are lines of their own.  From a PDF come the strings as they are written,
 * links among them; text in fonts with an encoding of their own stays unread.
 *
 * inside_text reads hostile bytes with libraries (libarchive, qpdf): a process that
 * holds a key never calls it.  inside_read does what such a process does: it has a
 * child of this same program read them that can do nothing else (base/confine.h).
 */
#ifndef DOC_INSIDE_H
#define DOC_INSIDE_H

#include "base/buf.h"

enum inside_kind { INSIDE_NONE, INSIDE_OFFICE, INSIDE_PDF, INSIDE_OLE, INSIDE_UTF16 };

/* By its first bytes. */
enum inside_kind inside_kind(struct str bytes);

/* False when it is none of these, or damaged before a word came out. */
bool inside_text(struct str bytes, struct buf *to);

/* The same, by a child: at most INSIDE_MAX bytes in, as many out as *to takes.  False
 * also when the child was killed or its time was over. */
#define INSIDE_MAX (16u << 20)
bool inside_read(struct str bytes, struct buf *to);

/* What the child is: reads standard input, writes words on standard output; an exit
 * code.  Called by main for the argument INSIDE_ARGUMENT before anything is opened. */
#define INSIDE_ARGUMENT "read-inside"
int inside_main(void);

/* The program to start as the child, before threads; none until it is said, and then
 * nothing is read: a program that does not know the argument would start itself again
 * and again. */
void inside_program(const char *path);

/* --- For its own files ---------------------------------------------------- */

bool inside_office(struct str bytes, struct buf *to);
bool inside_pdf(struct str bytes, struct buf *to);

/* The words of one XML file, in any state. */
void inside_xml(struct str xml, struct buf *to);

/* The strings of a PDF whose streams are plain. */
void inside_strings(struct str pdf, struct buf *to);

#endif
