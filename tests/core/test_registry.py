"""The registry."""

from importlib.metadata import EntryPoint

import pytest

from yunghap.core import registry
from yunghap.core.registry import Registry, third_party_apps


def test_registry_gives_items_in_the_order_of_their_ids() -> None:
    things: Registry[int] = Registry("things")
    assert things.register("b", 2) == 2
    things.register("a", 1)
    assert list(things.items()) == [("a", 1), ("b", 2)]
    assert things.get("b") == 2
    assert "a" in things
    assert "c" not in things
    assert len(things) == 2


def test_registry_refuses_an_id_twice_and_an_absent_one() -> None:
    things: Registry[int] = Registry("things")
    things.register("a", 1)
    with pytest.raises(ValueError, match="twice"):
        things.register("a", 2)
    with pytest.raises(LookupError, match="there are a"):
        things.get("b")


def test_registry_validates_before_it_takes_an_item() -> None:
    def positive(_id: str, item: int) -> None:
        if item < 0:
            raise ValueError("negative")

    things: Registry[int] = Registry("things", validate=positive)
    things.register("a", 1)
    with pytest.raises(ValueError, match="negative"):
        things.register("b", -1)
    assert "b" not in things


def test_third_party_apps_come_from_entry_points(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [EntryPoint("b", "pkg.b:BConfig", "g"), EntryPoint("a", "pkg.a", "g")]
    monkeypatch.setattr(registry, "entry_points", lambda group: points if group == "yunghap.modules" else [])
    assert third_party_apps() == ["pkg.a", "pkg.b.BConfig"]
