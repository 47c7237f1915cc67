"""What the API is sent. A field that is not known is refused, so that no typing error is lost."""

from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from app.core.comparison import FindingKind
from app.core.text import Completeness
from app.services.articles.keys import MAX_KEY_CHARACTERS
from app.services.reviewing.corrected import Editorial
from app.services.sharing.share import SHARE_DAYS, LinkKind
from app.sources.upload import MAX_FILE_BYTES

HALF: Final = "Half a character stands here, which is no text: send UTF-8, or whole \\u escapes."


def _whole(text: str) -> str:
    """The text, unless a half character stands in it. Raises ValueError."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError(HALF) from None
    return text


Text = Annotated[str, AfterValidator(_whole)]
Words = Annotated[Text, Field(max_length=2_000)]
Seen = Annotated[
    int | None,
    Field(ge=0, description="`version` as you saw it; in its place the header If-Match does."),
]


def _shown(**example: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [example]})


class NewEvent(BaseModel):
    """An event to be made."""

    title: Text
    note: Text = ""
    model_config = _shown(title="Harbour closed", note="")


class RenamedEvent(BaseModel):
    """What an event is to be called; what is left out stays."""

    title: Text | None = None
    note: Text | None = None
    seen_version: Seen = None
    model_config = _shown(title="Harbour closed for a week", seen_version=1)


class NewArticle(BaseModel):
    """An article: its `text`, its `html`, or a file's bytes in base64 as `content` with its
    `name`. The rest is what you know of it; nothing of it is needed."""

    text: Text | None = None
    html: Text | None = None
    content: Text | None = Field(default=None, max_length=MAX_FILE_BYTES * 3 // 2)
    name: Text | None = Field(default=None, max_length=255)
    key: Text | None = Field(
        default=None,
        max_length=MAX_KEY_CHARACTERS,
        description="The article it is a revision of, or is to be called.",
    )
    outlet: Words | None = None
    headline: Words | None = None
    byline: Words | None = None
    agency: Words | None = None
    dateline: Words | None = None
    published: Words | None = None
    updated: Words | None = None
    language: Words | None = None
    complete: Completeness = "unknown"
    model_config = _shown(
        text="Port Marrow harbour closed\n\nThe harbour was closed on Thursday after workers "
        "walked out, the port said.",
        outlet="Harbour Post",
        published="2026-05-14",
    )


class Correction(BaseModel):
    """What a finding is in your eyes. `words` are the first and the last words meant, by the key
    of the article; without them the machine's words stand. `lacking` are the keys of the outlets
    that lack it or, of what is buried, have it further down."""

    kind: FindingKind
    editorial: Editorial = ""
    outlets: list[Text]
    words: dict[Text, tuple[Text, Text]] = {}
    lacking: list[Text] = []
    model_config = ConfigDict(extra="forbid")


class NewDecision(BaseModel):
    """A ruling on a finding; `correction` goes with `corrected` alone."""

    ruling: Literal["accepted", "rejected", "corrected", "second look"]
    note: Text = ""
    reason: Text = ""
    correction: Correction | None = None
    seen_version: Seen = None
    model_config = _shown(ruling="accepted", note="Checked.", seen_version=0)


class Undoing(BaseModel):
    """Takes your last decision on a finding back."""

    seen_version: Seen = None
    model_config = _shown(seen_version=1)


class NewSnapshot(BaseModel):
    """A share link to be made."""

    kind: LinkKind = "frozen"
    contents: Literal["excerpts", "full"] = "excerpts"
    days: int = SHARE_DAYS
    label: Text = ""
    password: Text = ""
    preview: bool = False
    with_notes: bool = False
    embed_hosts: list[Text] = Field(default=[], max_length=50)
    model_config = _shown(contents="excerpts", days=30, label="For the desk")
