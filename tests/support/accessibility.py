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
# The contrast of a text follows from its own style and the backgrounds of what it stands in: what
# has been found right once is known, on this page at another width and on every other page. Not
# known is what may stand on something else: whatever is taken out of the flow.
_MEASURE_CONTRASTS_ONCE = """(() => {
    const rule = axe._audit.rules.find((one) => one.id === "color-contrast");
    const check = axe._audit.checks["color-contrast"];
    const {matches} = rule;
    const {evaluate} = check;
    let grounds = new Map();
    const ground = (element) => {
        if (!element) return "";
        if (!grounds.has(element)) grounds.set(element, readGround(element));
        return grounds.get(element);
    };
    const readGround = (element) => {
        const below = ground(element.parentElement);
        const style = getComputedStyle(element);
        const inFlow = ["static", "relative"].includes(style.position) && style.float === "none"
            && style.zIndex === "auto" && style.transform === "none" && !element.assignedSlot;
        if (below === null || !inFlow) return null;
        const own = [style.backgroundColor, style.backgroundImage, style.opacity,
            style.mixBlendMode, style.filter].join(";");
        return own === "rgba(0, 0, 0, 0);none;1;normal;none" ? below : `${below}>${own}`;
    };
    const look = (element) => {
        const under = ground(element);
        const style = getComputedStyle(element);
        return under === null ? null : [style.color, style.fontSize, style.fontWeight,
            style.textShadow, style.webkitTextStroke, under].join("|");
    };
    let known = new Set();
    rule.matches = function (element, ...others) {
        return !known.has(look(element)) && matches.call(this, element, ...others);
    };
    check.evaluate = function (element, ...others) {
        let ratio = 0;
        const tell = this.data;
        this.data = function (data) {
            ratio = data?.contrastRatio;
            return tell.call(this, data);
        };
        const isRight = evaluate.call(this, element, ...others);
        const seen = isRight === true && ratio ? look(element) : null;
        if (seen) known.add(seen);
        return isRight;
    };
    window.violationsBeyond = async (right, context, options) => {
        grounds = new Map();
        known = new Set(right);
        const {violations} = await axe.run(context, options);
        return [violations, [...known].slice(right.length)];
    };
})()"""
AXE = f"{Axe().axe_script}\n;{_READ_COLOURS_ONCE};{_MEASURE_CONTRASTS_ONCE};"
# What axe fetches before its rules begin. Style sheets are left out: no rule of AA reads them, and
# fetching and parsing them takes as long as all rules together.
PRELOAD = {"assets": ["media"]}
# Nothing else of the long answer is handed over.
_LOOK = """async ([known, context, options]) => window.violationsBeyond && [
    ...await violationsBeyond(known, context, options),
    document.documentElement.scrollWidth > window.innerWidth,
]"""
_right_contrasts: list[str] = []  # looks of texts, as above


def faults(page: Page, rules: dict[str, Any] = AA) -> list[tuple[str, str]]:
    """Return (rule of WCAG 2.2 AA, element) for each violation, and whether the page scrolls
    sideways.
    """
    # What passed is not described, which costs more than looking.
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": PRELOAD}
    asked = [_right_contrasts, EXCLUDED, options]
    answer = page.evaluate(_LOOK, asked)
    if not answer:
        page.evaluate(AXE)
        answer = page.evaluate(_LOOK, asked)
    violations, contrasts, scrolls = answer
    _right_contrasts.extend(contrasts)
    found = [
        (violation["id"], node["html"][:120])
        for violation in violations
        for node in violation["nodes"]
    ]
    if scrolls:
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
