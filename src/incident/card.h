/* Views of the recipients' pages. Private to src/incident. */
#ifndef INCIDENT_CARD_H
#define INCIDENT_CARD_H

#include "incident/routing.h"

#define CARDS_PAGE 50

struct cards_view {
	size_t n;
	const struct dispatch *card;
	int64_t page;
	bool more;
	bool sent; /* by the cell, rather than received */
};

struct card_view {
	const struct dispatch *d;
	const struct report *r; /* only the card's fields are known */
	size_t n;
	field_list fields;
	const struct filled *filled;
	bool may_acknowledge, sent;
};

struct ack_view {
	struct str secret;
	const struct dispatch *d;
	bool done;
};

void page_cards(struct out *o, const struct cards_view *v);
void page_card(struct out *o, const struct card_view *v);
void page_ack(struct out *o, const struct ack_view *v);

#endif
