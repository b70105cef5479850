"""The kinds of rules: each family is one module that holds its model (what is written) and its meaning (what it does)."""
