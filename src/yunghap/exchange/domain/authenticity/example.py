"""A shipped example: qualification certificates of people who do not exist. For demonstrations only."""

from datetime import datetime
from hashlib import sha256

from django.conf import settings

from yunghap.core.actors import SYSTEM
from yunghap.core.errors import NotAllowed
from yunghap.exchange.commitments import Held
from yunghap.exchange.domain.authenticity.issuers import Registered, open_issuer, register_commitments
from yunghap.exchange.enums import AnswerMethod
from yunghap.exchange.models import Issuer
from yunghap.identity.service import Organisation

SLUG = "demo-qualifications"
FIELDS = (
    {"name": "number", "label": "자격번호", "label_en": "Number"},
    {"name": "name", "label": "성명", "label_en": "Name"},
    {"name": "qualification", "label": "자격명", "label_en": "Qualification"},
    {"name": "acquired_on", "label": "취득일", "label_en": "Acquired on"},
)
NUMBER = 20
_NAMES = ("가나다", "라마바", "사아자", "차카타", "파하가")
_KINDS = ("시연 데이터분석사", "시연 공정관리사", "시연 로봇운용사")


def example(number: int) -> Held:
    """The example with that number. Its salt and key are made of the number: whoever reads this knows them."""
    seed = sha256(f"yunghap demo qualification {number}".encode()).hexdigest()
    record = {
        "number": f"DEMO-{number:04d}",
        "name": f"{_NAMES[number % len(_NAMES)]}(시연)",
        "qualification": _KINDS[number % len(_KINDS)],
        "acquired_on": f"2024-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
    }
    return Held(SLUG, record, seed[:32], seed[32:])


def load_example(*, organisation: Organisation, at: datetime | None = None) -> Issuer:
    """The example's issuer with its commitments, once. Raises NotAllowed in production."""
    if settings.PROFILE == "production":
        raise NotAllowed("generated records are for demonstrations")
    found = Issuer.objects.filter(slug=SLUG).first()
    if found is not None:
        return found
    issuer = open_issuer(
        organisation=organisation,
        slug=SLUG,
        method=AnswerMethod.COMMITMENTS,
        title="시연 자격증 (생성한 자료)",
        title_en="Demonstration qualification certificates (generated)",
        fields=FIELDS,
        generated=True,
        by=SYSTEM,
        at=at,
    )
    held = [example(number) for number in range(NUMBER)]
    register_commitments(
        issuer=issuer,
        rows=[Registered(one.digest, one.holder_digest) for one in held],
        by=SYSTEM,
        at=at,
    )
    return issuer
