"""What tokens cost."""

from ..domain import Usage
from .server import OPENAI_URL, is_local


def cost_usd(model: str, base_url: str, usage: Usage) -> float | None:
    """US dollars by the price list that genai-prices carries; an empty `base_url` is OpenAI.

    None where the price is not known: on a local server, for a model or a provider that is not on the list.
    Nothing is fetched; the list is as old as the installed package.
    """
    url = base_url or OPENAI_URL
    if is_local(url):
        return None
    from genai_prices import Usage as Tokens
    from genai_prices import calc_price

    tokens = Tokens(
        input_tokens=usage.prompt_tokens,
        cache_read_tokens=usage.cached_tokens,
        output_tokens=usage.completion_tokens,
    )
    try:
        price = calc_price(tokens, model, provider_api_url=url)
    except LookupError:
        return None
    return float(price.total_price)
