"""Which engine a run has, and whether it can be asked at all."""

from collections.abc import Mapping

from ..domain import Usage
from ..domain.errors import SettingsError
from ..settings import AgentChoice, EngineName, Settings
from .prices import cost_usd
from .server import is_local, server_name


def chosen_engine(settings: Settings, env: Mapping[str, str]) -> EngineName:
    """The default engine: `auto` takes a model where the settings or the environment name a key or a server."""
    if settings.engine.kind != "auto":
        return settings.engine.kind
    return "openai" if _base_url(settings, env) or _api_key(settings, env) else "extractive"


def settled(settings: Settings, env: Mapping[str, str]) -> tuple[Settings, str]:
    """The settings with the base URL that holds, and the key; both may be empty.

    Raises:
        SettingsError: a model is wanted and there is no server for it, or money is to be counted without a price.
    """
    key = _api_key(settings, env)
    engine = settings.engine.model_copy(update={"base_url": _base_url(settings, env)})
    settings = settings.model_copy(update={"engine": engine})
    if chosen_engine(settings, env) == "openai" or any(own.engine == "openai" for own in settings.agents.values()):
        _check_server(settings, key)
        _check_prices(settings)
    return settings, key


def _base_url(settings: Settings, env: Mapping[str, str]) -> str:
    return settings.engine.base_url.strip() or env.get("OPENAI_BASE_URL", "").strip()


def _api_key(settings: Settings, env: Mapping[str, str]) -> str:
    return env.get(settings.engine.api_key_env, "").strip()


def _check_server(settings: Settings, key: str) -> None:
    choice = settings.engine
    if choice.base_url:
        server_name(choice.base_url)
    elif not key:
        raise SettingsError(
            f"The engine openai needs a key in {choice.api_key_env} or a server in engine.base_url; there is neither.",
            'Set one of them, or engine.kind = "extractive", which needs no model.',
        )
    if not key.isascii():
        raise SettingsError(f"The key in {choice.api_key_env} is not plain ASCII.", "Copy it again.")


def _check_prices(settings: Settings) -> None:
    """A budget in money cannot be kept for a model without a price; a local server costs none."""
    choice = settings.engine
    if not settings.budget.in_money or is_local(choice.base_url):
        return
    models = {own.model or choice.model for own in (AgentChoice(), *settings.agents.values())}
    unknown = sorted(model for model in models if cost_usd(model, choice.base_url, Usage(prompt_tokens=1)) is None)
    if unknown:
        raise SettingsError(
            f"A budget in money is set (budget.usd or budget.month_usd), and the price of {', '.join(unknown)} is not "
            "known.",
            "Set budget.tokens or budget.month_tokens instead.",
        )
