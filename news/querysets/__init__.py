"""Querysets of the news; a module per model or group of models."""
