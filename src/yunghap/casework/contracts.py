"""What a procedure brings along so that people can apply for it. Plain values, no models."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .enums import Secrecy
from .forms import Form, Words


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """A statutory letter: its title and paragraphs, in which `{name}` stands for a value of the case.

    `form` is the number of the official form ("별지 제2호서식") where the decree gives one; with `form_variant` only
    cases of that variant have it. `tells_decision`: it is the notice of the decision, from whose service the term of an
    objection runs. `to` names the value that holds the body, or the bodies, it goes to, or the body itself by its key
    ("key:mois"); empty for the applicant. A
    paragraph whose values are all empty is left out.
    """

    id: str
    title: Words
    paragraphs: tuple[Words, ...]
    form: str = ""
    tells_decision: bool = False
    to: str = ""
    form_variant: str = ""

    def form_in(self, variant: str) -> str:
        """The number of the official form of a case of that variant."""
        return self.form if self.form_variant in {"", variant} else ""


@dataclass(frozen=True, slots=True)
class DecisionKind:
    """One thing that a kind of case may be decided as: a demonstration exemption, a temporary permit.

    `answers` are those by which an application asks for it (question -> answer); without any, every case of the
    procedure is decided as it.
    """

    code: str
    name: Words
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Request:
    """Something that may be asked of a running case: an extension, a change, a hearing before revocation.

    `message` is what the diagram waits for, `role` who asks (as of a user task), `form` the form of its questions (one
    of the work forms, or none), `deadline` the id of the deadline rule whose day is the last one to ask, if any.
    `before_end` names the value that holds a term (ISO 8601) before the end of the grant by which to ask; it follows an
    extension.
    """

    id: str
    message: str
    name: Words
    about: Words
    role: str
    form: str = ""
    deadline: str = ""
    article: str = ""
    before_end: str = ""


@dataclass(frozen=True, slots=True)
class Laws:
    """What a procedure of several acts rests on in each of them.

    `by` names the answers that choose the act with the variant: "ict-convergence.permit". `articles` has for each
    subject (the id of a request, or a word that letters name as `{law_word}`) the article of each act, or None where
    the act does not have it.
    """

    by: tuple[str, ...] = ()
    articles: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)

    def cited(self, variant: str, answers: Mapping[str, str]) -> dict[str, str | None]:
        """The article of each subject in the act of a case, as far as it is known."""
        act = ".".join([variant, *(answers.get(one, "") for one in self.by)])
        return {subject: each[act] for subject, each in self.articles.items() if act in each}


@dataclass(frozen=True, slots=True)
class Retention:
    """How long what is in a case is kept: `years` from the first of January after its end, and the article."""

    years: int
    article: str


LAST = 1_000_000  # the place of kinds that say none


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of case that can be filed.

    `id` is the procedure's registered id ("sandbox.demonstration-exemption"), `series` the letters of its numbers
    ("SB"), `handler` the key of the organisation in charge ("motie"), `applicants` the kinds of organisations that may
    apply (`identity.OrganisationKind`), `variants` the schemes of its family by code. `articles` are the articles it
    rests on, `work_forms` the forms of its work items by id, `letters` its letters by id, `requests` what may be asked
    of a running case. `decisions` are what its cases may be decided as; without any, a decision is of the kind of the
    procedure. `retention` says when its contents are erased; without it they stay. `own_objection`: objections are a
    part of it; `to_decisions`: it is the objection to decisions of the others, begun from one of these. Kinds are
    shown in the order of their `place`, under the heading of their `group`. Which version of the procedure runs is
    chosen by the day of filing. `laws` are its articles where each variant has its own act; while work at one of
    the nodes `lasting` is open, a grant whose term has run out is deemed to last, by the article `lasting` of these.
    """

    id: str
    series: str
    name: Words
    summary: Words
    form: Form
    handler: str
    applicants: frozenset[str] = frozenset({"COMPANY"})
    variants: tuple[tuple[str, Words], ...] = ()
    articles: tuple[str, ...] = ()
    needs: tuple[Words, ...] = ()
    work_forms: Mapping[str, Form] = field(default_factory=dict)
    letters: Mapping[str, LetterTemplate] = field(default_factory=dict)
    requests: tuple[Request, ...] = ()
    decisions: tuple[DecisionKind, ...] = ()
    retention: Retention | None = None
    own_objection: bool = False
    to_decisions: bool = False
    group: Words | None = None
    place: int = LAST
    laws: Laws = Laws()
    lasting: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is to a case: any of applicant, handler, consulted body, member of a committee, auditor."""

    applicant: bool = False
    handler: bool = False
    consulted: bool = False
    member: bool = False
    auditor: bool = False

    @property
    def any(self) -> bool:
        """Whether the case exists for this person at all."""
        return self.applicant or self.handler or self.consulted or self.member or self.auditor

    @property
    def may_see(self) -> frozenset[Secrecy]:
        """How secret a thing this person needs to see: auditors see that it is there, not what it says."""
        seen = {Secrecy.OPEN}
        if self.applicant or self.handler or self.consulted or self.member:
            seen.add(Secrecy.CASE)
        if self.applicant or self.handler or self.member:
            seen.add(Secrecy.BUSINESS)
        if self.applicant or self.handler:
            seen.add(Secrecy.PERSONAL)
        return frozenset(seen)


@dataclass(frozen=True, slots=True)
class Quorum:
    """The arithmetic of a vote: all members, those who count after recusal, who is there, what passes."""

    members: int
    base: int
    present: int
    needed_present: int
    needed_for: int
    votes_for: int = 0
    votes_against: int = 0
    abstentions: int = 0

    @property
    def is_met(self) -> bool:
        """Whether enough members are there to decide."""
        return self.present >= self.needed_present

    @property
    def passes(self) -> bool:
        """Whether the item is carried as the votes stand."""
        return self.is_met and self.votes_for >= self.needed_for


@dataclass(frozen=True, slots=True)
class PaperInput:
    """A document handed in: bytes, file name, what it is, and who needs to see it."""

    data: bytes = field(repr=False)
    name: str
    title: str = ""
    field: str = ""
    secrecy: Secrecy = Secrecy.CASE
