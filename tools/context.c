#include "context.h"

#include <ctype.h>
#include <string.h>

static void
append(char *name, char byte)
{
	size_t n = strlen(name);

	if (n + 1 < CONTEXT_NAME) {
		name[n] = (char)tolower((unsigned char)byte);
		name[n + 1] = '\0';
	}
}

static bool
one_of(const char *name, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(name, *list) == 0)
			return true;
	return false;
}

/* '>' was read: what follows is text, or no HTML at all. */
static void
end_tag(struct context *c)
{
	static const char *const raw[] = { "script", "style", NULL };
	static const char *const verbatim[] = { "pre", "textarea", NULL };

	c->place = PLACE_TEXT;
	if (one_of(c->tag, verbatim))
		c->verbatim = !c->closing;
	if (one_of(c->tag, raw) && !c->closing) {
		c->place = PLACE_RAW;
		c->match = 0;
	}
}

static const char *
step_tag_name(struct context *c, char byte)
{
	if (c->tag[0] == '\0' && byte == '/' && !c->closing) {
		c->closing = true;
		return NULL;
	}
	if (c->tag[0] == '\0' && !isalpha((unsigned char)byte) && byte != '!')
		return "'<' in a text is written &lt;";
	if (byte == '>') {
		end_tag(c);
	} else if (isspace((unsigned char)byte) || byte == '/') {
		c->place = PLACE_TAG;
	} else {
		append(c->tag, byte);
		if (strcmp(c->tag, "!--") == 0) {
			c->place = PLACE_COMMENT;
			c->match = 0;
		}
	}
	return NULL;
}

static const char *
step_tag(struct context *c, char byte)
{
	if (byte == '>') {
		end_tag(c);
	} else if (byte == '=') {
		c->place = PLACE_BEFORE_VALUE;
	} else if (byte == '"' || byte == '\'' || byte == '<') {
		return "a quote or '<' stands where an attribute should";
	} else if (!isspace((unsigned char)byte) && byte != '/') {
		if (c->place == PLACE_TAG)
			c->attribute[0] = '\0';
		append(c->attribute, byte);
		c->place = PLACE_ATTRIBUTE;
	} else {
		c->place = PLACE_TAG;
	}
	return NULL;
}

static const char *
step_before_value(struct context *c, char byte)
{
	if (isspace((unsigned char)byte))
		return NULL;
	if (byte == '>')
		return "an attribute has no value";
	c->value_begun = false;
	c->head[0] = '\0';
	c->place = byte == '"' ? PLACE_QUOTED : byte == '\'' ? PLACE_APOSTROPHE : PLACE_UNQUOTED;
	return NULL;
}

static void
step_value(struct context *c, char byte)
{
	char end = c->place == PLACE_QUOTED ? '"' : '\'';

	if (c->place == PLACE_UNQUOTED) {
		if (byte == '>')
			end_tag(c);
		else if (isspace((unsigned char)byte))
			c->place = PLACE_TAG;
		return;
	}
	if (byte == end) {
		c->place = PLACE_TAG;
		return;
	}
	if (!c->value_begun || c->head[0])
		append(c->head, byte);
	c->value_begun = true;
}

static void
step_comment(struct context *c, char byte)
{
	if (byte == '>' && c->match >= 2)
		c->place = PLACE_TEXT;
	c->match = byte == '-' ? c->match + 1 : 0;
}

/* Looks for "</script" or "</style". */
static void
step_raw(struct context *c, char byte)
{
	char low = (char)tolower((unsigned char)byte);
	char wanted = c->match == 0 ? '<' : c->match == 1 ? '/' : c->tag[c->match - 2];

	c->match = low == wanted ? c->match + 1 : byte == '<';
	if (c->match == strlen(c->tag) + 2) {
		c->place = PLACE_TAG;
		c->closing = true;
	}
}

const char *
context_step(struct context *c, char byte)
{
	switch (c->place) {
	case PLACE_TEXT:
		if (byte == '<') {
			c->place = PLACE_TAG_NAME;
			c->tag[0] = c->attribute[0] = '\0';
			c->closing = false;
		}
		return NULL;
	case PLACE_TAG_NAME: return step_tag_name(c, byte);
	case PLACE_TAG:
	case PLACE_ATTRIBUTE: return step_tag(c, byte);
	case PLACE_BEFORE_VALUE: return step_before_value(c, byte);
	case PLACE_QUOTED:
	case PLACE_APOSTROPHE:
	case PLACE_UNQUOTED: step_value(c, byte); return NULL;
	case PLACE_COMMENT: step_comment(c, byte); return NULL;
	case PLACE_RAW: step_raw(c, byte); return NULL;
	}
	return NULL;
}

const char *
context_refusal(const struct context *c)
{
	static const char *const refused[] = { "style", "srcdoc", "srcset", NULL };

	switch (c->place) {
	case PLACE_TAG_NAME: return c->tag[0] ? NULL : "the name of a tag cannot be computed";
	case PLACE_BEFORE_VALUE: return "the value of an attribute needs double quotes";
	case PLACE_APOSTROPHE:
	case PLACE_UNQUOTED: return "only a value in double quotes can be computed";
	case PLACE_COMMENT: return "nothing is computed in a comment";
	case PLACE_RAW: return "nothing is computed in <script> or <style>";
	case PLACE_QUOTED:
		if (strncmp(c->attribute, "on", 2) == 0 || one_of(c->attribute, refused))
			return "nothing is computed in on…=, style=, srcdoc=, srcset=";
		return NULL;
	case PLACE_TEXT:
	case PLACE_TAG:
	case PLACE_ATTRIBUTE: return NULL;
	}
	return NULL;
}

bool
context_url(const struct context *c)
{
	static const char *const address[] = { "href", "src", "action", "formaction", "poster",
		"cite", "data", "ping", "manifest", "xlink:href", NULL };

	return c->place == PLACE_QUOTED && one_of(c->attribute, address);
}

bool
context_collapses(const struct context *c)
{
	switch (c->place) {
	case PLACE_TEXT: return !c->verbatim;
	case PLACE_TAG_NAME:
	case PLACE_TAG:
	case PLACE_ATTRIBUTE:
	case PLACE_BEFORE_VALUE: return true;
	default: return false;
	}
}

void
context_settle(struct context *c)
{
	if (c->place == PLACE_TAG_NAME || c->place == PLACE_ATTRIBUTE)
		c->place = PLACE_TAG;
}

bool
context_same(const struct context *a, const struct context *b)
{
	if (a->place != b->place || a->verbatim != b->verbatim)
		return false;
	if (a->place == PLACE_TEXT)
		return true;
	if (strcmp(a->tag, b->tag) != 0 || a->closing != b->closing)
		return false;
	return a->place == PLACE_TAG || strcmp(a->attribute, b->attribute) == 0;
}

const char *
context_name(const struct context *c)
{
	static const char *const name[] = {
		[PLACE_TEXT] = "a text",
		[PLACE_TAG_NAME] = "the name of a tag",
		[PLACE_TAG] = "a tag",
		[PLACE_ATTRIBUTE] = "the name of an attribute",
		[PLACE_BEFORE_VALUE] = "an attribute",
		[PLACE_QUOTED] = "the value of an attribute",
		[PLACE_APOSTROPHE] = "the value of an attribute",
		[PLACE_UNQUOTED] = "the value of an attribute",
		[PLACE_COMMENT] = "a comment",
		[PLACE_RAW] = "a script or a sheet",
	};

	return name[c->place];
}
