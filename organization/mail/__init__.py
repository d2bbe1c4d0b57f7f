"""Mails to staff: queue, delivery, texts, preferences."""
