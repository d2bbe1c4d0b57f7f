"""Sound of broadcasts: checked, evened in loudness, joined to one MP3; functions on files."""
