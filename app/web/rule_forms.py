"""House rules and terms as forms: what was typed, or named in the URL, and back into a URL."""

from collections.abc import Sequence
from urllib.parse import urlencode

from starlette.datastructures import FormData, QueryParams

from app.core.comparison import Comparison, Finding
from app.core.naming.lexicon import TermKind
from app.core.text import Span
from app.services.naming.rules import RuleFields
from app.services.naming.terms import TermFields, TermView
from app.web.filters import clip

PLACES_SHOWN = 50
TITLE_SHOWN = 80
KIND_WORDS: dict[TermKind, str] = {
    "actor": "People",
    "group": "Groups",
    "saying": "Verbs of saying",
    "hedge": "Hedges",
    "intensifier": "Intensifiers",
    "epithet": "Epithets",
    "event": "Events",
    "act": "Acts",
    "place": "Places",
}
VERDICT_WORDS = {
    "neutral variant": "Neutral variants: either may stand there",
    "editorial": "Editorial: which one stands there matters",
    "never the same thing": "Never the same thing",
}
SCOPE_WORDS = {"everywhere": "Everywhere", "outlet": "One outlet", "event": "One event"}
STRENGTH_WORDS = {
    "neutral": "Not at all (silences the words)",
    "weak": "Somewhat",
    "strong": "Strongly",
}
JUDGES = {"neutral": "no", "weak": "somewhat", "strong": "strongly"}
Given = FormData | QueryParams


def rule_fields(given: Given) -> RuleFields:
    """What a form or a URL says of a rule: names one a line, outlets parted by semicolons."""
    return RuleFields(
        names=tuple(
            line for value in _all(given, "names") for line in value.splitlines() if line.strip()
        ),
        verdict=_text(given, "verdict"),
        reason=_text(given, "reason"),
        scope=_text(given, "scope") or "everywhere",
        event=_text(given, "event"),
        outlet=_text(given, "outlet"),
        since=_text(given, "since"),
        until=_text(given, "until"),
        except_outlets=_parted(_text(given, "except_outlets")),
        except_events=tuple(_all(given, "except_events")),
    )


def term_fields(given: Given, known: TermView | None = None) -> TermFields:
    """What a form or a URL says of a term; of what it does not name, what is known."""
    term = known.term if known else None
    forms = _text(given, "forms") if "forms" in given or not term else "; ".join(term.forms)
    return TermFields(
        words=term.words if term and "words" not in given else _text(given, "words"),
        kind=_text(given, "kind"),
        strength=_text(given, "strength") or (term.strength if term else ""),
        reason=_text(given, "reason"),
        about=_text(given, "about") or (term.about if term else ""),
        forms=_parted(forms),
    )


def choosable(places: Sequence[tuple[str, str]], *chosen: str) -> list[tuple[str, str]]:
    """(id, title) of the newest events, and of the chosen ones wherever they stand."""
    return [
        (id, clip(title, TITLE_SHOWN))
        for number, (id, title) in enumerate(places)
        if number < PLACES_SHOWN or id in chosen
    ]


def href_in(page: str, event: str) -> str:
    """The way to the page of a rule or term, and there to what it changes in the event if any."""
    return page + (f"?{urlencode({'event': event})}" if event else "")


def new_rule_href(event: str, names: Sequence[str]) -> str:
    """The way to the form of a rule on these names, looked at in the event."""
    return f"/rules/new?{urlencode([*(('names', name) for name in names), ('event', event)])}"


NamePlaces = frozenset[tuple[int, Span]]


def name_places(comparison: Comparison) -> NamePlaces:
    """Where words stand that one outlet puts for another's: article and span."""
    return frozenset(
        (mention.article, mention.span)
        for swap in comparison.substitutions
        if swap.a.text and swap.b.text
        for mention in (swap.a, swap.b)
    )


def names_in(finding: Finding, places: NamePlaces) -> tuple[str, ...]:
    """The names that a finding says are put for one another; empty where it is on other things."""
    named = [each.text for each in finding.evidence if (each.article, each.span) in places]
    names = tuple(dict.fromkeys(named))
    return names if finding.kind == "relabelled" and len(names) > 1 else ()


def _text(given: Given, name: str) -> str:
    value = given.get(name)
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def _all(given: Given, name: str) -> list[str]:
    return [value for value in given.getlist(name) if isinstance(value, str)]


def _parted(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
