"""Whose document it is: the one ministry that publishes it, where others have no more than a passing part."""

import re
from collections.abc import Iterator

from .blocks import Tree
from .ministries import Ministries

_COVER = 16  # lines in which the issuing ministry is looked for
_JOINT = re.compile(r"관\s*계\s*부\s*처\s*합\s*동|부\s*처\s*합\s*동|[Jj]oint [Mm]inistr")
_FEW = 10  # one in so many bullets


def _cover(tree: Tree) -> Iterator[str]:
    """The lines above the first section, rows of tables left out."""
    for block in tree.blocks[:_COVER]:
        if block.kind == "heading" and block.marker and block.marker.kind != "plain":
            return
        if block.kind != "row":
            yield block.view.text


def _titles(tree: Tree) -> Iterator[str]:
    """The lines above the first heading or bullet."""
    for block in tree.blocks[:_COVER]:
        if block.kind in {"heading", "bullet"}:
            return
        if block.kind in {"text", "caption"}:
            yield block.view.text


def issuer(tree: Tree, ministries: Ministries) -> tuple[str, ...]:
    """The ministry of the cover, where the document is its own: no heading or row is another's, and few bullets are."""
    if any(_JOINT.search(text) for text in _cover(tree)):
        return ()
    cover = next((one for text in _cover(tree) if (one := ministries.issuer(text))), ())
    cover = cover or next((one for text in _titles(tree) if (one := ministries.titled(text))), ())
    if not cover:
        return ()
    rows = (
        re.split(r"\t|\|| {2,}", block.view.text.strip(" |"), maxsplit=1)[0]
        for block in tree.blocks
        if block.kind == "row"
    )
    heads = [set(ministries.only(head) or ()) for head in rows]
    heads += [set(block.ministry or ()) for block in tree.blocks if block.kind == "heading"]
    if any(named and not named & set(cover) for named in heads):
        return ()
    bullets = [block for block in tree.blocks if block.kind in {"bullet", "text"}]
    others = sum(not set(block.ministry or ()) <= set(cover) for block in bullets)
    return cover if others * _FEW <= len(bullets) else ()
