"""What a person puts in the machine's place: another kind, other words, other outlets."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, cast, get_args

from app.core.aligning.coverage import outlet_name
from app.core.comparison import FINDING_KINDS, Evidence, Finding, FindingKind
from app.core.phrasing import joined_names, quoted
from app.core.text import Sentence, Span
from app.services.comparing.compare import ComparedEvent
from app.services.errors import Invalid
from app.services.reviewing.anchors import lacking

Editorial = Literal["", "yes", "no"]
EXCERPT_CHARACTERS = 160
LEADS: Mapping[FindingKind, str] = {
    "relabelled": "Named differently",
    "quotation": "Quoted differently",
    "number": "Numbers differ",
    "missing": "Missing",
    "buried": "Stands lower",
    "reworded": "Worded differently",
    "moved": "Moved",
}
"""How the sentence of a corrected finding begins."""
ABOUT_LACKING: frozenset[FindingKind] = frozenset({"missing", "buried"})
"""Kinds that say of some outlets that they lack what others have, or have it further down."""
EDITORIAL_WORDS: Mapping[Editorial, str] = {"": "", "yes": " Editorial.", "no": " Not editorial."}


@dataclass(frozen=True, slots=True)
class CorrectedSpan:
    """Words of an article that the finding is about; an empty span says that it has none."""

    article: str
    start: int
    end: int
    quoted: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What the finding is in a person's eyes. `editorial` is empty where nothing is said of it;
    `outlets` are the articles concerned, by key, each with a span at least; `lacking` are those of
    them that lack it or, of what is buried, have it further down. Earlier versions kept none."""

    kind: FindingKind
    editorial: Editorial
    outlets: tuple[str, ...]
    spans: tuple[CorrectedSpan, ...]
    lacking: tuple[str, ...] = ()

    @property
    def without(self) -> tuple[str, ...]:
        """The outlets that lack it, whichever version kept the correction."""
        have = {span.article for span in self.spans if span.quoted}
        return self.lacking or tuple(key for key in self.outlets if key not in have)


@dataclass(frozen=True, slots=True)
class TypedCorrection:
    """A correction as typed. `outlets` have the words, `lacking` lack them or have them further
    down. `words` are the first and the last words meant, by article's key; where both are empty
    the machine's words stand."""

    kind: str
    editorial: str
    outlets: tuple[str, ...]
    words: Mapping[str, tuple[str, str]]
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """An outlet's part in a finding: the machine's words, and the sentences they stand in. An
    outlet that lacks what is missing has neither."""

    article: str
    outlet: str
    language: str | None
    evidence: tuple[Evidence, ...]
    sentences: tuple[Sentence, ...]

    @property
    def words(self) -> tuple[str, str]:
        """What the fields hold at first: the machine's words where they are one part of a
        sentence, else nothing, which leaves them as they are."""
        whole = {sentence.span for sentence in self.sentences}
        if len(self.evidence) == 1 and self.evidence[0].span not in whole:
            return self.evidence[0].text, ""
        return "", ""


def parts_of(compared: ComparedEvent, finding: Finding) -> list[Part]:
    """The finding's parts, in the order of the articles."""
    evidence: dict[int, list[Evidence]] = {i: [] for i in lacking(compared, finding)}
    for each in finding.evidence:
        evidence.setdefault(each.article, []).append(each)
    articles = compared.comparison.articles
    return [
        Part(
            articles[i].key,
            outlet_name(articles[i].article),
            articles[i].article.facts.language,
            tuple(own),
            tuple(sentences_of(articles[i].sentences, own)),
        )
        for i, own in sorted(evidence.items())
    ]


def check_correction(
    compared: ComparedEvent, finding: Finding, typed: TypedCorrection
) -> Correction:
    """The correction that was typed. Raises Invalid, a field "from-KEY" or "to-KEY" an outlet."""
    parts = {part.article: part for part in parts_of(compared, finding)}
    keys = [article.key for article in compared.comparison.articles]
    have = {key for key in typed.outlets if key in parts and parts[key].evidence}
    without = {key for key in typed.outlets if key in parts} - have | set(typed.lacking)
    faults = dict(_faults(typed, have, without)) | dict(_lacking_faults(typed, have, without, keys))
    outlets = [key for key in keys if key in have | without]
    spans: list[CorrectedSpan] = []
    for key in outlets:
        try:
            spans += (
                _spans(parts[key], *typed.words.get(key, ("", "")))
                if key in have
                else [CorrectedSpan(key, 0, 0, "")]
            )
        except Invalid as error:
            faults |= error.fields
    if faults:
        raise Invalid("The correction cannot be taken as it is.", faults)
    correction = Correction(
        cast(FindingKind, typed.kind),
        cast(Editorial, typed.editorial),
        tuple(outlets),
        tuple(spans),
        tuple(key for key in outlets if key in without),
    )
    if correction == machines(compared, finding):
        message = "This is what the machine says already: change something, or accept it."
        raise Invalid(message, {"kind": "Nothing is changed yet."})
    return correction


def machines(compared: ComparedEvent, finding: Finding) -> Correction:
    """The finding as it is, in the shape of a correction."""
    parts = parts_of(compared, finding)
    spans = tuple(span for part in parts for span in _spans(part, "", ""))
    lacks = tuple(part.article for part in parts if not part.evidence)
    return Correction(finding.kind, "", tuple(part.article for part in parts), spans, lacks)


def corrected_finding(compared: ComparedEvent, finding: Finding, correction: Correction) -> Finding:
    """The finding as corrected, its sentence made anew; the machine's reason stays."""
    positions = compared.comparison.positions
    evidence = tuple(
        Evidence(positions[span.article], place, span.quoted)
        for span in correction.spans
        if span.quoted and (place := _stands(compared, finding, span)) is not None
    )
    is_kind_alone = _keeps_the_words(machines(compared, finding), correction)
    told = _led(finding, correction) if is_kind_alone else f"{_told(compared, correction)}."
    summary = told + EDITORIAL_WORDS[correction.editorial]
    return replace(finding, kind=correction.kind, summary=summary, evidence=evidence, beside=())


def _stands(compared: ComparedEvent, finding: Finding, span: CorrectedSpan) -> Span | None:
    """Where the words stand: where they did, or in a later revision the one place of them in the
    finding's sentences; None where that is not sure."""
    position = compared.comparison.positions[span.article]
    article = compared.comparison.articles[position]
    before = Span(span.start, span.end)
    if before.of(article.article.text) == span.quoted:
        return before
    own = [each for each in finding.evidence if each.article == position]
    found = [
        Span(sentence.span.start + start, sentence.span.start + start + len(span.quoted))
        for sentence in sentences_of(article.sentences, own)
        for start in range(len(sentence.text))
        if sentence.text.startswith(span.quoted, start)
    ]
    return found[0] if len(found) == 1 else None


def correction_document(correction: Correction) -> dict[str, Any]:
    """The correction as it is stored and exported."""
    document = asdict(correction)
    document["outlets"] = list(correction.outlets)
    document["spans"] = list(document["spans"])
    document["lacking"] = list(document["lacking"])
    return document


def read_correction(document: Mapping[str, Any] | None) -> Correction | None:
    """The correction that a document was made from."""
    if document is None:
        return None
    return Correction(
        document["kind"],
        document["editorial"],
        tuple(document["outlets"]),
        tuple(CorrectedSpan(**span) for span in document["spans"]),
        tuple(document.get("lacking", ())),
    )


def sentences_of(sentences: Sequence[Sentence], evidence: Sequence[Evidence]) -> Iterator[Sentence]:
    """The sentences of an article that the evidence touches, in order, each once."""
    touched: set[int] = set()
    for each in evidence:
        at = bisect_right(sentences, each.span.start, key=lambda one: one.span.end)
        while at < len(sentences) and sentences[at].span.start < each.span.end:
            touched.add(at)
            at += 1
    yield from (sentences[at] for at in sorted(touched))


def _faults(typed: TypedCorrection, have: Set[str], without: Set[str]) -> Iterator[tuple[str, str]]:
    if typed.kind not in FINDING_KINDS:
        yield "kind", "Choose one of the kinds."
    if typed.editorial not in get_args(Editorial):
        yield "editorial", "Choose one of the answers."
    if not have:
        yield "outlets", "Tick at least one outlet that has the words."
    elif typed.kind == "buried" and have <= without:
        yield "outlets", "Tick an outlet as well that has the words further up."


def _lacking_faults(
    typed: TypedCorrection, have: Set[str], without: Set[str], keys: Sequence[str]
) -> Iterator[tuple[str, str]]:
    if not without <= set(keys):
        yield "lacking", "Choose outlets of the event."
    elif typed.kind in ABOUT_LACKING and not without:
        yield "lacking", "Tick at least one outlet: a finding of this kind has to say where."
    elif typed.kind != "buried" and have & without:
        yield "lacking", "Above, an outlet of these is ticked as having the words."


def _spans(part: Part, first: str, last: str) -> list[CorrectedSpan]:
    """The words meant in one article. Raises Invalid."""
    first, last = first.strip(), last.strip()
    if not part.evidence:
        return [CorrectedSpan(part.article, 0, 0, "")]
    if not first and not last:
        return [
            CorrectedSpan(part.article, each.span.start, each.span.end, each.text)
            for each in part.evidence
        ]
    sentence, start = _place(part, first)
    end = start + len(first)
    if last:
        found = sentence.text.find(last, start)
        if found < 0:
            message = "These words do not stand in the sentence after the first ones."
            raise Invalid(message, {f"to-{part.article}": message})
        end = max(end, found + len(last))
    at = sentence.span.start
    return [CorrectedSpan(part.article, at + start, at + end, sentence.text[start:end])]


def _place(part: Part, first: str) -> tuple[Sentence, int]:
    """The only place of the first words. Raises Invalid."""
    field = f"from-{part.article}"
    if not first:
        raise Invalid("The first words are missing.", {field: "Say with which words it begins."})
    places = [
        (sentence, start)
        for sentence in part.sentences
        for start in range(len(sentence.text))
        if sentence.text.startswith(first, start)
    ]
    if not places:
        message = "These words do not stand in the sentence: copy them as they are printed."
        raise Invalid(message, {field: message})
    if len(places) > 1:
        message = f"These words stand there {len(places)} times: copy more of them."
        own = {each.span.start for each in part.evidence}
        places = [place for place in places if place[0].span.start + place[1] in own]
        if len(places) != 1:
            raise Invalid(message, {field: message})
    return places[0]


def _keeps_the_words(machine: Correction, correction: Correction) -> bool:
    """Whether a correction leaves the machine's words and outlets as they are, so that what the
    machine says of each outlet is still true."""

    def words(each: Correction) -> set[tuple[str, str]]:
        return {(span.article, span.quoted) for span in each.spans}

    if ABOUT_LACKING & {correction.kind, machine.kind}:
        return False
    return words(machine) == words(correction) and set(machine.without) == set(correction.without)


def _led(finding: Finding, correction: Correction) -> str:
    """The machine's sentence after another kind's lead: `Worded differently: Epithet: “Western” in
    A, not in B.`; its own lead stays where it says more than a kind's."""
    if correction.kind == finding.kind:
        return finding.summary
    lead, _, rest = finding.summary.partition(": ")
    return f"{LEADS[correction.kind]}: {rest if lead in LEADS.values() else finding.summary}"


def _told(compared: ComparedEvent, correction: Correction) -> str:
    """`Numbers differ: “30” in A and B; “40” in C; not in D`, or `Missing in C: “…” (in A and B)`;
    what earlier versions kept of what is buried says of no outlet that it has it further down."""
    names = {article.key: outlet_name(article.article) for article in compared.comparison.articles}
    lead = LEADS[correction.kind]
    without = [names[key] for key in correction.without if key in names]
    about_lacking = correction.kind in ABOUT_LACKING and bool(without)
    groups: dict[tuple[str, ...], list[str]] = {}
    for key in correction.outlets:
        words = [span.quoted for span in correction.spans if span.article == key and span.quoted]
        if words and not (about_lacking and key in correction.without):
            groups.setdefault(tuple(dict.fromkeys(words)), []).append(names[key])
    where = " ({})" if about_lacking else " {}"
    said = [
        quoted(words, EXCERPT_CHARACTERS) + where.format(f"in {joined_names(outlets)}")
        for words, outlets in groups.items()
    ]
    if about_lacking:
        return f"{lead} in {joined_names(without)}: {'; '.join(said)}"
    return f"{lead}: {'; '.join(said + ([f'not in {joined_names(without)}'] if without else []))}"
