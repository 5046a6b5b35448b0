"""The public sample shipped with the program: real, public facts of 京津冀, one CSV file per kind of record."""
