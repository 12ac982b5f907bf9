"""The language model as second reader: asked only where the user named it, checked word by word against the report."""
