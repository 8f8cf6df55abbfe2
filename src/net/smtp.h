/*
 * One mail to one mail server, by libcurl.
 *
 *	smtps://host:465		TLS from the first byte
 *	smtp+starttls://host:587	STARTTLS or nothing
 *	smtp://host:25			in clear: for a relay on the same machine or
 *					network; a password is never sent over it
 *
 * Blocking: for work, never for web.
 */
#ifndef NET_SMTP_H
#define NET_SMTP_H

#include "base/str.h"

struct smtp_server {
	const char *url;
	const char *user; /* "" for none */
	const char *password;
	const char *helo;	 /* our own name */
	const char *authorities; /* a file of certificates; NULL: the system's */
};

enum smtp_result {
	SMTP_SENT,
	SMTP_LATER, /* try again: the network, the server, the configuration */
	SMTP_NEVER, /* this recipient or this mail is refused for ever */
};

#define SMTP_REASON 160

/* from and to: plain addresses; message: as doc/mail.h writes it.  reason: why it
 * was not sent, in English, without the recipient's address. */
enum smtp_result smtp_send(const struct smtp_server *s, struct str from, struct str to,
    struct str message, char reason[SMTP_REASON]);

/* Is the address of the server one of the three above?  Else a reason. */
const char *smtp_url_wrong(const char *url);

#endif
