"""The corpus: the folder and its ledger as one thing, and what a person does with them."""
