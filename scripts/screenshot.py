"""Make the README's picture from a running demo: ``make run``, then ``.venv/bin/python scripts/screenshot.py``."""

import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "why.png"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def main(url: str) -> None:
    """The Why page of a metric of the demo's first partner, as its Global admin sees it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(f"{url}/demo/")
        page.get_by_role("button", name="Gilda Ashgrove").click()
        page.goto(
            f"{url}/partners/1000001/membership/solutions-partner/business_applications/net_customer_adds/?tab=missed"
        )
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if sys.argv[1:] else "http://127.0.0.1:8000")
