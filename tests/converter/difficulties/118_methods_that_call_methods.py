"""What a method does through another, to its own object or to an argument."""
# nodes: 9
# owes: deck, hand, left, got, dist, drawn, then

# %%
import numpy as np

np.random.seed(17)


class Deck:
    def __init__(self):
        self.cards = list(range(5))

    def pop_card(self):
        return self.cards.pop()

    def add_card(self, card):
        self.cards.append(card)

    def move_cards(self, hand, count):
        for _ in range(count):
            hand.add_card(self.pop_card())


class Hand(Deck):
    def __init__(self):
        self.cards = []


# %%
deck = Deck()

# %%
hand = Hand()

# %%
# Deal
deck.move_cards(hand, 2)

# %%
left = len(deck.cards)

# %%
got = list(hand.cards)


# %%
class Dist:
    def sample(self, count):
        return [self.draw() for _ in range(count)]

    def draw(self):
        return np.random.random()


# %%
dist = Dist()

# %%
drawn = dist.sample(3)

# %%
# Draw
then = np.random.normal()
