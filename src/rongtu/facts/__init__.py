"""What is known: records, schema, provenance, intake and the store."""
