"""Prefixes and terms for JSON-LD whose context lies elsewhere: no context is fetched, these stand in."""

from typing import Any
from urllib.parse import unquote

PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dcterms": "http://purl.org/dc/terms/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dctype": "http://purl.org/dc/dcmitype/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "adms": "http://www.w3.org/ns/adms#",
    "dcatap": "http://data.europa.eu/r5r/",
    "prov": "http://www.w3.org/ns/prov#",
    "locn": "http://www.w3.org/ns/locn#",
    "org": "http://www.w3.org/ns/org#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "schema": "http://schema.org/",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "time": "http://www.w3.org/2006/time#",
    "void": "http://rdfs.org/ns/void#",
    "dqv": "http://www.w3.org/ns/dqv#",
    "dcatus": "http://resources.data.gov/ontology/dcat-us#",
    "pod": "https://project-open-data.cio.gov/v1.1/schema#",
}
_DCT = (
    "title description identifier issued modified publisher creator license rights accessRights spatial temporal "
    "language format type accrualPeriodicity conformsTo provenance source references isPartOf hasPart relation "
    "isReferencedBy isVersionOf hasVersion subject"
)
_DCAT = (
    "dataset distribution keyword theme contactPoint landingPage accessURL downloadURL mediaType byteSize catalog "
    "service "
    "record inSeries servesDataset endpointURL endpointDescription accessService compressFormat packageFormat version "
    "startDate endDate bbox centroid themeTaxonomy temporalResolution spatialResolutionInMeters Dataset Catalog "
    "Distribution DataService DatasetSeries CatalogRecord"
)
TERMS: dict[str, tuple[str, ...]] = {
    "datasets": (
        "dataset",
        "datasets",
        "dcat:dataset",
        "http://www.w3.org/ns/dcat#dataset",
        "datasetSeries",
        "datová_sada",
    )
}


def _terms() -> dict[str, Any]:
    table: dict[str, Any] = dict(PREFIXES)
    for prefix, names in (("dct", _DCT), ("dcat", _DCAT)):
        for name in names.split():
            table[name] = f"{PREFIXES[prefix]}{name}"
    table |= {
        "name": "foaf:name",
        "prefLabel": "skos:prefLabel",
        "label": "rdfs:label",
        "fn": "vcard:fn",
        "hasEmail": "vcard:hasEmail",
        "email": "vcard:hasEmail",
        "homepage": "foaf:homepage",
        "id": "@id",
        "datasetSeries": "dcat:dataset",
        "datasets": "dcat:dataset",
        "@vocab": "https://yunghap.invalid/unknown#",
    }
    return table


# The Czech open formal norm for catalogues names the same terms in Czech.
_CZECH = {
    "iri": "@id", "typ": "@type", "název": "dct:title", "popis": "dct:description",
    "Katalog": "dcat:Catalog", "Datová sada": "dcat:Dataset", "Distribuce": "dcat:Distribution",
    "Datová služba": "dcat:DataService", "Datová série": "dcat:DatasetSeries", "datová_sada": "dcat:dataset",
    "poskytovatel": "dct:publisher", "téma": "dcat:theme", "klíčové_slovo": "dcat:keyword",
    "periodicita_aktualizace": "dct:accrualPeriodicity", "kontaktní_bod": "dcat:contactPoint", "jméno": "vcard:fn",
    "e-mail": "vcard:hasEmail", "domovská_stránka": "foaf:homepage", "dokumentace": "foaf:page",
    "časové_pokrytí": "dct:temporal", "začátek": "dcat:startDate", "konec": "dcat:endDate",
    "prostorové_pokrytí": "dct:spatial", "geografické_území": "dct:spatial", "distribuce": "dcat:distribution",
    "přístupové_url": "dcat:accessURL", "soubor_ke_stažení": "dcat:downloadURL", "formát": "dct:format",
    "typ_média": "dcat:mediaType", "přístupová_služba": "dcat:accessService", "přístupový_bod": "dcat:endpointURL",
    "specifikace": "dct:conformsTo",
}  # fmt: skip
_CZECH_ADDRESSES = frozenset(
    {"poskytovatel", "téma", "periodicita_aktualizace", "dokumentace", "přístupové_url", "soubor_ke_stažení"}
    | {"formát", "typ_média", "datová_sada", "geografické_území"}
)

STAND_IN = _terms()
CZECH = {
    **STAND_IN,
    **_CZECH,
    **{name: {"@id": _CZECH[name], "@type": "@id"} for name in _CZECH_ADDRESSES},
}
SCHEMA_ORG = {"@vocab": "http://schema.org/", **PREFIXES}


def usable_context(context: Any) -> Any:
    """A context without addresses to fetch."""
    if context is None:
        return dict(PREFIXES)
    if isinstance(context, str):
        if "schema.org" in context:
            return SCHEMA_ORG
        return CZECH if "ofn.gov.cz" in context or "otevřených-dat" in unquote(context) else STAND_IN
    if isinstance(context, list):
        parts = [usable_context(part) for part in context if part is not None]
        return parts or dict(PREFIXES)
    if isinstance(context, dict):
        own = {
            name: _usable_term(member)
            for name, member in context.items()
            if name not in {"@import", "@propagate"}
        }
        if own.get("@vocab") in {"https://schema.org/", "https://schema.org", "http://schema.org"}:
            own["@vocab"] = "http://schema.org/"
        # Prefixes everybody knows, under what the document says itself.
        return {**PREFIXES, **own}
    return dict(PREFIXES)


def _usable_term(term: Any) -> Any:
    if isinstance(term, dict) and "@context" in term:
        return {**term, "@context": usable_context(term["@context"])}
    return term
