"""Following data, keeping searches, being told, and counting use."""

from datetime import date, timedelta

import pytest

from tests.factories.contracts import make_participant
from tests.factories.exchange import make_agreement, make_consumer, make_product
from tests.factories.identity import make_person
from yunghap.core import clock
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import InvalidInput, NotFound
from yunghap.exchange import measures
from yunghap.exchange.domain import catalogue, products
from yunghap.exchange.domain.catalogue import keeping
from yunghap.exchange.domain.quality import assess_version
from yunghap.exchange.models import (
    Agreement,
    Follow,
    Meter,
    Product,
    SavedSearch,
    SearchCount,
)
from yunghap.exchange.queries.use import Use, diagnose, use_of
from yunghap.identity.enums import OrganisationKind
from yunghap.identity.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_index(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def person():
    one = make_person()
    return Actor(kind="person", id=one.pk)


def told(person):
    return list(Notification.objects.filter(person=person.id).values_list("subject_en", flat=True))


def test_followers_are_told_of_changes_once(person):
    product, _offer, by = make_product(title="압연 온도")
    catalogue.follow_entry(entry=product.pk, by=person)
    catalogue.follow_entry(entry=product.pk, by=person)
    assert Follow.objects.count() == 1
    assert catalogue.tell_changes(by=SYSTEM) == 0  # the first look only begins
    product = Product.objects.get(pk=product.pk)
    products.describe_product(
        product=product, description=products.description_of(product), expected=product.version, by=by
    )
    assert catalogue.tell_changes(by=SYSTEM) == 1
    assert catalogue.tell_changes(by=SYSTEM) == 0
    assert told(person) == ["Data you follow has changed: 압연 온도"]
    catalogue.unfollow_entry(entry=product.pk, by=person)
    catalogue.unfollow_entry(entry=product.pk, by=person)
    assert not Follow.objects.exists()


def test_searchers_are_told_of_what_is_new(person):
    catalogue.save_search(name="온도", query="q=온도", by=person)
    catalogue.save_search(name="다른 것", query="q=등대&kind=own", by=person)
    catalogue.save_search(name="전부", query="kind=own", by=person)
    catalogue.tell_changes(by=SYSTEM)
    make_product(title="용해로 온도")
    assert catalogue.tell_changes(by=SYSTEM) == 2
    assert sorted(told(person)) == [
        "1 new or changed for your search “온도”",
        "1 new or changed for your search “전부”",
    ]


def test_what_cannot_be_kept(person, monkeypatch):
    with pytest.raises(NotFound):
        catalogue.follow_entry(entry="nothing", by=person)
    with pytest.raises(InvalidInput):
        catalogue.save_search(name="", query="", by=person)
    row = catalogue.save_search(name="", query="q=x", by=person)
    assert row.name == "q=x"
    monkeypatch.setattr(keeping, "MOST_KEPT", 1)
    with pytest.raises(InvalidInput):
        catalogue.save_search(name="", query="q=y", by=person)
    with pytest.raises(NotFound):
        catalogue.forget_search(search=row.pk, by=Actor(kind="person", id=make_person().pk))
    catalogue.forget_search(search=row.pk, by=person)
    assert not SavedSearch.objects.exists()


def test_diagnosis_says_what_to_do(person):
    product, _offer, _by = make_product(title="압연 온도")
    forgotten, _offer, _by = make_product(title="아무도 모르는 것")
    Product.objects.filter(pk=forgotten.pk).update(published_at=clock.now() - timedelta(days=200))
    for words, found in (("등대", False), (" 등대 ", False), ("온도", True), ("", False)):
        catalogue.count_search(words, found=found)
    catalogue.count_use(product.pk)
    catalogue.count_use(product.pk, program=True)
    catalogue.follow_entry(entry=product.pk, by=person)
    diagnosis = diagnose()
    assert (diagnosis.searches, diagnosis.in_vain) == (3, 2)
    assert diagnosis.missed == (("등대", 2, 2),)
    assert diagnosis.asked == (("등대", 2), ("온도", 1))
    assert [(entry.id, *numbers) for entry, *numbers in diagnosis.used] == [(product.pk, 1, 1, 1)]
    assert list(diagnosis.unused) == [forgotten]
    assert (diagnosis.contracted, diagnosis.poor) == ((), ())
    assert use_of(product.pk) == Use(views=1, calls=1, downloads=0, followers=1)


def test_diagnosis_says_by_whom_and_what_to_mend():
    fields = {"fields": [{"name": "온도", "type": "number", "constraints": {"required": True}}]}
    product, offer, _by = make_product(data="온도\nx\n\n".encode(), fields=fields)
    assess_version(version=product.versions.select_related("product").get(), by=SYSTEM)
    catalogue.count_use(product.pk)
    consumer, _consumer_by = make_consumer()
    here = make_agreement(product, offer, consumer)
    elsewhere = make_agreement(product, offer, consumer)
    Agreement.objects.filter(pk=elsewhere.pk).update(counterparty="urn:example:elsewhere")
    known = make_participant(consumer)
    Agreement.objects.filter(pk=here.pk).update(counterparty=known.key)
    for agreement in (here, elsewhere):
        Meter.objects.create(agreement=agreement, day=clock.today(), deliveries=1, bytes=10, sent=10)
    diagnosis = diagnose()
    [had] = diagnosis.contracted
    assert (had.product, had.organisations, had.deliveries, had.bytes) == (product, 2, 2, 20)
    assert sorted(str(kind) for kind, _number in had.kinds) == ["", str(OrganisationKind.COMPANY.label)]
    [(poor, views, score)] = diagnosis.poor
    assert (poor, views, score < 90) == (product, 1, True)


def test_measures_count_data_offers_and_searches(settings):
    settings.COUNT_GENERATED = False
    make_product()
    made, _offer, _by = make_product()
    Product.objects.filter(pk=made.pk).update(generated=True)
    catalogue.count_search("온도", found=True)
    today, now = clock.today(), clock.now() + timedelta(seconds=1)
    assert measures.data_sets(today, today, now).value == 1
    assert measures.offers(today, today, now).detail == {"FREE": "1"}
    assert measures.searches(today, today, now).value == 1
    assert measures.data_sets(date(2000, 1, 1), date(2000, 12, 31), now).value == 0
    settings.COUNT_GENERATED = True
    reading = measures.data_sets(today, today, now)
    assert (reading.value, reading.generated) == (2, 1)
    assert measures.offers(today, today, now).generated == 1
    assert SearchCount.objects.count() == 1
