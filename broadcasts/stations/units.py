"""Clusters of loudspeakers that reach a unit, when it ends."""

from __future__ import annotations

from datetime import datetime

from broadcasts.models import SpeakerCluster
from organization.models import Unit


def clusters_of(unit: Unit) -> int:
    return SpeakerCluster.objects.filter(units=unit).count()


def move_clusters(unit: Unit, successor: Unit, now: datetime) -> int:
    """Let the successor hear what the unit heard; return how many clusters."""
    clusters = list(SpeakerCluster.objects.filter(units=unit))
    for cluster in clusters:
        cluster.units.add(successor)
        cluster.units.remove(unit)
    return len(clusters)
