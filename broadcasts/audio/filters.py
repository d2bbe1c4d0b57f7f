"""Chains of libavfilter over mono frames at one rate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

import av
from av.audio.frame import AudioFrame
from av.filter import Graph

from broadcasts.audio.facts import RATE


class FilterChain:
    """A chain of filters, each written as ``name=arguments``."""

    def __init__(
        self, *filters: str, rate: int = RATE, sample_format: str = "flt", layout: str = "mono"
    ) -> None:
        graph = Graph()
        graph.threads = 1
        self._source = graph.add_abuffer(sample_rate=rate, format=sample_format, layout=layout)
        self._sink = graph.add("abuffersink")
        nodes = [graph.add(*one.split("=", 1)) for one in filters]
        graph.link_nodes(self._source, *nodes, self._sink).configure()
        self._graph = graph  # kept alive

    def push(self, frame: AudioFrame | None) -> Iterator[AudioFrame]:
        """Put a frame in, None at the end; yield what comes out.

        Raises EOFError (of PyAV) when a filter wants no more.
        """
        self._source.push(frame)
        while True:
            try:
                made = self._sink.pull()
            except (av.BlockingIOError, av.EOFError):
                return
            yield cast(AudioFrame, made)

    def run(self, frames: Iterable[AudioFrame]) -> Iterator[AudioFrame]:
        """Yield the filtered frames to the end of the frames or, after a cut, of the filters."""
        try:
            for frame in frames:
                yield from self.push(frame)
            yield from self.push(None)
        except av.EOFError:
            return
