"""One file a verb: arguments, one call, one report."""
