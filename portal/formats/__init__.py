"""Formats beside those of Django."""
