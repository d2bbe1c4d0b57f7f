"""Symbol fonts: names, and the signs that forms, lists and ticks use, by code."""

from __future__ import annotations

# Lower-cased names, with those that other programs have for the same letters.
FONTS = {
    "symbol": "Symbol",
    "wingdings": "Wingdings",
    "wingdings 2": "Wingdings 2",
    "wingdings 3": "Wingdings 3",
    "webdings": "Webdings",
}
# Signs that most fonts have, where the exact one of Unicode is in few.
COMMON_SIGNS: dict[str, dict[int, str]] = {
    "Wingdings": {
        **dict.fromkeys((0x6F, 0x70, 0x71, 0x72, 0xA8), "☐"),
        **dict.fromkeys((0x78, 0xFD), "☒"),
        **{0xFE: "☑", 0xFB: "✗", 0xFC: "✓", 0x6C: "●", 0x6E: "■", 0xA7: "▪", 0xD8: "➢"},
        **{0x76: "❖", 0xE0: "→", 0xE8: "➔", 0xDF: "←", 0xE1: "↑", 0xE2: "↓", 0x9F: "•"},
        **{0xA1: "○", 0x28: "☎", 0x2A: "✉", 0xF0: "⇨", 0xAB: "★"},
    },
    "Wingdings 2": {
        **dict.fromkeys((0x2A, 0x30, 0xA3), "☐"),
        **dict.fromkeys((0x53, 0x54), "☒"),
        **{0x52: "☑", 0x50: "✓", 0x4F: "✗", 0x51: "☒", 0x97: "●"},
    },
    "Wingdings 3": {0x7D: "▶", 0x22: "→"},
    "Webdings": {0x61: "✓", 0x72: "✗", 0x63: "☐", 0x67: "■"},
    "Symbol": {
        **dict(enumerate("ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", 0x41)),
        **dict(enumerate("αβχδεφγηιϕκλμνοπθρστυϖωξψζ", 0x61)),
        **{0xB7: "•", 0xB0: "°", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xA3: "≤", 0xB3: "≥"},
        **{0xB9: "≠", 0xBB: "≈", 0xA5: "∞", 0xAC: "←", 0xAE: "→", 0xD6: "√", 0xCE: "∈"},
    },
}
