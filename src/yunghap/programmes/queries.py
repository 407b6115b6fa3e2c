"""Reads of the programmes module."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import NotFound
from yunghap.core.text import name_key
from yunghap.programmes.contracts import LineAmount
from yunghap.programmes.enums import Phase, Source
from yunghap.programmes.in_force import statements_in_force
from yunghap.programmes.models import BudgetLine, Commitment, Participation, Programme, ProgrammeAlias


def get_programme(programme_id: str) -> Programme:
    """The programme; raises NotFound."""
    try:
        return Programme.objects.get(pk=programme_id)
    except Programme.DoesNotExist as error:
        raise NotFound(_("There is no such programme.")) from error


def find_programme(name: str) -> Programme | None:
    """The programme of this name or alias, in whatever spelling; None where there is none."""
    return find_programmes([name]).get(name)


def find_programmes(names: Collection[str]) -> dict[str, Programme]:
    """Name as given -> programme, for the names and aliases that are known."""
    keys = {name: name_key(name) for name in names}
    wanted = set(keys.values())
    found = {programme.name_key: programme for programme in Programme.objects.filter(name_key__in=wanted)}
    aliases = ProgrammeAlias.objects.filter(alias_key__in=wanted - found.keys()).select_related("programme")
    found.update({alias.alias_key: alias.programme for alias in aliases})
    return {name: found[key] for name, key in keys.items() if key in found}


def aliases_of(programme_ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Programme id -> its other names."""
    result: defaultdict[str, list[str]] = defaultdict(list)
    for alias in ProgrammeAlias.objects.filter(programme__in=programme_ids):
        result[alias.programme_id].append(alias.alias)
    return {key: tuple(value) for key, value in result.items()}


def names_of(programme_ids: Collection[str], *, year: int | None = None) -> dict[str, str]:
    """Programme id -> its name, as it was called in the edition of `year` where that is given.

    A former name carries the last year it was in use.
    """
    names = {row.pk: row.name for row in Programme.objects.filter(pk__in=programme_ids)}
    if year is None:
        return names
    former = ProgrammeAlias.objects.filter(programme__in=programme_ids, year__gte=year).order_by("-year")
    names.update({alias.programme_id: alias.alias for alias in former})
    return names


def other_names_of(names: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Programme id -> its other names, beside the one that `names` gives for it."""
    known = aliases_of(names.keys())
    current = names_of(names.keys())
    return {key: tuple(sorted({*known.get(key, ()), current[key]} - {name})) for key, name in names.items()}


def lines_stated_in(stated_in: str, *, programmes: Collection[str] | None = None) -> tuple[LineAmount, ...]:
    """Every budget line of one edition, in the order of programme, year and source.

    With `programmes`, theirs and the lines of other programmes that contain them.
    """
    rows = BudgetLine.objects.filter(stated_in=stated_in)
    if programmes is not None:
        rows = rows.filter(Q(programme__in=programmes) | Q(parts__programme__in=programmes)).distinct()
    rows = rows.order_by("programme_id", "year", "year_to", "id")
    return tuple(amount_of(row) for row in rows)


def same_lines(*, source: str, target: str) -> dict[str, str]:
    """Id of a line of one edition -> id of the other's line of the same programme, phase, years and source."""
    fields = ("programme_id", "phase", "year", "year_to", "source")
    known = {
        row[1:]: row[0] for row in BudgetLine.objects.filter(stated_in=target).values_list("pk", *fields)
    }
    rows = BudgetLine.objects.filter(stated_in=source).values_list("pk", *fields)
    return {str(row[0]): str(known[row[1:]]) for row in rows if row[1:] in known}


def amount_of(line: BudgetLine) -> LineAmount:
    """A budget line as a value."""
    return LineAmount(
        id=line.pk,
        programme=line.programme_id,
        phase=line.phase,
        source=line.source,
        year=line.year,
        year_to=line.year_to,
        amount_krw=line.amount_krw,
        precision_krw=line.precision_krw,
        part_of=line.part_of_id,
    )


def participations_stated_in(
    stated_in: str, *, programmes: Collection[str] | None = None
) -> dict[str, tuple[Participation, ...]]:
    """Programme id -> its organisations in printed order, executing agencies included; of some programmes or all."""
    result: defaultdict[str, list[Participation]] = defaultdict(list)
    rows = Participation.objects.filter(stated_in=stated_in)
    if programmes is not None:
        rows = rows.filter(programme__in=programmes)
    for part in rows.order_by("programme_id", "position", "id"):
        result[part.programme_id].append(part)
    return {key: tuple(value) for key, value in result.items()}


def committed_krw(line_id: str) -> int:
    """Won committed and not released against a budget line and every line it contains, whichever edition states them.

    An edition that supersedes another states its lines anew: a promise against the old line counts against the new.
    """
    line = BudgetLine.objects.filter(pk=line_id).first()
    if line is None:
        return 0
    inside, found = Q(), {line.pk}
    lines = [line]
    while lines:
        for one in lines:
            inside |= _same_line(one)
        lines = list(BudgetLine.objects.filter(part_of__in=found).exclude(pk__in=found))
        found |= {one.pk for one in lines}
    rows = Commitment.objects.filter(inside, released_at__isnull=True)
    return rows.aggregate(total=Sum("amount_krw"))["total"] or 0


def _same_line(line: BudgetLine) -> Q:
    """The line in every edition; a total is also each of its sources."""
    same = Q(
        budget_line__programme=line.programme_id,
        budget_line__phase=line.phase,
        budget_line__year=line.year,
        budget_line__year_to=line.year_to,
    )
    return same if line.source == Source.ALL else same & Q(budget_line__source=line.source)


def left_krw(line: BudgetLine) -> int:
    """Won that can still be committed against a line: what is left of it and of every line that contains it."""
    left = line.amount_krw - committed_krw(line.pk)
    total = BudgetLine.objects.filter(
        stated_in=line.stated_in,
        programme=line.programme_id,
        phase=line.phase,
        year=line.year,
        year_to=line.year_to,
        source=Source.ALL,
    ).exclude(pk=line.pk)
    above = [*total, *BudgetLine.objects.filter(parts=line)]
    return min([left, *(left_krw(one) for one in above)])


def find_commitment(subject: str) -> Commitment | None:
    """The commitment of a thing that counts, settled or not."""
    rows = Commitment.objects.filter(subject=subject, released_at__isnull=True)
    return rows.select_related("budget_line__programme").first()


def commitments_of(programme: str) -> list[Commitment]:
    """What was committed of a programme's money and counts, oldest first."""
    rows = Commitment.objects.filter(budget_line__programme=programme, released_at__isnull=True)
    return list(rows.select_related("budget_line").order_by("created_at", "id"))


def lines_to_commit(organisation: str) -> list[BudgetLine]:
    """Planned lines in force of programmes in which an organisation takes part, newest year first."""
    rows = BudgetLine.objects.filter(
        stated_in__in=statements_in_force(),
        phase=Phase.PLANNED,
        programme__participations__organisation=organisation,
    )
    return list(
        rows.filter(programme__participations__stated_in=F("stated_in"))
        .select_related("programme")
        .order_by("-year", "programme__name_key", "source")
        .distinct()
    )
