"""Surveys in the hands of staff: composed in private, sent out, watched in their group."""
