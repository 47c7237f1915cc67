"""What the review desk's pages receive: findings with their decisions, filters, three-way views."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from app.core.comparison import FINDING_KINDS, Comparison, Evidence, Finding
from app.services.articles.events import EventPage
from app.services.comparing.compare import ComparedEvent
from app.services.comparing.kept import KeptFor
from app.services.people.accounts import User
from app.services.reviewing.assignments import AssignmentView, Reviewer
from app.services.reviewing.bulk import Bulk
from app.services.reviewing.corrected import (
    Part,
    TypedCorrection,
    check_correction,
    corrected_finding,
    machines,
    parts_of,
)
from app.services.reviewing.listing import ME, NOBODY, Filter, matching, together
from app.services.reviewing.review import REASONS, DecisionView, FindingState, ReviewedFinding
from app.services.reviewing.signoff import SignedOff
from app.web.event_views import STATES, base_name, decided_by_id, event_place, event_rows
from app.web.filters import many
from app.web.ledgers.quotes import MOST_SENTENCES, Quote, Quotes
from app.web.reading import signs
from app.web.reading.base import default_base
from app.web.reading.findings import FindingView, finding_views
from app.web.reading.places import display_names
from app.web.reading.signs import Sign
from app.web.rule_forms import NamePlaces, name_places, names_in, new_rule_href

ROWS_A_PAGE = 25
QUOTES_SHOWN = 8
DONE: Mapping[str, str] = {
    "accepted": "accepted it",
    "rejected": "rejected it",
    "corrected": "corrected it",
    "second look": "asked for a second look",
    "undone": "undid a decision",
}
"""What somebody did, by ruling."""
DOES: Mapping[str, str] = {
    "accepted": "accept it",
    "rejected": "reject it",
    "corrected": "correct it",
    "second look": "ask for a second look",
    "undo": "undo",
}
BULK_WORDS: Mapping[str, str] = {
    "accepted": "Accept",
    "rejected": "Reject",
    "second look": "Ask for a second look at",
}
REASON_WORDS: Mapping[str, str] = {
    reason: reason.capitalize() or "No reason named" for reason in REASONS
}
EDITORIAL_CHOICES = (("", "Not said"), ("yes", "Editorial"), ("no", "Not editorial"))


@dataclass(frozen=True, slots=True)
class Asked:
    """The list as its address asks for it: a filter and a page."""

    filter: Filter = field(default_factory=Filter)
    page: int = 1

    def query(self, **changes: str | int) -> str:
        """The part of an address that asks for the same, but for `changes`: empty, or from "?"
        on. Another filter begins at the first page."""
        values: dict[str, str | int] = asdict(self.filter)
        values |= {"page": self.page if not changes else 1} | changes
        kept = {name: v for name, v in values.items() if v and (name, v) != ("page", 1)}
        return f"?{urlencode(kept, errors='replace')}" if kept else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the choices of a filter, with how many findings it leaves beside the others."""

    value: str
    words: str
    count: int
    query: str
    is_current: bool
    sign: Sign | None = None


@dataclass(frozen=True, slots=True)
class ThreeWay:
    """What a stale decision met, in words: what the person saw, what somebody made of it, what
    the person was about to save. `note` is the one that was typed."""

    base: str
    who: str
    theirs: str
    yours: str


@dataclass(frozen=True, slots=True)
class Also:
    """Another finding of the same row: the same change in other outlets or at another place."""

    id: str
    version: int
    summary: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DeskFinding:
    """A finding on the review desk: what differs, where, and what was decided about it.
    `machine` is what the machine said where people corrected it; `rule_href` leads to the form of
    a house rule on the names that it is about, if any.

    `told` says that there was nothing to do. `typed` keeps a note that could not be saved, `errors`
    says why: `message`, and `note` where it is the note itself; `clash` is there when somebody else
    was quicker, with the ruling `wanted`.
    """

    view: FindingView
    state: FindingState
    decision: DecisionView | None
    version: int
    quotes: tuple[Quote, ...]
    more_quotes: int = 0
    rule_href: str = ""
    anchors_sha256: str = ""
    machine: str = ""
    disputed: tuple[DecisionView, ...] = ()
    is_decided: bool = False
    is_mine: bool = False
    viewed: bool = False
    assignment: AssignmentView | None = None
    told: str = ""
    also: tuple[Also, ...] = ()
    typed: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    clash: ThreeWay | None = None
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class LastOwn:
    """What the reader decided last and can undo: a finding, in words with its kind, and the `also`
    that were decided with it, each as "id:version"."""

    id: str
    version: int
    words: str
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """The findings that a filter leaves, page by page, with counts for the other choices. The
    statements that they name are numbered as read against `base`. `since` counts the decisions
    that the page shows. `signed` is the sign-off that stands, if any. Of the open ones, so many are
    left by the filter and so many not; `second_looks` are counted without it. The next undecided
    row on another page has the address `undecided_after`, around the list's end, and the one before
    `undecided_before`; both are empty without one."""

    event: EventPage
    asked: Asked
    rows: tuple[DeskFinding, ...]
    kinds: tuple[Choice, ...]
    states: tuple[Choice, ...]
    outlets: tuple[Choice, ...]
    people: tuple[Choice, ...]
    total: int
    matching: int
    decided: int
    viewed: int
    pages: int
    base: str
    since: int
    bulk: Bulk | None
    signed: SignedOff | None
    open: int
    open_elsewhere: int
    second_looks: int
    undecided_before: str
    undecided_after: str
    last_own: LastOwn | None

    @property
    def left(self) -> str:
        """How many are left to decide, whatever the filter: "12 undecided."."""
        return left_words(self.total - self.decided)

    @property
    def at_once(self) -> str:
        """What leads to deciding them at once."""
        return at_once_words(self.open)


@dataclass(frozen=True, slots=True)
class Told:
    """What the list is told besides the findings."""

    reviewers: Sequence[Reviewer] = ()
    since: int = 0
    bulk: Bulk | None = None
    signed: SignedOff | None = None


def desk(
    compared: ComparedEvent,
    findings: Sequence[ReviewedFinding],
    asked: Asked,
    told: Told,
    *,
    user: User,
    keep: str = "",
) -> Desk:
    """The review desk of an event; the finding `keep`, just decided, stays in the list whatever
    its state is now, and the page is the one with it."""
    wanted = asked.filter
    found = matching(compared, findings, replace(wanted, kind="", state=""), user=user)
    of_kind = [each for each in found if wanted.kind in ("", each.kind)]
    of_state = [each for each in found if wanted.state in ("", each.state)]
    chosen = [each for each in of_kind if wanted.state in ("", each.state)]
    kept = _kept(findings, chosen, keep)
    states = Counter(each.state for each in findings)
    still_open = sum(each.state == "open" for each in chosen)
    rows = together(kept)
    pages = max(1, -(-len(rows) // ROWS_A_PAGE))
    page = min(max(_page_with(keep, rows) or asked.page, 1), pages)
    asked = replace(asked, page=page)
    first, end = (page - 1) * ROWS_A_PAGE, page * ROWS_A_PAGE
    on_page = rows[first:end]
    elsewhere = [row[0] for row in [*rows[end:], *rows[:first]] if not row[0].is_decided]
    return Desk(
        event=compared.event,
        asked=asked,
        rows=tuple(_rows(compared, on_page)),
        kinds=tuple(_kinds(of_state, asked)),
        states=tuple(_states(of_kind, asked)),
        outlets=tuple(_outlets(compared, asked)),
        people=tuple(_people(findings, told.reviewers, asked, user)),
        total=len(findings),
        matching=len(kept),
        decided=sum(each.is_decided for each in findings),
        viewed=sum(each.viewed for each in findings),
        pages=pages,
        base=base_name(compared.comparison),
        since=told.since,
        bulk=told.bulk,
        signed=told.signed,
        open=still_open,
        open_elsewhere=states["open"] - still_open,
        second_looks=states["second look"],
        undecided_before=_way(compared, asked, elsewhere[-1:]),
        undecided_after=_way(compared, asked, elsewhere[:1]),
        last_own=_last_own(findings),
    )


def _page_with(keep: str, rows: Sequence[Sequence[ReviewedFinding]]) -> int:
    """The page with the finding `keep`, from 1; 0 if no row has it."""
    at = (i for i, row in enumerate(rows) if any(each.finding.id == keep for each in row))
    return next((i // ROWS_A_PAGE + 1 for i in at), 0)


def _way(compared: ComparedEvent, asked: Asked, to: Sequence[ReviewedFinding]) -> str:
    """The address of the first of these in the list; it is there whoever decides it meanwhile."""
    ids = [each.finding.id for each in to]
    root = f"/events/{compared.event.id}/findings"
    return f"{root}{asked.query(at=ids[0])}#finding-{ids[0]}" if ids else ""


def _last_own(findings: Sequence[ReviewedFinding]) -> LastOwn | None:
    """What the reader decided last: a row of the findings that were decided at that moment."""
    own = [(each.decision.at, each) for each in findings if each.is_mine and each.decision]
    if not own:
        return None
    newest = max(at for at, _ in own)
    last, *others = together([each for at, each in own if at == newest])[-1]
    return LastOwn(
        id=last.finding.id,
        version=last.version,
        words=f"{signs.FINDINGS[last.kind].word}: {last.shown.summary}",
        also=tuple(f"{each.finding.id}:{each.version}" for each in others),
    )


def _kept(
    findings: Sequence[ReviewedFinding], chosen: Sequence[ReviewedFinding], keep: str
) -> list[ReviewedFinding]:
    """What was chosen, and the finding `keep` in its place."""
    left = {each.finding.id for each in chosen} | {keep}
    return [each for each in findings if each.finding.id in left]


@dataclass(frozen=True, slots=True)
class Beside:
    """Where a finding stands in the list it was opened from: the n-th row `of` so many, with the
    addresses of the list, there, and of the rows around it, empty where there is none; to the
    undecided ones it goes around the list's ends. `left` says how many of all are undecided."""

    n: int
    of: int
    back: str
    previous: str
    next: str
    undecided_before: str
    undecided_after: str
    left: str


def beside(
    compared: ComparedEvent,
    findings: Sequence[ReviewedFinding],
    asked: Asked,
    finding_id: str,
    *,
    user: User,
) -> Beside:
    """What stands around a finding in its list; it is in it whatever the filter makes of it."""
    chosen = matching(compared, findings, asked.filter, user=user)
    rows = together(_kept(findings, chosen, finding_id))
    at = next(i for i, row in enumerate(rows) if any(e.finding.id == finding_id for e in row))
    root = f"/events/{compared.event.id}/findings"
    page = at // ROWS_A_PAGE + 1

    def way(positions: Iterable[int]) -> str:
        """The address of the first of these rows."""
        to = next(iter(positions), None)
        if to is None:
            return ""
        name = rows[to][0].finding.id
        return f"{root}/{name}{asked.query(page=to // ROWS_A_PAGE + 1)}#finding-{name}"

    before, after = range(at - 1, -1, -1), range(at + 1, len(rows))
    around = [i for i in [*after, *range(at)] if not rows[i][0].is_decided]
    return Beside(
        n=at + 1,
        of=len(rows),
        back=f"{root}{asked.query(page=page, at=finding_id)}#finding-{finding_id}",
        previous=way(before),
        next=way(after),
        undecided_before=way(around[::-1]),
        undecided_after=way(around),
        left=left_words(sum(not each.is_decided for each in findings)),
    )


def desk_findings(
    compared: ComparedEvent, findings: Sequence[ReviewedFinding]
) -> Iterator[DeskFinding]:
    """The findings with their quotes and the links to their rows."""
    place = event_place(compared.event.id)
    rows = event_rows(compared.comparison, place)
    quotes, named_at = _quoting(compared.comparison)
    decided = decided_by_id(findings)
    views = finding_views([each.shown for each in findings], rows, place.path, decided)
    for reviewed, view in zip(findings, views, strict=True):
        named = names_in(reviewed.shown, named_at)
        outlets = {each.article for each in reviewed.shown.places}
        quoted = tuple(_quoted(quotes, reviewed.shown))
        yield DeskFinding(
            view=view,
            state=reviewed.state,
            decision=reviewed.decision,
            version=reviewed.version,
            quotes=quoted,
            more_quotes=max(0, len(outlets) - len(quoted)),
            rule_href=new_rule_href(compared.event.id, named) if named else "",
            anchors_sha256=reviewed.anchors_sha256,
            machine=reviewed.finding.summary if reviewed.corrected else "",
            disputed=reviewed.disputed,
            is_decided=reviewed.is_decided,
            is_mine=reviewed.is_mine,
            viewed=reviewed.viewed,
            assignment=reviewed.assignment,
        )


def three_way(
    base: ReviewedFinding, theirs: ReviewedFinding, ruling: str, note: str, corrected: str = ""
) -> ThreeWay:
    """What a stale decision met, in words; `corrected` is the finding as the person was about to
    correct it."""
    who = theirs.decision.by if theirs.decision else "Somebody"
    wanted = DOES.get(ruling, ruling)
    return ThreeWay(
        base=_stood(base),
        who=who,
        theirs=_stood(theirs),
        yours=f"To {wanted}{_with(note)}{_as(corrected)}",
    )


def meant(compared: ComparedEvent, finding: Finding, typed: TypedCorrection) -> str:
    """The finding's sentence as a correction would have it. Raises Invalid."""
    correction = check_correction(compared, finding, typed)
    return corrected_finding(compared, finding, correction).summary


@dataclass(frozen=True, slots=True)
class PartView:
    """An outlet's part of a correction form: its sentences, whether it is ticked, the words."""

    key: str
    outlet: str
    language: str | None
    sentences: tuple[str, ...]
    is_concerned: bool
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class CorrectionForm:
    """The form in which a finding is corrected: as typed, as corrected before, or as it is."""

    kind: str
    editorial: str
    reason: str
    note: str
    kinds: tuple[tuple[str, str], ...]
    parts: tuple[PartView, ...]
    lacking: tuple[tuple[str, str, bool], ...]
    """(article's key, outlet, whether it is ticked) of every outlet of the event."""
    errors: Mapping[str, str]

    @property
    def labels(self) -> dict[str, str]:
        """What its fields are called where something is wrong with them."""
        labels = {"kind": "Kind", "editorial": "Editorial or not", "reason": "Reason"}
        for part in self.parts:
            labels |= {
                f"from-{part.key}": f"First words, in {part.outlet}",
                f"to-{part.key}": f"Last words, in {part.outlet}",
            }
        return labels | {
            "outlets": "Outlets",
            "lacking": "Outlets it is missing in",
            "note": "Note",
        }


def correction_form(
    compared: ComparedEvent,
    reviewed: ReviewedFinding,
    typed: Mapping[str, str] | None = None,
    concerned: Sequence[str] | None = None,
    lacking: Sequence[str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> CorrectionForm:
    """The form for the finding; `typed` and the outlets `concerned` and `lacking` are what was
    sent."""
    known = reviewed.decision.correction if reviewed.corrected and reviewed.decision else None
    typed = typed or {}
    ticked = concerned if concerned is not None else (known.outlets if known else None)
    before = known or machines(compared, reviewed.finding)
    without = before.without if lacking is None else lacking
    return CorrectionForm(
        kind=typed.get("kind", reviewed.kind),
        editorial=typed.get("editorial", known.editorial if known else ""),
        reason=typed.get("reason", reviewed.decision.reason if known and reviewed.decision else ""),
        note=typed.get("note", ""),
        kinds=tuple((kind, signs.FINDINGS[kind].word) for kind in FINDING_KINDS),
        parts=tuple(
            _part(part, reviewed, typed, ticked)
            for part in parts_of(compared, reviewed.finding)
            if part.evidence
        ),
        lacking=tuple(
            (
                compared.comparison.articles[i].key,
                name,
                compared.comparison.articles[i].key in without,
            )
            for i, name in display_names(compared.comparison).items()
        ),
        errors=errors or {},
    )


def _part(
    part: Part,
    reviewed: ReviewedFinding,
    typed: Mapping[str, str],
    ticked: Sequence[str] | None,
) -> PartView:
    first, last = part.words
    known = reviewed.decision.correction if reviewed.corrected and reviewed.decision else None
    if known is not None:
        spans = [span for span in known.spans if span.article == part.article]
        first, last = (spans[0].quoted, "") if len(spans) == 1 else ("", "")
    return PartView(
        key=part.article,
        outlet=part.outlet,
        language=part.language,
        sentences=tuple(sentence.text for sentence in part.sentences),
        is_concerned=ticked is None or part.article in ticked,
        first=typed.get(f"from-{part.article}", first),
        last=typed.get(f"to-{part.article}", last),
    )


def _rows(
    compared: ComparedEvent, rows: Sequence[tuple[ReviewedFinding, ...]]
) -> Iterator[DeskFinding]:
    """A finding a row, with the others that say the same."""
    place = event_place(compared.event.id)
    at = event_rows(compared.comparison, place)
    for shown, row in zip(desk_findings(compared, [row[0] for row in rows]), rows, strict=True):
        others = finding_views([each.shown for each in row[1:]], at, place.path)
        also = tuple(
            Also(view.id, each.version, view.summary, view.links)
            for each, view in zip(row[1:], others, strict=True)
        )
        yield replace(shown, also=also)


def _quoted(quotes: Quotes, finding: Finding) -> Iterator[Quote]:
    """What is quoted: of names every outlet that the sentence speaks of, in few sentences."""
    if finding.kind == "relabelled":
        return quotes.of(finding.places, MOST_SENTENCES)
    return quotes.of(_first(finding))


def _first(finding: Finding) -> list[Evidence]:
    """The evidence of as many outlets as are shown."""
    outlets = list(dict.fromkeys(each.article for each in finding.places))[:QUOTES_SHOWN]
    return [each for each in finding.places if each.article in outlets]


def _quoting(comparison: Comparison) -> tuple[Quotes, NamePlaces]:
    """What makes the quotations of a comparison's findings and knows where its names stand."""
    names = display_names(comparison)
    base = default_base(comparison) if names else 0
    return _kept_quotes.get(
        comparison, None, lambda: (Quotes(comparison, names, base), name_places(comparison))
    )


_kept_quotes: KeptFor[tuple[Quotes, NamePlaces]] = KeptFor()


def _kinds(findings: Sequence[ReviewedFinding], asked: Asked) -> Iterator[Choice]:
    counts = Counter(each.kind for each in findings)
    for kind in FINDING_KINDS:
        is_current = asked.filter.kind == kind
        if counts[kind] or is_current:
            sign = signs.FINDINGS[kind]
            query = asked.query(kind=kind)
            yield Choice(kind, sign.word, counts[kind], query, is_current, sign)


def _states(findings: Sequence[ReviewedFinding], asked: Asked) -> Iterator[Choice]:
    counts = Counter(each.state for each in findings)
    for state in STATES:
        is_current = asked.filter.state == state
        if counts[state] or is_current:
            query = asked.query(state=state)
            yield Choice(state, state.capitalize(), counts[state], query, is_current)


def _outlets(compared: ComparedEvent, asked: Asked) -> Iterator[Choice]:
    for i, name in display_names(compared.comparison).items():
        key = compared.comparison.articles[i].key
        yield Choice(key, name, 0, "", asked.filter.outlet == key)


def _people(
    findings: Sequence[ReviewedFinding], reviewers: Sequence[Reviewer], asked: Asked, user: User
) -> Iterator[Choice]:
    """Who findings may be assigned to: the reader, nobody, and who has some."""
    having = {each.assignment.assignee_id for each in findings if each.assignment}
    if not having:
        return
    people = [(ME, "me"), (NOBODY, "nobody")]
    people += [(each.id, each.name) for each in reviewers if each.id in having - {user.id}]
    for value, words in people:
        yield Choice(value, words, 0, "", asked.filter.assignee == value)


def _stood(reviewed: ReviewedFinding) -> str:
    """How a finding stands, in words: "Rejected by Ann, with the note “…”."."""
    decision = reviewed.decision
    if reviewed.disputed:
        return " ".join(
            f"{each.by} {DONE[each.ruling]}{_with(each.note)}." for each in reviewed.disputed
        )
    if decision is None or (reviewed.state == "second look" and _is_earlier(reviewed, decision)):
        return "Open: nothing was decided."
    corrected = reviewed.corrected.summary if reviewed.corrected else ""
    state = (
        "Up for a second look" if reviewed.state == "second look" else reviewed.state.capitalize()
    )
    return f"{state} by {decision.by}{_with(decision.note)}{_as(corrected)}"


def _is_earlier(reviewed: ReviewedFinding, decision: DecisionView) -> bool:
    """Whether a second look is due since the words changed, and nobody asked for it."""
    return not reviewed.version and decision.ruling != "second look"


def _as(corrected: str) -> str:
    """How a sentence ends that may tell a correction."""
    return f": {corrected}" if corrected else "."


def _with(note: str) -> str:
    return f", with the note “{note}”" if note else ""


@dataclass(frozen=True, slots=True)
class SignedView:
    """The findings as they would be shared now, with how many are left out or left to decide."""

    event: EventPage
    findings: tuple[FindingView, ...]
    rejected: int
    undecided: int


def signed_view(compared: ComparedEvent, findings: Sequence[ReviewedFinding]) -> SignedView:
    """The findings that nobody rejected, corrected ones as corrected, without members' notes."""
    place = event_place(compared.event.id)
    rows = event_rows(compared.comparison, place)
    kept = [each for each in findings if each.state != "rejected"]
    decided = decided_by_id(kept, for_members=False)
    return SignedView(
        event=compared.event,
        findings=finding_views([each.shown for each in kept], rows, place.path, decided),
        rejected=len(findings) - len(kept),
        undecided=sum(not each.is_decided for each in findings),
    )


def due_words(day: date, today: date) -> str:
    """When something is due: "due today", "due in 3 days", "overdue by 2 days"."""
    left = (day - today).days
    if left < 0:
        return f"overdue by {many(-left, 'day')}"
    return "due today" if left == 0 else f"due in {many(left, 'day')}"


def at_once_words(count: int) -> str:
    """What leads to a decision on many, and heads it: "Decide the 12 open ones at once"."""
    return f"Decide the {count} open ones at once" if count > 1 else "Decide the open one"


def left_words(left: int) -> str:
    """How many findings are left to decide: "12 undecided."."""
    return f"{left} undecided." if left else "All are decided."


def already_words(ruling: str) -> str:
    """What is said of a ruling that stands already: "Already accepted."."""
    state = "up for a second look" if ruling == "second look" else ruling
    return f"Already {state}."
