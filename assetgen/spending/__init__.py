"""Every cent passes here: journal, limits, consent, pace, buying, recovery, ledger."""
