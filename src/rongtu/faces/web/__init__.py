"""The pages in the browser: read-only, on this machine only, made on the server from the same operations."""
