"""Statements -> the quantities that several outlets give in one row, and how they agree.

Quantities are compared inside a row only, and only where they surely say the same: one unit, and
the same noun, or the same words around them. What an outlet does not give is no difference.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import islice

from app.core.aligning.coverage import outlet_name
from app.core.comparison import (
    ComparedArticle,
    NumberGroup,
    NumberVerdict,
    NumberVersion,
    Statement,
)
from app.core.counting.quantities import DURATIONS, Quantity, find_quantities
from app.core.counting.when import MONTHS, Clock, clock_of
from app.core.moments import Moment
from app.core.normalize import fold_spelling
from app.core.phrasing import joined_names
from app.core.text import Span
from app.core.tuning import DEFAULT, Tuning

_OVER = ("at least", "over")
_UNDER = ("at most", "under")
_VERDICTS: tuple[NumberVerdict, ...] = ("different", "updated", "rounded", "agree")
_MOST_REASONS = 3
_SIGNS = {"km2": "km²"}
_KINDS = {"date": "dates", "time": "times"}
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class _Given:
    """A quantity as an outlet gives it in a row."""

    version: NumberVersion
    quantity: Quantity
    sentence: str
    moment: Moment | None

    @cached_property
    def clock(self) -> Clock | None:
        return clock_of(self.sentence)


def find_numbers(
    articles: Sequence[ComparedArticle],
    statements: Sequence[Statement],
    tuning: Tuning = DEFAULT,
) -> tuple[NumberGroup, ...]:
    """The quantities that at least two outlets give in one row, in the order of rows and text.

    Agreeing ones are listed too. A pair of quantities that cannot be told to agree or to differ
    ("a few" and 40) makes no group. Linear in articles and sentences.
    """
    found: list[_Group] = []
    texts = _Texts(articles)
    for statement in statements:
        given = [
            list(islice(_given(articles, i, reading), tuning.max_numbers_in_reading))
            for i, reading in enumerate(statement.readings)
            if reading
        ]
        if sum(map(bool, given)) > 1:
            groups = [_Group(texts, statement, g, tuning) for g in _grouped(given, tuning)]
            found.extend(_without_clocks(groups))
    return tuple(
        group.told() for group in _without_repeats(found) if group.pairs or not group.is_silent
    )


def _given(
    articles: Sequence[ComparedArticle], article: int, reading: Sequence[int]
) -> Iterator[_Given]:
    compared = articles[article]
    facts = compared.article.facts
    last = facts.updated or facts.published
    moment = Moment.parse(last) if last else None
    day = facts.published[:10] if facts.published else None
    for position in reading:
        sentence = compared.sentences[position]
        for q in find_quantities(sentence.text, facts.language or "en", day):
            start = sentence.span.start
            version = NumberVersion(
                article,
                position,
                Span(start + q.start, start + q.end),
                sentence.text[q.start : q.end],
                q.low,
                q.high,
                q.bound,
                q.unit,
                q.counted,
                q.iso,
            )
            yield _Given(version, q, sentence.text, moment)


# -- which quantities are about the same thing -------------------------------------------------


def _grouped(readings: Sequence[Sequence[_Given]], tuning: Tuning) -> list[list[_Given]]:
    """The quantities of a row that answer to each other, at most one of each article."""
    groups: list[list[_Given]] = []
    for given in readings:
        placed = _matched(given, groups, tuning)
        for i, one in enumerate(given):
            if i in placed:
                groups[placed[i]].append(one)
            else:
                groups.append([one])
    return [group for group in groups if len(group) > 1]


def _matched(
    given: Sequence[_Given], groups: Sequence[Sequence[_Given]], tuning: Tuning
) -> dict[int, int]:
    """The group of each quantity that has one, the surest first; none where two fit alike."""
    kinship = {
        (i, g): score
        for i, one in enumerate(given)
        for g, group in enumerate(groups)
        if (score := max(_kinship(one, two, tuning) for two in group[: tuning.max_witnesses]))
    }
    by_quantity: dict[int, list[int]] = {}
    by_group: dict[int, list[int]] = {}
    for i, g in kinship:
        by_quantity.setdefault(i, []).append(g)
        by_group.setdefault(g, []).append(i)
    placed: dict[int, int] = {}
    taken: set[int] = set()
    for (i, g), score in sorted(kinship.items(), key=lambda pair: (-pair[1], pair[0])):
        if i in placed or g in taken:
            continue
        rivals = [kinship[i, other] for other in by_quantity[i] if other not in {g, *taken}]
        rivals += [kinship[other, g] for other in by_group[g] if other not in {i, *placed}]
        if score >= _SURE or score >= max(rivals, default=0) + tuning.min_number_margin:
            placed[i] = g
            taken.add(g)
    return placed


_SURE = 100
"""What the same value adds to the kinship of two quantities."""


def _kinship(a: _Given, b: _Given, tuning: Tuning) -> int:
    """How surely two quantities are about the same thing; 0 where nothing shows it."""
    one, two = a.quantity, b.quantity
    verdict = relation(a.version, b.version, tuning) if one.unit == two.unit else None
    if verdict is None:
        return 0
    is_same = verdict != "different"
    shared = len(one.around & two.around)
    slot = (one.lead == two.lead) + (one.follow == two.follow)
    if _are_kin(one, two, is_same, shared, tuning):
        return _SURE * is_same + shared + slot + 1
    return 0


def _are_kin(one: Quantity, two: Quantity, is_same: bool, shared: int, tuning: Tuning) -> bool:
    """Whether the nouns or the words around show that two quantities are about one thing."""
    is_between = one.lead == two.lead and one.follow == two.follow
    is_unlike_kin = is_between and shared >= tuning.min_words_near_unlike
    if one.unit in ("date", "time"):
        return is_same or is_unlike_kin
    enough = shared >= tuning.min_words_near_number
    if one.counted != two.counted:
        if is_same:
            return enough and (one.lead == two.lead or one.follow == two.follow)
        return is_unlike_kin and one.follow[:1].isalpha()
    if one.counted:
        return is_same or shared > 0
    return is_same or (enough and one.unit not in ("age", "count"))


# -- how two values agree ----------------------------------------------------------------------


def relation(a: NumberVersion, b: NumberVersion, tuning: Tuning = DEFAULT) -> NumberVerdict | None:
    """How two quantities of one unit agree by their values alone: agree, rounded or different.

    None where they neither agree nor surely differ: "a few" and 40, "over 10" and "up to 50".
    """
    if a.iso is not None and b.iso is not None:
        return _same_time(a.iso, b.iso)
    if a.bound == "vague" or b.bound == "vague":
        return _vaguely(a, b, tuning)
    if _is_range(a) or _is_range(b):
        return _ranges(a, b)
    if math.isclose(_point(a), _point(b), rel_tol=1e-9):
        return _same_figure(a, b)
    return _other_figure(a, b, tuning)


def _same_time(a: str, b: str) -> NumberVerdict:
    """Agree where no part that both tell differs: 2024-06 and --06-14."""
    one, two = ([p or None for p in iso.replace("--", "-").split("-")] for iso in (a, b))
    return (
        "different" if any(p and q and p != q for p, q in zip(one, two, strict=False)) else "agree"
    )


def _point(version: NumberVersion) -> float:
    """The figure itself, whatever bound it is."""
    value = version.high if version.high is not None else version.low
    return value or 0.0


def _is_range(version: NumberVersion) -> bool:
    return version.bound == "exact" and version.low != version.high


def _vaguely(a: NumberVersion, b: NumberVersion, tuning: Tuning) -> NumberVerdict | None:
    if a.bound == b.bound:
        if (a.low, a.high) == (b.low, b.high):
            is_same = a.low is not None or a.text.split()[0].lower() == b.text.split()[0].lower()
            return "agree" if is_same else None
        return "different" if _are_apart(a, b, 1) else None
    vague, exact = (a, b) if a.bound == "vague" else (b, a)
    if vague.low is None:
        return None
    if _are_apart(vague, exact, tuning.vague_slack):
        return "different"
    is_point = exact.low is not None and exact.high is not None
    return "rounded" if is_point else None


def _are_apart(a: NumberVersion, b: NumberVersion, slack: float) -> bool:
    """Whether two ranges lie apart by more than the factor `slack`."""
    return any(
        high is not None and low is not None and high * slack < low
        for high, low in ((a.high, b.low), (b.high, a.low))
    )


def _ranges(a: NumberVersion, b: NumberVersion) -> NumberVerdict | None:
    if (a.low, a.high, a.bound) == (b.low, b.high, b.bound):
        return "agree"
    if a.bound in _OVER + _UNDER or b.bound in _OVER + _UNDER:
        return None
    spread, other = (a, b) if _is_range(a) else (b, a)
    low, high = spread.low or 0, spread.high or 0
    return "rounded" if low <= _point(other) <= high and not _is_range(other) else "different"


def _same_figure(a: NumberVersion, b: NumberVersion) -> NumberVerdict | None:
    """The same figure with the same or another bound."""
    bounds = {a.bound, b.bound}
    if len(bounds) == 1 or bounds == {"at least", "over"} or bounds == {"at most", "under"}:
        return "agree" if len(bounds) == 1 else "rounded"
    if a.unit in DURATIONS:
        return None  # "over four years" is not read as a bound
    if "about" in bounds:
        is_nearly = any(v.bound == "about" and v.low != v.high for v in (a, b))
        return "different" if is_nearly and bounds & set(_OVER) else "rounded"
    return "different"


def _other_figure(a: NumberVersion, b: NumberVersion, tuning: Tuning) -> NumberVerdict | None:
    """Two figures: within a bound, beyond it, one the other with fewer digits, or different."""
    for limit, other in ((a, b), (b, a)):
        if limit.bound in _UNDER and other.bound not in _UNDER:
            is_within = _point(other) <= _point(limit)
            if not is_within:
                return "different"
            is_near = other.bound not in _OVER and _point(other) >= _point(limit) / 2
            return "agree" if is_near else None
        if limit.bound in _OVER and other.bound not in _OVER and _point(other) < _point(limit):
            return "different"
    is_rounded = _is_nearly(a, b, tuning) or _rounds(a, b, tuning) or _rounds(b, a, tuning)
    return "rounded" if is_rounded else "different"


def _is_nearly(a: NumberVersion, b: NumberVersion, tuning: Tuning) -> bool:
    """Whether one says "about" of a round figure, "about 10,000", that is near the other."""
    one, two = _point(a), _point(b)
    is_rough = any(v.bound == "about" and _digits(_point(v)) == 1 for v in (a, b))
    return is_rough and abs(one - two) <= tuning.max_rounding_marked * max(abs(one), abs(two))


def _rounds(coarse: NumberVersion, fine: NumberVersion, tuning: Tuning) -> bool:
    """Whether one figure is the other with fewer digits.

    A bare figure is taken for a rounded one only where it is large and close: 14 and 10 are two
    counts, "more than 1,000" is 1,150 told roughly.
    """
    short, full = _point(coarse), _point(fine)
    digits = _digits(short)
    if not short or not full or digits >= _digits(full) or coarse.bound in _UNDER:
        return False
    error = abs(short - full) / abs(full)
    if coarse.bound == "exact":
        is_near = error <= tuning.max_rounding_plain and (
            abs(full) >= tuning.min_rounded_plain or full != int(full)
        )
    else:
        is_near = error <= tuning.max_rounding_marked
    step = 10.0 ** (math.floor(math.log10(abs(short))) + 1 - digits)
    is_down = coarse.bound in _OVER
    fitting = math.floor(full / step) if is_down else round(full / step)
    return is_near and math.isclose(fitting * step, short, rel_tol=1e-6)


def _digits(value: float) -> int:
    """How many digits a figure has before its closing zeros, at most nine."""
    return len(f"{abs(value):.8e}".split("e")[0].replace(".", "").rstrip("0"))


# -- a group's verdict, in words ---------------------------------------------------------------


class _Group:
    """Quantities of one row that answer to each other, and what follows of them."""

    def __init__(
        self, texts: "_Texts", statement: Statement, given: Sequence[_Given], tuning: Tuning
    ) -> None:
        self.texts = texts
        self.statement = statement
        self.given = given
        self.tuning = tuning
        self.is_silent = False  # the values differ, but an outlet gives both
        same: dict[tuple[object, ...], list[_Given]] = {}
        for one in given:
            same.setdefault(_value(one.quantity, one.version.text), []).append(one)
        self.values = list(same.values())
        self.pairs = sorted(self._pairs(), key=lambda pair: _VERDICTS.index(pair[0]))
        self.verdict: NumberVerdict = self.pairs[0][0] if self.pairs else "agree"

    @property
    def place(self) -> tuple[int, Span]:
        return self.given[0].version.article, self.given[0].version.span

    @property
    def places(self) -> frozenset[tuple[int, Span]]:
        return frozenset((one.version.article, one.version.span) for one in self.given)

    def told(self) -> NumberGroup:
        versions = tuple(one.version for one in self.given)
        printed = sorted({version.text for version in versions})
        why = " ".join(why for _, why in self.pairs[:_MOST_REASONS])
        if not why:
            what = versions[0].unit if versions[0].unit in ("date", "time") else "number"
            why = f"All give the same {what}: {', '.join(f'“{text}”' for text in printed)}."
        name = "\n".join([self.statement.id, versions[0].unit, *printed])
        identity = sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        return NumberGroup(
            identity, self.statement.id, versions[0].unit, versions, self.verdict, why
        )

    def _pairs(self) -> Iterator[tuple[NumberVerdict, str]]:
        """Verdict and reason of every two values."""
        for i, one in enumerate(self.values[: self.tuning.max_witnesses]):
            for two in self.values[i + 1 :]:
                verdict = relation(one[0].version, two[0].version, self.tuning)
                if verdict == "different" and self._gives_both(one[0], two[0]):
                    self.is_silent = True
                elif verdict is not None:
                    yield self._reason(verdict, one, two)

    def _gives_both(self, one: _Given, two: _Given) -> bool:
        """Whether one of two outlets gives the other's quantity elsewhere: it only moved."""
        return any(
            self.texts.has_elsewhere(mine, theirs.quantity)
            for mine, theirs in ((one, two), (two, one))
        )

    def _reason(
        self, verdict: NumberVerdict, one: Sequence[_Given], two: Sequence[_Given]
    ) -> tuple[NumberVerdict, str]:
        a, b = self._told(one), self._told(two)
        if verdict == "agree":
            return verdict, f"{a} and {b} fit each other."
        if verdict == "rounded":
            return verdict, f"{a} and {b}: the same figure, more or less exactly told."
        if one[0].version.unit == "count":
            for before, after in ((one, two), (two, one)):
                clock = self._update(before, after)
                if clock:
                    return "updated", f"{self._told(before)}, then {self._told(after)}: {clock}"
        return verdict, _unlike(one[0].version, two[0].version, (a, b))

    def _told(self, same: Sequence[_Given]) -> str:
        names = dict.fromkeys(
            outlet_name(self.texts.articles[given.version.article].article) for given in same
        )
        return f"“{same[0].version.text}” ({joined_names([*names])})"

    def _update(self, before: Sequence[_Given], after: Sequence[_Given]) -> str:
        """Why the second value is surely the later one, and no vaguer than the first; else ""."""
        most = self.tuning.max_witnesses
        if after[0].version.bound not in (before[0].version.bound, "exact"):
            return ""
        for a in before[:most]:  # who repeats a count without its clock repeats the same count
            for b in after[:most]:
                if a.clock and b.clock:
                    is_later = _is_same_day(a, b) and a.clock.latest < b.clock.earliest
                    return f"“{a.clock.words}”, then “{b.clock.words}”." if is_later else ""
        reasons = [_later(a, b) for a in before[:most] for b in after[:most]]
        return reasons[0] if all(reasons) else ""


def _unlike(a: NumberVersion, b: NumberVersion, told: tuple[str, str]) -> str:
    """What to say of two quantities that differ, which are `told` with their outlets."""
    one, two = told
    if a.iso is None and math.isclose(_point(a), _point(b), rel_tol=1e-9):
        return f"{one} against {two}: the same figure with another bound."
    if a.iso is not None or a.unit == "count":
        return f"{one} against {two}: the {_KINDS.get(a.unit, 'values')} differ."
    values = f"{_point(a):g} against {_point(b):g} {_SIGNS.get(a.unit, a.unit)}"
    if in_another_order([a, b]):
        same = f"{one} and {two}: the same words in another order"
        return f"{same}. Taken to the letter that is {values}; the same may be meant."
    return f"{one} against {two}: the values differ, {values}."


def in_another_order(versions: Sequence[NumberVersion]) -> bool:
    """Whether quantities differ by the order of their words alone: "half a kilometre square" is a
    quarter of a square kilometre, but hardly anybody who writes it means that."""
    return len({tuple(sorted(_spelled(version.text))) for version in versions}) == 1


def _spelled(text: str) -> list[str]:
    return [fold_spelling(word) for word in _WORD.findall(text.casefold())]


class _Texts:
    """The articles, and where else in them a quantity stands."""

    def __init__(self, articles: Sequence[ComparedArticle]) -> None:
        self.articles = articles
        self._places: dict[int, dict[tuple[object, ...], set[int]]] = {}

    def has_elsewhere(self, given: _Given, quantity: Quantity) -> bool:
        """Whether the outlet of `given` has `quantity` in another sentence."""
        article = given.version.article
        if article not in self._places:
            places: dict[tuple[object, ...], set[int]] = {}
            for one in _given(self.articles, article, range(len(self.articles[article].sentences))):
                key = (one.version.unit, one.version.counted, _value(one.quantity, ""))
                places.setdefault(key, set()).add(one.version.sentence)
            self._places[article] = places
        key = (quantity.unit, quantity.counted, _value(quantity, ""))
        return bool(self._places[article].get(key, set()) - {given.version.sentence})


def _value(quantity: Quantity, text: str) -> tuple[object, ...]:
    """What makes two quantities of one unit the same; the words where they give no figure."""
    words = text if quantity.low is None and quantity.high is None else ""
    return quantity.low, quantity.high, quantity.bound, quantity.iso, words


def _is_same_day(a: _Given, b: _Given) -> bool:
    """Whether both articles came out on one day of their calendars."""
    return bool(a.moment and b.moment and a.moment.iso[:10] == b.moment.iso[:10])


def _later(a: _Given, b: _Given) -> str:
    """Why `b` surely tells of a later time than `a`; "" where that is not sure."""
    if a.moment is None or b.moment is None:
        return ""
    time = a.moment.iso[11:16]
    if b.clock and time and _is_same_day(a, b) and _minutes(time) < b.clock.earliest:
        return f"published at {time}, then “{b.clock.words}”."
    if a.moment.surely_before(b.moment):
        return f"published {_printed(a.moment)}, then {_printed(b.moment)}."
    return ""


def _printed(moment: Moment) -> str:
    """`14 May 2026, 12:05 (UTC+02:00)`, as exactly as it is known."""
    day, _, time = moment.iso.partition("T")
    year, month, number = map(int, day.split("-"))
    zone = f" (UTC{time[5:]})" if time[5:] else ""
    return f"{number} {MONTHS[month - 1]} {year}" + (f", {time[:5]}{zone}" if time else "")


def _minutes(time: str) -> float:
    return float(int(time[:2]) * 60 + int(time[3:5]))


def _without_clocks(groups: Sequence[_Group]) -> Iterator[_Group]:
    """The groups without times that only say up to when a figure counts."""
    counts = any(g.given[0].version.unit == "count" and g.verdict != "agree" for g in groups)
    for group in groups:
        is_clock = group.given[0].version.unit == "time" and (
            counts or any(one.quantity.lead in ("by", "of", "until") for one in group.given)
        )
        if not (is_clock and group.verdict == "different"):
            yield group


def _without_repeats(groups: Sequence[_Group]) -> Iterator[_Group]:
    """The groups without those whose places are all in another: a sentence may be in two rows."""
    places = [group.places for group in groups]
    holders: dict[tuple[int, Span], list[int]] = {}
    for i, held in enumerate(places):
        for place in held:
            holders.setdefault(place, []).append(i)
    for i, held in enumerate(places):
        others = (j for j in holders[groups[i].place] if j != i)
        if not any(held < places[j] or (held == places[j] and j < i) for j in others):
            yield groups[i]
