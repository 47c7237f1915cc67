"""Templates parse, print nothing unescaped, and use htmx the way version 4 wants it."""

import re
from pathlib import Path

import pytest
from jinja2 import nodes

from app.config import CHECKOUT
from app.web.environment import TEMPLATES_FOLDER, build_environment
from app.web.reading.signs import ROLES

TEMPLATES = sorted(path.relative_to(TEMPLATES_FOLDER) for path in TEMPLATES_FOLDER.rglob("*.html"))
HX = re.compile(r"\s(hx-[\w:-]+)=")
OWN = {"hx-get", "hx-post", "hx-target", "hx-trigger", "hx-swap", "hx-select", "hx-push-url"}


def source(name: Path) -> str:
    return (TEMPLATES_FOLDER / name).read_text(encoding="utf-8")


def test_all_templates_are_found_and_end_in_html() -> None:
    files = [path for path in TEMPLATES_FOLDER.rglob("*") if path.is_file()]
    assert len(TEMPLATES) > 20
    assert len(files) == len(TEMPLATES)


@pytest.mark.parametrize("name", TEMPLATES, ids=str)
def test_a_template_parses_and_says_what_it_needs(name: Path) -> None:
    build_environment().get_template(name.as_posix())
    assert source(name).startswith("{# ")


STAND_ALONE = ("comparisons/file.html", "exports/paper.html")
"""What holds its style sheet itself."""


@pytest.mark.parametrize("name", TEMPLATES, ids=str)
def test_nothing_is_marked_safe(name: Path) -> None:
    tree = build_environment().parse(source(name))
    used = {node.name for node in tree.find_all(nodes.Filter)}
    assert not used & {"safe", "forceescape", "tojson", "xmlattr", "striptags", "urlize"}
    assert not list(tree.find_all((nodes.MarkSafe, nodes.MarkSafeIfAutoescape)))
    assert "autoescape" not in source(name)
    assert ("inline_css" in used) == (name.as_posix() in STAND_ALONE)


@pytest.mark.parametrize("name", TEMPLATES, ids=str)
def test_no_script_style_or_foreign_address_stands_in_a_template(name: Path) -> None:
    text = source(name)
    assert not re.search(r"\son\w+=|\sstyle=|javascript:|hx-on|\bjs:", text)
    assert "http://" not in text
    assert "https://" not in text
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("name", TEMPLATES, ids=str)
def test_htmx_attributes_are_known_and_inherited_only_by_name(name: Path) -> None:
    for attribute in HX.findall(source(name)):
        plain, _, rest = attribute.partition(":")
        if plain == "hx-status":
            assert re.fullmatch(r"\d{3}|[45]xx:inherited", rest), attribute
            assert rest.endswith(":inherited") == (name.as_posix() == "base.html")
        else:
            assert attribute in OWN, attribute


@pytest.mark.parametrize("name", TEMPLATES, ids=str)
def test_every_htmx_element_works_without_it(name: Path) -> None:
    """hx-get and hx-post stand only on forms of the same address and on their buttons."""
    for tag, attributes in re.findall(
        r"<(\w+)((?:[^<>]|\{\{.*?\}\})*?\shx-(?:get|post)=.*?)>", source(name)
    ):
        assert tag in ("form", "button")
        if tag == "form":
            action = re.search(r'\saction="(.*?)"', attributes)
            sent = re.search(r'\shx-(?:get|post)="(.*?)"', attributes)
            assert action
            assert sent
            assert action[1] == sent[1]


def test_fragments_are_included_by_their_pages() -> None:
    fragments = {n.as_posix() for n in TEMPLATES if n.name.startswith("_")} - {"errors/_alert.html"}
    included = {
        found
        for name in TEMPLATES
        for found in re.findall(r'{% include "([^"]+)" %}', source(name))
    }
    assert fragments == included


def test_markup_is_made_in_one_module_only() -> None:
    guilty = [
        path.name
        for path in sorted((CHECKOUT / "app").rglob("*.py"))
        if re.search(r"\bMarkup\b|markupsafe", path.read_text(encoding="utf-8"))
    ]
    assert guilty == ["filters.py"]


def test_only_render_knows_htmx_headers() -> None:
    guilty = [
        path.name
        for path in sorted((CHECKOUT / "app").rglob("*.py"))
        if re.search(r"[\"']hx-", path.read_text(encoding="utf-8"), re.IGNORECASE)
    ]
    assert guilty == ["render.py"]


def test_a_kind_of_line_has_one_word_everywhere() -> None:
    """The words stand in one table; no page has others of its own."""
    assert set(ROLES) == set(ROLES.values()) - {"text"} | {"body"}
    sources = [source(name) for name in TEMPLATES]
    sources += [path.read_text("utf-8") for path in (CHECKOUT / "app" / "web").rglob("*.py")]
    assert not [s for s in sources if re.search(r"subheading|page furniture|crosshead", s)]
