"""An object's methods change it, and so do helpers that call them."""
# nodes: 3
# owes: account, early, late

# %%
class Account:
    def __init__(self):
        self.entries = []
        self.total = 0

    def pay(self, amount):
        self.entries.append(amount)
        self._add(amount)

    def _add(self, amount):
        self.total += amount

def pay_twice(target, amount):
    target.pay(amount)
    target.pay(amount)

# %%
account = Account()
account.pay(1)

# %%
early = account.total

# %%
pay_twice(account, 5)

# %%
late = (account.total, list(account.entries), early)
