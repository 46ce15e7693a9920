"""Drawn pictures for when no real ones are wanted yet: offline, free, the same every time.

`provider` is the way in. A request's words choose the composition and its fingerprint everything
that the words leave open; `apply` never looks further in than the port in `providers/base.py`.
"""
