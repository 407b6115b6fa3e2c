"""The measure the method is judged by, on a part of the statutes: decree article -> its act article."""

import math
import re

import pytest

from tests.shared import shared_path
from yunghap.casework.similarity import Index, analyse_many

NAMES = ["민원처리에관한법률", "산업융합촉진법", "데이터산업진흥및이용촉진에관한기본법"]
HEADING = re.compile(r"^##### (제\d+조(?:의\d+)?)(?:\s*\((.*)\))?\s*$", re.MULTILINE)
CITATION = r"제\d+조(?:의\d+)?(?:제\d+항)?(?:제\d+호(?:의\d+)?)?(?:[가-하]목)?"


def articles(file):
    text = (shared_path("law") / file).read_text(encoding="utf-8").split("\n## 부칙")[0].replace("**", "")
    heads = list(HEADING.finditer(text))
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        body = text[head.end() : following.start() if following else len(text)]
        yield head[1], head[2] or "", " ".join(re.sub(r"^#.*$|<[^>]*>", "", body, flags=re.MULTILINE).split())


def collection():
    documents, queries = {}, []
    for name in NAMES:
        for number, title, body in articles(f"{name}_법률.md"):
            documents[name, number] = f"{number}({title}) {body}"
        for _number, title, body in articles(f"{name}_시행령.md"):
            cited = set(re.findall(r"(?<![가-힣])법 (제\d+조(?:의\d+)?)", body))
            if len(cited) == 1 and (name, *cited) in documents:
                stripped = re.sub(rf"(?<![가-힣])법 {CITATION}(?:(?: 및 | 또는 |ㆍ|, ){CITATION})*", "", body)
                queries.append((f"{title} {stripped}", (name, cited.pop())))
    return documents, queries


@pytest.mark.shared
def test_decree_articles_find_the_article_they_carry_out():
    documents, queries = collection()
    index = Index()
    for key, terms in zip(documents, analyse_many(documents.values()), strict=True):
        index.add("/".join(key), terms)
    gains = []
    for (_text, wanted), terms in zip(queries, analyse_many(text for text, _wanted in queries), strict=True):
        found = [match.id for match in index.search(terms)]
        place = found.index("/".join(wanted)) if "/".join(wanted) in found else None
        gains.append(0.0 if place is None else 1 / math.log2(place + 2))
    assert len(queries) > 60
    assert sum(gains) / len(gains) > 0.88
