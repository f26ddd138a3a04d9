"""The commands, one a module: what each takes, whom it calls, what it prints. Heavy imports stand inside them."""
