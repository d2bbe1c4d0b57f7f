"""What an accessibility checker and a ruler find wrong with an open page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

AA = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# What another colour scheme can break on a page that is sound in one.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
# The editor's toolbar is another house's: its faults are not to be mended here.
EXCLUDED = {"exclude": [[".cke"]]}
# Reading a colour takes axe long, and a page has few: each is read once. A quarter of its time.
_READ_COLOURS_ONCE = """(() => {
    const {Color} = axe.commons.color;
    const parse = Color.prototype.parseString;
    const known = new Map();
    Color.prototype.parseString = function (text) {
        const values = known.get(text);
        if (values) {
            [this.r, this.g, this.b, this.alpha] = values;
        } else {
            parse.call(this, text);
            known.set(text, [this.r, this.g, this.b, this.alpha]);
        }
        return this;
    };
})()"""
AXE = f"{Axe().axe_script}\n;{_READ_COLOURS_ONCE};"
# What axe fetches before its rules begin. Style sheets are left out: no rule of AA reads them, and
# fetching and parsing them takes as long as all rules together.
PRELOAD = {"assets": ["media"]}
# Nothing else of the long answer is handed over.
_VIOLATIONS = """([context, options]) =>
    axe.run(context, options).then((results) => results.violations)"""


def faults(page: Page, rules: dict[str, Any] = AA) -> list[tuple[str, str]]:
    """Return (rule of WCAG 2.2 AA, element) for each violation, and whether the page scrolls
    sideways.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    # What passed is not described, which costs more than looking.
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": PRELOAD}
    violations = page.evaluate(_VIOLATIONS, [EXCLUDED, options])
    found = [
        (violation["id"], node["html"][:120])
        for violation in violations
        for node in violation["nodes"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append(("scrolls sideways", ""))
    return found


def faults_at(page: Page, *widths: int) -> list[tuple[Any, ...]]:
    """Return the faults of the open page at each width, which it has again afterwards.

    What people do is tried at one width; that a page is sound costs no second walk to it.
    """
    usual = page.viewport_size
    found: list[tuple[Any, ...]] = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        found += [(width, *fault) for fault in faults(page)]
    if usual:
        page.set_viewport_size(usual)
    return found
