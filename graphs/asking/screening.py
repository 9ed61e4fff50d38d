"""Questions without orders to the model: a question can hold text that its asker pasted and never read."""

from ...domain.errors import SettingsError
from ...screening import MARK, screen


def without_orders(asked: str) -> tuple[str, list[str]]:
    """The question as it is put to the archive, and a notice for each passage that was left out of it.

    Raises:
        SettingsError: nothing else is in it.
    """
    screened = screen(asked, "question")
    if not screened.suspicions:
        return asked, []
    left = " ".join(screened.text.replace(MARK, " ").split())
    if not any(c.isalnum() for c in left):
        raise SettingsError(
            "The question only gives orders to the model that answers it.", "Ask about what the archive holds."
        )
    return left, [f"Left out of the question, since it {one.rule}: “{one.passage}”" for one in screened.suspicions]
