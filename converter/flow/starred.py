"""Names that `from … import *` brought: of which library each is, by how it is called.

What Python's own modules bring is what they list themselves. `pylab` is pyplot, numpy and
numpy's random numbers in one (https://matplotlib.org/stable/api/pylab.html).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

PYPLOT = frozenset(
    "annotate arrow autoscale axes axhline axhspan axis axline axvline axvspan bar bar_label barbs barh "
    "box boxplot broken_barh cla clabel clf clim close colorbar contour contourf delaxes draw errorbar "
    "eventplot figimage figlegend figtext figure fill fill_between fill_betweenx findobj gca gcf gci "
    "get_cmap getp grid hexbin hist hist2d hlines imread imsave imshow ioff ion legend locator_params "
    "loglog margins matshow minorticks_off minorticks_on pause pcolor pcolormesh pie plot polar quiver "
    "quiverkey rc rc_context rcdefaults rgrids savefig sca scatter sci semilogx semilogy set_cmap setp "
    "show specgram spy stackplot stairs stem step streamplot subplot subplot2grid subplot_mosaic "
    "subplots subplots_adjust suptitle table text thetagrids tick_params ticklabel_format tight_layout "
    "title tricontour tricontourf tripcolor triplot twinx twiny violinplot vlines xkcd xlabel xlim "
    "xscale xticks ylabel ylim yscale yticks".split()
)

NUMPY_RANDOM = frozenset(
    "beta binomial chisquare choice default_rng dirichlet exponential gamma geometric get_state gumbel "
    "hypergeometric laplace logistic lognormal multinomial multivariate_normal negative_binomial normal "
    "pareto permutation poisson power rand randint randn random random_integers random_sample ranf "
    "rayleigh sample seed set_state shuffle standard_cauchy standard_exponential standard_gamma "
    "standard_normal standard_t triangular uniform vonmises wald weibull zipf".split()
)

OF_NUMPY = frozenset({"sum", "any", "all"})
"""Names of Python's own that numpy's take the place of."""

LISTED: dict[str, Collection[str]] = {
    "matplotlib.pyplot": PYPLOT,
    "numpy.random": NUMPY_RANDOM,
}
"""What modules bring, where that is known."""

STANDARD = frozenset(
    "cmath collections copy datetime decimal fractions functools heapq itertools json math operator os "
    "random re statistics string time typing".split()
)
"""Python's own modules that may be asked what they bring: importing them does nothing else."""

PARTS = {"pylab": ("matplotlib.pyplot", "numpy.random", "numpy")}


def path_of(name: str, modules: Sequence[str]) -> str | None:
    """The dotted name of what was brought by one of these modules, the last of them first.

    >>> path_of("rand", ["pylab"]), path_of("linspace", ["pylab"])
    ('numpy.random.rand', 'numpy.linspace')
    >>> path_of("sqrt", ["numpy", "math"]), path_of("mean", ["numpy", "math"])
    ('math.sqrt', 'numpy.mean')
    >>> path_of("sum", ["math"])
    """
    parts = [part for module in reversed(modules) for part in PARTS.get(module, (module,))]
    listed = {part: names for part in parts if (names := names_brought(part)) is not None}
    bringing = next((part for part, names in listed.items() if name in names), None)
    if bringing is not None:
        return f"{bringing}.{name}"
    rest = dict.fromkeys(part for part in parts if part not in listed)
    return f"{next(iter(rest))}.{name}" if len(rest) == 1 else None


@cache
def names_brought(module: str) -> Collection[str] | None:
    """What a star import of a module brings, where that is known."""
    if module not in STANDARD:
        return LISTED.get(module)
    found = import_module(module)
    public = [name for name in dir(found) if not name.startswith("_")]
    return frozenset(getattr(found, "__all__", public))


@dataclass(slots=True)
class Stars:
    """The `from … import *` of a notebook so far, and what tells which names they may have brought."""

    assigned: frozenset[str] = frozenset()
    """Names that the notebook gives to something itself."""
    asked: frozenset[str] = frozenset()
    """Names that it reads."""
    modules: list[str] = field(default_factory=list)

    def path_of(self, name: str) -> str | None:
        """The dotted name of what a name means, if one of the modules brought it."""
        free = self.modules and name not in self.assigned
        return path_of(name, self.modules) if free else None


def part_of(module: str, name: str) -> str:
    """The dotted name of a module's part, wherever it is from.

    >>> part_of("pylab", "plot"), part_of("scipy", "stats")
    ('matplotlib.pyplot.plot', 'scipy.stats')
    """
    return (path_of(name, [module]) if module in PARTS else None) or f"{module}.{name}"
