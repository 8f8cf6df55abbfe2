/* Mails: what is decoded is never longer than what came, whatever came. */
#include <stdint.h>
#include <stdlib.h>

#include "doc/eml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str mail = { (const char *)data, size };
	struct buf b = BUF_INIT(size + 2);

	eml_is_mail(mail);
	eml_text(mail, &b);
	if (buf_failed(&b) || b.n > size + 1)
		abort();
	buf_release(&b);
	return 0;
}
