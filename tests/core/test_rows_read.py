"""Rows read and written by statements built once are those that the ORM reads and writes."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from tests.factories.exchange import make_product, make_provider
from yunghap.core import clock, ids
from yunghap.core.rows import find_row, find_rows, has_row, insert_object, update_object
from yunghap.exchange.models import Offer, Product

pytestmark = pytest.mark.django_db


def _values(row: object) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}


def test_a_row_is_what_the_orm_reads() -> None:
    product, offer, _by = make_product(*make_provider())
    for model, key in ((Product, product.pk), (Offer, offer.pk)):
        found = find_row(model, id=key)
        assert found is not None
        assert _values(found) == _values(model._default_manager.get(pk=key))
        assert not found._state.adding


def test_rows_are_what_the_orm_reads() -> None:
    product, offer, _by = make_product(*make_provider())
    other = Offer.objects.get(pk=offer.pk)
    other.pk = ids.new_id()
    insert_object(other)
    found = sorted(find_rows(Offer, product_id=product.pk), key=lambda row: row.pk)
    assert [_values(row) for row in found] == [_values(row) for row in product.offers.order_by("pk")]
    assert len(found) == 2


def test_what_is_not_there() -> None:
    assert find_rows(Product, id=ids.new_id()) == []
    assert find_row(Product, id=ids.new_id()) is None
    assert not has_row(Product, id=ids.new_id())


def test_a_row_is_written_and_changed() -> None:
    product, offer, _by = make_product(*make_provider())
    copy = Offer.objects.get(pk=offer.pk)
    copy.pk = ids.new_id()
    insert_object(copy)
    assert _values(Offer.objects.get(pk=copy.pk)) == _values(copy)
    assert has_row(Offer, id=copy.pk, product_id=product.pk)
    later = clock.now() + timedelta(days=1)
    update_object(copy, {"ended_at": later, "version": 7, "policy": {"permission": []}, "product": product})
    kept = Offer.objects.get(pk=copy.pk)
    assert (kept.ended_at, kept.version, kept.policy, kept.product_id) == (
        later, 7, {"permission": []}, product.pk,
    )  # fmt: skip
    assert Offer.objects.get(pk=offer.pk).version != 7


def test_a_row_is_locked_where_the_database_can() -> None:
    product, _offer, _by = make_product(*make_provider())
    with transaction.atomic():
        assert find_row(Product, lock=True, id=product.pk) == product


@pytest.mark.django_db(transaction=True)
def test_the_turn_to_write_is_passed_on() -> None:
    """After a commit, a rollback and a close nobody holds the file."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has many writers: this needs SQLite")
    with transaction.atomic():
        assert connection._holds
    assert not connection._holds
    with pytest.raises(RuntimeError), transaction.atomic():
        raise RuntimeError
    assert not connection._holds
