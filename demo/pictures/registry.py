"""The scenes by name: ``@scene`` makes a drawing function known, with hyphens for its
underscores.
"""

from collections.abc import Callable

from demo.drawing import Canvas

Scene = Callable[[Canvas], None]
SCENES: dict[str, Scene] = {}


def scene(function: Scene) -> Scene:
    SCENES[function.__name__.replace("_", "-")] = function
    return function
