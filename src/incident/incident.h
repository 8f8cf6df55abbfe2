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

#endif
