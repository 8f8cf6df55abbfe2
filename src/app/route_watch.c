/*
 * What is new outside, the cell's; and what the cell publishes, everybody's as far as
 * its marking goes: those rows carry no right, their handlers ask for the reader's rank.
 */
#include "app/routes.h"
#include "identity/identity.h"
#include "watch/watch.h"

#define PUBLICATION(action) RIGHT(OBJECT_PUBLICATION, ACTION_##action)

/* clang-format off */
const struct route watch_route[] = {
	{ GET,  "/watch", RIGHT(OBJECT_WATCH, ACTION_LIST), NULL, watch_page },
	{ POST, "/watch", RIGHT(OBJECT_WATCH, ACTION_WRITE), &watch_form, watch_mark },
	{ GET,  "/watch/publications", PUBLICATION(LIST), NULL, publication_desk_page },
	{ POST, "/watch/publications", PUBLICATION(CREATE), &publication_new_form, publication_new_post },
	{ POST, "/watch/items/:id/draft", PUBLICATION(CREATE), NULL, publication_draft_post },
	{ GET,  "/watch/publications/:id", PUBLICATION(READ), NULL, publication_edit_page },
	{ POST, "/watch/publications/:id", PUBLICATION(WRITE), &publication_form, publication_write_post },
	{ POST, "/watch/publications/:id/preview", PUBLICATION(WRITE), &publication_preview_form, publication_preview_post },
	{ POST, "/watch/publications/:id/submit", PUBLICATION(WRITE), &publication_deed_form, publication_submit_post },
	{ POST, "/watch/publications/:id/check", PUBLICATION(CONFIRM), &publication_deed_form, publication_check_post },
	{ POST, "/watch/publications/:id/return", PUBLICATION(CONFIRM), &publication_return_form, publication_return_post },
	{ POST, "/watch/publications/:id/publish", PUBLICATION(CONFIRM), &publication_deed_form, publication_publish_post },
	{ POST, "/watch/publications/:id/schedule", PUBLICATION(CONFIRM), &publication_plan_form, publication_plan_post },
	{ POST, "/watch/publications/:id/withdraw", PUBLICATION(CONFIRM), &publication_withdraw_form, publication_withdraw_post },
	{ POST, "/watch/publications/:id/archive", PUBLICATION(CONFIRM), &publication_deed_form, publication_archive_post },
	{ GET,  "/publications", 0, NULL, publications_page },
	{ GET,  "/publications/:reference", 0, NULL, publication_page },
	{ GET,  "/publications/:reference/versions/:n", 0, NULL, publication_version_page },
	{ GET,  "/publications/:reference/changes/:n", 0, NULL, publication_diff_page },
	{ GET,  "/publications/:reference/document.pdf", 0, NULL, publication_pdf, ROUTE_SLOW },
	{ GET,  "/feeds/publications.atom", 0, NULL, publication_feed },
	{ GET,  "/feeds/private/:secret", 0, NULL, publication_private_feed },
	{ GET,  "/subscriptions", RIGHT(OBJECT_ACCOUNT, ACTION_READ), NULL, subscriptions_page },
	{ POST, "/subscriptions", RIGHT(OBJECT_ACCOUNT, ACTION_WRITE), &subscription_form, subscription_add_post },
	{ POST, "/subscriptions/:id/remove", RIGHT(OBJECT_ACCOUNT, ACTION_WRITE), NULL, subscription_remove_post },
	{ POST, "/subscriptions/feed", RIGHT(OBJECT_ACCOUNT, ACTION_WRITE), &subscription_deed_form, subscription_feed_post },
	{ 0 },
};
/* clang-format on */
