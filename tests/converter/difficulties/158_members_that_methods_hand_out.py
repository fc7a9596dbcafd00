"""A method gives what its object holds: a change of it is one of the object."""
# nodes: 5
# owes: net, before, after, stepped

# %%
class Weight:
    def __init__(self, value):
        self.value, self.slope = value, 0.0


class Layer:
    def __init__(self, size):
        self.weights = [Weight(float(n)) for n in range(size)]

    def parameters(self):
        return self.weights


class Net:
    def __init__(self, sizes):
        self.layers = [Layer(size) for size in sizes]

    def parameters(self):
        return [weight for layer in self.layers for weight in layer.parameters()]

    def loss(self):
        return sum(weight.value**2 for weight in self.parameters())


class Descent:
    def __init__(self, parameters, rate):
        self.parameters, self.rate = parameters, rate

    def step(self):
        for weight in self.parameters:
            weight.value -= self.rate * weight.slope


# %%
net = Net([2, 3])

# %%
before = net.loss()

# %%
for weight in net.parameters():
    weight.slope = 2 * weight.value

# %%
for weight in net.parameters():
    weight.value -= 0.1 * weight.slope

# %%
after = net.loss()

# %%
descent = Descent(net.parameters(), 0.5)
descent.step()

# %%
stepped = net.loss()
