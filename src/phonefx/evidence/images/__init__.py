"""Disk images: raw, split, E01, Android sparse and emulator disks, with the file systems on them."""
