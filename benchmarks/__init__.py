"""What assetgen is measured by: whole processes, beside what a user would take instead."""
