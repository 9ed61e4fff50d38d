"""Who thinks: one file an agent, each a prompt, a form and a few lines."""
