/*
 * A mail as bytes: RFC 5322 and MIME, one plain text part.  Pure.
 *
 * Everything is 7 bits and every line short, so that no server between here and
 * the reader has a reason to rewrite it.  Nothing that is given can add a header:
 * an address or a Message-ID with a doubtful byte is refused, other control
 * characters become spaces.
 */
#ifndef DOC_MAIL_H
#define DOC_MAIL_H

#include "base/buf.h"
#include "base/lang.h"
#include "base/moment.h"

struct letter {
	struct str message_id; /* without angle brackets */
	struct moment date;
	struct str from, from_name; /* an address; words, or "" */
	struct str to;
	struct str subject;
	struct str body; /* UTF-8, lines ended by LF or CRLF */
	enum lang lang;
};

#define MAIL_ADDRESS_MAX 254

/* local@domain in ASCII without quoting: what we are ready to send to. */
bool mail_address_valid(struct str address);

/* False when an address or the Message-ID is not fit to be sent. */
bool mail_write(struct buf *out, const struct letter *l);

#endif
