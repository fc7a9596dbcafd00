"""How values travel between the processes of a run.

In another Python, which may be without nb2pipe, `bootstrap` puts the runtime's module before this.
"""

from nb2pipe.runtime.values.reductions import reduced

__all__ = ["reduced"]
