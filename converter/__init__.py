"""nb2pipe."""
