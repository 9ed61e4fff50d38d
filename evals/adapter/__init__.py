"""Fits how long questions are read (`memory/query_adapter.py`): from what reviewers write of a paper to the paper."""
