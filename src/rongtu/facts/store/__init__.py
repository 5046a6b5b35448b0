"""The PostgreSQL server facts live in: embedded by default, or one named by RONGTU_DATABASE_URL."""
