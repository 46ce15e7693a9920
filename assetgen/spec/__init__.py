"""What the user wrote: read, checked and expanded. The only room with pydantic and jinja2."""
