"""A class goes on from the base that was there, whatever has the name of that later."""
# nodes: 4
# owes: square, area, wide, both, later

# %%
class Shape:
    sides = 4

    def area(self):
        return self.sides


# %%
class Square(Shape):
    def area(self):
        return super().area() * 10


# %%
square = Square()
area = square.area()

# %%
class Shape:
    sides = 5

    def area(self):
        return self.sides * 2


# %%
class Wide(Shape):
    def area(self):
        return super().area() + 100


# %%
wide = Wide().area()
print(wide)

# %%
both = Square().area() + Shape().area()
print(both)

# %%
later = square.area() + isinstance(square, Square) + isinstance(square, Shape)
