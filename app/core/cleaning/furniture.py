"""What web pages put around an article: which lines are no part of it, and what they are."""

import re
from typing import Literal

from app.core.tuning import CLEANING

Section = Literal["comments", "teasers", "more"]

_RAW: tuple[tuple[str, str], ...] = (
    ("share buttons", r"""
        share (?:this|on|via|with|by|article|story|page|link)\b.{0,40}
        |(?:share|teilen|partager|compartir|condividi|شارك(?: المقال| الخبر)?|שתפו?|分享)\W{0,4}
        |(?:tweet|pin|e-?mail|send|print|save|copy) (?:this|it|link|article|story|page|to)\b
        .{0,40}|(?:star|bookmark)?\s?add to (?:favou?rites|bookmarks|reading list)
        |.{0,12}\bshare this (?:article|story|page)\b.{0,30}
    """),
    ("comment form", r"""
        (?:add|leave|post|write|submit|make) (?:a |an |your )?(?:new )?(?:comment|reply
        |response)s?\b.{0,30}|join the (?:conversation|discussion|debate)\b.{0,40}
        |your e-?mail address will not be published\b.{0,60}
        |required fields are marked\b.{0,10}
        |(?:your )?(?:name|e-?mail(?: address)?|website|comment)\s?\*?\s?:?
        |(?:please )?(?:log|sign) in (?:or \w{1,12} )?to (?:leave|post|add|comment|join)\b
        .{0,40}|comments? (?:are|is) (?:closed|moderated|disabled|off)\b.{0,40}
        |be the first to (?:comment|reply)\b.{0,10}|report (?:this )?comment|reply
    """),
    ("comments", r"""
        (?:view |show |read |see |load |hide )?(?:all |more )?(?:\d{1,6} )?comments?
        \s?(?:\(?\d{0,6}\)?)?\s?:?|no comments(?: yet)?\.?|kommentare?|commentaires?
        |comentarios|commenti|(?:ال)?تعليقات|תגובות|评论|コメント
    """),
    ("votes and counters", r"""
        \d[\d.,]{0,8}k? (?:users?|people|readers?|visitors?
        |persons?) (?:have |has )?(?:voted|liked|shared|rated|read|recommend\w{0,3})\b.{0,30}
        |\d[\d.,]{0,8}\s?[km]? ?(?:votes?|views?|reads?|likes?|shares?|followers?
        |reactions?)\.?|(?:rate|vote for|like) this(?: article| story)?\W{0,3}
        |(?:average|rating|votes?|views?|hits)\s?:\s?[\d.,/ ()]{0,20}
        |was this (?:article|page|story) (?:helpful|useful)\b.{0,30}
    """),
    ("check against robots", r"""
        .{0,120}\b(?:human visitor|automated spam|captcha|not a robot|simple math problem)\b
        .{0,120}|(?:please )?verify (?:that )?you are\b.{0,40}
        |\d{1,3} ?[+x*×-] ?\d{1,3} ?= ?\??|enter the characters\b.{0,60}
    """),
    ("newsletter sign-up", r"""
        (?:get|sign up|subscribe|receive|join|register|enter|don't miss|stay|start|want
        |the best of)\b.{0,120}\b(?:newsletters?|inbox|e-?mail(?:ed)?|alerts?|updates
        |briefing|headlines|up to date|informed)\b.{0,80}
        |(?:\S{1,15} ){0,3}newsletters?(?:\W{0,3}|(?:receive|get|sign|subscribe|essential)\b
        .{0,100})|(?:sign up|subscribe)(?: now| here| today| for free)?\W{0,3}
        |subscribe to (?:our|the|us)\b.{0,60}|(?:ال)?نشرة (?:ال)?(?:إخبارية|بريدية).{0,40}
        |اشترك\b.{0,60}|הירשמו\b.{0,60}
    """),
    ("where the page stands in the site", r"""
        you are here\b.{0,80}|home(?:page)?(?: ?[>/|»›·] ?.{0,100})?
    """),
    ("help for browsers", r"""
        no ?script|please wait\W{0,4}|loading\W{0,4}
        |.{0,40}\b(?:enable|requires?|turn on) java ?script\b.{0,80}
        |your browser (?:does not|doesn't|is)\b.{0,80}
        |skip to (?:main |the )?(?:content|navigation|article)|toggle (?:navigation|menu)
        |back to top|(?:play|pause|watch)(?: the)? video|video player\b.{0,30}
    """),
    ("menu or button", r"""
        menu|search|close(?: button| menu)?|print(?: this)?(?: article| page)?
        |find us(?: on\b.{0,30})?|live|watch live|follow (?:us|me)\b.{0,60}|contact(?: us)?
        |about(?: us)?|(?:log|sign) ?in|(?:log|sign) ?out|register|subscribe
        |(?:next|previous) (?:article|story|post|page)
        |listen(?: to (?:this|the) (?:article|story))?\W{0,3}|(?:text|font) size\W{0,3}
        |(?:[aA][+-]? ){1,3}[aA][+-]?
        |(?:published|posted)(?: on)?\s?:? ?(?:last )?updated(?: on)?\s?:?
        |(?:published|posted|updated|last updated)(?: on)?\s?:?|(?:like|follow) us on\b.{0,40}
        |قائمة|بحث|طباعة|תפריט|חיפוש|הדפסה
    """),
    ("reading time", r"""
        (?:reading time\s?:?\s?)?\d{1,3} ?-?min(?:ute)?s?\.?(?: read(?:ing)?(?: time)?)?
        |reading time\b.{0,20}
    """),
    ("advertisement", r"""
        advertisements?|ads?|advert(?:ising|orial)?|sponsored(?: content| by\b.{0,40})?
        |promoted|anzeige|werbung|publicité|publicidad|pubblicità
        |story continues below(?: advertisement)?\b.{0,20}|(?:ال)?إعلان|פרסומת|广告
        |article continues (?:below|after)\b.{0,40}
    """),
    ("keywords", r"""
        (?:search )?key ?words?\s?:.{0,200}|(?:search )?key ?words?|tags?\s?:.{0,200}
        |(?:topics?|filed under|posted in|categor(?:y|ies)|in this article|more topics)
        \s?:.{0,200}|(?:topics?|tags?|filed under)|(?:\#\w{1,40}[ ,]{0,3}){1,12}
        |الكلمات المفتاحية.{0,100}
    """),
    ("link", r"""
        (?:short (?:link|url)|permalink|url|link|source url)\s?:?\s?(?:https?://\S{0,200})?
        |(?:https?://|www\.)\S{1,220}|\S{1,60}@\S{1,60}\.\w{2,12}|@\w{1,40}
    """),
    ("notice of rights", r"""
        (?:©|\(c\)|copyright\b).{0,160}|.{0,120}\ball rights reserved\b.{0,100}
        |.{0,80}جميع الحقوق محفوظة.{0,80}|.{0,80}כל הזכויות שמורות.{0,80}
        |(?:this|the) (?:material|article|content|story|text|copy)\b.{0,60}\b(?:may
        |must) not be (?:published|reproduced|copied|republished)\b.{0,120}|版权所有.{0,60}
    """),
    ("cookie or privacy notice", r"""
        (?:we|this (?:site|website)) uses? cookies\b.{0,200}
        |(?:accept|reject|manage)(?: all)? cookies|cookie (?:policy|settings|preferences)
        |privacy(?: policy| notice)?|terms(?: (?:of|and|&) (?:use|service|conditions))?
    """),
    ("appeal for support", r"""
        (?:support (?:our|us|independent|quality|free|local)|donate to|help us
        |please (?:support|donate|consider))\b.{0,120}\b(?:journalism|donat\w{0,6}|newsroom
        |reporting|contribution)\b.{0,80}|donate(?: now)?
    """),
    ("invitation to readers", r"""
        click here (?:to|for)\b.{0,100}|like this (?:story|article)\?.{0,60}
        |(?:got|have) a (?:story|tip)\b.{0,120}
        |join (?:our|the) (?:commenting|conversations?|community|forum)\b
        .{0,120}|subscribe to .{2,40}\b(?:premium|plus|pro)\b.{0,60}
        |start your\b.{0,40}\bsubscription\b.{0,80}
    """),
    ("about the author", r"""
        .{2,60} (?:is|was) an? (?:.{0,40} )?(?:writer|reporter|editor|correspondent
        |columnist|journalist)\b.{0,160}\bfollow (?:him|her|them)\b.{0,80}
    """),
    ("app advertisement", r"""
        (?:download|get|try|install) (?:the|our)\b.{0,40}\bapp\b.{0,60}
        |(?:follow|join) (?:the |our )?.{0,40}\b(?:whatsapp|telegram)(?: channel)?\b.{0,30}
    """),
)  # fmt: skip  # a pattern a block


def _compiled(raw: str) -> re.Pattern[str]:
    """The pattern of a table's cell: line ends are for the eye, spaces are meant."""
    pattern = "\n".join(line.strip().replace(" ", r"\ ") for line in raw.strip().splitlines())
    return re.compile(rf"(?:{pattern})\Z", re.IGNORECASE | re.VERBOSE)


_PATTERNS = tuple((reason, _compiled(raw)) for reason, raw in _RAW)
_RAW_SECTIONS: tuple[tuple[Section, str], ...] = (
    ("comments", r"""
        (?:add|leave|post) (?:a |your )?(?:new )?(?:comment|reply)s?|\d{1,6} comments?
        |comments? ?\(\d{1,6}\)|(?:reader )?comments?:?|kommentare?|commentaires?|comentarios
        |join the (?:conversation|discussion)|(?:ال)?تعليقات|תגובות
    """),
    ("teasers", r"""
        you (?:might|may) (?:also )?(?:like|be interested in|enjoy)|also read|read also
        |read next
        |more (?:on this|on|from|about|in|stories|news|like this|to read)(?: .{1,40})?
        |related(?: (?:articles?|stor(?:y|ies)|news|topics?|content|posts?|links?|coverage
        |reading))?|recommended(?: .{1,30})?
        |most (?:read|popular|viewed|shared|watched)(?: .{1,30})?|trending(?: .{1,20})?
        |latest(?: .{1,20})? (?:news|stories|headlines|videos?)|top (?:stories|news|headlines)
        |editors?'?s?'? picks?|see also|up next|what to read next|in case you missed it
        |popular (?:now|stories)|from (?:our partners|around the web)|around the web
        |other (?:news|stories)|read more|lesen sie auch|mehr zum thema|lire aussi
        |à lire aussi|lea también|leggi anche|اقرأ أيضا.?|مواضيع ذات صلة|קראו (?:גם|עוד)
        |עוד בנושא|相关阅读|関連記事
    """),
    ("more", r"""
        \W{0,3}(?:read more|continue reading|keep reading|read on|read (?:the )?(?:full
        |whole|rest).{0,60}|show more)
        |subscribe (?:now )?to (?:read|continue|unlock|keep).{0,80}
        |to (?:continue|keep) reading.{0,80}
        |(?:this|the rest of this) (?:article|story|content) is (?:for|only|reserved
        |available|exclusive).{0,100}
        |(?:already a|are you a|become a) (?:subscriber|member).{0,80}
        |(?:log|sign) in to (?:read|continue|view).{0,60}|unlock (?:this|the).{0,60}
        |\[\+?\d{1,7} chars\]|weiterlesen.{0,40}|lire la suite.{0,40}|leer más|seguir leyendo
        |المزيد|اقرأ المزيد|קראו עוד|המשך קריאה.{0,20}|阅读全文|続きを読む
    """),
)  # fmt: skip  # a pattern a block
_SECTIONS = tuple((section, _compiled(raw)) for section, raw in _RAW_SECTIONS)
_LABELLED_TEASER = re.compile(
    r"(?:read more|read also|also read|see also|related(?: \w{1,10})?|watch|listen|more|"
    r"must read|don't miss|recommended|lesen sie auch|lire aussi|lea también|اقرأ أيضا.?|קראו גם)"
    r" ?[:|>»-] ?\S.{0,200}\Z",
    re.IGNORECASE,
)
_BUTTONS = frozenset(
    """
    share tweet pin save print email e-mail mail copy link bookmark comment comments like follow
    facebook twitter x whatsapp telegram linkedin reddit messenger instagram youtube rss flipboard
    pinterest threads bluesky mastodon viber vk tumblr tiktok signal sms line wechat google news
    read close button menu search home live video audio listen play pause login register subscribe
    next previous more less open world politics business sport sports opinion culture weather
    """.split()
)
_ICON = re.compile(
    r"(?:[a-z]{2,14}_[a-z]{2,14}(?:_[a-z]{2,14})?"
    r"|^(?:star|share|person|event|label|today|place|schedule|visibility|print|chat|close|menu))"
    r"(?=[A-Z0-9])"
)
_TRAIL = re.compile(r" ?(?:[>»›]|::) ?| / ")
_MENU = re.compile(r" ?[|•·] ?|[ \u00a0]{2,}|\t")
_MENU_STOP = re.compile(r"\d|[.?!,;:]|\A(?:by|von|par|por|بقلم|מאת)\b", re.IGNORECASE)
_GLUE = re.compile(r"(?<=[a-z\d])(?=[A-Z])")

_LETTER = re.compile(r"[^\W_]")


def furniture_reason(line: str) -> str | None:
    """What page furniture `line` (with plain marks and single spaces) is; None for other text.

    Bounded time: only short lines are looked at.
    """
    if len(line) > CLEANING.max_furniture_characters:
        return None
    if not _LETTER.search(line):
        return "marks without words"
    for reason, pattern in _PATTERNS:
        if pattern.match(line):
            return reason
    if _LABELLED_TEASER.match(line):
        return "pointer to another article"
    if section_of(line):
        return "heading of what follows the article"
    return _by_build(line)


def _by_build(line: str) -> str | None:
    """What the build of the line shows, where no known phrase does."""
    if _ICON.search(line):
        return "icon names of a page"
    words = line.split()
    if 1 < len(words) <= CLEANING.max_button_words and all(map(_is_button, words)):
        return "menu or buttons"
    if is_menu(line):
        return "menu"
    parts = _TRAIL.split(line)
    if len(parts) > 2 and len(words) <= CLEANING.max_trail_words and line[-1] not in ".?!":
        return "where the page stands in the site"
    pieces = _GLUE.split(line)
    if len(pieces) > 1 and all(furniture_reason(piece.strip()) for piece in pieces):
        return furniture_reason(pieces[0].strip())
    return None


def is_menu(printed: str) -> bool:
    """Whether a line as printed is a row of three or more short names: "News | Sport | Weather"."""
    most = CLEANING.max_furniture_characters
    if len(printed) > most or "\n" in printed or _MENU_STOP.search(printed):
        return False
    names = [name.split() for name in _MENU.split(printed) if name.strip()]
    return len(names) > 2 and all(len(name) <= CLEANING.max_menu_words for name in names)


def _is_button(word: str) -> bool:
    """Whether it names a button, or several that a paste has glued ("ShareTweet")."""
    bare = word.strip(".,:;|·•()/+&-")
    return bare.casefold() in _BUTTONS or all(
        part.casefold() in _BUTTONS for part in _GLUE.split(bare) if part
    )


def section_of(line: str) -> Section | None:
    """Which section the line is the heading of; "more" says that the text goes on elsewhere."""
    bare = line.strip(" :>»|.…*-")[: CLEANING.max_furniture_characters]
    for section, pattern in reversed(_SECTIONS):
        if pattern.match(bare):
            return section
    return None


_GLUED_PHRASE = (
    r"(?:share this (?:article|story)|add new comment|leave a (?:comment|reply)|advertisement"
    r"|find us(?: on)?|follow us(?: on)?|read more|you (?:might|may) also like"
    r"|sign up (?:for|to)|subscribe to (?:our|the)|related (?:articles|stories)|daily newsletter)"
)
_GLUED_TAIL = re.compile(rf"""(?<=[.!?"'\)”’…])(?={_GLUED_PHRASE})""", re.IGNORECASE)
_GLUED_HEAD = re.compile(
    r"(?:share this (?:article|story)|advertisement|skip to (?:main )?content)"
    r"(?=[A-Z\"“«])(?!comment|close|on\b)",
    re.IGNORECASE,
)


def glued_at(text: str) -> int | None:
    """Where a paragraph and page furniture meet without a space, or None.

    Only the paragraph's ends are searched.
    """
    head = _GLUED_HEAD.match(text[: CLEANING.glued_characters])
    if head and len(text) - head.end() > len(head[0]) and text[head.end()].isupper():
        return None if furniture_reason(text[head.end() :]) else head.end()
    start = max(0, len(text) - CLEANING.glued_characters)
    tail = _GLUED_TAIL.search(text, start)
    return tail.start() if tail and tail.start() > 0 else None
