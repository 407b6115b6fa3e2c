"""Made-up cases that spend budget lines: support calls, a training course, a public body's demand."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from yunghap.casework import service as casework
from yunghap.core.actors import SYSTEM
from yunghap.identity import service as identity
from yunghap.programmes import service as programmes

CALL, COURSE, DEMAND = "support-call", "training", "public-demand"
DEMANDING = "한국산업기술진흥원"
# title, plan, won asked for and agreed, instalments, won returned (None: not settled yet)
_CALLS = (
    ("착용형 작업 보조기 시제품", "공장에서 쓰는 착용형 보조기를 만든다 (시연)", 300_000_000, 2, 12_000_000),
    ("수소 지게차 충전 실증", "물류센터에서 충전 설비를 시험한다 (시연)", 200_000_000, 1, None),
)


class Steps:
    """Brings made-up applications forward in the name of the system, so many days ago."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def ago(self, days: float) -> datetime:
        """The moment so many days before."""
        return self.at - timedelta(days=days)

    def finish(self, case: casework.Case, values: Mapping[str, object], days: float) -> None:
        """Finish the steps that the case waits with."""
        for item in casework.work_of(case):
            casework.finish_work(case=case, item=item, values=values, by=SYSTEM, at=self.ago(days))
        casework.follow_procedure(instance=case.instance or "", at=self.ago(days))


class Supported(Steps):
    """Cases with a support agreement against a budget line of the office in charge."""

    def __init__(self, at: datetime, company: identity.Organisation) -> None:
        super().__init__(at)
        self.company = company

    def all(self) -> int:
        """Every case; how many there are. Those for which no edition in force plans money are left out."""
        return sum(self._call(*call) for call in _CALLS) + self._course() + self._demand()

    def _call(self, title: str, plan: str, won: int, instalments: int, returned: int | None) -> bool:
        """Paid, and settled where something is returned."""
        answers = {"title": title, "plan": plan, "amount": str(won)}
        case, line = self._filed(CALL, self.company, answers, won, 120)
        if case is None or line is None:
            return False
        self.finish(case, {"eligible": True, "evaluators": 3}, 115)
        self.finish(case, {"score": 82}, 108)
        self.finish(case, {"resolution": "PASSED"}, 104)
        self._decided(case, 103)
        self.finish(case, {}, 100)
        self._agreed(case, line, won, 95)
        for number in range(1, instalments + 1):
            self._paid(case, won // instalments, more=number < instalments, days=90 - 30 * number)
        if returned is not None:
            self._settled(case, won - returned, returned)
        return True

    def _course(self, won: int = 180_000_000) -> bool:
        """A course whose first cohort is taught."""
        answers = {
            "title": "산업 인공지능 실무과정",
            "description": "현장 자료로 배우는 설비 이상 감지 (시연)",
            "cohorts": "2",
            "places": "30",
            "amount": str(won),
        }
        case, line = self._filed(COURSE, self.company, answers, won, 150)
        if case is None or line is None:
            return False
        self.finish(case, {"score": 84}, 140)
        self._decided(case, 135)
        self._agreed(case, line, won, 130)
        self._paid(case, won // 2, more=True, days=125)
        self.finish(case, {"enrolled": 28, "cohort_ends_on": self.ago(-30).date()}, 110)
        return True

    def _demand(self, won: int = 400_000_000) -> bool:
        """A public body's demand, in research."""
        body = identity.find_organisation(DEMANDING)
        answers = {
            "title": "하천 수위 감시 장비",
            "description": "지금은 사람이 눈금을 읽는다 (시연)",
            "quantity": "30",
            "budget": str(won),
            "places": "하천 두 곳 (시연)",
        }
        if body is None:
            return False
        case, line = self._filed(DEMAND, body, answers, won, 150)
        if case is None or line is None:
            return False
        self.finish(case, {"adopted": True, "evaluators": 2}, 140)
        self.finish(case, {"score": 88}, 130)
        self._decided(case, 125)
        terms = {"developer": self.company.label(), "research_ends_on": self.ago(-200).date()}
        self.finish(case, terms, 122)
        self._agreed(case, line, won, 120)
        self._paid(case, won // 4, more=True, days=115)
        return True

    def _filed(
        self, kind: str, applicant: identity.Organisation, answers: dict[str, str], won: int, days: float
    ) -> tuple[casework.Case | None, programmes.BudgetLine | None]:
        """An application, and the line that has so much left; nothing where none has."""
        case = casework.open_case(
            kind=kind,
            title=answers["title"],
            applicant=applicant,
            origin=casework.CaseOrigin.GENERATED,
            by=SYSTEM,
            at=self.ago(days),
        )
        lines = (
            one for one in programmes.lines_to_commit(case.handler_id) if programmes.left_krw(one) >= won
        )
        line = next(lines, None)
        if line is None:
            casework.discard_draft(case=case, by=SYSTEM, at=self.ago(days))
            return None, None
        case = casework.save_answers(
            case=case, answers=answers, expected=case.version, by=SYSTEM, at=self.ago(days)
        )
        case = casework.file_case(case=case, expected=case.version, by=SYSTEM, at=self.ago(days - 1))
        return case, line

    def _decided(self, case: casework.Case, days: float) -> None:
        [item] = casework.work_of(case)
        granted = casework.DecisionInput(casework.Outcome.GRANTED)
        casework.decide_in_work(case=case, item=item, decided=granted, by=SYSTEM, at=self.ago(days))

    def _agreed(self, case: casework.Case, line: programmes.BudgetLine, won: int, days: float) -> None:
        [item] = casework.work_of(case)
        casework.agree_in_work(
            case=case, item=item, line=line.pk, amount_krw=won, by=SYSTEM, at=self.ago(days)
        )

    def _paid(self, case: casework.Case, won: int, *, more: bool, days: float) -> None:
        [item] = casework.work_of(case)
        casework.pay_in_work(case=case, item=item, amount_krw=won, more=more, by=SYSTEM, at=self.ago(days))

    def _settled(self, case: casework.Case, spent: int, returned: int) -> None:
        self.finish(case, {"spent": spent}, 20)
        [item] = casework.work_of(case)
        casework.settle_in_work(
            case=case, item=item, returned_krw=returned, remarks="", by=SYSTEM, at=self.ago(10)
        )
        self.finish(case, {}, 5)
