"""Pictures of the demonstration, by name: WebP files of 1600 × 900 in ``content/pictures``."""

from pathlib import Path

FOLDER = Path(__file__).parent / "content" / "pictures"


def read_picture(name: str) -> bytes:
    """Return the file of the picture. Raises FileNotFoundError for an unknown name."""
    return (FOLDER / f"{name}.webp").read_bytes()
