"""The map of the house and the import contract that is enforced name the same rooms on the same floors."""

import re
from configparser import ConfigParser

from tests.installation import ROOT


def test_the_map_is_the_contract_that_is_enforced():
    contract = ConfigParser()
    contract.read(ROOT / ".importlinter", encoding="utf-8")
    layers = contract["importlinter:contract:house"]["layers"].split("\n")
    enforced = [{room.strip() for room in layer.split("|")} for layer in layers if layer.strip()]
    page = (ROOT / "docs" / "explanation" / "the-house.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| +(\d+) \| ([^|]+) \|", page, re.MULTILINE)
    assert [int(floor) for floor, _ in rows] == list(range(len(enforced), 0, -1))
    assert [set(re.findall(r"`(\w+)`", rooms)) for _, rooms in rows] == enforced
