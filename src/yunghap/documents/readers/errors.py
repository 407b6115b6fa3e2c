"""The sentences a person reads when a file cannot be read."""

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import DomainError, InvalidInput, sentence

NO_FILE = _("There is no such file.")
DAMAGED_STORE = _("The stored file is missing or damaged. Please tell the operator; a backup is needed.")


class Damaged(DomainError):  # noqa: N818
    """The store lost or changed bytes that it had acknowledged."""

    code = "file-damaged"
    status = 500


def damaged(kind: str, detail: str = "") -> InvalidInput:
    """The file is broken: `kind` names the format, where that much is clear."""
    if not kind:
        return InvalidInput(_("The file is damaged or incomplete and cannot be read."), detail=detail)
    return InvalidInput(
        sentence(_("The %(kind)s file is damaged or incomplete and cannot be read."), kind=kind),
        detail=detail,
    )


def protected(kind: str) -> InvalidInput:
    """The file needs a password or a right to be read."""
    return InvalidInput(
        sentence(
            _("The %(kind)s file is encrypted. Remove the password or protection and save it again."),
            kind=kind,
        )
    )


def distribution() -> InvalidInput:
    """A read-only HWP document for distribution."""
    return InvalidInput(
        _("This is an HWP document for distribution, whose text is encrypted. Use the original document.")
    )


def macros(kind: str) -> InvalidInput:
    """The file carries programs."""
    return InvalidInput(sentence(_("The %(kind)s file contains macros. Save it without macros."), kind=kind))


def too_long(kind: str) -> InvalidInput:
    """More text, rows, pages or work than is read."""
    return InvalidInput(
        sentence(
            _("The %(kind)s file is too large to be read: too many lines, pages or table cells."), kind=kind
        )
    )


def too_big(limit: int) -> InvalidInput:
    """More bytes than are read; `limit` in bytes."""
    return InvalidInput(sentence(_("The file is larger than %(limit)s MB."), limit=limit // (1024 * 1024)))


def no_text_layer() -> InvalidInput:
    """A scanned PDF or a picture."""
    return InvalidInput(
        _("The file has no text layer: its pages are pictures. Use the original document, not a scan.")
    )


def no_characters() -> InvalidInput:
    """A PDF whose fonts only know shapes."""
    return InvalidInput(
        _("The fonts of the PDF file do not say which characters they show. Use the original document.")
    )


def unsupported(kind: str) -> InvalidInput:
    """A format that is known but not read."""
    return InvalidInput(
        sentence(
            _(
                "%(kind)s files are not read. "
                "Save the document as HWPX, HWP 5, DOCX, XLSX, PDF or text and try again."
            ),
            kind=kind,
        )
    )


def empty() -> InvalidInput:
    """Nothing to read."""
    return InvalidInput(_("The file holds no text."))


def uncalculated(sheet: str, cell: str) -> InvalidInput:
    """A formula without a stored result."""
    return InvalidInput(
        sentence(
            _(
                "Cell %(cell)s of sheet “%(sheet)s” holds a formula whose result was never stored. "
                "Open the file in a spreadsheet program, save it and try again."
            ),
            cell=cell,
            sheet=sheet,
        )
    )


def broken_utf8(offset: int) -> InvalidInput:
    """Text in UTF-8 with damaged bytes."""
    return InvalidInput(
        sentence(_("The text is in UTF-8, but damaged at byte %(offset)d."), offset=offset), offset=offset
    )


def not_text() -> InvalidInput:
    """Bytes that are no document."""
    return InvalidInput(_("The file is neither text nor a document in a known format."))


def no_reason() -> InvalidInput:
    """A deletion without a reason."""
    return InvalidInput(_("Please give the reason."))
