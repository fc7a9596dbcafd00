"""Tabs, semicolons, no newline at the end, strings that look like magics."""
# nodes: 3
# owes: a, b, c

# %%
a = len("x"); b = [a,
	2]

# %%
for i in b:
	if i > 1:
		a += i

# %%
text = f'''
%time {a}
!ls
''' + "%%node"; c = len(text) % 7
