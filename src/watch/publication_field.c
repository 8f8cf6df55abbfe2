/* What a publication says, each field once. domain.md §6.2. */
#include "watch/publication.h"

/* clang-format off */
#define AREA .input = INPUT_AREA, .sealed = true
#define W(member) FIELD(publication_words, member)
static const struct field type = { W(pub_type), .vocabulary = "publication_type", .input = INPUT_SELECT, .need = REQUIRED };
static const struct field tlp = { W(pub_tlp), .vocabulary = "publication_tlp", .input = INPUT_SELECT, .need = REQUIRED };
static const struct field pap = { W(pub_pap), .vocabulary = "pap", .input = INPUT_SELECT };
static const struct field level = { W(pub_level), .vocabulary = "publication_level", .input = INPUT_SELECT, .need = REQUIRED };
static const struct field title = { W(pub_title), .max = 200, .need = REQUIRED, .sealed = true };
static const struct field brief = { W(pub_brief), .max = 4000, AREA };
static const struct field todo = { W(pub_todo), .max = 10000, AREA };
static const struct field details = { W(pub_details), .max = 20000, AREA };
static const struct field cves = { W(pub_cves), .max = 1500, .sealed = true };
static const struct field affected = { W(pub_affected), .max = 8000, AREA };
static const struct field exploitation = { W(pub_exploitation), .vocabulary = "publication_exploitation" };
static const struct field cvss = { W(pub_cvss), .max = 300, .sealed = true };
static const struct field risks = { W(pub_risks), .vocabulary = "publication_risk" };
static const struct field fix = { W(pub_fix), .vocabulary = "yes_no_nsp" };
static const struct field fixed = { W(pub_fixed), .max = 4000, AREA };
static const struct field workaround = { W(pub_workaround), .max = 8000, AREA };
static const struct field detection = { W(pub_detection), .max = 8000, AREA };
static const struct field care = { W(pub_care), .max = 4000, AREA };
static const struct field links = { W(pub_links), .max = 6000, AREA };
static const struct field tags = { W(pub_tags), .max = 300, .sealed = true };
static const struct field note = { W(pub_note), .max = 500, .sealed = true };
/* clang-format on */

const struct field *const publication_fields[] = { &type, &level, &tlp, &pap, &title, &brief, &todo,
	&details, &cves, &affected, &exploitation, &cvss, &risks, &fix, &fixed, &workaround,
	&detection, &care, &links, &tags, &note, NULL };
