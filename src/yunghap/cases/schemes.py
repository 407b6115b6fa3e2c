"""The eight sandboxes: one family of procedures, told apart by their act. Their periods are in `family.dmn`."""

from dataclasses import dataclass

from yunghap.casework.service import Words


@dataclass(frozen=True, slots=True)
class Scheme:
    """A sandbox: its code in values and tables, its name, and the file of its act among the statutes."""

    code: str
    name: Words
    act: str


SCHEMES = (
    Scheme("industrial-convergence", Words("산업융합", "Industrial convergence"), "산업융합촉진법_법률.md"),
    Scheme(
        "ict-convergence",
        Words("ICT융합", "ICT convergence"),
        "정보통신진흥및융합활성화등에관한특별법_법률.md",
    ),
    Scheme("financial", Words("혁신금융", "Financial"), "금융혁신지원특별법_법률.md"),
    Scheme(
        "regional-zone",
        Words("규제자유특구", "Regional zone"),
        "규제자유특구및지역특화발전특구에관한규제특례법_법률.md",
    ),
    Scheme("rnd-zone", Words("연구개발특구", "R&D zone"), "연구개발특구의육성에관한특별법_법률.md"),
    Scheme("smart-city", Words("스마트도시", "Smart city"), "스마트도시조성및산업진흥등에관한법률_법률.md"),
    Scheme("mobility", Words("모빌리티", "Mobility"), "모빌리티혁신및활성화지원에관한법률_법률.md"),
    Scheme("circular-economy", Words("순환경제", "Circular economy"), "순환경제사회전환촉진법_법률.md"),
)
