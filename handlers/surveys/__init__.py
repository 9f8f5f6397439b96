"""Surveys (问卷): answering, and what staff do with them."""
