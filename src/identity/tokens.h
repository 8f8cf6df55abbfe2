/* The page of one's own tokens, and the one that shows a new one, once. */
#ifndef IDENTITY_TOKENS_H
#define IDENTITY_TOKENS_H

#include "identity/private.h"

#define TOKENS_SHOWN 60

extern const struct field token_label, token_scopes, token_days, token_current, token_code;

struct tokens_view {
	const struct account *account;
	const struct filled *filled;
	size_t n;
	const struct api_token *token;
	struct moment now;
	struct str offered; /* scopes that serve this role; "": none does */
	int64_t longest;    /* days */
};

struct token_view {
	struct str secret;
	const struct api_token *token;
};

void page_tokens(struct out *o, const struct tokens_view *v);
void page_token(struct out *o, const struct token_view *v);

/* Called by the templates. */
void token_opens(struct out *o, const struct api_token *k); /* its scopes in words */
bool token_lives(const struct api_token *k, struct moment now);

#endif
