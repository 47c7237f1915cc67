"""Three ways to use a page: with the mouse, without scripts, by keyboard alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import Locator, Page, expect

MOST_STOPS = 400  # Tab stops of the longest page, with room to spare

STOP = """element => {
  const at = document.activeElement
  if (!element.isConnected) return {gone: true}
  if (!at || at === document.body) return {here: false, name: "nothing", seen: true}
  const style = getComputedStyle(at)
  const box = at.getBoundingClientRect()
  const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2
  const hit = [[x, y], [box.left + 3, box.top + 3], [box.right - 3, box.bottom - 3]]
    .map(([x, y]) => document.elementFromPoint(x, y))
    .some(found => found && (at.contains(found) || found.contains(at)))
  return {
    here: at === element,
    name: `${at.tagName.toLowerCase()} ${at.id || at.textContent.trim().slice(0, 40)}`,
    seen: hit && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  }
}"""


@contextmanager
def another_page(page: Page) -> Iterator[None]:
    """What is done within leads to another page; at the end that one is loaded.

    A look that comes sooner meets the page that is being left, or the new one in the middle of its
    text and without its style sheets, when nothing is hidden yet and nothing in its place.
    """
    with page.expect_event("load"):
        yield


class Hand(Protocol):
    """How a person does things on a page."""

    page: Page

    def __init__(self, page: Page) -> None: ...

    def press(self, control: Locator) -> None:
        """Presses what changes this page. What comes of it, the test has to wait for."""

    def follow(self, control: Locator) -> None:
        """Presses the link or button that leads to another page, and waits for that one."""

    def write(self, box: Locator, text: str) -> None:
        """Replaces what the field holds."""

    def choose(self, box: Locator, label: str) -> None:
        """Picks an option of a drop-down list."""

    def tick(self, box: Locator, *, on: bool) -> None:
        """Ticks or clears a checkbox."""

    def attach(self, box: Locator, files: list[Path]) -> None:
        """Chooses files."""


class Mouse:
    """Points, clicks and types. Works with scripts switched off as well."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, control: Locator) -> None:
        """Clicks."""
        control.click()

    def follow(self, control: Locator) -> None:
        """Clicks."""
        with another_page(self.page):
            self.press(control)

    def write(self, box: Locator, text: str) -> None:
        """Fills the field."""
        box.fill(text)

    def choose(self, box: Locator, label: str) -> None:
        """Selects by the option's words."""
        box.select_option(label=label)

    def tick(self, box: Locator, *, on: bool) -> None:
        """Clicks where the state is another one."""
        box.set_checked(on)

    def attach(self, box: Locator, files: list[Path]) -> None:
        """Hands the files over."""
        box.set_input_files(files)


class Keyboard:
    """Tab, Enter, Space, arrows and typing; at every stop the focus must be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, control: Locator) -> None:
        """Goes there and presses Enter."""
        self._go(control)
        self.page.keyboard.press("Enter")

    def follow(self, control: Locator) -> None:
        """Goes there and presses Enter."""
        self._go(control)
        with another_page(self.page):
            self.page.keyboard.press("Enter")

    def write(self, box: Locator, text: str) -> None:
        """Marks what is there and pastes over it."""
        self._go(box)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)
        expect(box).to_have_value(text)

    def choose(self, box: Locator, label: str) -> None:
        """Types the option's beginning, as a closed list takes it."""
        self._go(box)
        self.page.keyboard.type(label)
        assert box.evaluate("e => e.selectedOptions[0].label.trim()") == label

    def tick(self, box: Locator, *, on: bool) -> None:
        """Goes there and presses Space where the state is another one."""
        self._go(box)
        if box.is_checked() != on:
            self.page.keyboard.press("Space")
        expect(box).to_be_checked(checked=on)

    def attach(self, box: Locator, files: list[Path]) -> None:
        """Opens the file chooser with Space; its window belongs to the system."""
        self._go(box)
        with self.page.expect_file_chooser() as chooser:
            # A busy page takes keys before it hears that the chooser is ours, and opens its own.
            # What it has answered, it has heard.
            box.evaluate("box => box.type")
            self.page.keyboard.press("Space")
        chooser.value.set_files(files)

    def _go(self, control: Locator) -> None:
        """Tabs until the control has the focus."""
        element = control.element_handle()
        for _ in range(MOST_STOPS):
            stop: dict[str, Any] = element.evaluate(STOP)
            if stop.get("gone"):  # a part of the page was drawn anew
                element = control.element_handle()
                continue
            assert stop["seen"], f"the focus cannot be seen at {stop['name']}"
            if stop["here"]:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {control}")
