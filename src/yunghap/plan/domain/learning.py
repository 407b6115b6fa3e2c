"""What the site learns from corrections: units and names, handed to the extractor as a vocabulary."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.text import clean_name, name_key
from yunghap.core.versions import update_versioned
from yunghap.identity.service import require
from yunghap.ledger.service import record
from yunghap.plan.contracts import TokenKind
from yunghap.plan.domain.extract import extract_plan
from yunghap.plan.domain.vocabulary import KINDS, Unit, Vocabulary, merge, shipped_vocabulary
from yunghap.plan.enums import AliasKind
from yunghap.plan.models import VocabularyAlias, VocabularyUnit
from yunghap.plan.rules import CONFIRM_OBSERVATION

LONGEST_UNIT = 30


def site_vocabulary(year: int | None = None) -> Vocabulary:
    """The shipped words and what officers of this site have added; `year` as for `shipped_vocabulary`."""
    units = {
        row.spelling: Unit(row.unit, row.dimension)
        for row in VocabularyUnit.objects.filter(retired_at__isnull=True)
    }
    aliases = VocabularyAlias.objects.filter(kind=AliasKind.MINISTRY, retired_at__isnull=True)
    ministries = dict(aliases.values_list("alias", "name"))
    learnt = Vocabulary(units=units, currencies={}, ministries=ministries, names=frozenset(_learnt_words()))
    return merge(shipped_vocabulary(year), learnt)


def _learnt_words() -> list[str]:
    """The names that begin with a digit, as printed."""
    rows = VocabularyAlias.objects.filter(kind=AliasKind.NAME, retired_at__isnull=True)
    return list(rows.values_list("alias", flat=True))


def learnt_names(kind: AliasKind) -> dict[str, str]:
    """Key of a printed name -> the name it means, as learnt on this site."""
    rows = VocabularyAlias.objects.filter(kind=kind, retired_at__isnull=True)
    return dict(rows.values_list("alias_key", "name"))


def learnt_file() -> dict[str, object]:
    """The learnt words in the shape of a vocabulary file (docs/reference/extraction.md)."""
    units: dict[tuple[str, str], list[str]] = {}
    for row in VocabularyUnit.objects.filter(retired_at__isnull=True):
        units.setdefault((row.unit, row.dimension), []).append(row.spelling)
    ministries: dict[str, list[str]] = {}
    for alias in VocabularyAlias.objects.filter(kind=AliasKind.MINISTRY, retired_at__isnull=True):
        ministries.setdefault(alias.name, []).append(alias.alias)
    return {
        "version": 1,
        "units": [{"unit": name, "kind": kind, "also": also} for (name, kind), also in units.items()],
        "ministries": ministries,
        "names": _learnt_words(),
    }


@transaction.atomic
def learn_unit(
    *,
    spelling: str,
    unit: str,
    by: Actor,
    dimension: str = "count",
    factor: Decimal = Decimal(1),
    at: datetime | None = None,
) -> VocabularyUnit:
    """Learn that `spelling` is a way to print `unit`.

    `dimension` is one of the kinds of the extractor's vocabulary. Learning it again replaces what was
    learnt. Raises InvalidInput for an empty, overlong or numeric spelling or an unknown dimension.
    """
    at = at or clock.now()
    require(by, CONFIRM_OBSERVATION)
    spelling, unit = clean_name(spelling), clean_name(unit)
    bad = any(character.isdigit() for character in spelling) or dimension not in KINDS or factor <= 0
    if bad or max(len(spelling), len(unit)) > LONGEST_UNIT:
        raise InvalidInput(_("This is no unit: %(unit)s") % {"unit": spelling}, field="unit")
    values: dict[str, object] = {
        "unit": unit,
        "dimension": dimension,
        "factor": factor,
        "learnt_by": by.id,
        "retired_at": None,
    }
    row = VocabularyUnit.objects.filter(spelling=spelling).first()
    if row is None:
        row = VocabularyUnit.objects.create(spelling=spelling, created_at=at, **values)
    else:
        update_versioned(row, expected=row.version, changes=values)
    record(
        action="plan.vocabulary.unit_learnt",
        subject=f"vocabulary_unit:{row.pk}",
        by=by,
        at=at,
        details={"spelling": spelling, "unit": unit, "dimension": dimension},
    )
    return row


@transaction.atomic
def learn_alias(
    *, kind: AliasKind, alias: str, name: str, by: Actor, at: datetime | None = None
) -> VocabularyAlias:
    """Learn that `alias` as printed means `name`. Learning it again replaces what was learnt.

    Raises InvalidInput for an empty or overlong name, Conflict where alias and name are the same.
    """
    at = at or clock.now()
    require(by, CONFIRM_OBSERVATION)
    alias, name = clean_name(alias), clean_name(name)
    if name_key(alias) == name_key(name):
        raise Conflict(_("A name is no alias of itself."))
    return _learn(kind, alias, name, by=by, at=at)


@transaction.atomic
def learn_name(*, spelling: str, by: Actor, at: datetime | None = None) -> VocabularyAlias:
    """Learn that what is printed so is a name, though it begins with a digit: 365안심센터, 1365.

    Raises InvalidInput for an empty or overlong name, for one that begins with another character, and for what is
    read as a number with its unit or as a date: taken for a name, such numbers would no longer be found.
    """
    at = at or clock.now()
    require(by, CONFIRM_OBSERVATION)
    spelling = clean_name(spelling)
    if not spelling[0].isdecimal():
        raise InvalidInput(_("Only a name that begins with a digit is entered here."), field="spelling")
    if _is_number(spelling):
        raise InvalidInput(_("“%(text)s” is read as a number.") % {"text": spelling}, field="spelling")
    return _learn(AliasKind.NAME, spelling, spelling, by=by, at=at)


def _is_number(spelling: str) -> bool:
    """Whether the whole of it is a quantity, a year or a date."""
    read = extract_plan((f"- {spelling}",), vocabulary=shipped_vocabulary())
    places = [(one.start, one.end) for one in read.quantities]
    places += [
        (one.span.start, one.span.end) for one in read.others if one.kind in {TokenKind.YEAR, TokenKind.DATE}
    ]
    return (2, 2 + len(spelling)) in places


def _learn(kind: AliasKind, alias: str, name: str, *, by: Actor, at: datetime) -> VocabularyAlias:
    values: dict[str, object] = {"alias": alias, "name": name, "learnt_by": by.id, "retired_at": None}
    row = VocabularyAlias.objects.filter(kind=kind, alias_key=name_key(alias)).first()
    if row is None:
        row = VocabularyAlias.objects.create(kind=kind, alias_key=name_key(alias), created_at=at, **values)
    else:
        update_versioned(row, expected=row.version, changes=values)
    record(
        action="plan.vocabulary.alias_learnt",
        subject=f"vocabulary_alias:{row.pk}",
        by=by,
        at=at,
        details={"kind": str(kind), "alias": alias, "name": name},
    )
    return row


@transaction.atomic
def retire_word(*, word: VocabularyUnit | VocabularyAlias, by: Actor, at: datetime | None = None) -> None:
    """Stop using a learnt unit or name; it stays on record. Raises Conflict where that was done before."""
    at = at or clock.now()
    require(by, CONFIRM_OBSERVATION)
    if word.retired_at is not None:
        raise Conflict(_("This word is no longer in use."))
    update_versioned(word, expected=word.version, changes={"retired_at": at})
    record(
        action="plan.vocabulary.word_retired",
        subject=f"vocabulary:{word.pk}",
        by=by,
        at=at,
        details={"word": str(word)},
    )
