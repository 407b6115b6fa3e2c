"""Reviews and showcases: who may say something, who decides, what is told."""

import io

import pytest
from PIL import Image

from tests.factories.exchange import make_agreement, make_consumer, make_product, make_provider
from tests.factories.identity import make_member, make_organisation, make_person
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from yunghap.documents.models import File
from yunghap.exchange.domain import catalogue
from yunghap.exchange.domain.catalogue.requests import ids_in
from yunghap.exchange.enums import ReviewState, ShowcaseState, Side
from yunghap.exchange.models import Review, Showcase, ShowcaseUse
from yunghap.exchange.queries import voices
from yunghap.exchange.queries.entries import get_entry
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import Notification
from yunghap.ledger.models import Entry as LedgerEntry

pytestmark = pytest.mark.django_db


def operator() -> Actor:
    agency = make_organisation(OrganisationKind.AGENCY)
    return Actor(kind="person", id=make_member(agency, Role.AGENCY_OFFICER).pk, organisation=agency.pk)


def citizen() -> Actor:
    return Actor(kind="person", id=make_person().pk)


def png(width: int = 40, height: int = 30) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def used():
    """A product, who provides it, and an organisation with a contract on it."""
    product, offer, provider = make_product()
    organisation, consumer = make_consumer()
    make_agreement(product, offer, organisation, side=Side.CONSUMER)
    return product, provider, organisation, consumer


@pytest.fixture
def reviewed(used) -> tuple[Review, Actor, Actor]:
    product, provider, organisation, consumer = used
    review = catalogue.write_review(
        entry=product.pk, organisation=organisation.pk, stars=4, text="잘 썼습니다 ", by=consumer
    )
    return review, provider, consumer


def test_one_review_of_who_has_a_contract(used):
    product, provider, organisation, consumer = used
    say = {"entry": product.pk, "stars": 4, "by": consumer}
    review = catalogue.write_review(organisation=organisation.pk, text=" 잘 썼습니다", **say)
    assert (review.stars, review.text) == (4, "잘 썼습니다")
    assert Notification.objects.filter(person=provider.id).count() == 1
    assert "잘 썼습니다" not in str(LedgerEntry.objects.get(action="exchange.review.written").__dict__)
    with pytest.raises(Conflict):
        catalogue.write_review(organisation=organisation.pk, **say)
    stranger, by = make_consumer()
    with pytest.raises(NotAllowed):
        catalogue.write_review(entry=product.pk, organisation=stranger.pk, stars=1, by=by)
    with pytest.raises(NotFound):
        catalogue.write_review(entry="nothing", organisation=organisation.pk, stars=1, by=consumer)
    assert voices.rating_of(product.pk) == voices.Rating(1, 4)
    catalogue.count_download(product.pk, organisation=stranger.pk)
    catalogue.write_review(entry=product.pk, organisation=stranger.pk, stars=1, by=by)
    assert str(voices.rating_of(product.pk).stars) == "2.5"


def test_a_provider_does_not_review_its_own_data():
    product, _offer, _provider = make_product()
    by = Actor(
        kind="person",
        id=make_member(product.provider, Role.DATA_CONSUMER).pk,
        organisation=product.provider_id,
    )
    with pytest.raises(Conflict):
        catalogue.write_review(entry=product.pk, organisation=product.provider_id, stars=5, by=by)


@pytest.mark.parametrize(("stars", "text"), [(0, ""), (6, ""), (3, "x" * 4_001)])
def test_what_a_review_may_say(used, stars, text):
    product, _provider, organisation, consumer = used
    with pytest.raises(InvalidInput):
        catalogue.write_review(
            entry=product.pk, organisation=organisation.pk, stars=stars, text=text, by=consumer
        )


def test_changed_taken_back_and_shown_again(reviewed):
    review, _provider, consumer = reviewed
    catalogue.edit_review(review=review, stars=2, text="", expected=1, by=consumer)
    with pytest.raises(Conflict):
        catalogue.edit_review(review=review, stars=3, text="", expected=1, by=consumer)
    catalogue.take_back_review(review=review, expected=2, by=consumer)
    assert voices.rating_of(review.entry).number == 0
    with pytest.raises(Conflict):
        catalogue.take_back_review(review=review, expected=3, by=consumer)
    catalogue.edit_review(review=review, stars=2, text="", expected=3, by=consumer)
    assert review.state == ReviewState.SHOWN


def test_the_provider_answers(reviewed):
    review, provider, consumer = reviewed
    assert list(voices.reviews_to_answer(provider)) == [review]
    with pytest.raises(NotAllowed):
        catalogue.answer_review(review=review, text="고맙습니다", expected=1, by=consumer)
    catalogue.answer_review(review=review, text="고맙습니다", expected=1, by=provider)
    assert not voices.reviews_to_answer(provider)
    assert Notification.objects.filter(person=consumer.id).count() == 1
    catalogue.answer_review(review=review, text=" ", expected=2, by=provider)
    assert (review.answer, review.answered_at) == ("", None)


def test_an_answer_does_not_stand_under_other_words(reviewed):
    review, provider, consumer = reviewed
    catalogue.answer_review(review=review, text="고맙습니다", expected=1, by=provider)
    catalogue.edit_review(review=review, stars=review.stars, text=review.text, expected=2, by=consumer)
    assert review.answer == "고맙습니다"
    catalogue.edit_review(review=review, stars=1, text="쓸 수 없습니다", expected=3, by=consumer)
    assert (review.answer, review.answered_at) == ("", None)
    assert list(voices.reviews_to_answer(provider)) == [review]


def test_the_operator_takes_off_and_puts_back(reviewed):
    review, provider, consumer = reviewed
    by = operator()
    with pytest.raises(InvalidInput):
        catalogue.hide_review(review=review, reason=" ", expected=1, by=by)
    with pytest.raises(NotAllowed):
        catalogue.hide_review(review=review, reason="욕설", expected=1, by=provider)
    with pytest.raises(Conflict):
        catalogue.restore_review(review=review, expected=1, by=by)
    catalogue.hide_review(review=review, reason="욕설", expected=1, by=by)
    assert Notification.objects.get(person=consumer.id).text_ko == "욕설"
    with pytest.raises(Conflict):
        catalogue.edit_review(review=review, stars=1, text="", expected=2, by=consumer)
    catalogue.restore_review(review=review, expected=2, by=by)
    assert list(voices.reviews_of(review.entry)) == [review]


def test_a_showcase_waits_for_who_answers_for_the_data(used):
    product, provider, _organisation, consumer = used
    by = citizen()
    showcase = catalogue.propose_showcase(
        title="고장 예보", maker="시민", link="https://example.org/a", entries=[product.pk], by=by
    )
    [use] = voices.waiting_uses(provider)
    assert Notification.objects.filter(person=provider.id).exists()
    assert not voices.waiting_uses(consumer)
    assert not voices.shown_showcases()
    assert voices.may_see(by, showcase)
    assert voices.may_see(provider, showcase)
    assert not voices.may_see(consumer, showcase)
    with pytest.raises(NotAllowed):
        catalogue.accept_showcase(use=use, expected=1, by=consumer)
    catalogue.accept_showcase(use=use, expected=1, by=provider)
    with pytest.raises(Conflict):
        catalogue.accept_showcase(use=use, expected=2, by=provider)
    assert voices.showcases_of([product.pk]) == {product.pk: [showcase]}
    assert Notification.objects.filter(person=by.id).count() == 1
    with pytest.raises(InvalidInput):
        catalogue.refuse_showcase(use=use, reason="", expected=2, by=provider)
    catalogue.refuse_showcase(use=use, reason="연결이 끊겼습니다", expected=2, by=operator())
    assert use.state == ShowcaseState.REFUSED
    assert not voices.shown_showcases()


def test_withdrawn_with_its_picture(used):
    product, provider, *_rest = used
    by = citizen()
    showcase = catalogue.propose_showcase(
        title="지도", maker="시민", picture=png(), entries=[product.pk], by=by
    )
    assert File.objects.get(sha256=showcase.picture).media_type == "image/webp"
    with pytest.raises(NotAllowed):
        catalogue.withdraw_showcase(showcase=showcase, expected=1, by=provider)
    sha256 = showcase.picture
    catalogue.withdraw_showcase(showcase=showcase, expected=1, by=by)
    assert not File.objects.filter(sha256=sha256).exists()
    with pytest.raises(Conflict):
        catalogue.withdraw_showcase(showcase=showcase, expected=2, by=by)
    with pytest.raises(Conflict):
        catalogue.accept_showcase(use=ShowcaseUse.objects.get(), expected=1, by=provider)
    bare = catalogue.propose_showcase(title="글", maker="시민", entries=[product.pk], by=by)
    assert catalogue.withdraw_showcase(showcase=bare, expected=1, by=by).withdrawn_at


@pytest.mark.parametrize(
    "wrong",
    [
        {"entries": []},
        {"entries": ["nothing"]},
        {"entries": [str(number) for number in range(21)]},
        {"link": "javascript:alert(1)"},
        {"link": "https://a:b@example.org/"},
        {"title": " "},
        {"text": "x" * 4_001},
        {"picture": b"<svg onload=alert(1)>"},
    ],
)
def test_refused_proposals(used, wrong):
    product = used[0]
    given = {"title": "지도", "maker": "시민", "entries": [product.pk], **wrong}
    with pytest.raises(InvalidInput):
        catalogue.propose_showcase(**given, by=citizen())
    assert not Showcase.objects.exists()


def test_nobody_floods_who_decides(used):
    product, by = used[0], citizen()
    given = {"maker": "시민", "entries": [product.pk], "by": by}
    for number in range(20):
        catalogue.propose_showcase(title=f"지도 {number}", **given)
    with pytest.raises(Conflict):
        catalogue.propose_showcase(title="지도", **given)


def test_ids_in_what_is_typed():
    assert ids_in(
        "01J0000000000000000000000S, https://x.kr/en/datasets/01J0000000000000000000000T/\nfoo"
    ) == [
        "01J0000000000000000000000S",
        "01J0000000000000000000000T",
        "foo",
    ]


def test_use_of_harvested_data(used):
    organisation, _by = make_provider()
    entry = get_entry(used[0].pk)
    assert entry is not None
    assert not voices.has_used(entry, organisation.pk)
