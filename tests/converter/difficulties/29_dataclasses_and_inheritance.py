"""Classes inherit across cells; one is a dataclass."""
# nodes: 3
# owes: shapes, areas, biggest

# %%
from dataclasses import dataclass, field

@dataclass
class Shape:
    name: str
    tags: list = field(default_factory=list)

    def area(self):
        return 0.0

# %%
@dataclass
class Square(Shape):
    side: float = 1.0

    def area(self):
        return self.side ** 2

# %%
shapes = [Shape("nothing"), Square("small", side=2.0), Square("big", ["x"], 3.0)]

# %%
areas = {shape.name: shape.area() for shape in shapes}
shapes[0].tags.append("seen")

# %%
biggest = max(shapes, key=lambda shape: shape.area())
