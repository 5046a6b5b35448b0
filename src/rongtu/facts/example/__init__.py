"""示例区: an invented region with every input the program takes, in reviewed TOML; every row is marked fictional."""
