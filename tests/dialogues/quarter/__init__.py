"""Ninety days of one community, beside a plain model."""
