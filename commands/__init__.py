"""What each command does: one file a command, imported only when it runs; each returns its exit code."""

WHOLE, UNUSABLE, NOTHING_SELECTED, INCOMPLETE = 0, 2, 3, 4

# A day that is incomplete for one kind of trouble alone says which, so that a script can tell a refused key from a
# slow server; the words are those of the ledger's reasons.
TROUBLE_CODES = {
    "access": 10,
    "quota": 11,
    "budget": 12,
    "timeout": 13,
    "unreachable": 14,
    "garbage": 15,
    "empty": 16,
    "truncated": 17,
    "refusal": 18,
    "silence": 19,
    "collapse": 20,
    "stopped": 21,
}
