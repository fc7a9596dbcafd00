"""What runs beside the user's code, in their kernel or their pipeline's process.

That Python may be another one, without nb2pipe, so this package imports the standard library
and itself alone. It is loaded from its folder under a name of its own (see `bootstrap`).
"""
