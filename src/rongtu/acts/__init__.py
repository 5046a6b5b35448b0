"""How things are done: operations, who may, in which transaction, with which trace."""
