"""Pure decisions: which source, which action, why."""
