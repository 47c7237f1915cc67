"""The template environment, built by hand so that nothing is left unescaped."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.core.text import COMPLETENESS
from app.web import filters
from app.web.assets import STATIC_FOLDER, load_assets
from app.web.reading import signs
from app.web.reading.signs import ROLES

TEMPLATES_FOLDER = Path(__file__).resolve().parents[2] / "templates"


@cache
def build_environment() -> Environment:
    """The environment, which escapes everything and stops at any name it does not know; one for
    the process, since reading all templates takes half a second."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    assets = load_assets()
    environment.globals.update(
        asset=assets.url,
        integrity=assets.integrity,
        roles=ROLES,
        completeness=COMPLETENESS,
        signs=signs,
    )
    for filter_ in (
        filters.when,
        filters.printed,
        filters.many,
        filters.joined,
        filters.clip,
        filters.size,
        filters.inline_css,
        filters.langtag,
        filters.isolated,
        filters.direction,
    ):
        environment.filters[filter_.__name__] = filter_
    return environment


def style_sheet() -> str:
    """All style sheets of the project in one; layers rank the rules, whatever the files' order."""
    return "".join(
        path.read_text(encoding="utf-8") for path in sorted((STATIC_FOLDER / "css").glob("*.css"))
    )
