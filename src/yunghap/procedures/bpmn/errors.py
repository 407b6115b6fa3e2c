"""What is wrong with a diagram, and where."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: the element's id (its tag where it has none), its line from 1, a translated sentence.

    The same shape says why a diagram cannot be read and why it cannot be executed.
    """

    element: str
    line: int
    reason: object

    def __str__(self) -> str:
        return str(
            sentence(
                _("line %(line)d, %(element)s: %(reason)s"),
                line=self.line,
                element=self.element,
                reason=self.reason,
            )
        )


class BpmnError(InvalidInput):
    """The file is no diagram we can read; `problems` has every reason found, in the order of the file."""

    code = "unreadable-diagram"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(
            sentence(_("The diagram cannot be read: %(problem)s"), problem=first),
            element=first.element,
            line=first.line,
        )
