"""What can go wrong through a user's hand; each error says what is wrong and what to do.

Nb2pipeError                 exit status 1: something was found
├── NodeDefinitionError      a node that cannot be: no data, or data its function does not take
├── PipelineError            nodes that do not fit together
│   ├── CyclicPipelineError
│   ├── DatasetMadeTwiceError
│   └── DuplicateNodeError
├── MissingDatasetError      a run that needs a dataset which nothing gives
├── NodeOutputError          a node that returns something else than its outputs
├── ChangedInputError        a node that changed what it was given, found by `strict`
├── DatasetError             a dataset that cannot be loaded or saved
├── ConfigError              a file of the project that does not say what it should
├── StoreError               the project's store or record that cannot be used
└── UsageError               exit status 2: the call itself was wrong
    └── UnknownNameError     a name that is not there, with the nearest that are
"""

from __future__ import annotations

from collections.abc import Iterable


class Nb2pipeError(Exception):
    """Something a user can cause and cure.

    `str(error)` is one sentence that says what is wrong and where; `cure` says what to do.
    """

    exit_status = 1

    def __init__(self, message: str, *, cure: str) -> None:
        self.message = message
        self.cure = cure
        super().__init__(message)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.args, self.__dict__)


class NodeDefinitionError(Nb2pipeError):
    """A node whose name, inputs or outputs cannot be."""


class PipelineError(Nb2pipeError):
    """Nodes that do not make a pipeline together."""


class CyclicPipelineError(PipelineError):
    """Nodes wait for each other, so no order can run them."""

    def __init__(self, cycle: tuple[str, ...]) -> None:
        self.cycle = cycle
        super().__init__(
            f"nodes form a cycle: {' -> '.join(cycle)}",
            cure=f"give what {cycle[-1]!r} makes a name of its own",
        )


class DatasetMadeTwiceError(PipelineError):
    """Two nodes make one dataset."""

    def __init__(self, dataset: str, makers: tuple[str, str]) -> None:
        self.dataset = dataset
        self.makers = makers
        super().__init__(
            f"dataset {dataset!r} is made twice, by {makers[0]!r} and by {makers[1]!r}",
            cure=f"rename the output of one of them, for example {f'{dataset}_{makers[0]}'!r}",
        )


class DuplicateNodeError(PipelineError):
    """Two different nodes have one name."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"two nodes are called {name!r}",
            cure="give one of them another name, `node(..., name=...)`",
        )


class MissingDatasetError(Nb2pipeError):
    """The pipeline needs datasets that neither a node nor the catalog gives."""

    def __init__(self, names: Iterable[str], *, cure: str) -> None:
        self.names = tuple(names)
        listed = ", ".join(repr(name) for name in self.names)
        super().__init__(
            f"no node makes and the catalog does not hold what the pipeline reads: {listed}",
            cure=cure,
        )


class NodeOutputError(Nb2pipeError):
    """A node returned something that does not fit the outputs it promises."""


class ChangedInputError(Nb2pipeError):
    """A node changed its inputs, which others may read, too."""

    def __init__(self, node: str, names: Iterable[str]) -> None:
        self.names = tuple(names)
        super().__init__(
            f"node {node!r} changes what it is given: {', '.join(self.names)}",
            cure="let it change a copy, for example `df = df.copy()`, and return that",
        )


class DatasetError(Nb2pipeError):
    """A dataset could not be loaded or saved."""


class ConfigError(Nb2pipeError):
    """A file of the project does not say what it should."""


class StoreError(Nb2pipeError):
    """The project's store or record of runs cannot be used."""


class UsageError(Nb2pipeError):
    """The call names something that is not there or does not fit."""

    exit_status = 2


class UnknownNameError(UsageError):
    """Names that are not there, with the nearest ones that are."""

    def __init__(self, kind: str, names: Iterable[str], known: Iterable[str]) -> None:
        self.kind = kind
        self.names = tuple(names)
        listed = ", ".join(repr(name) for name in self.names)
        super().__init__(f"there is no {kind} {listed}", cure=suggestion(self.names, sorted(known)))


def suggestion(names: Iterable[str], known: list[str]) -> str:
    """Say which of `known` may have been meant.

    >>> suggestion(["companis"], ["companies", "shuttles"])
    'did you mean companies?'
    """
    from difflib import get_close_matches

    near = dict.fromkeys(hit for name in names for hit in get_close_matches(name, known, n=2))
    if near:
        return f"did you mean {' or '.join(near)}?"
    shown = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    return f"choose from: {shown}" if known else "there are none yet"


def _rebuild(
    kind: type[Nb2pipeError], args: tuple[object, ...], state: dict[str, object]
) -> object:
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(state)
    return error
