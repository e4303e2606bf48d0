"""On what a network runs and in which numbers: what there is, what was asked for, what is taken and why."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType

from efficientcracknet.core.errors import SettingsError, list_nearest_first

AUTO = "auto"
PRECISIONS = ("fp32", "bf16", "int8")

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "cuda": "a GPU is there",
        "cpu": "it runs everywhere, and nothing else here was measured to be faster in fp32",
        "openvino": "nothing before it here computes in {precision}",
    }
)
"""Why `auto` takes each, in the order in which they are tried. TensorRT is not among them: it builds an engine for each
size of picture, for minutes, and whoever wants that says so."""


@dataclass(frozen=True, slots=True)
class Provider:
    """Something that runs networks.

    Attributes
    ----------
    name
        As `provider` takes it.
    title
        For people.
    precisions
        In which numbers it computes on this machine; none if it is not here.
    missing
        Why it is not here; None if it is.
    """

    name: str
    title: str
    precisions: tuple[str, ...]
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What runs a network, and why.

    Attributes
    ----------
    provider
        Its name.
    precision
        Numbers it computes in: ``fp32``, ``bf16`` or ``int8``.
    reason
        Why this one, as part of a sentence.
    """

    provider: str
    precision: str
    reason: str

    def to_dict(self) -> dict[str, str]:
        """Return it ready for JSON.

        Returns
        -------
        dict[str, str]
            Keys are the attributes.
        """
        return asdict(self)


def list_choices(provider: str, precision: str, ask: Callable[[str], Provider]) -> Iterator[Choice]:
    """Yield what may run a network, the best first; `auto` takes the first that starts.

    Parameters
    ----------
    provider
        Name of one, or ``auto``.
    precision
        One of `PRECISIONS`, or ``auto``: fp32, so that the answer is the same everywhere.
    ask
        Gives what is known of a provider; asked of none that is not needed.

    Yields
    ------
    Choice
        At least one.

    Raises
    ------
    SettingsError
        If nothing that was asked for is here.
    """
    numbers = "fp32" if precision == AUTO else precision
    names = tuple(REASONS) if provider == AUTO else (provider,)
    asked: list[Provider] = []
    for name in names:
        asked.append(ask(name))
        if numbers in asked[-1].precisions:
            reason = "as asked for" if provider != AUTO else REASONS[name].format(precision=numbers)
            yield Choice(name, numbers, reason)
    if not any(numbers in one.precisions for one in asked):
        raise SettingsError(_explain(numbers, asked))


def require_known(provider: str, precision: str, names: tuple[str, ...]) -> None:
    """Refuse names that nothing could have.

    Parameters
    ----------
    provider
        As the user wrote it.
    precision
        As the user wrote it.
    names
        Of all providers.

    Raises
    ------
    SettingsError
        If one of the two is unknown.
    """
    for argument, given, known in (("provider", provider, names), ("precision", precision, PRECISIONS)):
        if given not in (AUTO, *known):
            nearest = list_nearest_first(given, (AUTO, *known))
            raise SettingsError(f"open_session: `{argument}` must be known, got {given!r}. Choose from: {nearest}.")


def _explain(precision: str, asked: list[Provider]) -> str:
    gone = [one for one in asked if one.missing is not None]
    if len(asked) == 1 and gone:
        return f"open_session: `provider` must be here, got {asked[0].name}: {asked[0].missing}. Or choose another one."
    there = "; ".join(f"{one.name} computes in {', '.join(one.precisions)}" for one in asked if one.missing is None)
    absent = "".join(f"; {one.name} is not here: {one.missing}" for one in gone)
    return (
        f"open_session: `precision` must be one that the provider can do, got {precision}. What there is: "
        f"{there or 'nothing'}{absent}."
    )
