"""Text -> quantities: value or range, bound, unit, and what is counted.

English words; figures with signs and common units in any language. Where a figure may be a name,
a label, a score or a telephone number, it is left out.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

import Stemmer

from app.core.aligning.similarity import COMMON_WORDS, STOP_WORDS
from app.core.comparison import NumberBound
from app.core.counting.numerals import SCALES, TENS, UNITS, read_digits, read_words
from app.core.counting.when import MONTHS, When, find_whens
from app.core.normalize import fold_marks
from app.core.tokens import is_shouted


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity at `start`..`end` of a text, its bound and what it counts included.

    `low` and `high` are in `unit`: "count" for things, of which `counted` is the noun; else
    percent, point (of percentage), share (of 1), a currency, a measure, age (years), date or time
    (see `when`). Both are None for "a few". `lead` is the word before, `follow` the word
    behind; `around` are the stems of the content words near by.
    """

    start: int
    end: int
    low: float | None
    high: float | None
    bound: NumberBound
    unit: str
    counted: str = ""
    iso: str | None = None
    lead: str = ""
    follow: str = ""
    around: frozenset[str] = frozenset()


def _table(lines: str) -> dict[str, tuple[str, float]]:
    """Word -> unit and factor, from lines of "unit factor: words"."""
    found = {}
    for line in lines.strip().splitlines():
        head, words = line.split(":")
        unit, factor = head.split()
        found.update(dict.fromkeys(words.split(), (unit, float(factor))))
    return found


_MEASURES = _table(
    """
    m 1: metre metres meter meters
    m 1000: kilometre kilometres kilometer kilometers km kms
    m 1609.344: mile miles
    m .9144: yard yards
    m .3048: foot feet ft
    m .0254: inch inches
    m .01: centimetre centimetres centimeter centimeters cm
    m .001: millimetre millimetres millimeter millimeters mm
    km2 1: km2 km²
    km2 .01: hectare hectares
    km2 .0040468564: acre acres
    kg 1: kilogram kilograms kilogramme kilogrammes kilo kilos kg
    kg .001: gram grams gramme grammes
    kg 1000: tonne tonnes
    ton 1: ton tons
    litre 1: litre litres liter liters
    km/h 1: kph
    km/h 1.609344: mph
    day 1: day days
    day 7: week weeks
    day .0416666666666666667: hour hours
    day .000694444444444444444: minute minutes
    day .0000115740740740740741: second seconds
    year 1: year years
    year .0833333333333333333: month months
    year 10: decade decades
    year 100: century centuries
    degree 1: degree degrees °
    percent 1: % percent
    """
)
CURRENCIES = {
    word: words.split()[0]
    for words in (
        "dollar dollars usd/euro euros eur/pound pounds gbp/rupee rupees inr/yen jpy/yuan cny/"
        "crown crowns krona kronor krone kroner/franc francs chf/rouble roubles ruble rubles/"
        "lira liras/peso pesos/shekel shekels/riyal riyals/dirham dirhams/dinar dinars"
    ).split("/")
    for word in words.split()
}
DURATIONS = frozenset(("day", "year"))
_SIGNS = {"$": "dollar", "€": "euro", "£": "pound", "₹": "rupee", "¥": "yen", "₪": "shekel"}
_CODES = {"rs": "rupee", "usd": "dollar", "eur": "euro", "gbp": "pound", "inr": "rupee"}
_PAIRS = {
    ("per", "cent"): "percent",
    ("percentage", "point"): "point",
    ("percentage", "points"): "point",
}
_SUFFIXES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12}
_FOREIGN_SCALES = {
    word: value
    for value, words in (
        (1e3, "tausend mille mil mila duizend tusen тысяч тысячи тысячу ألف آلاف"),
        (
            1e6,
            "million millions millionen millón millones milioni milhão milhões miljoen miljoner "
            "millioner миллион миллиона миллионов مليون ملايين",
        ),
        (
            1e9,
            "milliard milliards milliarde milliarden miliardi miljard miljarder миллиард "
            "миллиарда миллиардов مليار",
        ),
    )
    for word in words.split()
}

_BOUND_PHRASES: dict[NumberBound, str] = {
    "at most": "up to/at most/no more than/not more than/as many as/as much as/a maximum of",
    "at least": (
        "at least/no fewer than/no less than/not less than/not fewer than/a minimum of/as few as"
    ),
    "under": "less than/fewer than/under/below/just under/just short of/well under",
    "over": "more than/over/above/greater than/upwards of/in excess of/just over/well over",
    "about": (
        "about/around/some/approximately/roughly/estimated/an estimated/nearly/almost/close to"
    ),
}
_BOUNDS = {
    tuple(phrase.split()): bound
    for bound, phrases in _BOUND_PHRASES.items()
    for phrase in phrases.split("/")
}
_NEARLY = frozenset((("nearly",), ("almost",), ("close", "to")))
_NEARLY_SHARE = 0.9  # "nearly 500" is at least 450
_LONGEST_BOUND = 3
_NOTS = frozenset("not no never cannot neither nor".split())
_BOUNDS_BEHIND: dict[tuple[str, str], NumberBound] = {
    ("or", "more"): "at least",
    ("or", "so"): "about",
    ("or", "less"): "at most",
    ("or", "fewer"): "at most",
}
_PLURAL_SCALES: dict[str, tuple[float, float | None]] = {
    "dozens": (24, 99),
    "scores": (40, 99),
    "hundreds": (100, 999),
    "thousands": (1000, 9999),
    "millions": (1e6, None),
    "billions": (1e9, None),
}
_FRACTIONS = {
    "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "sixth": 6,
    "sixths": 6, "eighth": 8, "eighths": 8, "tenth": 10, "tenths": 10,
}  # fmt: skip  # several to a line
_VAGUE = (("a", "few"), ("several",), ("a", "handful", "of"), ("a", "couple", "of"),
          ("a", "number", "of"))  # fmt: skip  # several to a line
_WORDED = frozenset(
    ("a", "half", "tens", *_PLURAL_SCALES, *(phrase[0] for phrase in _VAGUE), *UNITS, *TENS)
)
"""What a number in words begins with: spares most words the rest."""

# Nouns whose number is a label, and words near which "3-1" is a score.
_LABELLED = frozenset(
    """page pages chapter article section number no nos room gate flight route channel phase version
    part level class type grade resolution law act figure table bus line unit week stage episode
    top apartment flat street rule row platform highway motorway interstate exit category hall
    building block zone sector terminal pier quay camp day group league round match game season
    series model size point item paragraph clause psalm verse post area""".split()
)
_CONTESTS = frozenset(
    """won win wins beat beats beating lost lose loses drew draw draws led lead leads score scored
    vote voted votes ruled ruling victory defeat defeated loss tie tied odds""".split()
)
_STREETS = frozenset(
    "street st road rd avenue ave lane drive boulevard square place court way".split()
)
_NOT_ONE_BEFORE = frozenset(
    """no any every some this that the which each another only to on last next first big good bad
    loved either""".split()
)
_NOT_ONE_BEHIND = frozenset("another side day thing way hand time point".split())
_SINGULARS = {
    "people": "person", "persons": "person", "men": "man", "women": "woman", "children": "child",
}  # fmt: skip  # several to a line
_COLLECTIVES = frozenset(
    "police troops staff sheep cattle aircraft dead injured wounded missing".split()
)
# Words that cannot stand inside a nominal: what is counted ends before them.
_ENDS = STOP_WORDS | frozenset(
    """including following among per across amid despite near along around behind beneath beside
    besides beyond inside outside within without toward towards upon via ago later earlier away
    remain remained left went came took told asked began became died fled fell rose stood held kept
    found made lost won felt paid sold met ran saw sat got let put set need like unlike except
    alongside today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday
    """.split()
)
# Capitalised or not, these may stand before a figure without making it part of a name.
_PLAIN_BEFORE = STOP_WORDS | frozenset(
    """january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday morning evening least fewer less including
    around another nearly almost roughly approximately killed earlier later yesterday today however
    meanwhile police only""".split()
)
_OPENING = frozenset("\"'([-+~")  # marks that may touch a figure
_TELLS_FIGURE = frozenset("at to is was were are".split())

_HINT = re.compile(
    r"\d|\b(?:an?|several|half|dozens?|scores|hundreds|thousands|[mb]illions|noon|midday|midnight|"
    rf"{'|'.join([*MONTHS, *UNITS, *TENS])})\b",
    re.IGNORECASE,
)
_MARKS = "\u0300-\u036f\u064b-\u065f\u0670\u093a-\u094f\u0962\u0963"  # they belong to a letter
_TOKEN = re.compile(
    r"\d{1,3}(?: \d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,']\d+)*|km[2²]"
    rf"|[^\W\d_](?:[^\W\d_]|[{_MARKS}])*(?:'[^\W\d_]+)?|\S",
    re.IGNORECASE,
)
_PLAIN_WORDS = STOP_WORDS | COMMON_WORDS | UNITS.keys() | TENS.keys() | SCALES.keys()
_REACH = 6  # words before and behind that tell what a quantity is about
_LONGEST_NOMINAL = 10  # tokens
_STEMMER = Stemmer.Stemmer("english")


@lru_cache(maxsize=4_096)
def find_quantities(
    text: str, language: str = "en", published: str | None = None
) -> tuple[Quantity, ...]:
    """The quantities of one sentence, in order, none within another; linear in the text.

    `language` decides how 1,5 and 1.500 read; number words, bounds and counted nouns are read in
    English only: elsewhere `counted` is the next word. `published`, an ISO day, gives a month
    without a year its year where the sentence looks back.
    """
    if not _HINT.search(text):
        return ()
    return tuple(_Reader(text, language, published).read())


@dataclass(frozen=True, slots=True)
class _Amount:
    """A value read from the tokens `first`..`end`; `unit` where a currency sign gave one.

    Not `is_sure`: figures that were looked at and are no quantity, or could be two.
    """

    first: int
    end: int
    low: float | None = None
    high: float | None = None
    unit: str = ""
    is_vague: bool = False
    is_plain: bool = False  # a few bare digits, as a name's number has them
    is_range: bool = False
    is_sure: bool = True

    def scaled(self, factor: float, end: int) -> "_Amount":
        """The amount times `factor`, read up to `end`."""
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        return replace(self, low=low, high=high, end=end, is_plain=False)

    def refused(self, end: int | None = None) -> "_Amount":
        return replace(self, is_sure=False, end=max(self.end, end or 0))


class _Reader:
    """One sentence as parallel lists of tokens: `words` in lower case, `printed`, `spans`."""

    def __init__(self, text: str, language: str, published: str | None) -> None:
        folded = fold_marks(text)
        found = list(_TOKEN.finditer(folded))
        self.text = text
        self.printed = [match[0] for match in found]
        self.words = [word.lower() for word in self.printed]
        self.spans = [match.span() for match in found]
        self.whens = find_whens(folded, language, published)
        self.when_starts = {when.start for when in self.whens}
        self.is_shouted = is_shouted(text)
        self.language = language
        self.is_english = language == "en"

    def read(self) -> list[Quantity]:
        found: list[Quantity] = []
        whens = list(reversed(self.whens))
        at = 0
        while at < len(self.words):
            while whens and (
                self.spans[at][0] >= whens[-1].end or (found and whens[-1].start < found[-1].end)
            ):
                whens.pop()
            if whens and self.spans[at][1] > whens[-1].start:
                end = self._end_of(whens[-1], at)
                quantity = self._dated(whens.pop(), at, end)
            else:
                end, quantity = self._quantity(at)
            if quantity is not None:
                found.append(quantity)
            at = max(end, at + 1)
        return found

    def _end_of(self, when: When, at: int) -> int:
        while at < len(self.words) and self.spans[at][0] < when.end:
            at += 1
        return at

    def _dated(self, when: When, first: int, end: int) -> Quantity | None:
        if when.iso is None:
            return None
        quantity = Quantity(
            when.start, when.end, when.low, when.high, "exact", when.unit, iso=when.iso
        )
        return self._placed(quantity, first, end)

    def _quantity(self, at: int) -> tuple[int, Quantity | None]:
        """Where to read on, and the quantity that begins at token `at`, None for none."""
        amount = self._amount(at)
        if amount is None:
            return at + 1, None
        amount = self._ranged(amount)
        run = amount.end
        while self._is_digits(run) and self.spans[run][0] not in self.when_starts:
            run += 1  # a telephone number, a table
        if run > amount.end or not amount.is_sure:
            return run, None
        return self._measured(amount)

    # -- amounts -----------------------------------------------------------------------------

    def _amount(self, at: int) -> _Amount | None:
        """The amount that begins at token `at`."""
        word = self._word(at)
        money = _SIGNS.get(word) or _CODES.get(word)
        if money and self._is_digits(at + 1):
            before = self._word(at - 1) if self._is_glued(at) else ""
            nation = f"{before} " if before.isalpha() and before != "us" else ""
            return replace(self._figure(at + 1), first=at, unit=nation + money, is_plain=False)
        if self._is_digits(at):
            return self._figure(at)
        return self._worded(at) if self.is_english and word in _WORDED else None

    def _figure(self, at: int) -> _Amount:
        printed = self.printed[at]
        start, end = self.spans[at]
        value = read_digits(printed, self.language)
        if value is None or (" " in printed and " " in self.text[start:end]):
            return _Amount(at, at + 1, is_sure=False)
        amount = _Amount(at, at + 1, value, value, is_plain=printed.isdecimal())
        return self._scaled(amount)

    def _scaled(self, amount: _Amount) -> _Amount:
        """The amount with the scale behind it: "2.5 million", "480m", "3 and a half"."""
        at = amount.end
        if self._is_glued(at):
            return self._suffixed(amount)
        word = self._word(at)
        scales = SCALES if self.is_english else _FOREIGN_SCALES
        if word in scales:
            return amount.scaled(scales[word], at + 1)
        if not self.is_english and word[:5] in ("billi", "bilhõ", "bilhã"):
            return amount.refused(at + 1)
        return amount

    def _suffixed(self, amount: _Amount) -> _Amount:
        """The amount where letters or marks touch the figure's end."""
        at = amount.end
        word = self._word(at)
        if word in ("bn", "mn", "tn"):
            return amount.scaled(_SUFFIXES[word], at + 1)
        if word in ("m", "k"):
            behind = self._word(at + 2) if self._word(at + 1) == "-" else self._word(at + 1)
            is_money = self._word(amount.first - 1) in _SIGNS or behind in CURRENCIES
            if is_money or _is_plural(self._word(at + 1)):
                return amount.scaled(_SUFFIXES[word], at + 1)
            return amount.refused(at + 1)
        if word.isalpha() and word not in _MEASURES:
            return amount.refused(at + 1)  # 737s, 2nd, 4x4
        if word in ":/_@#&=" and self._is_glued(at + 1):
            return amount.refused(at + 2)  # 9/11, 24/7
        return amount

    def _worded(self, at: int) -> _Amount | None:
        word = self.words[at]
        if word in _PLURAL_SCALES or word == "tens":
            return self._hundreds(at)
        for phrase in _VAGUE:
            end = at + len(phrase)
            if tuple(self.words[at:end]) == phrase:
                return self._few(at, end)
        fraction = self._fraction(at)
        if fraction is not None:
            return fraction
        read = read_words(self.words, at)
        if read is None:
            return None
        value, end = read
        amount = _Amount(at, end, value, value)
        if self.words[end : end + 3] == ["and", "a", "half"]:
            amount = self._scaled(replace(amount, low=value + 0.5, high=value + 0.5, end=end + 3))
        if self._next_number(end):
            return amount.refused(end + 1)  # nineteen eighty
        return amount.refused() if value == 1 and not self._is_one(amount) else amount

    def _next_number(self, at: int) -> bool:
        return self._word(at) in UNITS or self._word(at) in TENS

    def _is_one(self, amount: _Amount) -> bool:
        """Whether "one" counts, and is not a pronoun or half an idiom."""
        before, behind = self._word(amount.first - 1), self._word(amount.end)
        return (
            before not in _NOT_ONE_BEFORE
            and behind not in _NOT_ONE_BEHIND
            and (behind not in _ENDS or behind in _MEASURES)
            and (behind.isalpha() or behind == "-")
        ) or (behind in ("or", "to") and self._next_number(amount.end + 1))

    def _hundreds(self, at: int) -> _Amount | None:
        """Hundreds, tens of thousands, hundreds of thousands."""
        word, behind = self.words[at], self._word(at + 2)
        low, high = _PLURAL_SCALES.get(word, (10, 99))
        end = at + 1
        if self._word(at + 1) == "of" and behind in ("thousands", "millions", "billions"):
            scale = _PLURAL_SCALES[behind][0]
            low, high, end = low * scale, low * scale * 10 - 1, at + 3
        elif word == "tens" or (
            self._word(at + 1) != "of"
            and (word == "scores" or self._word(at - 1) in ("the", "in", "by"))
        ):
            return None  # "the scores", "by the dozens"
        return _Amount(at, end, low, high, is_vague=True)

    def _few(self, at: int, end: int) -> _Amount:
        """A few, several; a few hundred."""
        scale = 100.0 if self._word(end) == "hundred" else SCALES.get(self._word(end), 0)
        if scale:
            return _Amount(at, end + 1, 2 * scale, 10 * scale - 1, is_vague=True)
        return _Amount(at, end, is_vague=True)

    def _fraction(self, at: int) -> _Amount | None:
        """Half a million, half a kilometre, half of them, two-thirds, a quarter of."""
        word, behind = self.words[at], self._word(at + 1)
        if word == "half":
            return self._half(at)
        if word == "a" and behind in _FRACTIONS and self._word(at + 2) == "of":
            return _Amount(at, at + 2, 1 / _FRACTIONS[behind], 1 / _FRACTIONS[behind], "share")
        top = UNITS.get(word, 0)
        at += 2 if behind == "-" else 1
        bottom = _FRACTIONS.get(self._word(at), 0)
        if 0 < top < bottom and (top > 1) == self.words[at].endswith("s"):
            first = at - (2 if behind == "-" else 1)
            return _Amount(first, at + 1, top / bottom, top / bottom, "share")
        return None

    def _half(self, at: int) -> _Amount | None:
        end = at + 1
        if self._word(end) in ("a", "an"):
            end += 1
            if self._word(end) in SCALES:
                return _Amount(at, end + 1, 0.5, 0.5).scaled(SCALES[self._word(end)], end + 1)
            unit = self._word(end + 1) if self._word(end) in ("square", "sq") else self._word(end)
            return _Amount(at, end, 0.5, 0.5) if unit in _MEASURES else None
        if self._word(end) in ("of", "the") and self._word(at - 1) not in ("first", "second"):
            return _Amount(at, end, 0.5, 0.5, "share")
        return None

    def _ranged(self, amount: _Amount) -> _Amount:
        """The amount, or the range that it begins: 5-10, two or three, between 5 and 10."""
        at = amount.end
        percent = self._word(at) == "%"
        joint = self._word(at + percent)
        before = self._word(amount.first - 1)
        is_between = before == "between" and joint == "and"
        if joint != "-" and not (joint in ("to", "or") and self.is_english) and not is_between:
            return amount.refused() if before == "between" else amount
        other = self._amount(at + percent + 1)
        if other is None:
            return amount
        if percent and joint in ("to", "or"):
            return amount.refused(other.end)  # "raised 5% to 10%" may be a step to the other
        if joint == "-" and self._word(other.end) == "-" and self._is_digits(other.end + 1):
            other = other.refused(other.end + 2)  # three figures: a telephone number, a date
        return self._joined(amount, other, joint, is_between)

    def _joined(self, one: _Amount, two: _Amount, joint: str, is_between: bool) -> _Amount:
        first = one.first - is_between
        joined = replace(two, first=first, low=one.low, is_plain=False, is_range=True)
        joined = replace(joined, unit=one.unit or two.unit)
        if one.low is None or two.high is None or one.is_vague or two.is_vague:
            return joined.refused()
        factor = self._factor(one, two)
        joined = replace(joined, low=one.low * factor)
        near = self.words[max(0, first - 4) : first] + self.words[two.end : two.end + 3]
        is_years = all(x.is_plain and 1500 <= (x.low or 0) < 2100 for x in (one, two))
        if (
            not (one.is_sure and two.is_sure)
            or one.low * factor >= two.high
            or is_years
            or self._word(first - 1) == "from"
            or (joint != "or" and not is_between and not _CONTESTS.isdisjoint(near))
        ):
            return joined.refused()
        return joined

    def _factor(self, one: _Amount, two: _Amount) -> float:
        """The scale of the second figure, where the first goes with it: "two to three million"."""
        last = self.words[two.end - 1]
        scale = SCALES.get(last) or _SUFFIXES.get(last) or _FOREIGN_SCALES.get(last, 1)
        return scale if one.is_plain or scale > (one.low or 0) > 0 else 1

    # -- units, bounds, what is counted --------------------------------------------------------

    def _measured(self, amount: _Amount) -> tuple[int, Quantity | None]:
        """The quantity of an amount, with its unit or the noun that it counts."""
        behind = _BOUNDS_BEHIND.get((self._word(amount.end), self._word(amount.end + 1)))
        if behind:
            amount = replace(amount, end=amount.end + 2)
        unit, factor, end = self._unit(amount)
        power = 2 if factor < 0 else 1
        low = None if amount.low is None else amount.low**power * abs(factor)
        high = None if amount.high is None else amount.high**power * abs(factor)
        counted = self._aged(amount)
        if counted:
            unit = "age"
        elif not unit:
            if self._is_name(amount):
                return amount.end, None
            unit = "count"
            counted, end = self._counted(amount)
        if not behind:
            behind = _BOUNDS_BEHIND.get((self._word(end), self._word(end + 1)))
            end += 2 * bool(behind)
        quantity = Quantity(0, 0, low, high, behind or "exact", unit, counted)
        return end, self._bounded(quantity, amount, end)

    def _aged(self, amount: _Amount) -> str:
        """The name before an age between commas ("Ann Venn, 34, said"); "" where there is none."""
        name = self._printed(amount.first - 2)
        is_age = (
            self.is_english
            and amount.is_plain
            and (amount.high or 0) <= 120
            and self._word(amount.first - 1) == ","
            and self._word(amount.end) in (",", ".", ")")
        )
        is_name = name[:1].isupper() and name.lower() not in _PLAIN_BEFORE
        return name.lower() if is_age and is_name else ""

    def _unit(self, amount: _Amount) -> tuple[str, float, int]:
        """Unit, factor and end; a negative factor asks for the square. "" for no unit."""
        at = amount.end
        if amount.unit:
            return amount.unit, 1, at
        if amount.is_vague and self._word(at) == "of":
            at += 1
        if self._word(at) == "-" and self._is_glued(at) and self._is_glued(at + 1):
            at += 1
        word, behind = self._word(at), self._word(at + 1)
        if word in ("square", "sq") and _MEASURES.get(behind, ("",))[0] == "m":
            return "km2", (_MEASURES[behind][1] / 1000) ** 2, at + 2
        if (word, behind) in _PAIRS:
            return _PAIRS[word, behind], 1, at + 2
        is_title = self._printed(at).istitle() and len(word) > 2  # "60 Minutes" is a name
        if word in _MEASURES and not is_title:
            return self._measure(at, *_MEASURES[word])
        return self._currency(at) or ("", 1, amount.end)

    def _currency(self, at: int) -> tuple[str, float, int] | None:
        word, behind = self._word(at), self._word(at + 1)
        if word in CURRENCIES:
            return CURRENCIES[word], 1, at + 1
        if behind in CURRENCIES and self._printed(at)[:1].isupper():
            nation = "" if word in ("us", "american") else f"{word} "
            return nation + CURRENCIES[behind], 1, at + 2
        return None

    def _measure(self, at: int, unit: str, factor: float) -> tuple[str, float, int]:
        behind, then = self._word(at + 1), self._word(at + 2)
        if unit == "m" and behind == "square":
            return "km2", -((factor / 1000) ** 2), at + 2
        if unit == "m" and (behind, then) in (("per", "hour"), ("an", "hour"), ("/", "h")):
            return "km/h", factor / 1000, at + 3
        if unit == "year" and factor == 1:
            if behind == "old" or (behind, then) == ("-", "old"):
                return "age", 1, at + 2 + (behind == "-")
            if behind == "of" and then == "age":
                return "age", 1, at + 3
        if unit == "degree" and behind in ("celsius", "c", "fahrenheit", "f"):
            return ("°F" if behind[0] == "f" else "°C"), 1, at + 2
        return unit, factor, at + 1

    def _counted(self, amount: _Amount) -> tuple[str, int]:
        """The noun that is counted, in the singular, and where it ends; "" for none."""
        at = amount.end
        if self._word(at) == "of" and self.is_english:
            at += 1
            if self._word(at) in ("the", "these", "those", "its", "his", "her", "their", "our"):
                at += 1
        if not self.is_english:
            word = self._word(at)
            return (word, at + 1) if word[:1].isalpha() else ("", amount.end)
        is_one = amount.high is not None and amount.high <= 1 and not amount.is_range
        counted, end = self._nominal(at, is_one)
        return (counted, end) if counted else ("", amount.end)

    def _nominal(self, start: int, is_one: bool = False) -> tuple[str, int]:
        """The head of a nominal and its end: its last plural, its last word where it is of one."""
        head, end = "", start
        for at in range(start, start + _LONGEST_NOMINAL):
            word = self._word(at)
            if word == "-" or (word == "." and len(self._word(at - 1)) == 1):
                continue  # long-range, U.S.
            is_acronym = self._printed(at).isupper() and not self.is_shouted  # US troops
            if not word[:1].isalpha() or (word in _ENDS and not is_acronym):
                break
            is_head = is_one or _is_plural(word)
            if head and (not is_head or word.endswith(("ed", "ing", "ly"))):
                break
            if is_head:
                head, end = word, at + 1
        return singular(head), end

    def _bounded(self, quantity: Quantity, amount: _Amount, end: int) -> Quantity | None:
        """The quantity with its bound and place; None where it is not sure enough."""
        first, bound, words = self._bound(amount.first)
        if quantity.bound != "exact":
            bound = quantity.bound
        if quantity.unit in DURATIONS and words in (("over",), ("under",)):
            first, bound = amount.first, "exact"  # "over four years" may mean during them
        sign = self._negative(amount, quantity.unit)
        if not sign or self._is_unsure(quantity, amount, first, end, bound):
            return None
        if sign < 0:
            first -= self._word(first - 1) == "minus" or self._word(first - 1) == "-"
            quantity = replace(quantity, low=-(quantity.high or 0), high=-(quantity.low or 0))
        bound = "vague" if amount.is_vague else bound
        start, stop = self.spans[first][0], self.spans[end - 1][1]
        quantity = replace(quantity, start=start, end=stop, bound=bound)
        return self._placed(_limited(quantity, words in _NEARLY), first, end)

    def _is_unsure(
        self, quantity: Quantity, amount: _Amount, first: int, end: int, bound: NumberBound
    ) -> bool:
        """Whether the words around leave open what the quantity says."""
        before = self._word(first - 1)
        if quantity.unit == "count" and not self._is_told(amount, quantity.counted, bound):
            return True
        if before in _NOTS and bound in ("over", "under"):
            return True
        printed = self.printed[amount.first : end]
        if quantity.counted and all(word[0].isupper() for word in printed) and len(printed) > 1:
            return not self._word(end)[:1].isalpha()  # "Three Rivers" may be a name
        if quantity.unit in DURATIONS and self._word(end) == "ago":
            return True  # counted from a day that differs from text to text
        if before in _MEASURES or (quantity.unit != "count" and self._is_digits(end)):
            return True  # 6 feet 2 inches
        return before in ("per", "every") or self._is_rate(first)

    def _bound(self, first: int) -> tuple[int, NumberBound, tuple[str, ...]]:
        """Where the quantity begins with its bound, the bound, and its words."""
        if self.is_english:
            for length in range(min(_LONGEST_BOUND, first), 0, -1):
                words = tuple(self.words[first - length : first])
                if words in _BOUNDS:
                    return first - length, _BOUNDS[words], words
            if self._word(first - 1) == "within":
                return first - 1, "at most", ("within",)
        return first, "exact", ()

    def _negative(self, amount: _Amount, unit: str) -> int:
        """1, or -1 for a negative amount; 0 where a dash before it is not clear."""
        before = self._word(amount.first - 1)
        if before == "minus":
            return -1
        if before not in ("-", "+") or not self._is_glued(amount.first):
            return 1
        is_minus = self.text[self.spans[amount.first - 1][0]] in "-−"
        is_signed = unit in ("percent", "degree", "°C", "°F")
        is_free = not self._is_glued(amount.first - 1)
        return -1 if is_minus and is_signed and is_free else 0

    def _is_rate(self, first: int) -> bool:
        """Whether the figure is the second of "one in five", "3 out of 10", "3 by 4"."""
        if self._word(first - 1) == "of" and self._word(first - 2) == "out":
            return True
        before = first - 2
        return self._word(first - 1) in ("in", "by", "x", "×") and (
            self._next_number(before) or self._is_digits(before)
        )

    def _is_told(self, amount: _Amount, counted: str, bound: NumberBound) -> bool:
        """Whether a count says enough: what it counts, or at least that it is a figure."""
        if counted or self._word(amount.end) == "of":
            return True
        if amount.is_range or amount.low is None:
            return False
        if not amount.is_plain:
            return amount.low >= 100
        is_last = not self._word(amount.end)[:1].isalnum()
        return bound != "exact" or (is_last and self._word(amount.first - 1) in _TELLS_FIGURE)

    def _is_name(self, amount: _Amount) -> bool:
        """Whether a figure without a unit is, or may be, part of a name, a label or an address."""
        if self._is_glued(amount.end) and self._word(amount.end) == "-":
            return True  # a 22-man crew, a two-state solution
        behind = self._printed(amount.end)
        if behind[:1].isupper() and behind.lower() in _MEASURES:
            return True  # 60 Minutes
        before = self._word(amount.first - 1)
        if before == "." and self._is_glued(amount.first - 1):
            before = self._word(amount.first - 2)  # No. 10
        if before in _LABELLED or before == "#":
            return not amount.is_range
        if not self._is_digits(amount.first) or amount.is_range:
            return False
        if self._is_glued(amount.first) and before not in _OPENING:
            return True
        return amount.is_plain and self._is_named(amount)

    def _is_named(self, amount: _Amount) -> bool:
        """Whether a name stands before or behind bare digits, or they are a year."""
        printed, behind = self._printed(amount.first - 1), self._printed(amount.end)
        if printed[:1].isupper() and printed.lower() not in _PLAIN_BEFORE:
            return True
        is_year = len(self.words[amount.first]) == 4 and 1500 <= (amount.low or 0) < 2100
        if is_year and not _is_plural(behind.lower()):
            return True
        return behind[:1].isupper() and self._word(amount.end + 1) in _STREETS

    def _placed(self, quantity: Quantity, first: int, end: int) -> Quantity:
        """The quantity with the words around it."""
        before = self.words[max(0, first - 2 * _REACH) : first]
        behind = self.words[end : end + 2 * _REACH]
        content = [word for word in before if _is_content(word)][-_REACH:]
        content += [word for word in behind if _is_content(word)][:_REACH]
        return replace(
            quantity,
            lead=before[-1] if before else "",
            follow=behind[0] if behind else "",
            around=frozenset(map(_stem, content)),
        )

    # -- tokens --------------------------------------------------------------------------------

    def _word(self, at: int) -> str:
        return self.words[at] if 0 <= at < len(self.words) else ""

    def _printed(self, at: int) -> str:
        return self.printed[at] if 0 <= at < len(self.words) else ""

    def _is_digits(self, at: int) -> bool:
        return self._word(at)[:1].isdecimal()

    def _is_glued(self, at: int) -> bool:
        """Whether token `at` touches the one before it."""
        return 0 < at < len(self.spans) and self.spans[at - 1][1] == self.spans[at][0]


def _is_plural(word: str) -> bool:
    if word in _SINGULARS or word in _COLLECTIVES:
        return True
    return len(word) > 3 and word[-1] == "s" and not word.endswith(("ss", "us", "is", "'s"))


def _limited(quantity: Quantity, is_nearly: bool) -> Quantity:
    """The quantity with the open side of its bound."""
    low, high = quantity.low, quantity.high
    if quantity.bound in ("at most", "under"):
        low = None
    elif quantity.bound in ("at least", "over"):
        high = None
    elif is_nearly and low is not None:
        low *= _NEARLY_SHARE
    return replace(quantity, low=low, high=high)


def singular(word: str) -> str:
    """An English noun in the singular, near enough to compare what is counted."""
    if word in _SINGULARS:
        return _SINGULARS[word]
    if word in _COLLECTIVES or len(word) < 4 or not word.endswith("s") or word.endswith("ss"):
        return word.removesuffix("men") + "man" if word.endswith("men") else word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes")) else word[:-1]


def _is_content(word: str) -> bool:
    return len(word) > 1 and word[0].isalpha() and word not in _PLAIN_WORDS


@lru_cache(maxsize=8_192)
def _stem(word: str) -> str:
    stem: str = _STEMMER.stemWord(word.removesuffix("'s"))
    return stem
