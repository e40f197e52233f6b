"""The stores of a phone: one module for each app's way of keeping things."""
