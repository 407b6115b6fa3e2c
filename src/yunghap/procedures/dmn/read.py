"""DMN files to decisions."""

from collections.abc import Iterator, Mapping

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from lxml import etree

from yunghap.core.gate import safe_xml
from yunghap.procedures.feel import compile_expression

from .decide import Decision, Decisions
from .errors import DmnError
from .table import NAMESPACES, Place, children, one, read_table, text_of
from .types import type_named

LARGEST = 5 * 1024 * 1024
MOST_DECISIONS = 500
MOST_CELLS = 10_000
LONGEST_TEXTS = 100_000

_LOGIC = ("decisionTable", "literalExpression")
_OTHER_LOGIC = frozenset(
    {
        "context",
        "invocation",
        "functionDefinition",
        "relation",
        "list",
        "conditional",
        "for",
        "some",
        "every",
        "filter",
    }
)


def read_dmn(data: bytes, *, name: str = "") -> Decisions:
    """The decisions of a DMN 1.1-1.5 file.

    Raises InvalidInput for what the gate refuses, DmnError and FeelError (with place and reason) for what is not
    DMN, is incomplete or cyclic, holds other logic than tables and expressions, or has more than 500 decisions,
    10,000 cells or 100,000 characters of expressions.
    """
    root = safe_xml(data, largest=LARGEST)
    if etree.QName(root).namespace not in NAMESPACES or etree.QName(root).localname != "definitions":
        raise DmnError(_("it is not a DMN 1.1 to 1.5 file"), place=name or "definitions")
    return _Reader(root, name or root.get("name") or "definitions").decisions()


class _Reader:
    def __init__(self, root: etree._Element, name: str) -> None:
        self._name = name
        self._refuse_parts(root)
        self._types = _item_types(root)
        self._inputs = {element.get("id", ""): _variable(element) for element in children(root, "inputData")}
        self._elements = {element.get("id", ""): element for element in children(root, "decision")}
        self._refuse_size(root)
        self._made: dict[str, Decision] = {}

    def decisions(self) -> Decisions:
        """All of them, in an order in which each follows what it requires."""
        for id_ in self._elements:
            self._decision(id_, ())
        return Decisions(self._name, self._made, tuple(self._inputs.values()))

    def _refuse_parts(self, root: etree._Element) -> None:
        for tag, reason in {
            "import": _("other files are not imported"),
            "businessKnowledgeModel": _("business knowledge models are not run"),
            "decisionService": _("decision services are not run"),
        }.items():
            for element in children(root, tag):
                raise DmnError(reason, place=_named(element))

    def _refuse_size(self, root: etree._Element) -> None:
        cells = sum(1 for tag in ("inputEntry", "outputEntry") for _element in root.iter(f"{{*}}{tag}"))
        length = sum(len(element.text or "") for element in root.iter("{*}text"))
        if len(self._elements) > MOST_DECISIONS or cells > MOST_CELLS or length > LONGEST_TEXTS:
            reason = _("it has more than {decisions} decisions, {cells} cells or {texts} characters")
            limits = {"decisions": MOST_DECISIONS, "cells": MOST_CELLS, "texts": LONGEST_TEXTS}
            raise DmnError(format_lazy(reason, **limits), place=self._name)
        if not self._elements:
            raise DmnError(_("it holds no decision"), place=self._name)
        if "" in self._elements or len(self._elements) != sum(1 for _one in children(root, "decision")):
            raise DmnError(_("decisions need ids of their own"), place=self._name)

    def _decision(self, id_: str, path: tuple[str, ...]) -> Decision:
        if id_ in self._made:
            return self._made[id_]
        element = self._elements[id_]
        name = _named(element)
        if id_ in path:
            raise DmnError(_("it requires itself"), place=name)
        if len(path) > 50:
            raise DmnError(_("it rests on too long a chain of decisions"), place=name)
        requires = tuple(self._decision(wanted, (*path, id_)) for wanted in self._required(element, name))
        place = Place(name, self._types)
        logic = self._logic(element, name)
        made = Decision(
            id=id_,
            name=name,
            variable=_variable(element),
            type=place.type_of(self._type_name(element, logic)),
            logic=read_table(logic, place)
            if etree.QName(logic).localname == "decisionTable"
            else compile_expression(text_of(logic, place), place=name),
            requires=requires,
        )
        self._made[id_] = made
        return made

    def _type_name(self, element: etree._Element, logic: etree._Element) -> str:
        if etree.QName(logic).localname == "decisionTable":
            return ""
        variable = one(element, "variable")
        declared = "" if variable is None else variable.get("typeRef", "")
        return declared or logic.get("typeRef", "")

    def _required(self, element: etree._Element, name: str) -> Iterator[str]:
        for requirement in children(element, "informationRequirement"):
            for reference in requirement:
                target = reference.get("href", "").removeprefix("#")
                tag = etree.QName(reference).localname
                if tag == "requiredDecision" and target in self._elements:
                    yield target
                elif tag != "requiredInput" or target not in self._inputs:
                    reason = _("it requires “{target}”, which is not in this file")
                    raise DmnError(format_lazy(reason, target=target), place=name)

    def _logic(self, element: etree._Element, name: str) -> etree._Element:
        for child in element:
            if etree.QName(child).localname in _OTHER_LOGIC:
                reason = _("only tables and expressions are decided here, not “{kind}”")
                raise DmnError(format_lazy(reason, kind=etree.QName(child).localname), place=name)
        found = [child for tag in _LOGIC for child in children(element, tag)]
        if len(found) != 1:
            raise DmnError(_("it has no table or expression"), place=name)
        return found[0]


def _named(element: etree._Element) -> str:
    return (
        " ".join(element.get("name", "").split()) or element.get("id", "") or etree.QName(element).localname
    )


def _variable(element: etree._Element) -> str:
    variable = one(element, "variable")
    return _named(element) if variable is None or not variable.get("name") else _named(variable)


def _item_types(root: etree._Element) -> Mapping[str, str]:
    """Types the file defines, by name: of a plain one the type it refers to."""
    types = {}
    for definition in children(root, "itemDefinition"):
        name, reference = definition.get("name", ""), one(definition, "typeRef")
        if definition.get("isCollection") == "true":
            types[name] = "list"
        elif reference is None:
            types[name] = "context"
        else:
            base = type_named(reference.text or "")
            if base is None:
                reason = _("“{type}” is no type known here")
                raise DmnError(format_lazy(reason, type=(reference.text or "")[:40]), place=name)
            types[name] = base
    return types
