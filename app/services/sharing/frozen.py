"""The documents behind share links, made and read back. A page shows one and nothing else."""

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from app.core.aligning.coverage import outlet_name
from app.core.comparison import ComparedArticle, Comparison, Evidence, Finding
from app.core.document import comparison_document
from app.core.text import Article, Facts, Span
from app.services.comparing.compare import ComparedEvent
from app.services.comparing.documents import snapshot_of
from app.services.comparing.said_links import Act
from app.services.reviewing.corrected import correction_document, read_correction, sentences_of
from app.services.reviewing.link_corrections import Step, touched
from app.services.reviewing.review import DecisionView, ReviewedFinding
from app.storage.texts import text_sha256

SaidOfRow = tuple[Act, str]
"""What somebody said of a statement's links: the act, and the name or "a person"."""

FULL = "sidebyline/snapshot@1"
EXCERPTS = "sidebyline/excerpts@1"
EXCERPTS_BEGIN = f'{{\n "schema": "{EXCERPTS}"'.encode()
Contents = Literal["excerpts", "full"]


@dataclass(frozen=True, slots=True)
class FrozenArticle:
    """An article as a document names it. `words` is None where the text itself is there;
    `number` and `captured_at` tell its revision, None where it is not."""

    key: str
    outlet: str
    headline: str
    byline: str
    published: str | None
    language: str | None
    text_sha256: str
    words: int | None = None
    number: int | None = None
    captured_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Frozen:
    """A document as values. Excerpts have a comparison without texts and statements; `quoted` has
    the sentences that each finding (by id) quotes, which full texts do without. `touched` is what
    people said of the links of a statement (by id), and who; excerpts and earlier documents have
    none."""

    contents: Contents
    event_title: str
    frozen_at: datetime
    inputs_sha256: str
    articles: tuple[FrozenArticle, ...]
    findings: tuple[ReviewedFinding, ...]
    comparison: Comparison
    quoted: Mapping[str, tuple[Evidence, ...]]
    touched: Mapping[str, tuple[SaidOfRow, ...]] = field(default_factory=dict)


def freeze(
    compared: ComparedEvent,
    findings: Sequence[ReviewedFinding],
    *,
    contents: Contents,
    with_notes: bool,
    now: datetime,
    steps: Iterable[Step] = (),
) -> dict[str, Any]:
    """The document of an event as it is: all that the shared page says. `steps` are what people
    said of its links.

    Names and notes are the team's own, so they are left out unless asked for: `by` is empty then.
    Who said something of a link is named only where a decision names them too. Excerpts hold no
    sentence but those in which a finding's own words stand.
    """
    is_full = contents == "full"
    keys = [article.key for article in compared.comparison.articles]
    event = {"title": compared.event.title}
    if is_full:
        event["note"] = compared.event.note if with_notes else ""
    document = {
        "schema": FULL if is_full else EXCERPTS,
        "event": event,
        "frozen_at": now.isoformat(),
        "inputs_sha256": compared.inputs_hash,
    }
    if is_full:
        named = {each.decision.by for each in findings if each.decision and with_notes}
        said = _touched(compared.comparison, steps, named=named)
        return document | {
            "revisions": _revisions(compared),
            "findings": [_freeze(each, keys, with_notes=with_notes) for each in findings],
            **({"corrected_links": said} if said else {}),
            "comparison": comparison_document(compared.comparison),
        }
    return document | {
        "engine_version": compared.comparison.engine_version,
        "articles": _articles(compared),
        "findings": [
            _excerpt(each, compared.comparison, keys, with_notes=with_notes) for each in findings
        ],
    }


def thaw(document: bytes, *, is_kept: bool = True) -> Frozen:
    """The document as values, those of earlier versions too. Raises ValueError for another one.

    `is_kept`: others will ask for the same document, so what was read of it stays read.
    """
    if document.startswith(EXCERPTS_BEGIN):
        return _thaw_excerpts(json.loads(document))
    return _thaw_full(*snapshot_of(document, is_kept=is_kept))


def _touched(
    comparison: Comparison, steps: Iterable[Step], *, named: Set[str]
) -> dict[str, list[SaidOfRow]]:
    """By statement what was said of its links, each once."""
    return {
        row: list(
            dict.fromkeys(
                (line.act, step.by if step.by in named else "a person")
                for step in own
                for line in step.lines
            )
        )
        for row, own in touched(steps, comparison).items()
    }


def _revisions(compared: ComparedEvent) -> list[dict[str, Any]]:
    texts = {each.key: each.article.text for each in compared.comparison.articles}
    return [
        {
            "article": article.key,
            "revision": article.current.id,
            "number": article.current.number,
            "captured_at": article.current.captured_at.isoformat(),
            "text_sha256": text_sha256(texts[article.key]),
        }
        for article in compared.event.articles
    ]


def _articles(compared: ComparedEvent) -> list[dict[str, Any]]:
    words = {article.key: article.current.words for article in compared.event.articles}
    return [
        {
            "article": each.key,
            "outlet": outlet_name(each.article),
            "headline": each.article.facts.headline or "",
            "byline": each.article.facts.byline or "",
            "published": each.article.facts.published,
            "language": each.article.facts.language,
            "words": words[each.key],
            "text_sha256": text_sha256(each.article.text),
        }
        for each in compared.comparison.articles
    ]


def _freeze(reviewed: ReviewedFinding, keys: Sequence[str], *, with_notes: bool) -> dict[str, Any]:
    """A finding's state, its decision, and how people corrected it."""
    decision = reviewed.decision
    return {
        "finding": reviewed.finding.id,
        "state": reviewed.state,
        "version": reviewed.version,
        "decision": decision
        and {
            "id": decision.id,
            "ruling": decision.ruling,
            "note": decision.note if with_notes else "",
            "by": decision.by if with_notes else "",
            "at": decision.at.isoformat(),
            "summary": decision.summary,
            "reason": decision.reason,
            "correction": decision.correction and correction_document(decision.correction),
        },
        "corrected": reviewed.corrected and _freeze_corrected(reviewed.corrected, keys),
    }


def _excerpt(
    reviewed: ReviewedFinding, comparison: Comparison, keys: Sequence[str], *, with_notes: bool
) -> dict[str, Any]:
    """A finding with the words that it is about and the sentences in which they stand.

    An earlier decision may speak of words that the finding no longer has: they are left out.
    """
    finding = reviewed.finding
    frozen = _freeze(reviewed, keys, with_notes=with_notes)
    if frozen["decision"]:
        frozen["decision"]["summary"] = finding.summary
        if reviewed.corrected is None:
            frozen["decision"]["correction"] = None
    return {
        **frozen,
        "kind": finding.kind,
        "summary": finding.summary,
        "why": finding.why,
        "statements": list(finding.statements),
        "evidence": _freeze_evidence(finding.evidence, keys),
        "beside": _freeze_evidence(finding.beside, keys),
        "quoted": _freeze_evidence(_sentences(finding, comparison), keys),
    }


def _sentences(finding: Finding, comparison: Comparison) -> list[Evidence]:
    """The sentences in which the finding's words stand, each once."""
    found = []
    for article, compared in enumerate(comparison.articles):
        own = [each for each in finding.places if each.article == article]
        touched = sentences_of(compared.sentences, own)
        found += [Evidence(article, each.span, each.text) for each in touched]
    return found


def _freeze_corrected(finding: Finding, keys: Sequence[str]) -> dict[str, Any]:
    """What people put in the machine's place; the machine's own stands in the comparison."""
    return {
        "kind": finding.kind,
        "summary": finding.summary,
        "evidence": _freeze_evidence(finding.evidence, keys),
    }


def _freeze_evidence(evidence: Sequence[Evidence], keys: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {"article": keys[e.article], "start": e.span.start, "end": e.span.end, "text": e.text}
        for e in evidence
    ]


def _thaw_full(document: Mapping[str, Any], comparison: Comparison) -> Frozen:
    by_id = {finding.id: finding for finding in comparison.findings}
    taken = {each["article"]: each for each in document["revisions"]}
    return Frozen(
        contents="full",
        event_title=document["event"]["title"],
        frozen_at=datetime.fromisoformat(document["frozen_at"]),
        inputs_sha256=document["inputs_sha256"],
        articles=tuple(_thaw_article(each, taken[each.key]) for each in comparison.articles),
        findings=tuple(
            _thaw(by_id[each["finding"]], each, comparison.positions)
            for each in document["findings"]
        ),
        comparison=comparison,
        quoted={},
        touched={
            row: tuple((act, by) for act, by in said)
            for row, said in document.get("corrected_links", {}).items()
        },
    )


def _thaw_article(compared: ComparedArticle, taken: Mapping[str, Any]) -> FrozenArticle:
    facts = compared.article.facts
    return FrozenArticle(
        key=compared.key,
        outlet=outlet_name(compared.article),
        headline=facts.headline or "",
        byline=facts.byline or "",
        published=facts.published,
        language=facts.language,
        text_sha256=text_sha256(compared.article.text),
        number=taken["number"],
        captured_at=datetime.fromisoformat(taken["captured_at"]),
    )


def _thaw_excerpts(document: Mapping[str, Any]) -> Frozen:
    articles = tuple(
        FrozenArticle(key=each["article"], **{k: v for k, v in each.items() if k != "article"})
        for each in document["articles"]
    )
    positions = {each.key: i for i, each in enumerate(articles)}
    found = [
        (_finding(each, rank, positions), each)
        for rank, each in enumerate(document["findings"], start=1)
    ]
    return Frozen(
        contents="excerpts",
        event_title=document["event"]["title"],
        frozen_at=datetime.fromisoformat(document["frozen_at"]),
        inputs_sha256=document["inputs_sha256"],
        articles=articles,
        findings=tuple(_thaw(finding, each, positions) for finding, each in found),
        comparison=Comparison(
            engine_version=document["engine_version"],
            articles=tuple(_without_text(each, len(articles)) for each in articles),
            statements=(),
            links=(),
            relations=(),
            findings=tuple(finding for finding, _ in found),
        ),
        quoted={each.id: _evidence(frozen["quoted"], positions) for each, frozen in found},
    )


def _without_text(article: FrozenArticle, count: int) -> ComparedArticle:
    facts = Facts(
        outlet=article.outlet,
        headline=article.headline or None,
        byline=article.byline or None,
        published=article.published,
        language=article.language,
    )
    return ComparedArticle(Article(article.key, "", (), facts), (), (None,) * count)


def _finding(frozen: Mapping[str, Any], rank: int, positions: Mapping[str, int]) -> Finding:
    return Finding(
        id=frozen["finding"],
        kind=frozen["kind"],
        rank=rank,
        summary=frozen["summary"],
        why=frozen["why"],
        statements=tuple(frozen.get("statements", ())),  # excerpts of before have none
        evidence=_evidence(frozen["evidence"], positions),
        beside=_evidence(frozen.get("beside", []), positions),
    )


def _thaw(
    finding: Finding, frozen: Mapping[str, Any], positions: Mapping[str, int]
) -> ReviewedFinding:
    """A finding where it stood; those frozen by earlier versions know of no corrections."""
    decision, corrected = frozen["decision"], frozen.get("corrected")
    return ReviewedFinding(
        finding=finding,
        state=frozen["state"],
        decision=decision and _thaw_decision(decision),
        version=frozen["version"],
        corrected=corrected
        and replace(
            finding,
            kind=corrected["kind"],
            summary=corrected["summary"],
            evidence=_evidence(corrected["evidence"], positions),
            beside=(),
        ),
    )


def _thaw_decision(frozen: Mapping[str, Any]) -> DecisionView:
    at = datetime.fromisoformat(frozen["at"])
    correction = read_correction(frozen.get("correction"))
    return DecisionView(**{**frozen, "at": at, "correction": correction})


def _evidence(
    frozen: Sequence[Mapping[str, Any]], positions: Mapping[str, int]
) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(positions[e["article"]], Span(e["start"], e["end"]), e["text"]) for e in frozen
    )
