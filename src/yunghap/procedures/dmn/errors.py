"""The one error of decision tables."""

from typing import ClassVar

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput


class DmnError(InvalidInput):
    """A file that cannot be read as decisions, or a decision that cannot be made.

    `place` names the element ("Fast track, rule 2"), `reason` is a sentence part; both may be translated lazily.
    """

    code: ClassVar[str] = "invalid-decision"

    def __init__(self, reason: object, *, place: object) -> None:
        super().__init__(format_lazy(_("{place}: {reason}."), place=place, reason=reason))
        self.place, self.reason = place, reason
