"""Pictures from outside."""

import io
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from yunghap.core.errors import InvalidInput
from yunghap.core.gate import pictures, safe_picture


def drawn(form: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **told: object) -> bytes:
    stream = io.BytesIO()
    Image.new(mode, size, 3).save(stream, form, **told)  # type: ignore[arg-type]
    return stream.getvalue()


@pytest.mark.parametrize("form", pictures.FORMATS)
def test_written_anew(form):
    found = safe_picture(drawn(form) + b"PK\x03\x04 an archive behind it")
    assert (found.width, found.height) == (60, 40)
    assert Image.open(io.BytesIO(found.data)).format == "WEBP"
    assert b"archive" not in found.data


def test_upright_and_without_what_the_camera_wrote():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "at home"
    found = safe_picture(drawn("JPEG", exif=exif))
    assert (found.width, found.height) == (40, 60)
    assert b"at home" not in found.data
    assert not Image.open(io.BytesIO(found.data)).getexif()


@pytest.mark.parametrize("orientation", range(10))
def test_each_orientation_as_pillow_turns_it(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    stream = io.BytesIO()
    Image.frombytes("RGB", (4, 6), bytes(range(72))).save(stream, "PNG", exif=exif)
    opened = Image.open(io.BytesIO(stream.getvalue()))
    expected = ImageOps.exif_transpose(opened)
    turned = pictures._upright(opened, orientation)
    assert turned.size == expected.size
    assert turned.tobytes() == expected.tobytes()
    assert pictures._upright(opened, "6") is opened


def test_no_side_is_too_long_and_what_can_be_seen_through_stays_so():
    found = safe_picture(drawn("PNG", (3_200, 100), "RGBA"))
    assert (found.width, found.height) == (1_600, 50)
    assert Image.open(io.BytesIO(found.data)).mode == "RGBA"


def test_too_much(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 100)
    with pytest.raises(InvalidInput, match="10"):
        safe_picture(drawn("PNG"))
    monkeypatch.setattr(pictures, "LARGEST", 10)
    with pytest.raises(InvalidInput, match="10"):
        safe_picture(drawn("PNG"))


def test_a_bomb(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    with pytest.raises(InvalidInput, match="10"):
        safe_picture(drawn("PNG"))


@pytest.mark.parametrize("form", ["BMP", "TIFF", "PPM"])
def test_other_formats_are_refused(form):
    with pytest.raises(InvalidInput, match="PNG"):
        safe_picture(drawn(form))


@settings(max_examples=60)
@given(st.data())
def test_broken_pictures_are_read_or_refused(data):
    whole = drawn(data.draw(st.sampled_from(pictures.FORMATS)), (9, 9))
    at = data.draw(st.integers(0, len(whole) - 1))
    broken = whole[:at] + data.draw(st.binary(max_size=4)) + whole[at + data.draw(st.integers(0, 40)) :]
    with suppress(InvalidInput):
        safe_picture(broken)
