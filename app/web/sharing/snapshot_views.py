"""What the pages of a share link receive: excerpts, previews, exports."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.comparison import Evidence
from app.core.phrasing import joined_names
from app.exports.citations import cite
from app.exports.picture import preview_png
from app.exports.report import Report
from app.services.reviewing.review import ReviewedFinding
from app.services.sharing.shared import Snapshot
from app.web.event_views import decided_by_id
from app.web.filters import many
from app.web.reading import signs
from app.web.reading.findings import Decided
from app.web.reading.places import display_names
from app.web.reading.signs import Sign
from app.web.sharing.export import FORMATS, Format, report_of

FINDINGS_A_PAGE = 100
MAX_PREVIEW_TITLE = 70
MAX_PREVIEW_WORDS = 200
MOST_NAMED = 6
SIDE_BY_SIDE = " side by side"
OF_EXCERPTS = frozenset({"pdf", "xlsx", "csv", "citation", "bibtex", "csl"})
"""Formats that print findings and, where there are none, no statements."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of an outlet that a finding quotes: its words in runs, each with whether the
    finding is about them."""

    outlet: str
    language: str | None
    runs: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class ExcerptView:
    """A finding with the sentences that it quotes and the decision on it. `href` leads to it from
    wherever it is passed on."""

    id: str
    href: str
    sign: Sign
    summary: str
    why: str
    quotes: tuple[Quote, ...]
    decided: Decided | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What other sites may show of a link; `picture` is its address, `alt` what it shows."""

    title: str
    words: str
    picture: str
    alt: str


def excerpt_views(snapshot: Snapshot, page: int, path: str) -> tuple[ExcerptView, ...]:
    """A page of the findings of shared excerpts, which are read at that path."""
    frozen = snapshot.frozen
    decided = decided_by_id(frozen.findings, for_members=snapshot.link.summary.with_notes)
    first = FINDINGS_A_PAGE * (page - 1)
    return tuple(
        ExcerptView(
            id=each.finding.id,
            href=_excerpt_href(path, page, each),
            sign=signs.FINDINGS[each.kind],
            summary=each.shown.summary,
            why=each.finding.why,
            quotes=tuple(_quotes(snapshot, each)),
            decided=decided.get(each.finding.id),
        )
        for each in frozen.findings[first : first + FINDINGS_A_PAGE]
    )


def excerpt_of(snapshot: Snapshot, statement: str, path: str) -> str:
    """Where the weightiest excerpt about a statement stands, below the path; empty for none."""
    for at, each in enumerate(snapshot.frozen.findings):
        if statement in each.finding.statements:
            return _excerpt_href(path, at // FINDINGS_A_PAGE + 1, each)
    return ""


def _excerpt_href(path: str, page: int, each: ReviewedFinding) -> str:
    return f"{path}{f'?page={page}' if page > 1 else ''}#finding-{each.finding.id}"


def snapshot_report(snapshot: Snapshot, address: str, *, accessed: date | None = None) -> Report:
    """The snapshot as exports take it, kept at `address`. Excerpts have no statements."""
    frozen = snapshot.frozen
    return report_of(
        frozen.comparison,
        title=frozen.event_title,
        reviewed=frozen.findings,
        made_at=frozen.frozen_at,
        content_sha256=snapshot.content_sha256,
        address=address,
        accessed=accessed,
        for_members=snapshot.link.summary.with_notes,
    )


def formats_of(snapshot: Snapshot) -> tuple[Format, ...]:
    """In what the snapshot can be handed on: excerpts only in what holds no more than they do."""
    is_full = snapshot.frozen.contents == "full"
    return tuple(each for each in FORMATS.values() if is_full or each.name in OF_EXCERPTS)


def citation_of(snapshot: Snapshot) -> str:
    """How to cite the snapshot, in words. They name neither address nor day, so that the page that
    prints them stays the same; files that are saved name both."""
    return cite(snapshot_report(snapshot, "")).plain


def outlet_names(snapshot: Snapshot) -> tuple[str, ...]:
    """What to call each article of the snapshot."""
    return tuple(display_names(snapshot.frozen.comparison).values())


def preview_of(snapshot: Snapshot, picture: str) -> Preview:
    """What other sites may show of it: title, outlets and counts, no words of an article."""
    names = outlet_names(snapshot)
    shown = list(names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        shown.append(many(len(names) - MOST_NAMED, "other outlet"))
    who = joined_names(shown) if shown else "No outlet yet"
    counts = ", ".join(_counts(snapshot)[1:])
    return Preview(
        title=clipped(snapshot.frozen.event_title, MAX_PREVIEW_TITLE),
        words=clipped(f"{who}{SIDE_BY_SIDE if shown else ''}: {counts}.", MAX_PREVIEW_WORDS),
        picture=picture,
        alt=clipped(f"Sidebyline: {who}. {counts}.", MAX_PREVIEW_WORDS),
    )


def preview_picture(snapshot: Snapshot) -> bytes:
    """The picture that goes with it, as PNG."""
    return preview_png(outlet_names(snapshot), _counts(snapshot))


def clipped(words: str, most: int) -> str:
    """The words in at most so many characters, cut between words where there is room to."""
    words = " ".join(words.split())
    if len(words) <= most:
        return words
    cut = words[: most - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:") + "…"


def _counts(snapshot: Snapshot) -> tuple[str, ...]:
    findings = snapshot.frozen.findings
    decided = sum(each.is_decided for each in findings)
    told = f"{decided:,} of them decided" if decided else "none decided yet"
    return (
        f"{many(len(snapshot.frozen.articles), 'outlet')} side by side",
        many(len(findings), "finding"),
        *([told] if findings else []),
    )


def _quotes(snapshot: Snapshot, reviewed: ReviewedFinding) -> Iterator[Quote]:
    names = outlet_names(snapshot)
    for sentence in snapshot.frozen.quoted.get(reviewed.finding.id, ()):
        own = [e for e in reviewed.shown.places if e.article == sentence.article]
        article = snapshot.frozen.articles[sentence.article]
        yield Quote(names[sentence.article], article.language, tuple(_runs(sentence, own)))


def _runs(sentence: Evidence, marked: Sequence[Evidence]) -> Iterator[tuple[str, bool]]:
    """The sentence's words in runs; where the finding is about all of it nothing is marked."""
    start, end = sentence.span.start, sentence.span.end
    at = start
    for each in sorted(marked):
        first, last = max(each.span.start, at), min(each.span.end, end)
        if first < last and (first, last) != (start, end):
            yield sentence.text[at - start : first - start], False
            yield sentence.text[first - start : last - start], True
            at = last
    yield sentence.text[at - start :], False
