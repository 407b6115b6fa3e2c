"""The suite's configuration: where we are, and which data set or agreement each test uses."""

OWN = "CONNECTOR_UNDER_TEST"

_HEAD = """\
dataspacetck.debug=false
dataspacetck.ansi=false
dataspacetck.host=0.0.0.0
dataspacetck.port={theirs}
dataspacetck.callback.address=http://localhost:{theirs}
dataspacetck.dsp.local.connector=false
dataspacetck.dsp.connector.agent.id={own}
dataspacetck.dsp.connector.http.url=http://127.0.0.1:{ours}/dsp/tck/2025-1
dataspacetck.dsp.connector.http.base.url=http://127.0.0.1:{ours}/dsp/tck
dataspacetck.dsp.connector.http.headers.authorization=tck
dataspacetck.dsp.connector.negotiation.initiate.url=http://127.0.0.1:{ours}/tck/negotiations
dataspacetck.dsp.connector.transfer.initiate.url=http://127.0.0.1:{ours}/tck/transfers
dataspacetck.dsp.default.wait=15
"""


def properties(ours: int, theirs: int) -> str:
    """The properties file for a server of ours and the suite's own port."""
    lines = [_HEAD.format(ours=ours, theirs=theirs, own=OWN)]
    for group, number in _tests(((1, 4), (2, 7), (3, 4))):
        key = f"{group:02d}{number:02d}"
        lines.append(f"CN_{group:02d}_{number:02d}_DATASETID=ACN{key}")
        lines.append(f"CN_{group:02d}_{number:02d}_OFFERID=CD123:ACN{key}:456")
    for group, number in _tests(((1, 4), (2, 6), (3, 6))):
        lines.append(f"CN_C_{group:02d}_{number:02d}_DATASETID=ACNC{group:02d}{number:02d}")
    for group, number in _tests(((1, 5), (2, 5), (3, 6))):
        key = f"{group:02d}{number:02d}"
        lines.append(f"TP_{group:02d}_{number:02d}_AGREEMENTID=ATP{key}")
        lines.append(f"TP_{group:02d}_{number:02d}_FORMAT=Tck-PULL")
        lines.append(f"TP_C_{group:02d}_{number:02d}_AGREEMENTID=ATPC{'0104' if key == '0105' else key}")
        lines.append(f"TP_C_{group:02d}_{number:02d}_FORMAT=Tck-PULL")
    lines.extend(f"CAT_01_0{number}_DATASETID=CAT010{number}" for number in (1, 2, 3))
    return "\n".join(lines) + "\n"


def _tests(groups: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    return [(group, number) for group, last in groups for number in range(1, last + 1)]
