"""What the texts that versions rest on are called: acts and decrees by the name of their file."""

from collections.abc import Iterable

_ACTS = {
    "law": "산업융합 촉진법",  # law_2021-12-28.md: as it stood on a day
    "decree": "산업융합 촉진법 시행령",
    "산업융합촉진법": "산업융합 촉진법",
    "공공데이터의제공및이용활성화에관한법률": "공공데이터의 제공 및 이용 활성화에 관한 법률",
    "국가표준기본법": "국가표준기본법",
    "규제자유특구및지역특화발전특구에관한규제특례법": "규제자유특구 및 지역특화발전특구에 관한 규제특례법",
    "금융혁신지원특별법": "금융혁신지원 특별법",
    "모빌리티혁신및활성화지원에관한법률": "모빌리티 혁신 및 활성화 지원에 관한 법률",
    "순환경제사회전환촉진법": "순환경제사회 전환 촉진법",
    "민원처리에관한법률": "민원 처리에 관한 법률",
    "스마트도시조성및산업진흥등에관한법률": "스마트도시 조성 및 산업진흥 등에 관한 법률",
    "연구개발특구의육성에관한특별법": "연구개발특구의 육성에 관한 특별법",
    "정보통신진흥및융합활성화등에관한특별법": "정보통신 진흥 및 융합 활성화 등에 관한 특별법",
    "행정규제기본법": "행정규제기본법",
    "행정기본법": "행정기본법",
    "행정절차법": "행정절차법",
}


def law_name(text: str) -> str:
    """The name of the act or decree in a file (`행정절차법_시행령.md`); raises KeyError for one that is not known."""
    act, _, kind = text.removesuffix(".md").partition("_")
    return _ACTS[act] + (" 시행령" if kind == "시행령" else "")


def cite(references: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Files and articles as one line for each act: its name, then its articles, each once. Where the law is kept in no
    file (""), its articles alone.
    """
    by_act: dict[str, dict[str, None]] = {}
    for text, article in references:
        by_act.setdefault(law_name(text) if text else "", {})[article] = None
    return tuple(f"{name} {', '.join(articles)}".strip() for name, articles in by_act.items())
