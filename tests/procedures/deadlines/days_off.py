"""Holidays of 2023 to 2028 written down from the decree, day by day, apart from the package the code uses.

Sundays (art. 2 no. 1) and Saturdays are left out where nothing else falls on them.
"""

from datetime import date

_BY_HAND = """
2023: 01-01 01-21 01-22 01-23 01-24 03-01 05-05 05-27 05-29 06-06 08-15 09-28 09-29 09-30 10-02 10-03 10-09 12-25
2024: 01-01 02-09 02-10 02-11 02-12 03-01 04-10 05-05 05-06 05-15 06-06 08-15 09-16 09-17 09-18 10-01 10-03 10-09 12-25
2025: 01-01 01-27 01-28 01-29 01-30 03-01 03-03 05-05 05-06 06-03 06-06 08-15 10-03 10-05 10-06 10-07 10-08 10-09 12-25
2026: 01-01 02-16 02-17 02-18 03-01 03-02 05-01 05-05 05-24 05-25 06-03 06-06 07-17 08-15 08-17 09-24 09-25 09-26
2026: 10-03 10-05 10-09 12-25
2027: 01-01 02-06 02-07 02-08 02-09 03-01 05-01 05-03 05-05 05-13 06-06 07-17 07-19 08-15 08-16 09-14 09-15 09-16
2027: 10-03 10-04 10-09 10-11 12-25 12-27
2028: 01-01 01-26 01-27 01-28 03-01 04-12 05-01 05-02 05-05 06-06 07-17 08-15 10-02 10-03 10-04 10-05 10-09 12-25
"""

HOLIDAYS = frozenset(
    date.fromisoformat(f"{line[:4]}-{day}")
    for line in _BY_HAND.split("\n")
    if line
    for day in line[6:].split()
)


def is_off(day: date) -> bool:
    """Saturday, Sunday or holiday."""
    return day.weekday() > 4 or day in HOLIDAYS
