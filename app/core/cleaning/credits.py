"""Who wrote it, where and when: bylines, agencies, credit lines, datelines, picture credits."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from app.core.cleaning.dates import MONTH, PrintedDate, printed_dates
from app.core.tuning import CLEANING

NameKind = Literal["agency", "outlet", "person", "staff"]

_AGENCY_NAMES: dict[str, str] = {
    "AFP": "afp|agence france-presse|agence france presse|فرانس برس|أ ف ب|أ.ف.ب|אי-אף-פי|法新社",
    "Reuters": "reuters|thomson reuters|رويترز|רויטרס|路透社|路透|ロイター",
    "AP": "associated press|the associated press|أ ب|أسوشيتد برس|אי-פי|美联社|AP",
    "dpa": "dpa|DPA|deutsche presse-agentur|د ب أ",
    "EFE": "efe|agencia efe", "ANSA": "ansa", "Xinhua": "xinhua|شينخوا|新华社|中新社",
    "TASS": "tass|itar-tass|تاس", "PA": "PA|pa media|press association",
    "PTI": "pti|press trust of india", "ANI": "ANI", "IANS": "ians",
    "Kyodo": "kyodo|kyodo news|共同社|共同通信", "Jiji": "jiji|jiji press|時事通信|時事",
    "Yonhap": "yonhap|yonhap news agency|韩联社|聯合ニュース|연합뉴스",
    "Anadolu": "anadolu|anadolu agency|الأناضول|AA", "RIA Novosti": "ria novosti|ria",
    "Interfax": "interfax", "UPI": "upi", "Bloomberg": "bloomberg", "Sputnik": "sputnik|سبوتنيك",
    "The Canadian Press": "canadian press|the canadian press|CP", "AAP": "aap", "APA": "APA",
    "Keystone-SDA": "keystone-sda|SDA", "Belga": "belga", "ANP": "anp", "TT": "TT", "NTB": "ntb",
    "Ritzau": "ritzau", "STT": "STT", "PAP": "PAP", "ČTK": "čtk|CTK", "MTI": "MTI", "Lusa": "lusa",
    "Antara": "antara", "Bernama": "bernama", "SANA": "SANA|سانا", "WAFA": "WAFA|وفا",
    "IRNA": "irna|إرنا", "MENA": "MENA|أ ش أ", "SPA": "SPA|واس", "WAM": "WAM|وام",
    "KUNA": "kuna|كونا", "Petra": "PETRA|بترا", "Europa Press": "europa press",
    "Adnkronos": "adnkronos", "epd": "epd", "KNA": "KNA", "SID": "SID", "Ukrinform": "ukrinform",
    "The Conversation": "the conversation", "InfoMigrants": "infomigrants",
}  # fmt: skip  # several to a line
# A name in lower case is met in any case; a short one in capitals only as printed ("PA", not "pa").
_AGENCIES = {alias: name for name, aliases in _AGENCY_NAMES.items() for alias in aliases.split("|")}

_STAFF = frozenset(
    """
    staff agencies agency wires correspondent correspondents reporter reporters newsroom desk team
    editor editors our web online writer writers news-desk redaktion agenturen rédaction agences
    redacción agencias وكالات الوكالات وكالة סוכנויות הידיעות מערכת المراسل مراسلنا
    """.split()
)
_AGENCY_WORDS = frozenset(
    "agency press wire wires newswire presse agentur agencia agence agenzia وكالة".split()
)
_OUTLET_WORDS = frozenset(
    """
    post times news herald tribune gazette journal chronicle observer guardian telegraph courier
    mail sun star standard echo mirror today tv radio online daily weekly zeitung tagblatt tageblatt
    anzeiger kurier nachrichten allgemeine rundschau blatt monde figaro diario periódico mundo país
    giornale corriere gazzetta jornal folha channel broadcasting network magazine review examiner
    inquirer bulletin argus advertiser register ledger dispatch sentinel mercury voice globe record
    independent express 24 bbc cnn rt npr dw nhk جريدة صحيفة قناة עיתון
    """.split()
)
_GENERAL_WORDS = frozenset(
    """
    world local breaking latest business sports sport top all more home live national international
    politics economy culture opinion analysis video updated update exclusive the a in on and of
    europe asia africa america africa's middle east from about other good bad fake your my our
    morning evening weather market markets tech science health
    """.split()
)
_ROLES = re.compile(
    r"\b(?:correspondent|reporter|editor|writer|columnist|producer|bureau|chief|journalist|"
    r"photographer|analyst|special to|in brief|contributor|freelance)\b",
    re.IGNORECASE,
)
_ROLE_LINE = re.compile(
    r"(?:[\w&-]{1,20} ){0,4}(?:correspondent|reporter|editor|writer|columnist|bureau chief)"
    r"(?: (?:in|at|for) .{2,40})?",
    re.IGNORECASE,
)
_PARTICLES = frozenset(
    "of the de la le du des da di del della van von der den bin ibn al el and y e for at to".split()
)
# Vowel marks of Arabic and Hebrew, and accents that stand apart, are no \w.
_NAME_WORD = re.compile(r"[^\W_][\w\u0300-\u036f\u0591-\u05c7\u064b-\u0670.'’&-]*\Z")

_BY = re.compile(
    r"(?:(?:written |words |story |text |reported |posted |compiled )?by|von|par|por|door|от)"
    r" ?:? (?=\S)|(?:بقلم|كتبت?|إعداد|מאת|כתב|作者|记者|文)\s?[:：/]?\s{0,2}(?=\S)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?:first |last |originally )?(?:published|posted|issued|created|released|updated?|modified|"
    r"edited|date|am|le|el|il)\b(?: (?:on|at|in|le|el))?\s?:?"
    r"|\b(?:veröffentlicht|aktualisiert|stand|"
    r"publié|mis à jour|publicado|actualizado|pubblicato|aggiornato)(?: (?:am|le|el|il))?\s?:?"
    r"|(?:نشر|نُشر|تاريخ النشر|آخر تحديث|حدث)\s?(?:في)?\s?:?|(?:פורסם|עודכן|עדכון אחרון)\s?:?"
    r"|发布时间\s?[:：]?|更新时间\s?[:：]?",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"updated?|modified|edited|aktualisiert|mis à jour|actualizado|aggiornato|آخر تحديث|حدث|עודכן|"
    r"עדכון|更新",
    re.IGNORECASE,
)
_WEEKDAY_REST = re.compile(
    r"\b\d{1,3} ?min(?:ute)?s?(?: read)?\b|\b(?:at|on|um|uhr)\b", re.IGNORECASE
)
_SPLIT_PARTS = re.compile(r" ?[|•·] ?| -{1,2} | ?; ?")
_SPLIT_NAMES = re.compile(
    r" ?[,/&] ?| (?:and|und|et|y|e|with|mit|avec|con) | [וو](?=[^\W\d_]{2,} [^\W\d_])",
    re.IGNORECASE,
)
_IN_PLACE = re.compile(r" (?:in|at|aus|à|en|from) (?=[^\W\d_]).*", re.DOTALL)
_FOR_OUTLET = re.compile(r" (?:for|für|pour|para) (.{2,50})\Z")


@dataclass(frozen=True, slots=True)
class Credit:
    """What one line says about who and when. `dates` pairs each date with whether it is of an
    update; `signs_off` marks a line that stands at an article's end."""

    byline: str | None = None
    authors: tuple[str, ...] = ()
    agency: str | None = None
    outlet: str | None = None
    dates: tuple[tuple[PrintedDate, bool], ...] = ()
    reason: str = ""
    signs_off: bool = False


@dataclass(frozen=True, slots=True)
class Dateline:
    """The opening of a first paragraph: where it was written, and whose report it is."""

    place: str | None
    agency: str | None
    date: str | None = None


def known_agency(name: str) -> str | None:
    """The usual short name of a news agency in the list, or None."""
    bare = name.strip(" .()[]/-*")
    return _AGENCIES.get(bare) or (_AGENCIES.get(bare.lower()) if len(bare) > 2 else None)


@lru_cache(maxsize=4096)
def name_kind(name: str) -> NameKind | None:
    """What a name in a credit most likely is; None for words that are no name.

    A single word that no list knows is taken for an agency: people sign with two.
    """
    if known_agency(name):
        return "agency"
    words = name.split()
    folded = [word.casefold().strip(".,'") for word in words]
    if words and all(word in _STAFF for word in folded):
        return "staff"
    named = all(_can_be_name(word) or word in _STAFF for word in words)
    if not 0 < len(words) <= CLEANING.max_name_words or not named:
        return None
    if any(word in _STAFF for word in folded):
        return "agency" if "agency" in folded else "staff"
    if any(word in _AGENCY_WORDS for word in folded):
        return "agency"
    if is_outlet_name(name):
        return "outlet"
    if len(words) == 1:
        return "agency" if len(name) > 1 else None
    is_person = len(words) <= CLEANING.max_person_words and words[0] not in _PARTICLES
    return "person" if is_person else None


def is_outlet_name(name: str) -> bool:
    """Whether a short line reads like the name of a newspaper or station ("Harbour Post")."""
    words = [word.casefold().strip(".,'") for word in name.split()]
    if not 1 < len(words) <= CLEANING.max_name_words or not all(map(_can_be_name, name.split())):
        return False
    if len(words) == 2 and words[0] == "the":
        return words[1] in _OUTLET_WORDS
    return any(w in _OUTLET_WORDS for w in words) and any(
        w not in _OUTLET_WORDS and w not in _GENERAL_WORDS for w in words
    )


def _can_be_name(word: str) -> bool:
    if not _NAME_WORD.match(word.strip("().,'\"")):
        return word in {"-", "&"}
    return word.casefold() in _PARTICLES or word[0] == "(" or not word[0].islower()


@lru_cache(maxsize=4096)
def read_credit(line: str, *, at_end: bool = False) -> Credit | None:
    """What a line (plain marks, single spaces) says as a byline, date line or credit line.

    None for a line that is something else. `at_end`: it stands below the text, where a lone
    name is a credit.
    """
    most = CLEANING.max_credit_characters
    if not 0 < len(line) <= most and not _REPORTING.match(line[:most]):
        return None
    return _sign_off(line, at_end) or _source_line(line) or _meta_line(line)


_REPORTING = re.compile(
    r"[(\[]? ?(?:additional |with |original )?(?:reporting|writing|editing|written|edited|compiled|"
    r"translated|contributions?|research|graphics|production) (?:contributed )?by "
    r"|.{3,90} contributed to this (?:report|story|article)\.?\)?\Z",
    re.IGNORECASE,
)
_REPORTERS = re.compile(
    r"(?:^|; ?)(?:reporting|written|compiled) by (.{3,120}?)"
    r"(?=;|\.|$| with | in [A-Z]| additional )",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"(?:(?P<outlet>.{2,40}?),? )?(?:with|and|mit|avec|con) (?P<what>(?:files?|inputs?|reporting|"
    r"additional reporting|material|information|copy|reports?) (?:from|by|of) )?"
    r"(?P<agency>.{2,60})",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"(?:source|sources|via|credit|quelle|fuente|fonte|المصدر|מקור|来源)\s?[:：]\s?(?P<name>.{2,60})"
    r"|(?:published|released|distributed) by (?P<publisher>.{2,60})",
    re.IGNORECASE,
)
_DASHED = re.compile(r"-{1,2} ?(?P<name>[^-].{0,50})")


def _sign_off(line: str, at_end: bool) -> Credit | None:
    """Credits that stand below a text: "(Reporting by …)", "(Harbour Post with Meridian)"."""
    closed = len(line) > 2 and line[0] in "([" and line.rstrip(".")[-1:] in (")", "]")
    inner = line.rstrip(".").strip("()[] ") if closed else line.rstrip(".")
    if _REPORTING.match(line):
        found = _REPORTERS.search(inner)
        people = tuple(n for n in _names(found[1]) if name_kind(n) == "person") if found else ()
        return Credit(authors=people, reason="says who reported and edited", signs_off=True)
    dashed = _DASHED.fullmatch(inner)
    if dashed:
        inner = dashed["name"]
    together = _WITH.fullmatch(inner)
    if together and (closed or dashed or at_end or together["what"] or not together["outlet"]):
        return _with(together)
    if closed or dashed or at_end:
        return _named(inner, closed or dashed is not None)
    return None


def _with(match: re.Match[str]) -> Credit | None:
    """The credit of "OUTLET with AGENCY"."""
    partners = _names(match["agency"])
    kinds = [name_kind(partner) for partner in partners]
    outlet = match["outlet"]
    if not partners or None in kinds or (outlet and name_kind(outlet) is None):
        return None
    agency = next((known_agency(p) for p in partners if known_agency(p)), None) or next(
        (p for p, kind in zip(partners, kinds, strict=True) if kind == "agency"), None
    )
    if agency is None and "staff" not in kinds and not match["what"]:
        return None
    if outlet and name_kind(outlet) == "staff":
        outlet = None
    return Credit(
        agency=agency, outlet=outlet, reason="credit line naming the sources", signs_off=True
    )


def _named(inner: str, marked: bool) -> Credit | None:
    """The credit of a lone name below the text, in brackets, or behind a dash."""
    names = _names(inner)
    kinds = [name_kind(name) for name in names]
    if not names or None in kinds or not (marked or known_agency(names[0])):
        return None
    return _from_names(names, reason="signs the text with its source", signs_off=True)


def _source_line(line: str) -> Credit | None:
    found = _SOURCE.fullmatch(line)
    if not found:
        return None
    if found["publisher"]:
        return Credit(outlet=found["publisher"], reason="names the publisher")
    names = _names(found["name"])
    if not names or None in map(name_kind, names):
        return None
    return _from_names(names, reason="names its source", signs_off=True)


def _from_names(names: tuple[str, ...], *, reason: str, signs_off: bool = False) -> Credit:
    credit = Credit(reason=reason, signs_off=signs_off)
    for name in names:
        kind = name_kind(name)
        if kind == "agency" and credit.agency is None:
            credit = replace(credit, agency=known_agency(name) or name)
        elif kind == "outlet" and credit.outlet is None:
            credit = replace(credit, outlet=name)
        elif kind == "person":
            credit = replace(credit, authors=(*credit.authors, name))
    return credit


def _names(text: str) -> tuple[str, ...]:
    return tuple(part for part in (p.strip(" .") for p in _SPLIT_NAMES.split(text)) if part)


def _meta_line(line: str) -> Credit | None:
    """A byline, a date line, or both in one: "By Meridian", "Meridian, 14 May 2026"."""
    dates = printed_dates(line)
    rest, dated = _without_dates(line, dates)
    by = _BY.match(rest)
    if by:
        return _byline(rest, by, dated)
    parts = [part.strip(" ,.()-/") for part in _SPLIT_PARTS.split(rest)]
    parts = [part for part in parts if part]
    if not dates:
        return _bare_agency(parts) or _named_role(line) if len(parts) == 1 else None
    kinds = [name_kind(part) for part in parts]
    if None in kinds or len(parts) > CLEANING.max_credit_parts:
        return None
    first = parts[0] if parts and kinds[0] in ("agency", "outlet", "staff") else None
    credit = _from_names(
        tuple(p for p, kind in zip(parts, kinds, strict=True) if kind != "person"),
        reason="names source and date" if parts else "date line",
    )
    return replace(credit, byline=first, dates=dated)


def _without_dates(
    line: str, dates: tuple[PrintedDate, ...]
) -> tuple[str, tuple[tuple[PrintedDate, bool], ...]]:
    """The line without its dates and their labels, and each date with "is an update"."""
    kept = []
    dated = []
    position = 0
    for date in dates:
        before = line[position : date.start]
        dated.append((date, bool(_UPDATED.search(before))))
        kept.append(_LABEL.sub(" | ", before))
        position = date.end
    kept.append(line[position:])
    if not dates:
        return line, ()
    rest = _WEEKDAY_REST.sub(" | ", " | ".join(kept))
    return " ".join(rest.split()), tuple(dated)


def _bare_agency(parts: list[str]) -> Credit | None:
    agency = known_agency(parts[0])
    if agency is None:
        staff = name_kind(parts[0]) == "staff"
        return Credit(byline=parts[0], reason="says who wrote it") if staff else None
    return Credit(byline=parts[0], agency=agency, reason="names a news agency")


def _named_role(line: str) -> Credit | None:
    """The credit of "Lena Orsk, ports correspondent"."""
    name, comma, role = line.partition(", ")
    if not comma or name_kind(name) != "person" or not _ROLE_LINE.fullmatch(role):
        return None
    return Credit(byline=line, authors=(name,), reason="names a person and their work")


def _byline(
    rest: str, by: re.Match[str], dated: tuple[tuple[PrintedDate, bool], ...]
) -> Credit | None:
    """The credit of "By A and B in PLACE, Correspondent | OUTLET"."""
    parts = [part.strip(" ,-") for part in _SPLIT_PARTS.split(rest[by.end() :])]
    parts = [part for part in parts if part]
    if not parts:
        return None
    who, outlet = parts[0], None
    sold = _FOR_OUTLET.search(who)
    if sold:
        who, outlet = who[: sold.start()], sold[1]
    names = [n for n in _names(_IN_PLACE.sub("", who)) if not _ROLES.search(n) and "@" not in n]
    kinds = [name_kind(name) for name in names]
    if None in kinds or not (names or _ROLES.search(who)):
        return None
    credit = _from_names(tuple(names), reason="says who wrote it")
    for part in parts[1:]:
        if outlet is None and name_kind(part) == "outlet":
            outlet = part
    return replace(
        credit, byline=rest[: by.end()] + parts[0], outlet=outlet or credit.outlet, dates=dated
    )


# --- datelines ---------------------------------------------------------------------------------

_DASHED_OPENING = re.compile(
    r"(?P<place>[^\W\d_][^()\[\]:\"]{1,70}?)"
    r"(?: ?[(/](?P<agency>[^()/]{2,40})[)/]\.?)?(?P<mark> ?\.?-{1,2} |: )(?=\S)"
)
_BRACKET_OPENING = re.compile(
    r"(?P<place>[^\W\d_][^()\[\]:\"]{1,70}?)\.? ?"
    r"[(/](?P<agency>[^()/]{2,40})[)/]\.?(?P<mark> )(?=\S)"
)
_AGENCY_OPENING = re.compile(r"[(\[](?P<agency>[^()\[\]]{2,40})[)\]] ?\.?-{1,2} ?(?=\S)")
_CJK_OPENING = re.compile(
    r"(?P<agency>[\u4e00-\u9fff]{2,4}社)(?P<place>[\u4e00-\u9fff]{2,8}?)(?:\d{1,2}月)?\d{1,2}日电"
    r"|[【(](?P<place2>[^】)\s]{1,10}?)\s?(?P<agency2>AFP|ロイター|共同|時事|聯合ニュース)[】)]"
)
_DAY_ONLY = re.compile(
    r"\b(?:\w{3,10}day,? |(?:mon|tue|wed|thu|fri|sat|sun),? )?"
    rf"(?:\d{{1,2}}\.?(?:st|nd|rd|th)? (?:de )?{MONTH}\b|{MONTH}\b\.? \d{{1,2}}(?:st|nd|rd|th)?)"
    r"\.?,? ?(?:\d{4})?\.?\Z",
    re.IGNORECASE,
)
_NO_PLACES = frozenset(
    """
    update updated breaking exclusive watch video live explainer analysis opinion correction
    nato opec isis isil nasa unhcr unicef unesco brics g7 g20 asean cctv covid note editor advice
    """.split()
)


def read_dateline(opening: str) -> Dateline | None:
    """The dateline at the start of a first paragraph (plain marks, single spaces), or None.

    "PORT MARROW, Westland (Meridian) - ", "PORT MARROW - ", "Port Marrow (Meridian) - ".
    Without an agency the place must be in capitals (or in a script that has none).
    """
    opening = opening[: CLEANING.dateline_characters]
    cjk = _CJK_OPENING.match(opening)
    if cjk:
        agency = cjk["agency"] or cjk["agency2"]
        return Dateline(cjk["place"] or cjk["place2"], known_agency(agency) or agency)
    lead = _AGENCY_OPENING.match(opening)
    if lead and name_kind(lead["agency"]) in ("agency", "outlet"):
        inner = read_dateline(opening[lead.end() :])
        return Dateline(inner.place if inner else None, _agency(lead["agency"]))
    dashed = _DASHED_OPENING.match(opening)
    if dashed:
        return _dateline(dashed)
    bare = _BRACKET_OPENING.match(opening)  # "Islamic State (IS) fighters" is built alike
    return _dateline(bare) if bare and known_agency(bare["agency"]) else None


def _dateline(found: re.Match[str]) -> Dateline | None:
    place, date = _split_date(found["place"].strip(" ,-"))
    agency = found["agency"]
    head, slash, tail = place.rpartition("/")
    if slash and known_agency(tail):
        place, agency = head, tail
    if agency is not None and name_kind(agency) is None:
        return None
    if not _is_place(place, credited=agency is not None or date is not None, mark=found["mark"]):
        return None
    return Dateline(place, _agency(agency) if agency else None, date)


def _agency(name: str) -> str:
    return known_agency(name) or name.strip()


def _split_date(place: str) -> tuple[str, str | None]:
    """The place without its date, and the date as ISO where it has a year."""
    for date in printed_dates(place):
        if date.start > 0 and date.end >= len(place.rstrip(". ")):
            return place[: date.start].rstrip(" ,"), date.iso
    day = _DAY_ONLY.search(place)
    return (place[: day.start()].rstrip(" ,"), None) if day and day.start() > 0 else (place, None)


def _is_place(place: str, *, credited: bool, mark: str) -> bool:
    words = place.split()
    if not 0 < len(words) <= CLEANING.max_place_words or words[0].casefold() in _NO_PLACES:
        return False
    letters = [c for c in place.split(",")[0] if c.isalpha()]
    if not letters:
        return False
    if not any(c.isupper() or c.islower() for c in letters):
        most = CLEANING.max_caseless_place if credited else CLEANING.max_caseless_place_alone
        return mark.strip() != ":" and len(words) <= most
    if credited:
        return all(not w[0].islower() or w in _PARTICLES for w in words)
    least = CLEANING.min_place_letters if "," in place else CLEANING.min_place_letters_alone
    return len(letters) >= least and all(not c.islower() for c in letters)


# --- picture credits ---------------------------------------------------------------------------

_CAPTION_START = re.compile(
    r"(?:file|archive|handout|undated|library) (?:photo|picture|image|photograph|pic)s?\b"
    r"|(?:photo|photos|picture|pictured|image|caption|foto|fotos|bild|illustration|file|photograph"
    r"|صورة|الصورة|تصوير|תמונה|צילום|图片|写真)\s?(?:credit|by|courtesy)?\s?[:|：]"
    r"|(?:photo|image|picture) (?:credit|by|courtesy)\b"
    r"|(?:in )?this (?:handout|undated|combination|frame|video|satellite|file|screen) ?"
    r"(?:photo|image|picture|grab|photograph|footage)\b"
    r"|(?:in )?this (?:photo|image|picture|photograph),? "
    r"(?:taken|released|provided|made|grab|from|shows)\b"
    r"|(?:a |an )?(?:screen ?grab|screenshot|video grab|handout (?:photo|image|picture))\b",
    re.IGNORECASE,
)
_CAPTION_TAIL = re.compile(
    r"[(\[][^()\[\]]{0,50}\b(?:photo|photos|picture|image|file|handout|foto|credit|courtesy|via|"
    r"getty|تصوير|צילום|צלם)\b[^()\[\]]{0,60}[)\]]\.?\Z"
    r"|(?<![a-z] )\b(?:photos?|pictures?|images?|photograph|foto|bild|credit|crédit|copyright|صورة|"
    r"تصوير|צילום)(?: credit| by| courtesy(?: of)?)?\s?(?::|©|/|(?<=by)|(?<=of))\s?\S.{1,60}\Z"
    r"|©\s?\S.{1,50}\Z|(?:[./,(:] ?|^)(?:getty images|handout|file photo|shutterstock|istock)\.?\Z"
    r"|\b(?:REUTERS|AP Photo|AFP|EPA|dpa|PA)/\S.{0,60}[^.\s]\Z"
    r"|\S/(?:AFP|AP|EPA|Reuters|REUTERS|dpa|Getty)\b[^.]{0,20}\Z"
    r"|\bcopyright\s\S.{0,60}[^.\s]\Z|\bvia (?:AP|AFP|Reuters|REUTERS|Getty)\b[^.]{0,20}\Z",
    re.IGNORECASE,
)
_CREDIT_HEAD = re.compile(r"(?:©\s?)?(?P<who>[^|]{2,60}?) \| (?=\S)")
_CREDIT_TAIL = re.compile(r"[.!?][\"')]? (?P<who>[^.!?]{2,60})\Z")
_BRACKET_TAIL = re.compile(r"[^.!?\"' ] ?\((?P<who>[^()]{2,50})\)\Z")
_FINISHED_BRACKET_TAIL = re.compile(r"[.!?][\"']? ?\((?P<who>[^()]{2,50})\)\Z")


def caption_reason(head: str, tail: str, words: int, agencies: frozenset[str]) -> str | None:
    """Why a paragraph is the text of a picture, or None. `agencies`: names known from this text."""
    if words > CLEANING.max_caption_words:
        return None
    if _CAPTION_START.match(head):
        return "opens like the text of a picture"
    if _CAPTION_TAIL.search(tail):
        return "ends with a photo credit"
    matches = (_CREDIT_HEAD.match(head), _CREDIT_TAIL.search(tail), _BRACKET_TAIL.search(tail))
    if any(match and _credits(match["who"], agencies) for match in matches):
        return "carries a photo credit"
    return None


def bracketed_source(tail: str, agencies: frozenset[str]) -> bool:
    """Whether a finished paragraph ends with a source in brackets: a caption's or a text's end."""
    match = _FINISHED_BRACKET_TAIL.search(tail)
    return bool(match and _credits(match["who"], agencies))


def _credits(who: str, agencies: frozenset[str]) -> bool:
    names = _names(who)
    if not names or any(name_kind(name) is None for name in names):
        return False
    return any(known_agency(name) or name.casefold() in agencies for name in names)


_SIGNED = re.compile(r"[.!?\"'] ?(?:- ?|-- ?|/ ?|\()(?P<who>[^\W\d_][^().!?\"]{1,40}?)\)?\Z")


def signature(tail: str) -> str | None:
    """The agency that signs at the end of a last paragraph ("… he said. (Meridian)"), or None."""
    match = _SIGNED.search(tail)
    names = _names(match["who"]) if match else ()
    if not names or any(name_kind(name) is None for name in names):
        return None
    return next((_agency(name) for name in names if name_kind(name) == "agency"), None)
