/*
 * The incident domain: the only header that others include.
 *
 * Pages and their forms are listed in app/route_declare.c, route_file.c,
 * route_desk.c and route_card.c.
 */
#ifndef INCIDENT_INCIDENT_H
#define INCIDENT_INCIDENT_H

#include "identity/identity.h"
#include "incident/report.h"

/* --- Declaration (declare.c, receipt.c) --------------------------------- */

extern const struct form declare_form[REPORT_STEPS];
extern const struct form resume_form, paper_form;

enum outcome declare_start_page(struct request *rq, void *record);
enum outcome declare_start(struct request *rq, void *record);
enum outcome declare_resume_page(struct request *rq, void *record);
enum outcome declare_resume(struct request *rq, void *record);
enum outcome declare_step_page(struct request *rq, void *record);
enum outcome declare_step(struct request *rq, void *record);
enum outcome declare_saved_page(struct request *rq, void *record);
enum outcome declare_remove_file(struct request *rq, void *record);
enum outcome declare_summary_page(struct request *rq, void *record);
enum outcome declare_submit(struct request *rq, void *record);
enum outcome declare_upload(struct request *rq, struct vault *ret);
enum outcome receipt_page(struct request *rq, void *record);
enum outcome paper_page(struct request *rq, void *record);
enum outcome paper_start(struct request *rq, void *record);

/* --- By telephone, on one screen (phone.c) ------------------------------- */

extern const struct form phone_form;

enum outcome phone_page(struct request *rq, void *record);
enum outcome phone_post(struct request *rq, void *record);
enum outcome phone_done_page(struct request *rq, void *record);

/* --- The analysts' desk (queue.c, desk.c, treat.c, qualify.c, close.c) -- */

extern const struct form assign_form, move_form, note_form, decline_form, support_form,
    qualify_form, close_form, reopen_form;

enum outcome queue_page(struct request *rq, void *record);
enum outcome queue_new(struct request *rq, void *record);      /* JSON: {"n": 3, "changed": 1} */
enum outcome reading_forget(struct db *db, struct moment now); /* a sweep */
enum outcome saved_add(struct request *rq, void *record);      /* views of the queue */
enum outcome saved_remove(struct request *rq, void *record);
extern const struct form bulk_form, saved_form;
enum outcome bulk(struct request *rq, void *record); /* one act on several files */
enum outcome bulk_page(struct request *rq, void *record);
enum outcome bulk_undo(struct request *rq, void *record);
enum outcome queue_live(struct request *rq, void *record); /* the stream "desk" */
enum outcome queue_look(struct db *db, struct moment now, struct live_mark *mark, bool *ret_moved);
enum outcome desk_page(struct request *rq, void *record);
enum outcome desk_file_send(struct request *rq, void *record);
enum outcome desk_take(struct request *rq, void *record);
enum outcome desk_assign(struct request *rq, void *record);
enum outcome desk_move(struct request *rq, void *record);
enum outcome desk_note(struct request *rq, void *record);
enum outcome desk_confirm(struct request *rq, void *record);
enum outcome desk_decline(struct request *rq, void *record);
enum outcome desk_support(struct request *rq, void *record);
enum outcome qualify_page(struct request *rq, void *record);
enum outcome qualify(struct request *rq, void *record);
enum outcome close_page(struct request *rq, void *record);
enum outcome close_file(struct request *rq, void *record);
enum outcome reopen_file(struct request *rq, void *record);

/* --- Many and one (links*.c, together.c, providers.c, campaigns.c) ---------------------------------------------- */

extern const struct form tie_form, failure_form, join_form, struck_message_form, struck_advice_form,
    struck_close_form, campaign_new_form, campaign_form, campaign_member_form, provider_form;

enum outcome links_page(struct request *rq, void *record);
enum outcome links_tie(struct request *rq, void *record);
enum outcome links_split(struct request *rq, void *record);
enum outcome links_undo(struct request *rq, void *record);
enum outcome links_provider(struct request *rq, void *record);
enum outcome links_distinct(struct request *rq, void *record);
enum outcome links_unlink(struct request *rq, void *record);
enum outcome links_campaign(struct request *rq, void *record);
enum outcome links_log(struct request *rq, void *record);
enum outcome struck_message(struct request *rq, void *record);
enum outcome struck_advice(struct request *rq, void *record);
enum outcome struck_close(struct request *rq, void *record);
enum outcome providers_page(struct request *rq, void *record);
enum outcome providers_open(struct request *rq, void *record);
enum outcome campaigns_page(struct request *rq, void *record);
enum outcome campaign_new(struct request *rq, void *record);
enum outcome campaign_page(struct request *rq, void *record);
enum outcome campaign_edit(struct request *rq, void *record);
enum outcome campaign_join(struct request *rq, void *record);
enum outcome campaign_leave(struct request *rq, void *record);

/* --- Need to know (access_page.c, emergency.c), four eyes (decision_page.c) and
 * consents (consent_page.c) ------------------------------------------------- */

extern const struct form seal_form, seal_name_form, emergency_form, ruling_form, own_consents_form,
    desk_consents_form;

enum outcome access_page(struct request *rq, void *record);
enum outcome seal_post(struct request *rq, void *record);
enum outcome seal_name_post(struct request *rq, void *record);
enum outcome seal_end_post(struct request *rq, void *record);
enum outcome unseal_post(struct request *rq, void *record);
enum outcome emergency_page(struct request *rq, void *record);
enum outcome emergency_post(struct request *rq, void *record);
enum outcome decisions_page(struct request *rq, void *record);
enum outcome decision_page(struct request *rq, void *record);
enum outcome decision_approve_post(struct request *rq, void *record);
enum outcome decision_refuse_post(struct request *rq, void *record);
enum outcome decision_withdraw_post(struct request *rq, void *record);
enum outcome own_consents_page(struct request *rq, void *record);
enum outcome own_consents(struct request *rq, void *record);
enum outcome desk_consents_page(struct request *rq, void *record);
enum outcome desk_consents(struct request *rq, void *record);

/* --- Lessons learned (lesson_page.c, lesson_own.c, lesson_public.c) ------------- */

extern const struct form lesson_form, lesson_deed_form, lesson_keep_form, lesson_remark_form,
    lesson_withdraw_form, lesson_answer_form, own_lesson_form, lesson_orphan_form;

enum outcome lesson_page(struct request *rq, void *record);
enum outcome lesson_draft_post(struct request *rq, void *record);
enum outcome lesson_write_post(struct request *rq, void *record);
enum outcome lesson_keep_post(struct request *rq, void *record);
enum outcome lesson_submit_post(struct request *rq, void *record);
enum outcome lesson_check_post(struct request *rq, void *record);
enum outcome lesson_return_post(struct request *rq, void *record);
enum outcome lesson_name_post(struct request *rq, void *record);
enum outcome lesson_publish_post(struct request *rq, void *record);
enum outcome lesson_withdraw_post(struct request *rq, void *record);
enum outcome lesson_answer_post(struct request *rq, void *record);
enum outcome own_lesson_page(struct request *rq, void *record);
enum outcome own_lesson(struct request *rq, void *record);
enum outcome lessons_page(struct request *rq, void *record);
enum outcome lesson_public_page(struct request *rq, void *record);
enum outcome lesson_orphan_post(struct request *rq, void *record);

/* --- The structure's own file (own*.c, complete.c), advice (advise.c) ---- */

extern const struct form own_message_form, own_files_form, own_state_form, own_resolve_form,
    complete_form[REPORT_STEPS], advise_form;

enum outcome own_list_page(struct request *rq, void *record);
enum outcome own_page(struct request *rq, void *record);
enum outcome own_version_page(struct request *rq, void *record);
enum outcome own_file_send(struct request *rq, void *record);
enum outcome own_message(struct request *rq, void *record);
enum outcome own_files(struct request *rq, void *record);
enum outcome own_upload(struct request *rq, struct vault *ret);
enum outcome own_state_page(struct request *rq, void *record);
enum outcome own_state(struct request *rq, void *record);
enum outcome own_resolve_page(struct request *rq, void *record);
enum outcome own_resolve(struct request *rq, void *record);
enum outcome own_advice_read(struct request *rq, void *record);
enum outcome own_advice_tick(struct request *rq, void *record);
enum outcome complete_page(struct request *rq, void *record);
enum outcome complete_step(struct request *rq, void *record);
enum outcome desk_advise_page(struct request *rq, void *record);
enum outcome desk_advise(struct request *rq, void *record);

/* --- The work on a file (work.c, tasks.c) -------------------------------- */

extern const struct form task_form, task_edit_form, task_step_form, own_task_form, measure_form,
    own_measure_form;

enum outcome work_page(struct request *rq, void *record);
enum outcome desk_task_add(struct request *rq, void *record);
enum outcome desk_task_usual(struct request *rq, void *record);
enum outcome task_page(struct request *rq, void *record);
enum outcome task_edit(struct request *rq, void *record);
enum outcome desk_task_step(struct request *rq, void *record);
enum outcome desk_measure_add(struct request *rq, void *record);
enum outcome desk_measure_step(struct request *rq, void *record);
enum outcome own_work_page(struct request *rq, void *record);
enum outcome own_task_step(struct request *rq, void *record);
enum outcome own_measure_add(struct request *rq, void *record);
enum outcome own_measure_step(struct request *rq, void *record);
enum outcome tasks_page(struct request *rq, void *record);

extern const struct form loss_form, own_loss_form, orientation_form, own_step_form;

enum outcome desk_loss_add(struct request *rq, void *record);
enum outcome own_loss_add(struct request *rq, void *record);
enum outcome desk_orientation_add(struct request *rq, void *record);
enum outcome desk_orientation_end(struct request *rq, void *record);
enum outcome own_orientation_choose(struct request *rq, void *record);
enum outcome desk_card_run_page(struct request *rq, void *record);
enum outcome own_card_run_page(struct request *rq, void *record);
enum outcome own_card_begin(struct request *rq, void *record);
enum outcome own_card_step(struct request *rq, void *record);
enum outcome card_use_page(struct request *rq, void *record);

/* --- Evidence (evidence_page.c, evidence_file.c) -------------------------- */

extern const struct form evidence_text_form, evidence_decide_form, evidence_hold_form;

enum outcome evidence_page(struct request *rq, void *record);
enum outcome evidence_csv(struct request *rq, void *record);
enum outcome evidence_decide(struct request *rq, void *record);
enum outcome evidence_text(struct request *rq, void *record);
enum outcome evidence_file_send(struct request *rq, void *record);
enum outcome evidence_file_erase(struct request *rq, void *record);
enum outcome evidence_hold(struct request *rq, void *record);
enum outcome evidence_release(struct request *rq, void *record);

/* --- What the law asks, on both sides (deadline_page.c) ------------------- */

/* What an instance may switch on; set once by app/, before threads start. */
extern struct incident_settings {
	bool nis2; /* the French law that transposes NIS 2 is in force */
} incident_settings;

extern const struct form desk_deadline_facts_form, own_deadline_facts_form, desk_deadline_form,
    own_deadline_form;

enum outcome desk_deadlines(struct request *rq, void *record);
enum outcome desk_deadline(struct request *rq, void *record);
enum outcome desk_deadline_facts(struct request *rq, void *record);
enum outcome desk_deadline_record(struct request *rq, void *record);
enum outcome own_deadlines_page(struct request *rq, void *record);
enum outcome own_deadline(struct request *rq, void *record);
enum outcome own_deadline_facts(struct request *rq, void *record);
enum outcome own_deadline_record(struct request *rq, void *record);
/* --- The attack timeline (timeline_page.c, timeline_export.c) ------------- */

extern const struct form event_form, own_event_form;

enum outcome timeline_page(struct request *rq, void *record);
enum outcome timeline_export(struct request *rq, void *record); /* ?format=csv, json */
enum outcome event_post(struct request *rq, void *record);
extern const struct form event_edit_form;
enum outcome event_page(struct request *rq, void *record);
enum outcome event_edit(struct request *rq, void *record);
enum outcome event_judge_post(struct request *rq, void *record);
enum outcome own_timeline_page(struct request *rq, void *record);
enum outcome own_timeline_export(struct request *rq, void *record);
enum outcome own_event_post(struct request *rq, void *record);

/* --- Vendors and providers (vendor_page.c, intervention_page.c, answer.c) -- */

extern const struct form vendor_form, vendor_new_form, intervention_form, intervention_call_form,
    told_form, answer_form;

enum outcome vendors_page(struct request *rq, void *record);
enum outcome vendor_page(struct request *rq, void *record);
enum outcome vendor_new(struct request *rq, void *record);
enum outcome vendor_edit(struct request *rq, void *record);
enum outcome interventions_page(struct request *rq, void *record);
enum outcome intervention_new(struct request *rq, void *record);
enum outcome intervention_page(struct request *rq, void *record);
enum outcome intervention_send_post(struct request *rq, void *record);
enum outcome intervention_call_post(struct request *rq, void *record);
enum outcome intervention_end_post(struct request *rq, void *record);
enum outcome own_intervention_page(struct request *rq, void *record);
enum outcome told_post(struct request *rq, void *record);
enum outcome told_revoke_post(struct request *rq, void *record);
/* The page of the third party, behind a one-time link: no account. */
enum outcome answer_page(struct request *rq, void *record);
enum outcome answer_post(struct request *rq, void *record);

/* --- Ways out (exit.c): the same table for all that bears a marking ------------ */

/* May a thing that bears a marking of its own leave by the channel of data/exit.tsv? */
bool exit_bears(struct str tlp, const char *channel);

/* 0 (CLEAR) to 4 (RED); what bears no known marking counts as RED. */
int64_t tlp_rank(struct str tlp);

/* The highest marking that may leave by it; CLEAR where there is no such channel. */
struct str exit_ceiling(const char *channel);

/* Before a reply that may be carried away, of what bears that marking: OK and it is
 * released, or FORBIDDEN with a page that says why not (exit_page.c). */
enum outcome exit_release_card(
    struct request *rq, struct str reference, struct str tlp, const char *channel);

/* --- Reflex cards, open to everybody (reflex.c) -------------------------- */

enum outcome reflex_list_page(struct request *rq, void *record);
enum outcome reflex_card_page(struct request *rq, void *record);

/* --- Those who are told (card.c, ack.c) ----------------------------------- */

extern const struct form card_form, card_message_form, card_take_form, card_hand_back_form,
    card_answer_form, card_call_form, ack_form;

enum outcome cards_page(struct request *rq, void *record);
enum outcome card_page(struct request *rq, void *record);
enum outcome card_acknowledge(struct request *rq, void *record);
enum outcome card_message(struct request *rq, void *record);
enum outcome card_piece(struct request *rq, void *record);
enum outcome card_take(struct request *rq, void *record);
enum outcome card_hand_back(struct request *rq, void *record);
enum outcome card_answer(struct request *rq, void *record);
enum outcome card_call(struct request *rq, void *record);
enum outcome card_send_again(struct request *rq, void *record);
enum outcome ack_page(struct request *rq, void *record);
enum outcome ack_post(struct request *rq, void *record);

/* --- The part of a file about authorities (authority.c, dossier.c) ----------- */

extern const struct form authority_form, authority_take_form, authority_hand_back_form,
    dossier_form;

enum outcome authority_page(struct request *rq, void *record);
enum outcome authority_send(struct request *rq, void *record);
enum outcome authority_take(struct request *rq, void *record);
enum outcome authority_hand_back(struct request *rq, void *record);
enum outcome dossier_page(struct request *rq, void *record);
enum outcome dossier_send(struct request *rq, void *record);

/* --- The FSSI (fssi_list.c, fssi_file.c, demand_page.c) ----------------------- */

extern const struct form crisis_form, demand_form, demand_answer_form, demand_step_form,
    demand_close_form;

enum outcome fssi_page(struct request *rq, void *record);
enum outcome fssi_file_page(struct request *rq, void *record);
enum outcome fssi_crisis(struct request *rq, void *record);
enum outcome fssi_demand(struct request *rq, void *record);
enum outcome demand_page(struct request *rq, void *record);
enum outcome demand_say(struct request *rq, void *record);
enum outcome demand_step(struct request *rq, void *record);
enum outcome demand_end(struct request *rq, void *record);

/* --- Drafts of alerts to the sector (sector.c) ------------------------------ */

enum outcome sector_list_page(struct request *rq, void *record);
enum outcome sector_page(struct request *rq, void *record);

/* --- The API (api.c): rows in app/route_api.c ---------------------------- */

extern const struct form api_note_form, api_report_form, api_qualification_form, api_take_form,
    api_assignee_form;

enum outcome api_qualification(struct request *rq, void *record);
enum outcome api_take(struct request *rq, void *record);
enum outcome api_assignee(struct request *rq, void *record);
enum outcome api_workflow(struct request *rq, void *record);
enum outcome api_closing(struct request *rq, void *record);
enum outcome api_reopening(struct request *rq, void *record);
enum outcome api_message(struct request *rq, void *record);
enum outcome api_care_state(struct request *rq, void *record);
enum outcome api_deadlines(struct request *rq, void *record);
enum outcome api_tasks(struct request *rq, void *record);
enum outcome api_timeline(struct request *rq, void *record);
enum outcome api_links(struct request *rq, void *record);
enum outcome api_observables(struct request *rq, void *record);
enum outcome api_observables_csv(struct request *rq, void *record);
enum outcome api_evidence(struct request *rq, void *record);
enum outcome api_incidents(struct request *rq, void *record);
enum outcome api_incident(struct request *rq, void *record);
enum outcome api_log(struct request *rq, void *record);
enum outcome api_note(struct request *rq, void *record);
enum outcome api_report(struct request *rq, void *record);

/* For the description of the API. */
field_list api_incident_fields(void);
field_list api_sealed_fields(void);
field_list api_deadline_fields(void);
field_list api_task_fields(void);
field_list api_event_fields(void);
field_list api_link_fields(void);
field_list api_observable_fields(void);
field_list api_evidence_fields(void);
/* --- The report of a file, as a page and as PDF (closing.c) ---------------- */

enum outcome closing_page(struct request *rq, void *record);
enum outcome closing_pdf(struct request *rq, void *record);
enum outcome own_closing_page(struct request *rq, void *record);
enum outcome own_closing_pdf(struct request *rq, void *record);

/* --- Jobs, run by work in a writing transaction each -------------------- */

struct job_means {
	struct db *db;
	const struct keyring *keyring;
	struct arena *arena;
	struct moment now;
	struct str public_url;
};

/* Kind "route": evaluates the routing rules of the incident whose number is the
 * argument. Bears repeats. */
enum outcome incident_route_job(const struct job_means *m, struct str argument);
/* "observables": what was written and attached since is looked at. */
enum outcome incident_observe_job(const struct job_means *m, struct str argument);

/* Calls the person on call for health alerts that wait past their due time; in a
 * transaction of its own. */
enum outcome incident_wake(const struct job_means *m, int64_t *ret_n);

/* Sends the reminders of legal deadlines and service targets that are due
 * (data/deadline_reminder.tsv), each once; in transactions of its own, or the
 * caller's. */
enum outcome incident_remind(const struct job_means *m, int64_t *ret_n);

/* Removes drafts that nobody touched since. */
enum outcome incident_sweep_drafts(const struct job_means *m, struct moment older_than);

/* Third parties that were written to and did not answer are reminded. */
enum outcome incident_sweep_reminders(const struct job_means *m, int64_t *ret_swept);

/* Forgets what data/retention.tsv says, a file a transaction. In no transaction. */
enum outcome incident_sweep_retention(const struct job_means *m, int64_t *ret_n);

/* May an account know of a file that may be sealed (need.h)?  For what holds its
 * reference alone. */
enum outcome incident_known(struct db *db, struct str reference, int64_t account, enum role role,
    struct moment now, bool *ret);

/* Imports are history (design.md §8.1); they open their own transactions.  The
 * report tells each line that was refused; the same file twice changes nothing. */
struct import_report;
enum outcome incident_import_reports(
    const struct job_means *m, struct str bytes, struct import_report *report);
enum outcome incident_import_veris(
    const struct job_means *m, struct str bytes, struct import_report *report);
enum outcome incident_export_reports(const struct job_means *m, struct buf *out);

/* A file whole, for a successor or a court: documents and attachments, one after the
 * other, into the caller's archive.  In a reading transaction.  NOT_FOUND: no such
 * file; FORBIDDEN: it may not leave (exit.tsv); UNAVAILABLE: also when the sink fails. */
struct file_sink {
	void *context;
	bool (*begin)(void *context, struct str name, int64_t size);
	bool (*more)(void *context, struct str bytes);
	bool (*end)(void *context);
};
enum outcome incident_export_file(
    const struct job_means *m, struct str reference, const struct file_sink *sink);

/* The demonstration's incidents: a script (data/demo.json) played by people and in
 * places that the caller names.  Opens its own transaction, sends no mail. */
struct structure;
struct incident_cast {
	const struct account *(*person)(const void *context, struct str name);
	const struct structure *(*place)(const void *context, struct str name);
	const void *context;
};
enum outcome incident_demo(
    const struct job_means *m, struct str script, const struct incident_cast *cast);

/* For doctor and make check: NULL, or the rule that is not sound. */
struct str incident_rules_check(struct arena *a);

#endif
