"""A real Neo4j Browser in headless Chromium, driven as a person drives it: paste, run, look at the answer."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.neo4j_servers import Server

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run"
PATIENCE = 120_000  # milliseconds; a busy machine takes its time
# The one frame is another than the one marked before, and its answer is there.
_ANSWERED = """() => {
  const frame = document.querySelector('[data-testid="frame"]');
  if (!frame || frame.dataset.seen) return false;
  const said = frame.innerText;
  const waiting = [...frame.querySelectorAll('[data-testid="multi-statement-list-icon"]')];
  if (waiting.length) return waiting.every(icon => /success|error/.test(icon.title));
  return /completed after|Completed after|Displaying \\d+ nodes|Successfully set|ERROR|Max frames|maxFrames/.test(said);
}"""
_SEEN = "() => document.querySelectorAll('[data-testid=\"frame\"]').forEach(frame => { frame.dataset.seen = '1'; })"
_TABLE = """() => {
  const frame = document.querySelector('[data-testid="frame"]');
  const cells = (row, kind) => [...row.querySelectorAll(kind)].map(cell => cell.textContent);
  return {
    said: frame.innerText,
    columns: [...frame.querySelectorAll('th[role="columnheader"]')].map(cell => cell.textContent),
    rows: [...frame.querySelectorAll('tbody tr')].map(row => cells(row, 'td[role="cell"]')),
  };
}"""


class Browser:
    """One session. ``maxFrames: 1`` leaves one frame on the page: that of the last command."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def paste(self, text: str) -> dict[str, Any]:
        """Pastes into the editor, runs, waits for the answer: its text, columns, and rows of cells as shown."""
        self.page.evaluate(_SEEN)
        self.page.locator(".monaco-editor").first.click()
        self.page.keyboard.press("Control+A")
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.page.keyboard.press("Control+V")
        self.page.get_by_test_id("editor-Run").click()
        self.page.wait_for_function(_ANSWERED)
        shown: dict[str, Any] = self.page.evaluate(_TABLE)
        return shown

    def set(self, lines: Sequence[str]) -> None:
        """Pastes the lines that set parameters, all at once as they stand, and sees that each was taken."""
        said = self.paste("\n".join(lines))["said"]
        taken = self.page.locator('[data-testid="frame"] li[title="Status: success"]').count()
        assert taken == len(lines) or "Successfully set your parameters" in said, said


def as_shown(value: Any) -> str:
    """A value as Browser's table prints it, but for white space and the marks before quotes, which it sets or not."""
    if isinstance(value, str):
        text = f'"{value}"'
    elif isinstance(value, list):
        text = f"[{','.join(as_shown(part) for part in value)}]"
    elif isinstance(value, Mapping):
        text = json.dumps(value, ensure_ascii=False)
    else:
        text = "null" if value is None else json.dumps(value)
    return bare(text)


def bare(text: str) -> str:
    """``text`` without white space and backslashes."""
    return "".join(text.split()).replace("\\", "")


@contextlib.contextmanager
def browsing(server: Server, folder: Path) -> Iterator[Browser]:
    """A session that is connected to ``server`` and shows the first screen."""
    assert CHROMIUM.exists(), (
        "headless Chromium is needed; install it (Debian: apt-get install chromium fonts-noto-cjk)"
    )
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            folder, executable_path=CHROMIUM, headless=True, args=ARGUMENTS.split(),
            viewport={"width": 1400, "height": 1000}, permissions=["clipboard-read", "clipboard-write"],
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(server.state.browser)
        page.locator("svg g.node").first.wait_for()
        yield Browser(page)
        context.close()
