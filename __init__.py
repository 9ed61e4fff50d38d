"""Paperwire reads arXiv for you: triage, a panel of reviewers, a digest, and a memory of what it read."""
