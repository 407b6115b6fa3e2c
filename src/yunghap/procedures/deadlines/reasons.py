"""Why a day counts or does not, in words."""

from .rules import Counting
from .words import Words


def because(reason: Words, article: Words) -> Words:
    """The reason with the article it rests on, where there is one."""
    return reason + Words(f" ({article.ko})", f" ({article.en})") if article.ko else reason


def nth(number: int) -> Words:
    return Words(f"{number}일째", f"day {number}")


def first_day_counts(number: Words) -> Words:
    return number + Words(
        ": 오전 0시부터 시작하므로 첫날을 셈 (민법 제157조 단서)",
        ": it starts at midnight, so the first day counts (Civil Act art. 157, second sentence)",
    )


def first_day_out(counting: Counting) -> Words:
    return because(Words("첫날은 세지 않음", "the first day is not counted"), counting.out)


def midnight_out() -> Words:
    return Words(
        "이 날 0시부터 거꾸로 세므로 이 날은 세지 않음",
        "counted back from midnight, so this day is not counted",
    )


def day_off(name: Words, counting: Counting) -> Words:
    return because(
        name + Words(": 토요일과 공휴일은 세지 않음", ": Saturdays and holidays are not counted"),
        counting.off,
    )


def stopped(article: Words) -> Words:
    return because(Words("처리기간에 넣지 않는 기간", "the clock is stopped"), article)


def rolls_over(name: Words, counting: Counting) -> Words:
    return because(
        name + Words(": 기간이 이 날 끝나지 않음", ": the period does not end on it"), counting.roll
    )


def ends_here(name: Words, counting: Counting) -> Words:
    return because(
        Words(
            f"말일이 {name.ko}이어서 이 날로 만료",
            f"the last day fell on {name.en}, so the period ends today",
        ),
        counting.roll,
    )


def last_chance() -> Words:
    return Words(
        "이 날까지 하여야 그 뒤에 기간이 온전히 남음",
        "the last day to act: the whole period lies between it and the start",
    )


def moved_back(name: Words) -> Words:
    return name + Words(
        ": 기간이 줄지 않도록 앞선 날로 옮김",
        ": moved to an earlier day, so that the period is not cut short",
    )


def hours(seconds: int) -> Words:
    whole, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    parts = [(whole, "시간", "h"), (minutes, "분", "min"), (rest, "초", "s")]
    ko = " ".join(f"{n}{unit}" for n, unit, _ in parts if n)
    en = " ".join(f"{n} {unit}" for n, _, unit in parts if n)
    return Words(f"{ko} 셈", f"{en} counted")


def no_hours() -> Words:
    return Words("근무시간이 남지 않음", "no office hours left on this day")


def ends_at_midnight() -> Words:
    return Words("0시에 만료", "the period ends at midnight")
