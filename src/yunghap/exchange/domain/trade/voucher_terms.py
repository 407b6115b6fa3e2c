"""The words of the three-party agreement on a voucher. In Korean, the language of office."""

from yunghap.exchange.enums import VoucherKind
from yunghap.exchange.models import VoucherProgramme
from yunghap.identity.service import Organisation

_KINDS = {
    VoucherKind.PURCHASE: "데이터 구매",
    VoucherKind.PROCESSING: "일반 가공",
    VoucherKind.AI_PROCESSING: "인공지능 가공",
}
_CLAUSES = (
    "수요기업은 바우처를 아래 목적에만 쓰고, 다른 사람에게 넘기지 않는다.",
    "지원금은 수요기업이 납품을 수락한 뒤 전담기관이 공급기업에 직접 지급한다. 수요기업에는 지급하지 않는다.",
    "수요기업은 공급가액의 {own}를 스스로 부담하고, 부가가치세는 모두 수요기업이 부담한다.",
    "주문하면 지원금이 예약되고, 취소되거나 기한이 지나면 남은 지원금은 예산으로 돌아간다.",
    "공급기업은 이 사업에 등록되어 있어야 하며, 지원금의 일부를 어떤 이름으로도 수요기업에 되돌려주지 않는다.",
    "전담기관은 거래 기록을 점검할 수 있고, 부정한 사용이 드러나면 지원금을 돌려받는다.",
    "수요기업은 사용을 마치면 활용 결과를 보고한다.",
)


def percent(share: int) -> str:
    """A share in parts of ten thousand, in per cent."""
    return f"{share / 100:g}%"


def voucher_terms(
    *,
    programme: VoucherProgramme,
    kind: VoucherKind,
    company: Organisation,
    supplier: Organisation,
    amount_krw: int,
    purpose: str,
    number: str,
) -> dict[str, object]:
    """The agreement as it is signed: parties, amounts, days, purpose, clauses."""
    return {
        "number": number,
        "programme": programme.title,
        "kind": _KINDS[kind],
        "company": {"id": company.pk, "name": company.label()},
        "supplier": {"id": supplier.pk, "name": supplier.label()},
        "agency": {"id": programme.agency_id, "name": programme.agency.label()},
        "amount_krw": amount_krw,
        "own_share": programme.own_share,
        "starts_on": programme.starts_on.isoformat(),
        "ends_on": programme.ends_on.isoformat(),
        "purpose": purpose,
        "clauses": [clause.format(own=percent(programme.own_share)) for clause in _CLAUSES],
    }
