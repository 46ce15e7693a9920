"""A local stand-in for the getimg API v2: same requests, same answers, pretend money, no network.

It shares no code with the rest of assetgen and imports nothing of it, so that a mistake of the
client is never made twice. `assetgen emulator` runs it; tests start it with `testing`. What the
API's documentation leaves open is decided in `docs/emulator.md`.
"""
