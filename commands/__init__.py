"""What each command does: one file a command, imported only when it runs; each returns its exit code."""

WHOLE, UNUSABLE, NOTHING_SELECTED, INCOMPLETE = 0, 2, 3, 4
