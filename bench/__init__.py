"""Benchmarks: test data, measurements, load. Installed only for the ``bench`` commands."""
