"""Errors of sound files and of synthesis; each message is a Vietnamese sentence for the user."""


class InvalidAudio(ValueError):
    """A file that cannot be broadcast: no sound, a video, broken, too long or too large."""


class InvalidText(ValueError):
    """A text that cannot be spoken: too long, or without a word."""


class NoVoice(Exception):
    """No voice is installed, or the one of the settings cannot be used."""
