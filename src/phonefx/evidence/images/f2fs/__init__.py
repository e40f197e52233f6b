"""F2FS, the file system of most current Android phones: an own reader, for no maintained one exists in Python.

Knowledge: the on-disk layout of the Linux kernel's headers as published; checked with images of mkfs.f2fs and
sload.f2fs. It shows the state of the last checkpoint: data written and synced after it, which a phone would roll
forward at the next start, is not shown.
"""
