"""Distribution of an item's views over days: most on the first, then ever fewer, as on real
portals.
"""

from datetime import date, timedelta

KEPT_DAYS = 3 * 365  # as the portal keeps them, so that each month has its views


def views_by_day(total: int, *, first: date, last: date, since: date) -> dict[date, int]:
    """Distribute ``total`` from the ``first`` day to the ``last``, inclusive; return the days from
    ``since``.

    Rounded down, so that the days never add up to more than the total.
    """
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    weights = [1 / (age + 1.5) for age in range(len(days))]
    whole = sum(weights)
    shares = {day: int(total * weight / whole) for day, weight in zip(days, weights, strict=True)}
    return {day: count for day, count in shares.items() if day >= since and count}
