"""The content model of StratML Part 2 (schema of 2016-02-16) as far as a plan uses it, for validation in tests.

Written as an XSD of our own, for the published file names no licence: order, cardinality and types were compared with it
element by element (PerformancePlanOrReport20160216.xsd, version 2.2.6, on 28 November 2026). Where they differ ours is
stricter: dates and numbers are never empty.
"""

from lxml import etree

NS = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"

_SEQUENCES = {
    "StrategicPlanCore": "Organization* Vision? Mission? Value* Goal+",
    "Organization": "Name? Acronym? Identifier? Description? Stakeholder*",
    "Goal": "Name Description Identifier? SequenceIndicator? Stakeholder* OtherInformation? Objective*",
    "Objective": "Name? Description? Identifier? SequenceIndicator? Stakeholder* OtherInformation? PerformanceIndicator*",
    "MeasurementInstance": "TargetResult* ActualResult*",
    "TargetResult": "StartDate? EndDate? NumberOfUnits? Descriptor? Description?",
    "ActualResult": "StartDate? EndDate? NumberOfUnits? Descriptor? Description?",
    "AdministrativeInformation": "Identifier? StartDate? EndDate? PublicationDate? Source?",
}
_ROOT = "Name Description? OtherInformation? StrategicPlanCore AdministrativeInformation? Submitter?"
_INDICATOR = (
    "SequenceIndicator? MeasurementDimension UnitOfMeasurement Identifier? Relationship* "
    "MeasurementInstance* OtherInformation?"
)
_SIMPLE = {"Identifier": "xs:ID", "StartDate": "xs:date", "EndDate": "xs:date", "PublicationDate": "xs:date"}
_SIMPLE |= {"NumberOfUnits": "xs:decimal", "Source": "xs:anyURI"}
_LEAVES = "Name Description OtherInformation SequenceIndicator MeasurementDimension UnitOfMeasurement Acronym"
_UNUSED = "Stakeholder Vision Mission Value Descriptor Relationship Submitter"
_STAGES = ("Outcome", "Output_Processing", "Output", "Input_Processing", "Input")
_TYPES = ("Strategic_Plan", "Performance_Plan", "Performance_Report")
_MARKS = {"?": ("0", "1"), "*": ("0", "unbounded"), "+": ("1", "unbounded")}


def _sequence(model: str) -> str:
    rows = []
    for part in model.split():
        low, high = _MARKS.get(part[-1], ("1", "1"))
        rows.append(f'<xs:element ref="s:{part.rstrip("?*+")}" minOccurs="{low}" maxOccurs="{high}"/>')
    return f"<xs:sequence>{''.join(rows)}</xs:sequence>"


def _choice(name: str, values: tuple[str, ...], use: str) -> str:
    listed = "".join(f'<xs:enumeration value="{value}"/>' for value in values)
    return (
        f'<xs:attribute name="{name}" use="{use}"><xs:simpleType><xs:restriction base="xs:string">'
        f"{listed}</xs:restriction></xs:simpleType></xs:attribute>"
    )


def _element(name: str, inner: str) -> str:
    return f'<xs:element name="{name}"><xs:complexType>{inner}</xs:complexType></xs:element>'


def schema() -> etree.XMLSchema:
    """The compiled schema."""
    parts = [_element("PerformancePlanOrReport", _sequence(_ROOT) + _choice("Type", _TYPES, "required"))]
    parts += [_element(name, _sequence(model)) for name, model in _SEQUENCES.items()]
    attributes = _choice("ValueChainStage", _STAGES, "optional")
    attributes += _choice("PerformanceIndicatorType", ("Quantitative", "Qualitative"), "optional")
    parts.append(_element("PerformanceIndicator", _sequence(_INDICATOR) + attributes))
    parts += [
        f'<xs:element name="{name}" type="xs:string"/>' for name in (*_LEAVES.split(), *_UNUSED.split())
    ]
    parts += [f'<xs:element name="{name}" type="{kind}"/>' for name, kind in _SIMPLE.items()]
    text = (
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:s="{NS}" targetNamespace="{NS}" '
        f'elementFormDefault="qualified">{"".join(parts)}</xs:schema>'
    )
    return etree.XMLSchema(etree.fromstring(text))
