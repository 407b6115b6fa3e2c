"""How facets and their values are called."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from yunghap.exchange.enums import HarvestKind, Licence
from yunghap.exchange.models import HarvestSource
from yunghap.exchange.queries.catalogue import HARVESTED, OWN

FACETS = {
    "organisation": _("Organisation"),
    "theme": _("Theme"),
    "format": _("Format"),
    "licence": _("Licence"),
    "region": _("Region"),
    "source": _("Source"),
    "kind": _("Kind"),
}
KINDS = {OWN: _("Offered here"), HARVESTED: _("From another catalogue")}

# Ways of the Dataspace Protocol to transfer, which stand where other catalogues name a file's format.
WAYS = {
    "httpdata-pull": _("Fetched under a contract"),
    "httpdata-push": _("Sent to you under a contract"),
}

# What a licence lets people do, in a sentence (KOGL: kogl.or.kr, types 0 and AI since 2026-01-28).
TERMS = {
    Licence.KOGL_0: _(
        "Free for everything, also commercially and changed; naming the source is welcome, not required."
    ),
    Licence.KOGL_1: _("Free for everything, also commercially and changed, where the source is named."),
    Licence.KOGL_2: _("Free for purposes that are not commercial, also changed, where the source is named."),
    Licence.KOGL_3: _("Free also commercially, where the source is named and nothing is changed."),
    Licence.KOGL_4: _(
        "Free for purposes that are not commercial, where the source is named and nothing is changed."
    ),
    Licence.KOGL_AI: _(
        "May be used to train artificial intelligence, also commercially; other uses follow the type named with it."
    ),
    Licence.CC0: _("No rights reserved: free for everything."),
    Licence.CC_BY: _("Free for everything, also commercially and changed, where the author is named."),
    Licence.CC_BY_SA: _(
        "Free for everything where the author is named and what is made of it is passed on under the same terms."
    ),
    Licence.CC_BY_NC: _("Free for purposes that are not commercial, where the author is named."),
    Licence.CC_BY_ND: _("Free also commercially, where the author is named and nothing is changed."),
    Licence.CONTRACT: _("Used under a contract: choose an offer and conclude it with the provider."),
}


def source_names(ids: Iterable[str]) -> dict[str, str]:
    """The names of sources; a source that is gone keeps its id."""
    wanted = set(ids)
    known = dict(HarvestSource.objects.filter(id__in=wanted).values_list("id", "name"))
    return {id_: known.get(id_, id_) for id_ in wanted}


def value_labels(name: str, values: Iterable[str]) -> Mapping[str, object]:
    """What the values of a facet are called in the reader's language."""
    match name:
        case "licence":
            return {value: Licence(value).label if value in Licence.values else value for value in values}
        case "kind":
            return {value: KINDS.get(value, value) for value in values}
        case "format":
            return {value: WAYS.get(value.lower(), value) for value in values}
        case "source":
            return source_names(values)
        case _:
            return {value: value for value in values}


def kind_of_source(kind: str) -> object:
    """What a source speaks."""
    return HarvestKind(kind).label if kind in HarvestKind.values else kind
