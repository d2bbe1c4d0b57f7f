"""Figures: a value is the sum of what is behind it; the registry knows each code once."""

from __future__ import annotations

from core.reporting.figures import FigureRow, Figures, figure_sources, known_figures, pks_of

ROWS = [
    FigureRow("news.late", "3", "article:1"),
    FigureRow("news.late", "3", "article:2"),
    FigureRow("news.late", "5", "article:7"),
    FigureRow("broadcasts.minutes", "", "bulletin:4", 12),
]


def test_values_are_sums_of_what_is_behind_them() -> None:
    figures = Figures(ROWS)
    assert figures.value("news.late") == 3
    assert figures.value("news.late", "3") == 2
    assert figures.value("news.late", "4") == 0
    assert figures.value("broadcasts.minutes") == 12
    assert figures.keys("news.late", "3") == ["article:1", "article:2"]
    assert figures.keys("news.late") == ["article:1", "article:2", "article:7"]
    assert figures.groups("news.late") == ["3", "5"]
    assert figures.value("no.such") == 0
    assert figures.keys("no.such", "3") == []


def test_figures_survive_as_json() -> None:
    figures = Figures(ROWS)
    again = Figures.from_json(figures.as_json())
    assert again.as_json() == figures.as_json()
    assert again.value("news.late") == 3


def test_codes_are_unique_and_named_by_their_app() -> None:
    codes = [figure.code for source in figure_sources for figure in source.figures]
    assert len(codes) == len(set(codes)) == len(known_figures())
    assert {code.partition(".")[0] for code in codes} == {
        "news",
        "documents",
        "tasks",
        "meetings",
        "broadcasts",
        "feedback",
        "agency",
    }


def test_keys_of_a_kind() -> None:
    assert pks_of(["article:1", "task:2", "article:3"], "article") == [1, 3]
