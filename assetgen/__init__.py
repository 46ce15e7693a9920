"""assetgen keeps a project's generated images in step with a spec."""

__version__ = "0.1.0"
