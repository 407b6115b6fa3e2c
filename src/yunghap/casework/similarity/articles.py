"""Articles of acts and decrees that a text names."""

import re

_ACT = r"「\s*+([^」]{1,80}?)\s*」(?:\s*\([^)]{0,60}\))?\s*"
_ARTICLE = r"제\s?(\d{1,4})조(?:의(\d{1,3}))?"
_NAMED = re.compile(f"(?:{_ACT})?{_ARTICLE}")


def cited_articles(text: str) -> tuple[str, ...]:
    """The articles in the order of the text, each once: "산업융합 촉진법 제10조의3"; the act where it is named.

    An article without an act of its own belongs to the act named last before it in the same sentence.
    """
    found: dict[str, None] = {}
    for sentence in re.split(r"(?<=[.。])\s|\n", text):
        act = ""
        for cited in _NAMED.finditer(sentence):
            act = " ".join(cited[1].split()) if cited[1] else act
            number = f"제{cited[2]}조" + (f"의{cited[3]}" if cited[3] else "")
            found[f"{act} {number}".strip()] = None
    return tuple(found)
