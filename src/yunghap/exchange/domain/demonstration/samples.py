"""Generated tables of the platforms of a demonstration: plausible, the same every time, and marked as what they are."""

import csv
import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from yunghap.exchange.contracts import Description, Price

NOTE = "시연을 위해 생성한 자료입니다. 실제 측정값이 아닙니다."
NOTE_EN = "Generated for demonstration; nothing in it was measured."
ROWS = 2_000
_BEGIN = datetime(2026, 9, 1)  # noqa: DTZ001 - printed as it stands
Row = tuple[object, ...]
FREE = Price()


@dataclass(frozen=True, slots=True)
class Sample:
    """A table and what is said about it; `row` makes the row of a number."""

    title: str
    title_en: str
    about: str
    keywords: tuple[str, ...]
    theme: str
    head: tuple[str, ...]
    row: Callable[[random.Random, int], Row]
    price: Price = FREE

    @property
    def description(self) -> Description:
        """As a provider would write it."""
        return Description(
            title=f"{self.title} (생성 자료)",
            title_en=f"{self.title_en} (generated)",
            description=f"{self.about} {NOTE}",
            description_en=NOTE_EN,
            keywords=self.keywords,
            themes=(self.theme,),
        )

    def data(self) -> bytes:
        """The table as CSV."""
        chance = random.Random(self.title)  # noqa: S311 - the same table every time
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(self.head)
        writer.writerows(self._rows(chance))
        return text.getvalue().encode()

    def _rows(self, chance: random.Random) -> Iterator[Row]:
        return (self.row(chance, number) for number in range(ROWS))


def _hour(number: int) -> str:
    return f"{_BEGIN + timedelta(hours=number // 5):%Y-%m-%d %H:%M}"


def _traffic(chance: random.Random, number: int) -> Row:
    rush = 1.8 if number // 5 % 24 in {7, 8, 18, 19} else 1.0
    volume = int(chance.gauss(2_400, 300) * rush)
    return _hour(number), f"구간-{number % 5 + 1}", max(volume, 0), round(max(12, 105 - volume / 60), 1)


def _chargers(chance: random.Random, number: int) -> Row:
    return _hour(number), f"충전소-{number % 5 + 1}", round(chance.uniform(4, 62), 1), chance.randrange(8, 75)


def _air(chance: random.Random, number: int) -> Row:
    dust = max(3, chance.gauss(38, 14))
    return _hour(number), f"산단-{number % 5 + 1}", round(dust, 1), round(dust * chance.uniform(0.4, 0.7), 1)


def _water(chance: random.Random, number: int) -> Row:
    day = _BEGIN + timedelta(days=number // 5)
    values = chance.gauss(7.3, 0.3), max(0.4, chance.gauss(2.1, 0.8))
    return f"{day:%Y-%m-%d}", f"하천-{number % 5 + 1}", *(round(value, 2) for value in values)


def _rolling(chance: random.Random, number: int) -> Row:
    moment = _BEGIN + timedelta(seconds=30 * number)
    heat = chance.gauss(1_050, 18)
    return (
        f"{moment:%Y-%m-%d %H:%M:%S}",
        number % 7 + 1,
        round(heat, 1),
        round(2_200 - heat + chance.gauss(0, 30), 1),
    )


def _moulding(chance: random.Random, number: int) -> Row:
    pressure = chance.gauss(92, 6)
    bad = abs(pressure - 92) > 11
    return f"S{number:06d}", f"금형-{number % 4 + 1}", round(pressure, 1), "불량" if bad else "양품"


PLATFORMS: dict[str, tuple[Sample, ...]] = {
    "transport": (
        Sample(
            "고속도로 구간별 시간 교통량과 속도", "Hourly traffic and speed by motorway section",
            "다섯 구간의 시간별 통과 대수와 평균 속도.", ("교통량", "고속도로", "통행 속도"), "교통",
            ("일시", "구간", "교통량", "평균속도"), _traffic,
        ),
        Sample(
            "전기차 충전소 이용 실적", "Use of charging stations",
            "충전소별 시간당 충전량과 이용 시간.", ("전기차", "충전소"), "교통",
            ("일시", "충전소", "충전량_kWh", "이용시간_분"), _chargers,
        ),
    ),
    "environment": (
        Sample(
            "산업단지 대기질 시간 측정값", "Hourly air quality of industrial parks",
            "다섯 산업단지의 미세먼지와 초미세먼지 농도.", ("대기질", "미세먼지", "산업단지"), "환경",
            ("일시", "산업단지", "PM10", "PM2.5"), _air,
        ),
        Sample(
            "하천 수질 일일 측정값", "Daily water quality of rivers",
            "다섯 지점의 수소이온농도와 생물화학적 산소요구량.", ("수질", "하천"), "환경",
            ("일자", "지점", "pH", "BOD"), _water,
        ),
    ),
    "manufacturing": (
        Sample(
            "압연 공정 온도와 하중 시계열", "Temperature and load of a rolling mill",
            "일곱 스탠드의 소재 온도와 압연 하중, 30초 간격.", ("압연", "철강", "공정 데이터", "온도"), "제조",
            ("시각", "스탠드", "온도", "하중"), _rolling, Price("LUMP_SUM", 3_000_000),
        ),
        Sample(
            "사출 성형 압력과 불량 판정", "Pressure and defects of injection moulding",
            "금형별 사출 압력과 검사 결과.", ("사출 성형", "불량", "품질"), "제조",
            ("일련번호", "금형", "압력", "판정"), _moulding, Price("LUMP_SUM", 5_000_000),
        ),
    ),
}  # fmt: skip
