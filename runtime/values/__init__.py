"""A value as bytes and as a digest, and how those are pickled that their libraries change on the way."""
