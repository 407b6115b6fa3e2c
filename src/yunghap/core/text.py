"""Korean text: one form for the same word, no characters that hide, particles that fit."""

import functools
import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from .errors import InvalidInput, sentence

# Letters that show nothing although Unicode calls them letters or marks.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
# Greek and Cyrillic letters that look like Latin ones.
_LOOKALIKES = frozenset("АВЕЅІЈКМНОРСТУХаеѕіјорсухѵԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧνορυ")
_CONTROLS_OF_TEXT = frozenset("\t\n\r")

# Final sound of what a word ends in: "" vowel, "ㄹ", or "x" any other consonant.
_DIGIT_ENDS = {
    "0": "x",
    "1": "ㄹ",
    "2": "",
    "3": "x",
    "4": "",
    "5": "",
    "6": "x",
    "7": "ㄹ",
    "8": "ㄹ",
    "9": "",
}
_LETTER_ENDS = {"L": "ㄹ", "R": "ㄹ", "M": "x", "N": "x"}
# particle after a consonant, after a vowel
_PAIRS = {"은/는": ("은", "는"), "이/가": ("이", "가"), "을/를": ("을", "를"), "과/와": ("과", "와")}
_CLOSERS = "\"'”’」』》〉)]} "


def nfc(text: str) -> str:
    """Composed form: 산 as one code point, however it was typed."""
    return unicodedata.normalize("NFC", text)


@functools.lru_cache(maxsize=16_384)  # names are compared by the thousand, of few letters
def is_invisible(character: str) -> bool:
    """Whether the character shows nothing or reorders others (format, filler, control, surrogate)."""
    if character in _CONTROLS_OF_TEXT:
        return False
    return (
        character in _BLANK
        or "\ufe00" <= character <= "\ufe0f"
        or unicodedata.category(character) in {"Cf", "Cc", "Cs", "Cn", "Zl", "Zp"}
    )


def has_invisible(text: str) -> bool:
    """Whether any character of the text is invisible."""
    return any(map(is_invisible, text))


def without_invisible(text: str) -> str:
    """The text without them."""
    return "".join(character for character in text if not is_invisible(character))


def clean_text(text: str) -> str:
    """Typed text fit for keeping: NFC, nothing invisible, no space around it."""
    return without_invisible(nfc(text)).strip()


def name_key(text: str) -> str:
    """What two spellings of one name share: NFKC, case folded, no spaces, nothing invisible."""
    key, before = text, None
    while key != before:  # what was dropped may let its neighbours compose: "U ̄" becomes "ū"
        before = key
        folded = unicodedata.normalize("NFKC", key).casefold()
        key = "".join(
            character for character in folded if not character.isspace() and not is_invisible(character)
        )
    return key


def mixed_scripts(text: str) -> tuple[str, ...]:
    """Words in which Greek or Cyrillic look-alikes stand among Latin letters, or in place of them.

    Hangul with Latin letters ("AI융합") is ordinary, and so is Greek that looks like Greek ("β-카로틴").
    """
    return tuple(word for word in re.findall(r"\w+", nfc(text)) if _is_mixed(word))


def _is_mixed(word: str) -> bool:
    letters = [character for character in word if character.isalpha()]
    scripts = {unicodedata.name(character, "").split(" ")[0] for character in letters}
    foreign = scripts & {"CYRILLIC", "GREEK"}
    if not foreign:
        return False
    if len(foreign) == 2 or ("LATIN" in scripts and ("CYRILLIC" in foreign or _LOOKALIKES & set(letters))):
        return True
    strange = [
        character for character in letters if unicodedata.name(character).startswith(("CYRILLIC", "GREEK"))
    ]
    return len(strange) > 1 and set(strange) <= _LOOKALIKES


def clean_name(text: str, *, longest: int = 200) -> str:
    """A name fit for keeping: NFC, single spaces, visible, of one script a word.

    Raises InvalidInput, saying what is wrong.
    """
    hidden = [character for character in text if is_invisible(character)]
    if hidden:
        raise InvalidInput(
            sentence(
                _("The name holds a character that cannot be seen (%(code)s). Please type it again."),
                code=f"U+{ord(hidden[0]):04X}",
            )
        )
    name = " ".join(nfc(text).split())
    if not name:
        raise InvalidInput(_("The name is empty."))
    if len(name) > longest:
        raise InvalidInput(
            sentence(_("The name is too long: at most %(longest)s characters."), longest=longest)
        )
    mixed = mixed_scripts(name)
    if mixed:
        raise InvalidInput(
            sentence(_("“%(word)s” mixes letters of different alphabets that look alike."), word=mixed[0])
        )
    return name


def pick_josa(word: str, pair: str) -> str:
    """The particle of a pair ("을/를", "이/가", "은/는", "과/와", "으로/로") that fits after the word.

    What stands in brackets at the end is not read aloud. Where the sound cannot be known (a foreign word in
    small letters), both forms are given: "을(를)". Raises KeyError for another pair.
    """
    end = _final_sound(word)
    if pair == "으로/로":
        if end is None:
            return "(으)로"
        return "으로" if end == "x" else "로"
    closed, opened = _PAIRS[pair]
    if end is None:
        return f"{closed}({opened})"
    return closed if end else opened


def with_josa(word: str, pair: str) -> str:
    """The word and its particle."""
    return word + pick_josa(word, pair)


def _final_sound(word: str) -> str | None:
    spoken = re.sub(r"\s*[(\[（][^()\[\]（）]*[)\]）]\s*$", "", nfc(word)) or word
    spoken = spoken.rstrip(_CLOSERS)
    last = spoken[-1:]
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        return "" if final == 0 else "ㄹ" if final == 8 else "x"
    digit = last if last in _DIGIT_ENDS else ""
    if digit:
        # 10¹² is 조, which ends in a vowel; the other round numbers do not.
        zeros = len(spoken) - len(spoken.rstrip("0"))
        return "" if digit == "0" and 12 <= zeros < 16 else _DIGIT_ENDS[digit]
    if last == "%":
        return ""  # 퍼센트
    word_of_letters = re.search(r"[A-Za-z]+$", spoken)
    if word_of_letters and word_of_letters.group().isupper():
        return _LETTER_ENDS.get(last, "")
    return None
