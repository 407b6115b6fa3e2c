"""Pictures from outside: decoded, and written anew without anything that came along with them.

What is kept is of our own making: no place of a photograph, no script of an SVG, no archive behind the last byte.
"""

import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput

if TYPE_CHECKING:
    from PIL import Image

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
LARGEST = 10_000_000  # bytes
MOST_PIXELS = 40_000_000  # decoded they take four bytes each
LONGEST_SIDE = 1_600
QUALITY = 82
# What the decoders raise for broken content; a warning is an error where warnings are.
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, IndexError, EOFError, struct.error, Warning)
_ORIENTATION = 0x0112  # Exif 2.32, section 4.6.4


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture fit for showing: WebP, `width` and `height` in pixels."""

    data: bytes
    width: int
    height: int
    media_type: str = "image/webp"


def safe_picture(data: bytes) -> Picture:
    """A PNG, JPEG, WebP or GIF (its first frame), upright, no side longer than 1,600 pixels.

    Raises InvalidInput for anything else, and for more than 10 MB or 40 million pixels.
    """
    from PIL import Image  # noqa: PLC0415 - takes a tenth of a second to load

    if len(data) > LARGEST:
        raise _too_big()
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise _too_big()
            orientation = opened.getexif().get(_ORIENTATION)
            opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))  # first: all that follows is small
            upright = _upright(opened, orientation)
            plain = upright.convert("RGBA" if _is_transparent(upright) else "RGB")
    except Image.DecompressionBombError:
        raise _too_big() from None
    except _BROKEN:
        raise InvalidInput(
            _("This is not a picture that can be shown; PNG, JPEG, WebP and GIF are."), field="picture"
        ) from None
    plain.info.clear()
    written = io.BytesIO()
    plain.save(written, "WEBP", quality=QUALITY)
    return Picture(written.getvalue(), plain.width, plain.height)


def _upright(picture: "Image.Image", orientation: object) -> "Image.Image":
    """Turned and mirrored as its Exif orientation says; as it is where that is none of the eight."""
    from PIL.Image import Transpose  # noqa: PLC0415

    turns = (
        Transpose.FLIP_LEFT_RIGHT,
        Transpose.ROTATE_180,
        Transpose.FLIP_TOP_BOTTOM,
        Transpose.TRANSPOSE,
        Transpose.ROTATE_270,
        Transpose.TRANSVERSE,
        Transpose.ROTATE_90,
    )
    found = isinstance(orientation, int) and 2 <= orientation <= 8
    return picture.transpose(turns[orientation - 2]) if found else picture  # type: ignore[operator]


def _is_transparent(picture: "Image.Image") -> bool:
    return "A" in picture.getbands() or "transparency" in picture.info


def _too_big() -> InvalidInput:
    return InvalidInput(_("The picture is too large: at most 10 MB and 40 million pixels."), field="picture")
