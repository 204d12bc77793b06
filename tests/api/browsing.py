"""A visit of pages that holds every complaint of the browser."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page

SHOTS = Path(__file__).parents[2] / "build" / "screenshots"


class Visit:
    """A browser context that holds every complaint of the console and every request that leaves the host."""

    def __init__(
        self, browser: Browser, address: str, *, width: int, locale: str, scripts: bool, dark: bool = False
    ) -> None:
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": 900},
            locale=locale,
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            base_url=address,
        )
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        host = urlsplit(address).netloc
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda r: None if urlsplit(r.url).netloc == host else self.complaints.append(r.url))

    def follow(self, link: Locator) -> None:
        """Clicks, and waits for the page that it leads to: a click alone returns before that page is there."""
        with self.page.expect_navigation():
            link.click()

    def shot(self, name: str) -> None:
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(SHOTS / f"{name}.png"), full_page=True)

    def close(self) -> None:
        self.context.close()
        assert self.complaints == []
