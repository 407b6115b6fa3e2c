"""Buyer and supplier are not one house: no shared representative or address, no parent in common.

Two organisations with one registration number cannot exist here (the database refuses it); a branch shares the first
nine digits with nobody. Names and addresses are compared without spaces and case.
"""

from yunghap.core.text import name_key
from yunghap.exchange.checks.verdicts import Check, Said
from yunghap.exchange.models import Order, TradingParty


def run(order: Order) -> Said | None:
    buyer, provider = order.buyer, order.provider
    parents = {buyer.parent_id, buyer.pk} & {provider.parent_id, provider.pk} - {None}
    shared_ko, shared_en = (["모기관"], ["parent organisation"]) if parents else ([], [])
    stated = {
        one.organisation_id: one for one in TradingParty.objects.filter(organisation__in=[buyer, provider])
    }
    if len(stated) == 2:
        mine, theirs = stated[buyer.pk], stated[provider.pk]
        for field, ko, en in (
            ("representative", "대표자", "representative"),
            ("address", "주소", "address"),
        ):
            if name_key(getattr(mine, field)) == name_key(getattr(theirs, field)):
                shared_ko.append(ko)
                shared_en.append(en)
    if not shared_ko:
        return None
    return Said(
        f"수요기업과 공급기업이 같은 {', '.join(shared_ko)}를 둡니다.",
        f"Demand company and supplier share their {', '.join(shared_en)}.",
    )


CHECK = Check(
    id="related-parties",
    title=Said("수요기업과 공급기업의 관계", "Related parties"),
    stages=("order", "acceptance"),
    run=run,
)
