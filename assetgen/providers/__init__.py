"""Who can generate: providers behind one small port."""
