"""What people do: one package per section of the mission, one module per job. A desk imports no other desk."""
