"""What the seeds have in common, as weighted terms, and how alike a text is to them. Pure."""
