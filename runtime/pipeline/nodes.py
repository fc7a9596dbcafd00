"""A node: a function, the datasets it reads and the datasets it makes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from random import random
from typing import Any, Literal

from ..errors import NodeDefinitionError

Inputs = str | Sequence[str] | Mapping[str, str] | None
Outputs = str | Sequence[str] | Mapping[str, str] | None
Shape = Literal["nothing", "value", "sequence", "mapping"]


@dataclass(frozen=True, slots=True)
class Backoff:
    """Delays that grow: `first` seconds, `factor` times more each time, `most` at the most.

    `jitter` is the part of each delay that is left to chance, so that many nodes that failed
    together do not come back together.
    """

    first: float = 1.0
    factor: float = 2.0
    most: float = 300.0
    jitter: float = 0.0

    def after(self, attempt: int) -> float:
        """Seconds to wait after the given attempt."""
        whole = min(self.most, self.first * self.factor ** (attempt - 1))
        return whole * (1 - self.jitter * random())


Delay = float | Sequence[float] | Mapping[str, float] | Backoff | None


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A named function with the datasets that go in and come out.

    Two nodes are equal when name, datasets and the function's own name agree.
    """

    func: Callable[..., Any]
    name: str
    args: tuple[str, ...] = ()  # datasets for the positional parameters
    kwargs: tuple[tuple[str, str], ...] = ()  # (parameter, dataset)
    outputs: tuple[str, ...] = ()
    shape: Shape = "nothing"  # how the returned value is taken apart into outputs
    keys: tuple[str, ...] = ()  # of the returned mapping, in the order of `outputs`
    tags: frozenset[str] = frozenset()
    namespace: str | None = None
    retries: int = 0
    retry_delay: float | tuple[float, ...] | Backoff | None = None
    retry_on: tuple[str, ...] = ()
    timeout: float | None = None
    cache: bool = True
    version: str | None = None
    confirms: tuple[str, ...] = ()
    # Told once for all, because every run asks:
    inputs: tuple[str, ...] = field(init=False, repr=False)  # once each, in order
    is_async: bool = field(init=False, repr=False)
    identity: tuple[Any, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        parts = (self.name, self.args, self.kwargs, self.outputs, self.keys, _origin(self.func))
        object.__setattr__(self, "identity", parts)
        object.__setattr__(self, "is_async", inspect.iscoroutinefunction(self.func))
        read = (*self.args, *(dataset for _, dataset in self.kwargs))
        object.__setattr__(self, "inputs", tuple(dict.fromkeys(read)))

    @property
    def short_name(self) -> str:
        """The name without its namespace."""
        return self.name.removeprefix(f"{self.namespace}.") if self.namespace else self.name

    def namespace_within(self, namespace: str) -> bool:
        """Whether the node stands in `namespace` or in one below it."""
        return f"{self.namespace or ''}.".startswith(f"{namespace}.")

    def __eq__(self, other: object) -> bool:
        return self.identity == other.identity if isinstance(other, Node) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.identity)

    def __str__(self) -> str:
        return f"{self.name}([{';'.join(self.inputs)}]) -> [{';'.join(self.outputs)}]"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the node's function itself."""
        return self.func(*args, **kwargs)


def node(
    func: Callable[..., Any],
    inputs: Inputs,
    outputs: Outputs,
    *,
    name: str | None = None,
    tags: str | Iterable[str] = (),
    namespace: str | None = None,
    retries: int = 0,
    retry_delay: Delay = None,
    retry_on: str | Iterable[str] = (),
    timeout: float | None = None,
    cache: bool = True,
    version: str | None = None,
    confirms: str | Iterable[str] = (),
) -> Node:
    """Make a node of `func`.

    `inputs` names the datasets of the positional parameters, in order, or maps parameters to
    datasets; `outputs` names what is returned: one dataset, a sequence of them, or keys of the
    returned mapping with their datasets. `params:NAME` and `parameters` read parameters.
    """
    args, kwargs = _inputs(inputs)
    shape, keys, made = _outputs(outputs)
    short = name or _function_name(func)
    result = Node(
        func=func,
        name=f"{namespace}.{short}" if namespace else short,
        args=args,
        kwargs=kwargs,
        outputs=made,
        shape=shape,
        keys=keys,
        tags=frozenset(names(tags)),
        namespace=namespace,
        retries=retries,
        retry_delay=delays(retry_delay),
        retry_on=names(retry_on),
        timeout=timeout,
        cache=cache,
        version=version,
        confirms=names(confirms),
    )
    _check_datasets(result)
    _check_signature(result)
    return result


def names(given: str | Iterable[str] | None) -> tuple[str, ...]:
    """Read one name, several, or none, as a tuple."""
    if given is None:
        return ()
    return (given,) if isinstance(given, str) else tuple(given)


def delays(given: Delay) -> float | tuple[float, ...] | Backoff | None:
    """Read one delay, one for each attempt, or how they grow.

    >>> delays({"first": 1, "jitter": 0.5})
    Backoff(first=1, factor=2.0, most=300.0, jitter=0.5)
    """
    if given is None or isinstance(given, int | float | Backoff):
        return given
    return Backoff(**given) if isinstance(given, Mapping) else tuple(given)


def _inputs(given: Inputs) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    if isinstance(given, Mapping):
        return (), tuple(given.items())
    return names(given), ()


def _outputs(given: Outputs) -> tuple[Shape, tuple[str, ...], tuple[str, ...]]:
    if isinstance(given, Mapping):
        return "mapping", tuple(given), tuple(given.values())
    made = names(given)
    if isinstance(given, str):
        return "value", (), made
    return ("sequence" if made else "nothing"), (), made


def _function_name(func: Callable[..., Any]) -> str:
    """Name a function as its author did: through partials, and callables by their class."""
    while isinstance(func, partial):
        func = func.func
    return getattr(func, "__name__", type(func).__name__)


def _origin(func: Callable[..., Any]) -> tuple[str | None, str]:
    while isinstance(func, partial):
        func = func.func
    return (
        getattr(func, "__module__", None),
        getattr(func, "__qualname__", type(func).__qualname__),
    )


def _check_datasets(made: Node) -> None:
    if not made.inputs and not made.outputs:
        raise NodeDefinitionError(
            f"node {made.name!r} has neither inputs nor outputs",
            cure="name what it reads or makes; a function without data is no node",
        )
    strange = [name for name in (*made.inputs, *made.outputs) if not isinstance(name, str)]
    if strange or not all((*made.inputs, *made.outputs)):
        raise NodeDefinitionError(
            f"node {made.name!r} names a dataset that is no text: {strange or ''!r}",
            cure="inputs and outputs are names of datasets",
        )
    if len(set(made.outputs)) < len(made.outputs):
        raise NodeDefinitionError(
            f"node {made.name!r} makes one dataset twice: {', '.join(made.outputs)}",
            cure="give each output a name of its own",
        )
    both = sorted({plain(name) for name in made.inputs} & {plain(name) for name in made.outputs})
    if both:
        raise NodeDefinitionError(
            f"node {made.name!r} reads and makes {both[0]!r}",
            cure=f"give the output a name of its own, for example {both[0] + '_' + made.name!r}",
        )


def _check_signature(made: Node) -> None:
    try:
        signature = inspect.signature(made.func)
    except (TypeError, ValueError):  # some builtins do not tell theirs
        return
    try:
        signature.bind(*made.args, **dict(made.kwargs))
    except TypeError as error:
        raise NodeDefinitionError(
            f"the inputs of node {made.name!r} do not fit "
            f"{_function_name(made.func)}{signature}: {error}",
            cure="give one input for each parameter, in order, or map parameters to datasets",
        ) from None


def plain(dataset: str) -> str:
    """The dataset that a transcoded name (`name@pandas`) stands for.

    >>> plain("weather@pandas")
    'weather'
    """
    return dataset.partition("@")[0]


def is_parameter(dataset: str) -> bool:
    """Whether the name reads parameters: `params:NAME`, or `parameters` for all of them."""
    return dataset == "parameters" or dataset.startswith("params:")
