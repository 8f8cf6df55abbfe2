/* Views of the recipients' pages. Private to src/incident. */
#ifndef INCIDENT_CARD_H
#define INCIDENT_CARD_H

#include "base/shape.h"
#include "incident/dossier.h"
#include "incident/takeover.h"
#include "incident/thread.h"

#define CARDS_PAGE 50
#define THREAD_MAX 200

/* As the address spells it; empty: all. */
struct cards_filter {
	struct str waiting, crisis, region, from, to;
	int64_t page;
};

struct cards_view {
	struct cards_filter f;
	size_t n;
	const struct dispatch *card;
	bool more;
	bool sent;     /* by the cell, rather than received */
	bool filtered; /* by what the fold holds */
	struct moment now;
};

/* A line that is not what the card before said. */
struct card_change {
	const struct sheet_line *was, *is; /* was may be NULL */
};

struct card_view {
	const struct dispatch *d;
	struct sheet sheet;
	size_t n_changes;
	const struct card_change *change;
	struct str next; /* reference of the card that follows; empty: none */
	size_t n_letters;
	const struct letter *letter;
	size_t n_pieces;
	const struct piece *piece;
	const struct takeover *takeover; /* ANSSI's last, on its card; NULL: none */
	const struct filled *filled;	 /* the form that came back wrong, or an empty one */
	const struct filled *ack, *message, *take, *hand_back, *answer, *call;
	struct str kind; /* of the message being written */
	bool may_acknowledge, sent, may_write;
};

struct ack_view {
	struct str secret;
	const struct dispatch *d;
	const struct filled *filled;
	bool done;
};

void page_cards(struct out *o, const struct cards_view *v);
void page_card(struct out *o, const struct card_view *v);
void page_ack(struct out *o, const struct ack_view *v);

/* The card of the address, if this desk may do that with it. */
enum outcome card_open(struct request *rq, enum action action, struct act *act, struct dispatch *d);

/* The page again, with what was typed (card_act.c). */
enum outcome card_again(struct request *rq, void *record);

/* What its forms ask (card_act.c). */
extern const struct field *const card_ack_asked[],
    *const card_message_asked[], *const card_take_asked[], *const card_hand_back_asked[],
							       *const card_answer_asked[],
								   *const card_call_asked[];
extern const struct field card_message_kind;
/* One of a page's forms: the one that came back wrong keeps what was typed. */
const struct filled *card_form_of(struct request *rq, field_list asked, const void *record);
/* Those of this page, blank but for the one that came back. */
void card_forms(struct request *rq, struct card_view *v);

/* For templates. */
void card_changes(struct out *o, const struct card_view *v);
void card_thread(struct out *o, size_t n, const struct letter *letter);
void card_kinds(struct out *o, const struct card_view *v);
void page_thread(struct out *o, const struct card_view *v);
void page_card_cell(struct out *o, const struct card_view *v);
void page_card_anssi(struct out *o, const struct card_view *v);

#endif
