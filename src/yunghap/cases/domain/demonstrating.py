"""Cases to try the system with: closed ones of 2022, and a few that stand at different steps today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from yunghap.cases.generating import COMPANIES, generate_closed_cases
from yunghap.casework import service as casework
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.identity import service as identity
from yunghap.programmes import service as programmes

EXEMPTION = "sandbox.exemption"
CALL = "support-call"
FILE = "closed-cases-2022.csv"
# Act art. 8, Decree art. 9: at most 25 members; the demo fills every seat.
PANEL = ("exemption-committee", 25, "산업융합 촉진법 제8조")


@dataclass(frozen=True, slots=True)
class _Sketch:
    """An application to be made up: title and answers."""

    title: str
    content: str
    method: str
    form: str
    articles: str
    kind: str = "demonstration"

    def answers(self) -> dict[str, str]:
        return {
            "kind": self.kind,
            "long_term": "no",
            "title": self.title,
            "content": self.content,
            "method": self.method,
            "form": self.form,
            "articles": self.articles,
            "scope": "한 개 광역시, 2년, 기기 30대 (시연)",
            "damage": "책임보험으로 배상 (시연)",
        }


_LIFT = _Sketch("승강기를 타는 배송 로봇", "배송 로봇", "자율 운행", "현장에 두는 기기", "도로교통법 제2조")
_CHARGE = _Sketch("이동식 수소 충전기", "수소 충전", "차량 탑재", "이동식 설비", "고압가스 안전관리법 제4조")
_PATROL = _Sketch("공원 순찰 로봇", "순찰 로봇", "원격 관제", "현장에 두는 기기", "공원녹지법 제49조")
_DRONE = _Sketch("섬 지역 화물 드론", "화물 드론", "지정 구역 순회", "배송 서비스", "항공안전법 제129조")
_BATTERY = _Sketch("재사용 배터리 저장장치", "전기 저장", "공장 옥상 설치", "설비", "전기안전관리법 제12조")
_WINDOW = _Sketch("발전하는 창호", "건물 일체형 발전", "공동주택 설치", "건축 자재", "건축법 제52조")


# Support calls: title, plan, won asked for and agreed, instalments, won returned (None: not settled yet).
_CALLS = (
    ("착용형 작업 보조기 시제품", "공장에서 쓰는 착용형 보조기를 만든다 (시연)", 300_000_000, 2, 12_000_000),
    ("수소 지게차 충전 실증", "물류센터에서 충전 설비를 시험한다 (시연)", 200_000_000, 1, None),
)


@transaction.atomic
def load_demo_cases(*, at: datetime | None = None) -> int:
    """Made-up cases, once: closed ones taken over, running ones brought to their steps by the system.

    Returns how many cases were made. Raises NotFound where the procedures are not in force.
    """
    at = at or clock.now()
    if casework.Case.objects.filter(origin=casework.CaseOrigin.GENERATED).exists():
        return 0
    taken = casework.import_closed_cases(
        data=generate_closed_cases(),
        name=FILE,
        origin=casework.CaseOrigin.GENERATED,
        by=SYSTEM,
        at=at,
    )
    return taken.rows + _Walk(at).all()


class _Walk:
    """Brings applications of the demo company to their steps, days ago."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        company = identity.find_organisation(COMPANIES[0])
        ministries = [identity.find_organisation(name) for name in ("과기부", "국토부")]
        committee = identity.find_organisation("산업융합 규제특례심의위원회 (시연)")
        if company is None or committee is None or None in ministries:
            raise LookupError("the demo organisations are not there")
        self.company, self.committee = company, committee
        self.agencies = [one.pk for one in ministries if one is not None]

    def all(self) -> int:
        """Every application; how many there are."""
        self._draft(_LIFT)
        self._supplement(_CHARGE)
        self._consultation(_PATROL, days=26)
        self._consultation(_DRONE, days=45)
        self._on_agenda(_BATTERY)
        self._granted(_WINDOW)
        return 6 + sum(self._supported(*call) for call in _CALLS)

    def _ago(self, days: float) -> datetime:
        return self.at - timedelta(days=days)

    def _draft(self, sketch: _Sketch, days: float = 3) -> casework.Case:
        case = casework.open_case(
            kind=EXEMPTION,
            title=sketch.title,
            applicant=self.company,
            variant="industrial-convergence",
            origin=casework.CaseOrigin.GENERATED,
            by=SYSTEM,
            at=self._ago(days),
        )
        return casework.save_answers(
            case=case, answers=sketch.answers(), expected=case.version, by=SYSTEM, at=self._ago(days)
        )

    def _filed(self, sketch: _Sketch, days: float) -> casework.Case:
        case = self._draft(sketch, days)
        return casework.file_case(case=case, expected=case.version, by=SYSTEM, at=self._ago(days))

    def _finish(self, case: casework.Case, values: Mapping[str, object], days: float) -> None:
        """Finish the one step that the case waits with."""
        for item in casework.work_of(case):
            casework.finish_work(case=case, item=item, values=values, by=SYSTEM, at=self._ago(days))
        casework.follow_procedure(instance=case.instance or "", at=self._ago(days))

    def _supplement(self, sketch: _Sketch) -> None:
        case = self._filed(sketch, 12)
        values = {
            "checked": "supplement",
            "remarks": "안전 시험 성적서를 더해 주십시오.",
            "supplement_by": clock.local_date(self.at) + timedelta(days=11),
        }
        self._finish(case, values, 9)

    def _consultation(self, sketch: _Sketch, days: float) -> casework.Case:
        case = self._filed(sketch, days + 4)
        self._finish(case, {"checked": "complete", "agencies": self.agencies}, days + 2)
        self._finish(case, {"similar": False}, days)
        return case

    def _answered(self, sketch: _Sketch, days: float) -> casework.Case:
        case = self._consultation(sketch, days)
        for row in case.consultations.order_by("id"):
            casework.answer_in_work(
                consultation=row,
                opinion=casework.Opinion.AGREE,
                reply="",
                expected=row.version,
                by=SYSTEM,
                at=self._ago(days - 15),
            )
        casework.follow_procedure(instance=case.instance or "", at=self._ago(days - 15))
        self._finish(case, {"conflict": False}, days - 20)
        return case

    def _on_agenda(self, sketch: _Sketch) -> None:
        case = self._answered(sketch, 40)
        panel = casework.create_panel(
            organisation=self.committee,
            secretariat=case.handler,
            kind=PANEL[0],
            seats=PANEL[1],
            article=PANEL[2],
            by=SYSTEM,
            at=self._ago(30),
        )
        for place, membership in enumerate(identity.members_of(self.committee.pk)):
            casework.seat_member(
                panel=panel,
                person=membership.person,
                starts_on=clock.local_date(self.at),
                is_chair=place == 0,
                by=SYSTEM,
                at=self._ago(30),
            )
        starts_at = clock.start_of(clock.local_date(self.at) + timedelta(days=12)) + timedelta(hours=14)
        meeting = casework.plan_meeting(
            panel=panel, starts_at=starts_at, place="정부세종청사 13동 (시연)", by=SYSTEM, at=self._ago(10)
        )
        casework.add_item(
            meeting=meeting,
            title=case.title,
            case=case,
            proposal="조건을 붙여 부여",
            by=SYSTEM,
            at=self._ago(10),
        )
        casework.call_meeting(meeting=meeting, expected=meeting.version, by=SYSTEM, at=self._ago(9))

    def _granted(self, sketch: _Sketch) -> None:
        """The worker issues the certificate and sends it; publication then waits for the approver."""
        case = self._answered(sketch, 80)
        self._finish(case, {"resolution": "PASSED"}, 50)
        [item] = casework.work_of(case)
        starts_on = clock.local_date(self._ago(40))
        casework.decide_in_work(
            case=case,
            item=item,
            decided=casework.DecisionInput(
                casework.Outcome.GRANTED_WITH_CONDITIONS,
                conditions=(casework.ConditionInput("책임보험에 들고 증서를 낸다"),),
                articles=(sketch.articles,),
                starts_on=starts_on,
                ends_on=starts_on + timedelta(days=729),
            ),
            by=SYSTEM,
            at=self._ago(48),
        )
        self._finish(case, {"insured": True}, 45)

    def _supported(self, title: str, plan: str, won: int, instalments: int, returned: int | None) -> int:
        """A support agreement against a budget line of the office: paid, and settled where something is returned.

        0 where no edition in force plans money for it, else 1.
        """
        case = casework.open_case(
            kind=CALL,
            title=title,
            applicant=self.company,
            origin=casework.CaseOrigin.GENERATED,
            by=SYSTEM,
            at=self._ago(120),
        )
        lines = (
            one for one in programmes.lines_to_commit(case.handler_id) if programmes.left_krw(one) >= won
        )
        line = next(lines, None)
        if line is None:
            casework.discard_draft(case=case, by=SYSTEM, at=self._ago(120))
            return 0
        answers = {"title": title, "plan": plan, "amount": str(won)}
        case = casework.save_answers(
            case=case, answers=answers, expected=case.version, by=SYSTEM, at=self._ago(120)
        )
        case = casework.file_case(case=case, expected=case.version, by=SYSTEM, at=self._ago(119))
        self._finish(case, {"eligible": True, "evaluators": 3}, 115)
        self._finish(case, {"score": 82}, 108)
        self._finish(case, {"resolution": "PASSED"}, 104)
        self._decided(case, 103)
        self._finish(case, {}, 100)
        [item] = casework.work_of(case)
        casework.agree_in_work(
            case=case, item=item, line=line.pk, amount_krw=won, by=SYSTEM, at=self._ago(95)
        )
        for number in range(1, instalments + 1):
            self._paid(case, won // instalments, more=number < instalments, days=90 - 30 * number)
        if returned is not None:
            self._settled(case, won - returned, returned)
        return 1

    def _decided(self, case: casework.Case, days: float) -> None:
        [item] = casework.work_of(case)
        granted = casework.DecisionInput(casework.Outcome.GRANTED)
        casework.decide_in_work(case=case, item=item, decided=granted, by=SYSTEM, at=self._ago(days))

    def _paid(self, case: casework.Case, won: int, *, more: bool, days: float) -> None:
        [item] = casework.work_of(case)
        casework.pay_in_work(case=case, item=item, amount_krw=won, more=more, by=SYSTEM, at=self._ago(days))

    def _settled(self, case: casework.Case, spent: int, returned: int) -> None:
        self._finish(case, {"spent": spent}, 20)
        [item] = casework.work_of(case)
        casework.settle_in_work(
            case=case, item=item, returned_krw=returned, remarks="", by=SYSTEM, at=self._ago(10)
        )
        self._finish(case, {}, 5)
