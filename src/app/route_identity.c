/* Signing in, one's own account, the administrator's accounts. */
#include "app/routes.h"
#include "identity/identity.h"

#define MINE_READ RIGHT(OBJECT_ACCOUNT, ACTION_READ)
#define MINE_WRITE RIGHT(OBJECT_ACCOUNT, ACTION_WRITE)
#define ALL_LIST RIGHT(OBJECT_ACCOUNT, ACTION_LIST)
#define ALL_CREATE RIGHT(OBJECT_ACCOUNT, ACTION_CREATE)
#define ALL_CLOSE RIGHT(OBJECT_ACCOUNT, ACTION_CLOSE)
#define ALL_REOPEN RIGHT(OBJECT_ACCOUNT, ACTION_REOPEN)

/* SLOW where a password is hashed; OWN_TXN there, and where what failed is counted. */
#define HASHES (ROUTE_SLOW | ROUTE_OWN_TXN)

/* clang-format off */
const struct route identity_route[] = {
	{ GET,  "/sign-in",                   0,          &sign_in_form,      sign_in_page,         0,             NULL },
	{ POST, "/sign-in",                   0,          &sign_in_form,      sign_in,              HASHES,        NULL },
	{ GET,  "/sign-in/code",              0,          &code_form,         code_page,            0,             NULL },
	{ POST, "/sign-in/code",              0,          &code_form,         code_check,           ROUTE_OWN_TXN, NULL },
	{ POST, "/sign-out",                  0,          NULL,               sign_out,             0,             NULL },
	{ GET,  "/reset",                     0,          &reset_ask_form,    reset_ask_page,       0,             NULL },
	{ POST, "/reset",                     0,          &reset_ask_form,    reset_ask,            ROUTE_OWN_TXN, NULL },
	{ GET,  "/welcome/:secret",           0,          &welcome_form,      welcome_page,         0,             NULL },
	{ POST, "/welcome/:secret",           0,          &welcome_form,      welcome,              HASHES,        NULL },
	{ GET,  "/welcome/:secret/code",      0,          &welcome_code_form, welcome_code_page,    0,             NULL },
	{ POST, "/welcome/:secret/code",      0,          &welcome_code_form, welcome_code,         ROUTE_OWN_TXN, NULL },

	{ GET,  "/account",                   MINE_READ,  NULL,               account_page,         0,             NULL },
	{ POST, "/account/password",          MINE_WRITE, &own_password_form, account_password,     HASHES,        NULL },
	{ POST, "/account/recovery",          MINE_WRITE, &own_recovery_form, account_recovery,     ROUTE_OWN_TXN, NULL },
	{ POST, "/account/sessions/:id/end",  MINE_WRITE, NULL,               account_session_end,  0,             NULL },

	{ GET,  "/account/tokens",            MINE_READ,  NULL,               tokens_page,          0,             NULL },
	{ POST, "/account/tokens",            MINE_WRITE, &token_form,        tokens_make,          HASHES,        NULL },
	{ POST, "/account/tokens/:id/revoke", MINE_WRITE, NULL,               tokens_revoke,        0,             NULL },

	{ GET,  "/accounts",                  ALL_LIST,   NULL,               accounts_page,        0,             NULL },
	{ GET,  "/accounts/new",              ALL_CREATE, &invite_form,       invite_page,          0,             NULL },
	{ POST, "/accounts",                  ALL_CREATE, &invite_form,       invite,               0,             NULL },
	{ GET,  "/accounts/:id",              ALL_LIST,   NULL,               accounts_one,         0,             NULL },
	{ POST, "/accounts/:id/disable",      ALL_CLOSE,  NULL,               account_disable_post, 0,             NULL },
	{ POST, "/accounts/:id/tokens/:token/revoke", ALL_CLOSE, NULL,        account_token_revoke, 0,             NULL },
	{ POST, "/accounts/:id/reset",        ALL_REOPEN, NULL,               account_reset_post,   0,             NULL },

	{ GET,  "/preferences",               0,          NULL,               preferences_page,     0,             NULL },
	{ POST, "/preferences",               0,          &preferences_form,  preferences,          0,             NULL },
	{ 0 }
};
/* clang-format on */
