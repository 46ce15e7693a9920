"""Run a plan: order, workers, materialize."""
