"""What a user would write instead of a spec: the vendor's async SDK, a semaphore, a folder.

It remembers nothing, makes no other sizes and syncs nothing to disk. Run by `cold_sync` as a
process of its own: `plain_script.py COUNT CONCURRENCY FOLDER`, key and base URL by environment.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import getimg
import httpx


async def fetch_all(count: int, concurrency: int, folder: Path) -> None:
    """Generate and download `count` pictures, at most `concurrency` requests at a time."""
    gate = asyncio.Semaphore(concurrency)
    connections = httpx.Limits(max_connections=None)
    base_url = os.environ["GETIMG_AI_BASE_URL"]
    async with (
        getimg.AsyncGetimgAI(base_url=base_url, max_retries=0) as client,
        httpx.AsyncClient(timeout=300, limits=connections, trust_env=False) as downloads,
    ):

        async def fetch(number: int) -> None:
            async with gate:
                answer = await client.images.generate(
                    model="z-image-turbo",
                    prompt=f"Icon number {number}",
                    resolution="1K",
                    output_format="jpeg",
                )
            picture = await downloads.get(answer.data[0].url)
            picture.raise_for_status()
            (folder / f"{number}.jpg").write_bytes(picture.content)

        await asyncio.gather(*(fetch(number) for number in range(count)))


if __name__ == "__main__":
    asyncio.run(fetch_all(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])))
