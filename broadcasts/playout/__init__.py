"""The play-out page of a station: what it is to play, and what it reports."""
