"""Cases to try the system with: closed ones of 2022, and a few that stand at different steps today."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from yunghap.cases.generating import COMPANIES, generate_closed_cases
from yunghap.casework import service as casework
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.identity import service as identity

from .supporting import Steps, Supported

EXEMPTION = "sandbox.exemption"
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


class _Walk(Steps):
    """Brings applications of the demo company to their steps, days ago."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
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
        return 6 + Supported(self.at, self.company).all()

    def _draft(self, sketch: _Sketch, days: float = 3) -> casework.Case:
        case = casework.open_case(
            kind=EXEMPTION,
            title=sketch.title,
            applicant=self.company,
            variant="industrial-convergence",
            origin=casework.CaseOrigin.GENERATED,
            by=SYSTEM,
            at=self.ago(days),
        )
        return casework.save_answers(
            case=case, answers=sketch.answers(), expected=case.version, by=SYSTEM, at=self.ago(days)
        )

    def _filed(self, sketch: _Sketch, days: float) -> casework.Case:
        case = self._draft(sketch, days)
        return casework.file_case(case=case, expected=case.version, by=SYSTEM, at=self.ago(days))

    def _supplement(self, sketch: _Sketch) -> None:
        case = self._filed(sketch, 12)
        values = {
            "checked": "supplement",
            "remarks": "안전 시험 성적서를 더해 주십시오.",
            "supplement_by": clock.local_date(self.at) + timedelta(days=11),
        }
        self.finish(case, values, 9)

    def _consultation(self, sketch: _Sketch, days: float) -> casework.Case:
        case = self._filed(sketch, days + 4)
        self.finish(case, {"checked": "complete", "agencies": self.agencies}, days + 2)
        self.finish(case, {"similar": False}, days)
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
                at=self.ago(days - 15),
            )
        casework.follow_procedure(instance=case.instance or "", at=self.ago(days - 15))
        self.finish(case, {"resolution": "PASSED"}, days - 19)
        self.finish(case, {"conflict": False}, days - 20)
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
            at=self.ago(30),
        )
        for place, membership in enumerate(identity.members_of(self.committee.pk)):
            casework.seat_member(
                panel=panel,
                person=membership.person,
                starts_on=clock.local_date(self.at),
                is_chair=place == 0,
                by=SYSTEM,
                at=self.ago(30),
            )
        starts_at = clock.start_of(clock.local_date(self.at)) + timedelta(hours=14)
        meeting = casework.plan_meeting(
            panel=panel, starts_at=starts_at, place="정부세종청사 13동 (시연)", by=SYSTEM, at=self.ago(10)
        )
        casework.add_item(
            meeting=meeting,
            title=case.title,
            case=case,
            proposal="조건을 붙여 부여",
            by=SYSTEM,
            at=self.ago(10),
        )
        casework.call_meeting(meeting=meeting, expected=meeting.version, by=SYSTEM, at=self.ago(9))

    def _granted(self, sketch: _Sketch) -> None:
        """The worker issues the certificate and sends it; publication then waits for the approver."""
        case = self._answered(sketch, 80)
        self.finish(case, {"resolution": "PASSED"}, 50)
        [item] = casework.work_of(case)
        starts_on = clock.local_date(self.ago(40))
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
            at=self.ago(48),
        )
        self.finish(case, {"insured": True}, 45)
