/* The pages that belong to no domain. */
#ifndef APP_SITE_H
#define APP_SITE_H

#include "app/instance.h"
#include "web/web.h"

/* Once, before threads start: the instance lives as long as they do. */
void site_begin(const struct instance *in);

struct site_view {
	struct str brand, phone, phone_url;
	struct str address;			/* of this site */
	struct str publisher, hosting, contact; /* may be "" */
};

struct site_map_view {
	size_t n;
	const struct menu_item *item;
};

void page_site_home(struct out *o, const struct site_view *v);
void page_site_accessibility(struct out *o, const struct site_view *v);
void page_site_legal(struct out *o, const struct site_view *v);
void page_site_privacy(struct out *o, const struct site_view *v);
void page_site_map(struct out *o, const struct site_map_view *v);

/* A paragraph of the operator's own, or the sentence that it is missing. */
void site_told(struct out *o, struct str text);

enum outcome site_home(struct request *rq, void *record);
enum outcome site_accessibility(struct request *rq, void *record);
enum outcome site_legal(struct request *rq, void *record);
enum outcome site_privacy(struct request *rq, void *record);
enum outcome site_map(struct request *rq, void *record);
enum outcome site_health(struct request *rq, void *record);

#endif
