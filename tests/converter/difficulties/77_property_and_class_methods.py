"""A class has properties, class methods, static methods and a `__repr__`."""
# nodes: 3
# owes: t, warm, texts

# %%
class Temperature:
    scale = "C"

    def __init__(self, degrees):
        self._degrees = degrees

    @property
    def degrees(self):
        return self._degrees

    @degrees.setter
    def degrees(self, value):
        self._degrees = max(value, -273)

    @classmethod
    def freezing(cls):
        return cls(0)

    @staticmethod
    def is_warm(value):
        return value > 20

    def __repr__(self):
        return f"{self.degrees}{self.scale}"

# %%
t = Temperature.freezing()
t.degrees = -500

# %%
warm = Temperature.is_warm(t.degrees)

# %%
texts = [repr(t), str(Temperature(3)), warm]
