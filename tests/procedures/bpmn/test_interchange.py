"""The interchange samples of the BPMN Model Interchange Working Group are readable."""

import pytest

from tests.shared import shared_path
from yunghap.procedures.bpmn import read_bpmn

# nodes, flows, drawings
SAMPLES = {
    "A.1.0": (5, 4),
    "A.2.0": (8, 9),
    "A.2.1": (8, 11),
    "A.3.0": (10, 8),
    "A.4.0": (17, 13),
    "A.4.1": (17, 13),
    "B.1.0": (29, 26),
    "B.2.0": (94, 85),
}


@pytest.mark.shared
@pytest.mark.parametrize("name", SAMPLES)
def test_read_whole(name: str) -> None:
    data = shared_path(f"bpmn-miwg/{name}.bpmn").read_bytes()
    read = read_bpmn(data, name=name)
    assert (len(read.nodes), len(read.flows)) == SAMPLES[name]
    assert len(read.diagrams) == 1
    assert not read.unknown
    assert not read.remarks
    assert not any(content.unknown for content in read.contents())
    assert not any(node.unknown for node in read.nodes.values())
    # Each flow node and flow is named in the file as often as we found it.
    assert all(data.count(f'id="{id_}"'.encode()) == 1 for id_ in [*read.nodes, *read.flows])
