"""Finding: from anything on record to whatever may go with it, in every direction."""
