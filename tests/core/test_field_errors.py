"""What pydantic says of a field, in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from django.utils import translation
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from yunghap.core.field_errors import translated


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(min_length=2, max_length=4, pattern="^[a-z]*$")] = "ab"
    count: Annotated[int, Field(ge=1, lt=9)] = 1
    share: Annotated[Decimal, Field(gt=0, le=1)] = Decimal(1)
    ratio: float = 0
    on: bool = True
    day: date = date(2026, 6, 3)
    moment: datetime = datetime(2026, 6, 3, tzinfo=UTC)
    kind: Literal["a", "b"] = "a"
    colour: Colour = Colour.RED
    parts: Annotated[list[int], Field(min_length=1, max_length=2)] = [1]
    facts: dict[str, int] = {}

    @field_validator("ratio")
    @classmethod
    def odd(cls, value: float) -> float:
        if value == 2:
            raise ValueError("even")
        return value


@pytest.mark.parametrize(
    ("values", "korean", "english"),
    [
        ({"name": 1}, "문자열이 아닙니다.", "This is not text."),
        ({"name": "a"}, "2자 이상이어야 합니다.", "This must have at least 2 characters."),
        ({"name": "abcde"}, "4자 이하여야 합니다.", "This must have at most 4 characters."),
        ({"name": "AB"}, "^[a-z]*$ 형식이 아닙니다.", "This does not have the form ^[a-z]*$."),
        ({"count": "x"}, "정수가 아닙니다.", "This is not a whole number."),
        ({"count": 0}, "1 이상이어야 합니다.", "This must be at least 1."),
        ({"count": 9}, "9보다 작아야 합니다.", "This must be less than 9."),
        ({"share": 0}, "0보다 커야 합니다.", "This must be more than 0."),
        ({"share": 2}, "1 이하여야 합니다.", "This must be at most 1."),
        ({"ratio": "x"}, "숫자가 아닙니다.", "This is not a number."),
        ({"on": "x"}, "참 또는 거짓이 아닙니다.", "This is not true or false."),
        ({"day": "x"}, "2026-06-03과 같은 날짜가 아닙니다.", "This is not a date such as 2026-06-03."),
        (
            {"moment": []},
            "ISO 8601 형식의 날짜와 시각이 아닙니다.",
            "This is not a date and time in ISO 8601.",
        ),
        ({"kind": "c"}, "다음 가운데 하나여야 합니다: 'a', 'b'", "This must be one of 'a', 'b'."),
        ({"colour": "c"}, "다음 가운데 하나여야 합니다: 'red', 'blue'", "This must be one of 'red', 'blue'."),
        ({"parts": 1}, "목록이 아닙니다.", "This is not a list."),
        ({"parts": []}, "1개 이상이어야 합니다.", "This must have at least 1 parts."),
        ({"parts": [1, 2, 3]}, "2개 이하여야 합니다.", "This must have at most 2 parts."),
        ({"facts": 1}, "객체가 아닙니다.", "This is not an object."),
        ({"other": 1}, "그런 항목은 없습니다.", "There is no such field."),
        ({"ratio": 2}, "Value error, even", "Value error, even"),
    ],
)
def test_in_both_languages(values: dict[str, Any], korean: str, english: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Form(**values)
    errors = caught.value.errors()
    for language, sentence in (("ko", korean), ("en", english)):
        with translation.override(language):
            [error] = translated(errors)
        assert error["msg"] == sentence
        assert error["type"] == errors[0]["type"]


def test_what_is_no_error_of_a_field_stays() -> None:
    assert translated(["x"]) == ["x"]
