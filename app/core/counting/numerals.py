"""What a printed figure is worth: digits with their grouping, and English numbers in words."""

import re
from collections.abc import Mapping, Sequence

COMMA_LANGUAGES = frozenset(
    """bg ca cs da de el es et fi fr hr hu id it lt lv nb nl nn no pl pt ro ru sk sl sr sv tr
    uk""".split()
)
"""Languages whose decimal sign is the comma."""

_GROUPED = re.compile(
    r"\d{1,3}(?P<sign>[,.' ])\d{3}(?P<more>(?:(?P=sign)\d{3})*)"
    r"(?P<decimals>(?:(?!(?P=sign))[.,]\d{1,6})?)"
)
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d{1,6})?")
_DECIMAL = re.compile(r"\d{1,15}(?P<sign>[.,])\d{1,6}")
_LONGEST = 30  # characters; longer ones are serial numbers


def read_digits(printed: str, language: str | None) -> float | None:
    """The value of digits with grouping and decimal signs; None where it could be two values.

    `1.500` is a thousand and a half in German and may be one and a half in English, where it is
    left open; `1,500` the other way round. A figure with both signs, or with two groups, is clear
    in any language. Leading zeros belong to codes: None.
    """
    if len(printed) > _LONGEST or (printed[1:2].isdecimal() and int(printed[0]) == 0):
        return None
    if printed.isdecimal():
        return float(printed) if len(printed) <= 15 else None
    grouped = _GROUPED.fullmatch(printed)
    if grouped and int(printed[0]) > 0:
        return _grouped(grouped, language)
    if _INDIAN.fullmatch(printed):
        return float(printed.replace(",", ""))
    decimal = _DECIMAL.fullmatch(printed)
    if decimal and (decimal["sign"] == ",") == (language in COMMA_LANGUAGES):
        return float(printed.replace(",", "."))
    return None


def _grouped(match: re.Match[str], language: str | None) -> float | None:
    sign = match["sign"]
    is_clear = sign in "' " or match["more"] or match["decimals"]
    if not is_clear and not (language in COMMA_LANGUAGES if sign == "." else language == "en"):
        return None
    whole = match[0].removesuffix(match["decimals"]).replace(sign, "")
    return float(whole + match["decimals"].replace(",", "."))


UNITS: Mapping[str, int] = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
TENS: Mapping[str, int] = {
    word: 10 * value
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
SCALES: Mapping[str, float] = {
    "dozen": 12, "thousand": 1e3, "lakh": 1e5, "lakhs": 1e5, "million": 1e6, "crore": 1e7,
    "crores": 1e7, "billion": 1e9, "trillion": 1e12,
}  # fmt: skip  # several to a line
_SMALL = {**UNITS, **TENS}
_SCALE_WORDS = frozenset(("hundred", *SCALES))


def read_words(words: Sequence[str], start: int) -> tuple[float, int] | None:
    """The English number that begins at `words[start]` and the position after it, None for none.

    Words are in lower case; hyphens may stand between them as words of their own. "a" counts as
    one before a hundred or more ("a hundred", "a dozen"). Reads as far as the words make one
    number, so the time is linear in what is read.
    """
    number = _Number()
    at = start
    if words[at : at + 1] == ["a"] and at + 1 < len(words):
        if words[at + 1] != "hundred" and words[at + 1] not in SCALES:
            return None
        number.part = 1
        at += 1
    end = at
    while at < len(words):
        if number.take(words[at]):
            end = at = at + 1
        elif end == at > start and number.joined_by(words[at], words[at + 2 : at + 3]):
            at += 1
        else:
            break
    return (number.total + number.part, end) if end > start and number.is_read else None


class _Number:
    """A number read word by word: `part` is what stands before the next scale word."""

    def __init__(self) -> None:
        self.total = 0.0
        self.part = 0.0
        self.room = 1000  # what comes next must be smaller
        self.scale = float("inf")
        self.is_read = False

    def joined_by(self, word: str, after_next: Sequence[str]) -> bool:
        """Whether the number may go on after the word: "twenty-one", "two hundred and five"; but
        not in "between one hundred and two hundred"."""
        if word == "-":
            return self.room == 10
        is_large = self.room == 100 or (self.room == 1000 and self.total > 0)
        return word == "and" and is_large and not _SCALE_WORDS.intersection(after_next)

    def take(self, word: str) -> bool:
        """Whether the word goes on with the number."""
        if word in _SMALL:
            taken = self._small(_SMALL[word])
        elif word == "hundred":
            taken = 1 <= self.part <= 99 and self.room > 0
            if taken:
                self.part, self.room = self.part * 100, 100
        else:
            taken = self._scale(SCALES.get(word, 0))
        self.is_read |= taken
        return taken

    def _small(self, value: int) -> bool:
        if self.room < (10 if 0 < value < 10 else 100):
            return False
        self.part += value
        self.room = 10 if value in TENS.values() else 1
        return True

    def _scale(self, scale: float) -> bool:
        if not 0 < scale < self.scale or not self.part:
            return False
        self.total += self.part * scale
        self.part, self.room, self.scale = 0.0, 1000, scale
        return True
