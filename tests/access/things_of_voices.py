"""What the pages of reviews and showcases need."""

from tests.access.things_of_exchange import _product
from tests.access.world import Target, things
from tests.factories import exchange as make
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.documents import service as documents
from yunghap.exchange.contracts import Distribution, Entry
from yunghap.exchange.domain.harvest.records import Read
from yunghap.exchange.domain.harvest.writing import in_transaction, write_batch
from yunghap.exchange.enums import ReviewState, Side
from yunghap.exchange.models import Review, Showcase, ShowcaseUse
from yunghap.exchange.queries.entries import entry_id


def _review(target: Target, organisation: object, state: str = ReviewState.SHOWN) -> Review:
    row, _made = Review.objects.update_or_create(
        entry=_product(target).pk,
        organisation=organisation,
        defaults={
            "stars": 3,
            "state": state,
            "hidden_because": "x" if state == ReviewState.HIDDEN else "",
            "written_at": clock.now(),
            "written_by": SYSTEM.id,
        },
    )
    return row


@things("exchange:review")
def reviewed_data(target: Target) -> dict[str, object]:
    """Data of another organisation on which the target has a contract."""
    product, offer, _by = make.make_product()
    make.make_agreement(product, offer, target.organisation, side=Side.CONSUMER)
    return {"id": product.pk}


@things("exchange:take_back_review")
def own_review(target: Target) -> dict[str, object]:
    product, _offer, _by = make.make_product()
    row = Review.objects.create(
        entry=product.pk,
        organisation=target.organisation,
        stars=3,
        written_at=clock.now(),
        written_by=SYSTEM.id,
    )
    return {"review": row.pk}


@things("exchange:answer_review", "exchange:hide_review")
def review_of_own_data(target: Target) -> dict[str, object]:
    return {"review": _review(target, make.make_consumer()[0]).pk}


@things("exchange:restore_review")
def hidden_review(target: Target) -> dict[str, object]:
    return {"review": _review(target, make.make_consumer()[0], ReviewState.HIDDEN).pk}


def _use(target: Target) -> ShowcaseUse:
    product = _product(target)
    showcase = Showcase.objects.create(
        title="x", maker="x", proposed_at=clock.now(), proposed_by=target.bystander.pk
    )
    return ShowcaseUse.objects.create(showcase=showcase, entry=product.pk, provider=product.provider)


@things("exchange:accept_showcase", "exchange:refuse_showcase")
def use(target: Target) -> dict[str, object]:
    return {"use": _use(target).pk}


@things("exchange:showcase")
def shown(target: Target) -> dict[str, object]:
    found = _use(target)
    ShowcaseUse.objects.filter(pk=found.pk).update(state="ACCEPTED", decided_at=clock.now())
    return {"id": found.showcase_id}


@things("exchange:withdraw_showcase")
def withdrawn(target: Target) -> dict[str, object]:
    return {"id": _use(target).showcase_id}


@things("exchange:showcase_picture")
def picture(target: Target) -> dict[str, object]:
    found = _use(target)
    ShowcaseUse.objects.filter(pk=found.pk).update(state="ACCEPTED", decided_at=clock.now())
    file = documents.keep_original(data=b"a picture", by=SYSTEM)
    Showcase.objects.filter(pk=found.showcase_id).update(picture=file.sha256)
    return {"id": found.showcase_id}


@things("exchange:download")
def download(target: Target) -> dict[str, object]:
    source = "01J0000000000000000000000D"
    entry = Entry("", "교통량", distributions=(Distribution(download_url="https://example.org/a.csv"),))
    with in_transaction():
        found = [Read("1", "line 1", b"{}", b"1", lambda: entry)]
        write_batch(source=source, run=1, found=found, at=clock.now())
    return {"id": entry_id(source, "1"), "number": 0}


@things("api:/exchange/datasets/{id}/reviews", "api:/exchange/datasets/{id}/showcases")
def described(target: Target) -> dict[str, object]:
    return {"id": _product(target).pk}


@things("casework:named")
def named(target: Target) -> dict[str, object]:
    return {"kind": "dataset"}
