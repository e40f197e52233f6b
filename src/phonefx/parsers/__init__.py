"""What phonefx reads: one small module per artifact, nearly all data."""
