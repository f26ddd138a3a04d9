"""The trained part: what sentences of minutes teach about who is given a task, used beside the rules."""
