/*
 * What is new outside: sources, what they publish, and the cell's inbox.
 *
 * An item is kept once a source, by its id, or its link, or its title; an edit of it
 * changes the same row.  Items that name a same vulnerability (CVE) stand under one
 * topic, that of the first of them.
 */
#ifndef WATCH_WATCH_H
#define WATCH_WATCH_H

#include "web/web.h"

struct watch_tally {
	int64_t read, imported, updated, skipped;
	const char *trouble; /* "broken", "too_large"…: why not, or not all; or NULL */
	size_t line;
};

/* One document, in the open writing transaction.  name: where its source is known by
 * when the document does not say.  What cannot be read is noted at its source. */
enum outcome watch_import(struct db *db, struct str bytes, struct str name, struct moment now,
    struct arena *a, struct watch_tally *ret);

/* Some items of a made-up source, for the demonstration. */
enum outcome watch_demo(struct db *db, struct moment now, struct arena *a);

struct account;
enum outcome watch_demo_publications(struct db *db, const struct keyring *k,
    const struct account *author, const struct account *checker, struct moment now,
    struct arena *a);

extern const struct form watch_form;
enum outcome watch_page(struct request *rq, void *record);
enum outcome watch_mark(struct request *rq, void *record);

/* --- Publications (publication_edit.c, publication_deed.c, publication_read.c) ----- */

extern const struct form publication_new_form, publication_form, publication_preview_form,
    publication_deed_form, publication_return_form, publication_plan_form,
    publication_withdraw_form;

enum outcome publication_desk_page(struct request *rq, void *record);
enum outcome publication_new_post(struct request *rq, void *record);
enum outcome publication_draft_post(struct request *rq, void *record);
enum outcome publication_edit_page(struct request *rq, void *record);
enum outcome publication_write_post(struct request *rq, void *record);
enum outcome publication_preview_post(struct request *rq, void *record);
enum outcome publication_submit_post(struct request *rq, void *record);
enum outcome publication_check_post(struct request *rq, void *record);
enum outcome publication_return_post(struct request *rq, void *record);
enum outcome publication_publish_post(struct request *rq, void *record);
enum outcome publication_plan_post(struct request *rq, void *record);
enum outcome publication_withdraw_post(struct request *rq, void *record);
enum outcome publication_archive_post(struct request *rq, void *record);
enum outcome publications_page(struct request *rq, void *record);
enum outcome publication_page(struct request *rq, void *record);
enum outcome publication_version_page(struct request *rq, void *record);
enum outcome publication_diff_page(struct request *rq, void *record);
enum outcome publication_pdf(struct request *rq, void *record);
enum outcome publication_feed(struct request *rq, void *record);

/* Publishes what is scheduled for now, in the open writing transaction. */
enum outcome watch_publish_due(struct db *db, const struct keyring *k, struct trail *trail,
    struct moment now, struct arena *a, int64_t *ret_n);

/* --- Subscriptions (subscription*.c) ------------------------------------------------ */

extern const struct form subscription_form, subscription_deed_form;

enum outcome subscriptions_page(struct request *rq, void *record);
enum outcome subscription_add_post(struct request *rq, void *record);
enum outcome subscription_remove_post(struct request *rq, void *record);
enum outcome subscription_feed_post(struct request *rq, void *record);
enum outcome publication_private_feed(struct request *rq, void *record);

/* The job "publication", left by whoever publishes: who is to be told of it. */
enum outcome watch_tell_job(struct db *db, const struct keyring *k, struct trail *trail,
    struct str argument, struct moment now, struct arena *a);

/* A sweep: one mail to each person who is due one.  In no transaction. */
enum outcome watch_tell_due(struct db *db, const struct keyring *k, struct str public_url,
    struct moment now, struct arena *a, int64_t *ret_n);

/* The trouble in words. */
struct str watch_trouble(enum lang lang, const char *code);

#endif
