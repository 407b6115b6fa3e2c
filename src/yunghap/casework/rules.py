"""Who may do what in casework. Registered with identity when the application starts."""

from django.utils.translation import gettext_lazy as _

APPLY = "casework.case.apply"
HANDLE = "casework.case.handle"
DECIDE = "casework.case.decide"
ANSWER = "casework.consultation.answer"
RUN_COMMITTEE = "casework.committee.run"
VOTE = "casework.committee.vote"
PUBLISH = "casework.decision.publish"
IMPORT = "casework.case.import_closed"
AUDIT = "casework.case.audit"
ERASE = "casework.case.erase"

# Whoever has one of these has work that waits in the inbox.
HAS_INBOX = (HANDLE, DECIDE, ANSWER, RUN_COMMITTEE)

# code -> (name, description)
PERMISSIONS = {
    APPLY: (
        _("Apply for a procedure"),
        _("Write, file and withdraw applications for one's own organisation."),
    ),
    HANDLE: (_("Handle cases"), _("Work on the cases of which one's own organisation is in charge.")),
    DECIDE: (_("Decide cases"), _("Record the decision in a case, issue and revoke its certificate.")),
    ANSWER: (
        _("Answer consultations"),
        _("Answer for one's own organisation when it is asked about a case."),
    ),
    RUN_COMMITTEE: (
        _("Run a committee"),
        _("Seat its members, call its meetings, keep its agenda and minutes."),
    ),
    VOTE: (_("Sit on a committee"), _("Read its papers, declare interests and vote.")),
    PUBLISH: (_("Publish decisions"), _("Redact and publish decisions in the public register.")),
    IMPORT: (_("Take over closed cases"), _("Import closed cases from a table of records.")),
    ERASE: (_("Erase cases"), _("Erase the contents of cases whose term of retention is over.")),
    AUDIT: (_("Audit cases"), _("See which cases there are and what was done, without their contents.")),
}
