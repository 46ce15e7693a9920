"""Bytes and results that are held: blobs, results, database, remote."""
