"""Definitions whose conditions, defaults and bases are only known once a cell has run."""
# nodes: 4
# owes: stock, ledger, cash, value, totals

# %%
vat = {key: float(text) for key, text in {"food": "0.07", "other": "0.19"}.items()}


class Item:
    def __init__(self, kind, cost, number):
        self.kind, self.cost, self.number = kind, cost, number

    @property
    def price(self):
        return self.cost * (1 + vat[self.kind])


# %%
stock = {kind: Item(kind, cost, 9) for kind, cost in [("food", 1.2), ("other", 0.85)]}

# %%
cash = 100
ledger = []


def sell(kind, number):
    global cash
    stock[kind].number -= number
    cash += round(stock[kind].price * number, 2)
    ledger.append(cash)


# %%
sell("food", 3)

# %%
rice = stock["food"]
rice.number += 50
vat["food"] = 0.05
sell("food", 10)

# %%
base = len(ledger)
if len(stock) > 5:

    def discount(item, base=base):
        return 0.9 * base
else:

    def discount(item, base=base):
        return 0.95 * base if item.kind == "food" else 1


value = sum(item.price * item.number * discount(item) for item in stock.values())

# %%
first, last = stock.values()
first.number, last.number = last.number, first.number

# %%
totals = [item.number for item in stock.values()]
