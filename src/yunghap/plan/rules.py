"""Who may do what in the plan module. Registered with identity when the application starts."""

from django.utils.translation import gettext_lazy as _

EDIT_SUBMISSION = "plan.submission.edit"
SUBMIT_SUBMISSION = "plan.submission.submit"
REVIEW_SUBMISSION = "plan.submission.review"
REPORT_ACTUAL = "plan.actual.report"
CONFIRM_OBSERVATION = "plan.observation.confirm"
COMPILE_EDITION = "plan.edition.compile"
APPROVE_EDITION = "plan.edition.approve"
PUBLISH_EDITION = "plan.edition.publish"
AMEND_EDITION = "plan.edition.amend"
WAIVE_FINDING = "plan.finding.waive"
BIND_EVIDENCE = "plan.evidence.bind"

# code -> (name, description)
PERMISSIONS = {
    EDIT_SUBMISSION: (_("Edit a submission"), _("Enter and change the rows of one's own ministry's part.")),
    SUBMIT_SUBMISSION: (_("Submit"), _("Submit one's own ministry's part of the plan.")),
    REVIEW_SUBMISSION: (_("Review submissions"), _("Accept a submission or return it with remarks.")),
    REPORT_ACTUAL: (_("Report actuals"), _("Report actual values of one's own ministry within the year.")),
    CONFIRM_OBSERVATION: (
        _("Confirm numbers"),
        _("Confirm, correct or reject what was read from a document."),
    ),
    COMPILE_EDITION: (_("Compile an edition"), _("Open, import and compile an edition and run its checks.")),
    APPROVE_EDITION: (_("Approve an edition"), _("Approve a final edition before it is published.")),
    PUBLISH_EDITION: (_("Publish an edition"), _("Publish an approved edition.")),
    AMEND_EDITION: (_("Amend an edition"), _("Change a published edition by a recorded amendment.")),
    WAIVE_FINDING: (_("Waive a finding"), _("Waive a failed check with a reason.")),
    BIND_EVIDENCE: (_("Bind evidence"), _("Bind a target to a measure or a file.")),
}
